"""Persons and their employment (E-07 … E-10)."""
