"""External partners of pairings and schools."""
