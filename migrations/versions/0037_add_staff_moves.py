"""add staff moves

People who move to another school for good, and what schools over their establishment do about it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

KINDS = ("within_quota", "surplus", "cross_county")
REASONS = ("subject_need", "quota_balance", "competition", "weak_school", "own_request", "other")
STATES = (
    "decided", "filed", "returned", "proposed", "approved", "rejected", "moved", "withdrawn", "void",
)  # fmt: skip
POSTS = ("principal", "vice_principal", "same_rank", "middle", "teacher")
METHODS = ("new_post", "training", "leaving")
LIVE_SQL = sa.text("status IN ('decided', 'filed', 'returned', 'proposed', 'approved')")
WHYS = ("override_reason", "return_reason", "postpone_reason", "closed_reason", "held_why")


def _code(name: str, *values: str) -> sa.Column[str]:
    kind = sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)
    return sa.Column(name, kind, nullable=False)


def _text(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), nullable=False)


def _id(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.Uuid(), nullable=nullable)


def _foreign(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"))


def _entity() -> list[sa.Column[object]]:
    return [
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    ]


def upgrade() -> None:
    op.create_table(
        "staff_move",
        *_entity(),
        _id("person_id"),
        _id("staff_id"),
        _text("county_code", 6),
        _text("other_county_code", 6),
        _id("from_school_id"),
        _id("to_school_id"),
        _code("kind", *KINDS),
        _code("reason", *REASONS),
        _code("status", *STATES),
        sa.Column("needs_approval", sa.Boolean(), nullable=False),
        _text("subject", 200),
        _code("post", *POSTS),
        sa.Column("planned_on", sa.Date(), nullable=False),
        _text("note", 2000),
        sa.Column("decided_on", sa.Date(), nullable=False),
        *(sa.Column(f"{name}_on", sa.Date(), nullable=True) for name in ("filed", "approved", "moved", "held")),
        sa.Column("overridden", sa.Boolean(), nullable=False),
        *(_text(name, 500) for name in WHYS),
        _id("new_staff_id", nullable=True),
        sa.CheckConstraint("(status = 'moved') = (moved_on IS NOT NULL)", name=op.f("ck_staff_move_moved_has_day")),
        sa.CheckConstraint(
            "from_school_id <> to_school_id OR status IN ('withdrawn', 'void')", name=op.f("ck_staff_move_two_schools")
        ),
        _foreign("staff_move", "person_id", "person"),
        _foreign("staff_move", "staff_id", "staff"),
        _foreign("staff_move", "from_school_id", "school"),
        _foreign("staff_move", "to_school_id", "school"),
        _foreign("staff_move", "new_staff_id", "staff"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_move")),
    )
    op.create_index(
        "uq_staff_move_live", "staff_move", ["person_id"], unique=True, postgresql_where=LIVE_SQL,
        sqlite_where=LIVE_SQL,
    )  # fmt: skip
    for name, columns in (
        ("ix_staff_move_person", ["person_id"]),
        ("ix_staff_move_from", ["from_school_id", "status"]),
        ("ix_staff_move_to", ["to_school_id", "status"]),
        ("ix_staff_move_due", ["status", "planned_on"]),
        ("ix_staff_move_county", ["county_code", "planned_on"]),
        ("ix_staff_move_other_county", ["other_county_code", "planned_on"]),
        ("ix_staff_move_staff_id", ["staff_id"]),
        ("ix_staff_move_new_staff_id", ["new_staff_id"]),
    ):
        op.create_index(op.f(name), "staff_move", columns, unique=False)
    _create_measures()


def _create_measures() -> None:
    op.create_table(
        "surplus_measure",
        *_entity(),
        _id("school_id"),
        _text("county_code", 6),
        _code("method", *METHODS),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        _text("basis", 80),
        _text("note", 2000),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        _text("void_reason", 500),
        sa.CheckConstraint("people >= 1", name=op.f("ck_surplus_measure_people")),
        _foreign("surplus_measure", "school_id", "school"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_surplus_measure")),
    )
    op.create_index("ix_surplus_measure_school", "surplus_measure", ["school_id", "done_on"], unique=False)
    op.create_index("ix_surplus_measure_day", "surplus_measure", ["done_on", "id"], unique=False)


def downgrade() -> None:
    op.drop_table("surplus_measure")
    op.drop_table("staff_move")
