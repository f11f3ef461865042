"""Bases of all tables, and the column types that behave alike on SQLite and PostgreSQL."""

from datetime import UTC, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import JSON, DateTime, Dialect, Enum, MetaData, TypeDecorator
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import declared_attr
from sqlmodel import Field, SQLModel

from services.api.kernel.ids import new_id
from services.contracts.codes import Code

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Instant(TypeDecorator[datetime]):
    """A UTC instant; SQLite loses the zone, so it is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Refuse naive times: they have no meaning here."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Always UTC."""
        if value is None or value.tzinfo is not None:
            return value
        return value.replace(tzinfo=UTC)


def code_type(code: type[Code], name: str) -> Enum:
    """VARCHAR + CHECK that stores the value, not the member's name. `name` names the CHECK."""
    return Enum(
        code,
        native_enum=False,
        create_constraint=True,
        length=32,
        name=name,
        values_callable=lambda members: [member.value for member in members],
    )


def json_type() -> Any:
    """JSON on SQLite, JSONB on PostgreSQL."""
    return JSON().with_variant(JSONB(), "postgresql")


def json_or_nothing() -> Any:
    """The same where no value is NULL, not JSON's own null."""
    return JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


class Base(SQLModel):
    """All tables share one MetaData with named constraints."""

    metadata = MetaData(naming_convention=NAMING)


class Entity(Base):
    """A mutable row: UUIDv7 `id`, optimistic `version`, and an event for each change.

    `event_fields` are the public fields whose values an event may carry: never names, numbers of
    persons, phones or typed text. `event_counties` names the counties that may see the event.
    """

    event_fields: ClassVar[tuple[str, ...]] = ()

    id: UUID = Field(default_factory=new_id, primary_key=True)
    version: int = Field(nullable=False, default=0)
    created_at: datetime = Field(sa_type=Instant, nullable=False, default_factory=lambda: datetime.now(UTC))

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805 - SQLAlchemy calls it with the class
        return {"version_id_col": cls.__table__.c.version}  # type: ignore[attr-defined]

    def event_counties(self) -> tuple[str, str | None]:
        """The county that owns the row, and the other county it concerns if any."""
        return str(getattr(self, "county_code")), None  # noqa: B009 - a column of most entities


class Leaf(Base):
    """A row nothing points to, keyed by county so that it can be distributed (architecture §4)."""

    county_code: str = Field(primary_key=True, max_length=6)
    id: UUID = Field(default_factory=new_id, primary_key=True)
