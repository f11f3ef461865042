"""Closed months and school years."""
