"""What lists of uploads and their rows can be narrowed by."""

from dataclasses import dataclass
from uuid import UUID

from services.contracts.imports import ImportKind, ImportRowStatus, ImportState


@dataclass(frozen=True, slots=True)
class ImportFilter:
    """Uploads of one kind, or in one state."""

    kind: ImportKind | None = None
    state: ImportState | None = None


@dataclass(frozen=True, slots=True)
class RowsAsked:
    """The rows of one upload, or those of one status."""

    import_id: UUID
    status: ImportRowStatus | None = None
