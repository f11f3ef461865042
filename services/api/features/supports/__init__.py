"""Funds and goods between the two schools of a pairing (E-40, E-41, W-24)."""
