"""Code lists (§B-N)."""
