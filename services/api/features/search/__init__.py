"""One box for schools, people, pairings and accounts (ui guide §2)."""
