"""Pages of people employed at schools."""
