"""Imports: whole spreadsheets checked and taken in (architecture §8)."""
