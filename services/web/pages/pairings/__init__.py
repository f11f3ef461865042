"""Pages of pairings."""
