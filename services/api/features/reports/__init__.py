"""The monthly report (E-45, F-15, SM-6, W-29)."""
