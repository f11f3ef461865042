"""找: one box for schools, people, pairings and accounts."""
