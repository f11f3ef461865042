"""Imports: the door of the feature (architecture §8)."""

from services.api.features.imports.queries import accounts_of
from services.api.features.imports.service_files import look, mistakes, template
from services.api.features.imports.service_jobs import (
    cancel,
    confirm,
    county_for,
    create,
    detail,
    listing,
    path_of,
    rows_asked,
)
from services.api.features.imports.service_run import Importer

__all__ = [
    "Importer", "accounts_of", "cancel", "confirm", "county_for", "create", "detail", "listing", "look", "mistakes",
    "path_of", "rows_asked", "template",
]  # fmt: skip
