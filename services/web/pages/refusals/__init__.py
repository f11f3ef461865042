"""Pages of refusals to be exchanged."""
