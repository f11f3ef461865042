"""Activities as rows for statistics, and the predicates of their numbers."""

from services.api.features.activities.queries_counting import held, own, rows

__all__ = ["held", "own", "rows"]
