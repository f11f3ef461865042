"""Pairings of schools (E-30 … E-33, SM-5, W-20)."""
