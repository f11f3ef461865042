"""Pages of how assignments end."""
