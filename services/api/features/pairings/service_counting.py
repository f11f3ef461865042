"""Pairings as rows for statistics, and the predicates of their numbers."""

from services.api.features.pairings.queries_counting import begun, not_begun, rows, signed

__all__ = ["begun", "not_begun", "rows", "signed"]
