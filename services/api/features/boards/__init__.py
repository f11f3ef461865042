"""The board of pairings: what is missing next and from whom; reads only."""
