"""Statistics that explain themselves (S-01, S-08, S-23)."""
