"""Configurable rules of the regions: what is checked, how strictly, from which day, by which document (E-14)."""
