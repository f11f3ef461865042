"""Pages of personal plans."""
