"""Pages of vacated posts."""
