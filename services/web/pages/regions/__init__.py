"""The picker of regions."""
