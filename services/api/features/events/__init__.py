"""The log of changes for auditors and coordinators (E-72)."""
