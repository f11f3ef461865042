"""Leading groups of regions, schools and pairings (E-34)."""
