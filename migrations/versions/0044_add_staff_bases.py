"""add staff bases

Who counts as staff of a county and school year, one row a person, frozen by the county. Assignments keep the honours
of their first day, as one number; those of before get what is recorded for that day.
"""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

HONOURS = (
    "special_grade", "subject_leader", "teaching_expert", "master_teacher", "backbone_teacher", "master_principal",
    "backbone_principal", "teaching_star", "excellent_teacher", "model_principal", "minbei_master",
)  # fmt: skip
BIT = " ".join(f"WHEN '{name}' THEN {1 << place}" for place, name in enumerate(HONOURS))
FILL = f"""
    UPDATE assignment SET honours = (
        SELECT coalesce(sum(DISTINCT CASE h.type {BIT} ELSE 0 END), 0) FROM staff_honour h
        WHERE h.person_id = assignment.person_id AND h.voided_at IS NULL AND h.awarded_on <= assignment.start_on
          AND (h.valid_to IS NULL OR h.valid_to >= assignment.start_on)
    )
"""  # noqa: S608 - our own names


POSTS = ("principal", "vice_principal", "same_rank", "middle", "teacher")
TITLES = ("none", "third", "second", "first", "senior", "full_senior")
STAGES = ("preschool", "primary", "junior", "senior", "special")
IN_FORCE = sa.text("superseded_at IS NULL")


def _code(name: str, *values: str, nullable: bool = False) -> sa.Column[str]:
    kind = sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)
    return sa.Column(name, kind, nullable=nullable)


def _number(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _text(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), nullable=False)


def _instant(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _points(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [other], name=op.f(f"fk_{table}_{column}"))


def _add_bases() -> None:
    op.create_table(
        "staff_base", sa.Column("id", sa.Uuid(), nullable=False), _number("version"), _instant("created_at"),
        _text("county_code", 6), _number("school_year"), _number("revision"), _instant("frozen_at"),
        sa.Column("frozen_by", sa.Uuid(), nullable=True), _text("reason", 500), _number("people"), _number("eligible"),
        _number("added", nullable=True), _number("gone", nullable=True), _number("changed", nullable=True),
        _instant("superseded_at", nullable=True),
        _points("staff_base", "county_code", "region.code"), _points("staff_base", "frozen_by", "user_account.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_base")),
    )  # fmt: skip
    op.create_index("uq_staff_base_revision", "staff_base", ["county_code", "school_year", "revision"], unique=True)
    op.create_index(
        "uq_staff_base_current", "staff_base", ["county_code", "school_year"], unique=True,
        postgresql_where=IN_FORCE, sqlite_where=IN_FORCE,
    )  # fmt: skip


def _add_members() -> None:
    table = "staff_base_member"
    op.create_table(
        table, _text("county_code", 6), sa.Column("base_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False), _number("school_year"),
        sa.Column("person_id", sa.Uuid(), nullable=False), sa.Column("school_id", sa.Uuid(), nullable=False),
        _code("sex", "0", "1", "2", "9"), _number("age"), _code("post", *POSTS), _code("title", *TITLES),
        _number("honours"), _code("stage", *STAGES), _text("subject", 200),
        _code("locality", "urban", "rural", nullable=True),
        sa.Column("leader", sa.Boolean(), nullable=False), sa.Column("eligible", sa.Boolean(), nullable=False),
        _points(table, "base_id", "staff_base.id"), _points(table, "staff_id", "staff.id"),
        _points(table, "person_id", "person.id"), _points(table, "school_id", "school.id"),
        sa.PrimaryKeyConstraint("county_code", "base_id", "staff_id", name=op.f("pk_staff_base_member")),
    )  # fmt: skip
    op.create_index("ix_staff_base_member_year", table, ["school_year", "county_code", "base_id"], unique=False)


def upgrade() -> None:
    _add_bases()
    _add_members()
    op.add_column("assignment", sa.Column("honours", sa.Integer(), server_default=sa.text("0"), nullable=False))
    op.execute(FILL)
    with op.batch_alter_table("assignment") as table:
        table.alter_column("honours", server_default=None)


def downgrade() -> None:
    op.drop_column("assignment", "honours")
    op.drop_table("staff_base_member")
    op.drop_table("staff_base")
