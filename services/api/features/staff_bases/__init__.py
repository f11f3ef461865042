"""Who counts as staff of a school year: a county freezes it, and ratios stand on it (architecture §4)."""
