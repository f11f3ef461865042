"""Tables of closed periods: what is closed, the frozen numbers in their versions, and how two versions differ."""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from services.api.kernel.events import without_events
from services.api.kernel.models import Base, Entity, Instant, Leaf, code_type, json_or_nothing, json_type
from services.contracts.codes import PeriodKind, PeriodStatus

without_events("stat_snapshot", "the numbers of a closed period, whose own event says close-period or correct-numbers")
without_events("stat_correction", "how two versions of its numbers differ; the period's event says correct-numbers")
without_events("stat_definition", "the definition that frozen numbers were counted by")
without_events("period_progress", "how far the log was read for corrections")


class ClosedPeriod(Entity, table=True):
    """A month or school year of a province whose numbers are kept.

    `key` is `2026-10` or `2026`. `closing` until the worker has counted. `closed_position` is the position of the log
    that the first numbers contain; `corrections` is how many times numbers were found to differ since.
    """

    __tablename__ = "closed_period"
    __table_args__ = (
        UniqueConstraint("region_code", "kind", "key"),
        CheckConstraint("status <> 'closed' OR closed_at IS NOT NULL", name="closed"),
    )

    event_fields: ClassVar[tuple[str, ...]] = (
        "region_code", "kind", "first_on", "last_on", "status", "closed_at", "closed_position", "corrections",
        "corrected_at",
    )  # fmt: skip

    region_code: str = Field(foreign_key="region.code", max_length=6)
    kind: PeriodKind = Field(sa_type=code_type(PeriodKind, "kind"))
    key: str = Field(max_length=7)
    first_on: date
    last_on: date
    status: PeriodStatus = Field(default=PeriodStatus.closing, sa_type=code_type(PeriodStatus, "status"))
    reason: str = Field(default="", max_length=500)
    asked_by: UUID | None = Field(default=None, foreign_key="user_account.id")
    closed_at: datetime | None = Field(default=None, sa_type=Instant)
    closed_position: int | None = Field(default=None, sa_type=BigInteger)
    corrections: int = 0
    corrected_at: datetime | None = Field(default=None, sa_type=Instant)

    def event_counties(self) -> tuple[str, str | None]:
        """The province itself."""
        return self.region_code, None


class StatDefinition(Base, table=True):
    """A definition of an indicator as it was answered, once for all numbers that were counted by it.

    Fields that definitions get later need a default, so that the old ones can still be read.
    """

    __tablename__ = "stat_definition"

    digest: str = Field(primary_key=True, max_length=64)
    indicator: str = Field(max_length=20)
    body: dict[str, Any] = Field(default_factory=dict, sa_type=json_type())


class StatSnapshot(Leaf, table=True):
    """The numbers of one indicator, region and period (E-69). Never changed: a correction is the next `version`.

    `county_code` is the code of the region: a county, city or province. `position` is the position of the log that the
    numbers contain, `digest` a hash of all that is answered from.
    """

    __tablename__ = "stat_snapshot"
    __table_args__ = (
        Index("uq_stat_snapshot_version", "county_code", "period_id", "indicator", "version", unique=True),
        Index("ix_stat_snapshot_period", "period_id", "indicator", "county_code"),
    )

    period_id: UUID = Field(foreign_key="closed_period.id")
    indicator: str = Field(max_length=20)
    version: int
    indicator_version: int
    definition_digest: str = Field(foreign_key="stat_definition.digest", max_length=64)
    computed_at: datetime = Field(sa_type=Instant, nullable=False)
    position: int = Field(sa_type=BigInteger)
    digest: str = Field(max_length=64)
    cells: dict[str, Any] = Field(default_factory=dict, sa_type=json_type())
    labels: dict[str, str] = Field(default_factory=dict, sa_type=json_type())
    threshold: dict[str, Any] | None = Field(default=None, sa_type=json_or_nothing())


class StatCorrection(Leaf, table=True):
    """One cell in which a version differs from the one before it.

    `dimension` is empty for the total; `before` and `after` are [numbers by name, why there is no denominator], null
    where the group was not or is not any more. `events` are positions of what was changed in between, the first of
    `event_count`.
    """

    __tablename__ = "stat_correction"
    __table_args__ = (Index("ix_stat_correction_period", "period_id", "county_code", "indicator", "version"),)

    period_id: UUID = Field(foreign_key="closed_period.id")
    indicator: str = Field(max_length=20)
    version: int
    dimension: str = Field(default="", max_length=40)
    value: str = Field(default="", max_length=200)
    label: str = Field(default="", max_length=200)
    before: list[Any] | None = Field(default=None, sa_type=json_or_nothing())
    after: list[Any] | None = Field(default=None, sa_type=json_or_nothing())
    computed_at: datetime = Field(sa_type=Instant, nullable=False)
    after_position: int = Field(sa_type=BigInteger)
    position: int = Field(sa_type=BigInteger)
    event_count: int = 0
    events: list[int] = Field(default_factory=list, sa_type=json_type())


class PeriodProgress(Base, table=True):
    """Up to which position the log was read for corrections of a period."""

    __tablename__ = "period_progress"

    period_id: UUID = Field(primary_key=True, foreign_key="closed_period.id")
    position: int = Field(sa_type=BigInteger)
