"""Statistics that explain themselves: a registry of indicators, reporting and refusals."""
