"""Funds and goods as rows for statistics, and the predicates of their numbers."""

from services.api.features.supports.queries_counting import given, planned, rows

__all__ = ["given", "planned", "rows"]
