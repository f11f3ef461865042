"""Closed months and school years: numbers that stay as they were told, and what was corrected since (E-69, U-45)."""
