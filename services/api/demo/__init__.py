"""Demo data told as stories: real regions and the facts of requirements §F-T, with invented people.

Deterministic for a given day, so that tests, screenshots and `make run` show the same.
"""
