"""Teams: people of one batch who go between two paired schools (E-25, W-10)."""
