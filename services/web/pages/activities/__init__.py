"""活动: what pairs of schools do together, recorded once."""
