"""What the rows of an upload can be narrowed by."""

from dataclasses import dataclass
from uuid import UUID

from services.contracts.imports import ImportRowStatus


@dataclass(frozen=True, slots=True)
class RowsAsked:
    """The rows of one upload, or those of one status."""

    import_id: UUID
    status: ImportRowStatus | None = None
