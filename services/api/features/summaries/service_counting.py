"""Summaries that are owed as rows for statistics, and the predicates of their numbers."""

from services.api.features.summaries.queries_counting import at_least, overdue, owed, rows

__all__ = ["at_least", "overdue", "owed", "rows"]
