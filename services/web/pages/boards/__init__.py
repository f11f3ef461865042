"""结对看板: pairings by state, with what is missing next."""
