"""Tables of imports. What was uploaded stays a file; here is how far it is and what became of each row."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import Index, Text
from sqlmodel import Field

from services.api.kernel.events import without_events
from services.api.kernel.models import Base, Entity, Instant, code_type, json_type
from services.contracts.imports import ImportKind, ImportRowStatus, ImportState

without_events("import_progress", "how far the worker is with an upload; the upload's own events say what was done")
without_events("import_row", "what became of each row of an upload; the rows written leave their own events")


class ImportJob(Entity, table=True):
    """One upload. The file lies under DATA_DIR by this id and is erased with its results after 30 days."""

    __tablename__ = "import_job"
    __table_args__ = (Index("ix_import_job_created_by", "created_by", "id"),)

    event_fields: ClassVar[tuple[str, ...]] = ("county_code", "kind", "state")

    kind: ImportKind = Field(sa_type=code_type(ImportKind, "kind"))
    county_code: str = Field(foreign_key="region.code", max_length=6)
    filename: str = Field(max_length=200)
    digest: str = Field(max_length=64)
    size: int
    dry_run: bool
    atomic: bool
    state: ImportState = Field(sa_type=code_type(ImportState, "state"), default=ImportState.uploaded, index=True)
    created_by: UUID = Field(foreign_key="user_account.id")
    erased_at: datetime | None = Field(default=None, sa_type=Instant)


class ImportProgress(Base, table=True):
    """How far the worker is: `position` rows of the phase are behind it. One process holds it until `until`."""

    __tablename__ = "import_progress"

    job_id: UUID = Field(primary_key=True, foreign_key="import_job.id")
    position: int = 0
    total: int | None = None
    creating: int = 0
    updating: int = 0
    unchanged: int = 0
    faulty: int = 0
    problems: list[dict[str, Any]] = Field(default_factory=list, sa_type=json_type())
    remarks: list[str] = Field(default_factory=list, sa_type=json_type())
    failure: str = Field(default="", max_length=200)
    holder: UUID | None = None
    until: datetime | None = Field(default=None, sa_type=Instant)


class ImportRow(Base, table=True):
    """What became of one row. `match_key` is a keyed digest: equal for two rows about the same thing.

    `shared_key` is one too, of a right row: equal for two things that must not share something, such as a staff number.
    `said` is what a row changes, with its name, encrypted: see `said.py`.
    """

    __tablename__ = "import_row"
    __table_args__ = (
        Index("ix_import_row_status", "job_id", "status", "number"),
        Index("ix_import_row_match", "job_id", "match_key"),
    )

    job_id: UUID = Field(primary_key=True, foreign_key="import_job.id")
    number: int = Field(primary_key=True)
    status: ImportRowStatus = Field(sa_type=code_type(ImportRowStatus, "status"))
    entity_id: UUID | None = None
    match_key: str | None = Field(default=None, max_length=32)
    shared_key: str | None = Field(default=None, max_length=32)
    said: str | None = Field(default=None, sa_type=Text)
    errors: list[dict[str, Any]] = Field(default_factory=list, sa_type=json_type())
