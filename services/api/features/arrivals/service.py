"""Arrivals: what other features and the routes call."""

from services.api.features.arrivals.filters import ArrivalFilter
from services.api.features.arrivals.service_change import plan_changed, put
from services.api.features.arrivals.service_read import detail, page

__all__ = ["ArrivalFilter", "detail", "page", "plan_changed", "put"]
