"""Pages of provincial systems."""
