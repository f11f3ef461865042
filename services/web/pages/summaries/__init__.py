"""Pages of yearly summaries."""
