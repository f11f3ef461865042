"""Assignments and teams (E-23, E-25, SM-4)."""
