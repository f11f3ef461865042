"""add closed periods

Closed months and school years, their frozen numbers in versions, and how two versions differ.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def _code(name: str, *values: str) -> sa.Column[str]:
    kind = sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)
    return sa.Column(name, kind, nullable=False)


def _number(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _position(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=nullable)


def _text(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), nullable=False)


def _instant(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _id(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.Uuid(), nullable=nullable)


def _json(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, JSON, nullable=nullable)


def _points(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [other], name=op.f(f"fk_{table}_{column}"))


def _add_periods() -> None:
    op.create_table(
        "closed_period", _id("id"), _number("version"), _instant("created_at"), _text("region_code", 6),
        _code("kind", "month", "school_year"), _text("key", 7), sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False), _code("status", "closing", "closed"), _text("reason", 500),
        _id("asked_by", nullable=True), _instant("closed_at", nullable=True),
        _position("closed_position", nullable=True),
        _number("corrections"), _instant("corrected_at", nullable=True),
        sa.CheckConstraint("status <> 'closed' OR closed_at IS NOT NULL", name=op.f("ck_closed_period_closed")),
        _points("closed_period", "region_code", "region.code"),
        _points("closed_period", "asked_by", "user_account.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closed_period")),
        sa.UniqueConstraint("region_code", "kind", "key", name=op.f("uq_closed_period_region_code_kind_key")),
    )  # fmt: skip
    op.create_table(
        "period_progress", _id("period_id"), _position("position"),
        _points("period_progress", "period_id", "closed_period.id"),
        sa.PrimaryKeyConstraint("period_id", name=op.f("pk_period_progress")),
    )  # fmt: skip


def _add_numbers() -> None:
    op.create_table(
        "stat_definition", _text("digest", 64), _text("indicator", 20), _json("body"),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_stat_definition")),
    )  # fmt: skip
    op.create_table(
        "stat_snapshot", _text("county_code", 6), _id("id"), _id("period_id"), _text("indicator", 20),
        _number("version"), _number("indicator_version"), _text("definition_digest", 64), _instant("computed_at"),
        _position("position"), _text("digest", 64), _json("cells"), _json("labels"), _json("threshold", nullable=True),
        _points("stat_snapshot", "period_id", "closed_period.id"),
        _points("stat_snapshot", "definition_digest", "stat_definition.digest"),
        sa.PrimaryKeyConstraint("county_code", "id", name=op.f("pk_stat_snapshot")),
    )  # fmt: skip
    columns = ["county_code", "period_id", "indicator", "version"]
    op.create_index("uq_stat_snapshot_version", "stat_snapshot", columns, unique=True)
    op.create_index("ix_stat_snapshot_period", "stat_snapshot", ["period_id", "indicator", "county_code"])


def _add_corrections() -> None:
    op.create_table(
        "stat_correction", _text("county_code", 6), _id("id"), _id("period_id"), _text("indicator", 20),
        _number("version"), _text("dimension", 40), _text("value", 200), _text("label", 200),
        _json("before", nullable=True), _json("after", nullable=True), _instant("computed_at"),
        _position("after_position"), _position("position"), _number("event_count"), _json("events"),
        _points("stat_correction", "period_id", "closed_period.id"),
        sa.PrimaryKeyConstraint("county_code", "id", name=op.f("pk_stat_correction")),
    )  # fmt: skip
    columns = ["period_id", "county_code", "indicator", "version"]
    op.create_index("ix_stat_correction_period", "stat_correction", columns)


def upgrade() -> None:
    _add_periods()
    _add_numbers()
    _add_corrections()


def downgrade() -> None:
    for table in ("stat_correction", "stat_snapshot", "stat_definition", "period_progress", "closed_period"):
        op.drop_table(table)
