"""Ratios of our answers to the limit of the machine (architecture §12): `make bench`."""
