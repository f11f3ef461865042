"""Activities of pairings (E-35)."""
