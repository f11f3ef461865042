"""Mentors offered and needs listed under a pairing."""
