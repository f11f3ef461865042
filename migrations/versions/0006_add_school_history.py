"""add school history

Type and grades of schools, names and codes they had, approved posts, successions, who reports for whom, what a sent
report was sent with, and the checklist of a new county. Reports that were sent before get the name that their school
has today.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TYPES = (
    "111", "211", "218", "311", "312", "321", "341", "342", "345", "361", "362", "363", "364", "365", "366", "367",
    "368", "371", "511", "512", "513", "514",
)  # fmt: skip
KINDS = (
    "kindergarten", "teaching_point", "village_primary", "centre_primary", "complete_primary", "primary",
    "junior_secondary", "nine_year", "senior_secondary", "complete_secondary", "special", "vocational",
)  # fmt: skip
FIRST_FLAGS = ("weak", "remote", "mountain", "quality")
FLAGS = (
    "weak", "remote", "mountain", "pastoral", "peripheral", "quality", "large", "key", "lead", "support_base",
)  # fmt: skip
SUCCESSIONS = ("rename", "merge", "split", "close", "reopen")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    _grow_school()
    _set_flags(FLAGS)
    _create_names_and_posts()
    _create_succession()
    _create_delegation()
    _grow_report()
    op.create_table(
        "county_start",
        *_entity(),
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("dismissed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dismissed_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["county_code"], ["region.code"], name=op.f("fk_county_start_county_code")),
        sa.ForeignKeyConstraint(["dismissed_by"], ["user_account.id"], name=op.f("fk_county_start_dismissed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_county_start")),
        sa.UniqueConstraint("county_code", name=op.f("uq_county_start_county_code")),
    )


def downgrade() -> None:
    for table in (
        "county_start", "report_delegation", "school_correction", "school_move", "school_succession",
        "school_headcount", "school_former",
    ):  # fmt: skip
        op.drop_table(table)
    op.drop_column("report_revision", "shown")
    op.drop_column("report", "school_name")
    op.drop_column("report", "school_code")
    _set_flags(FIRST_FLAGS)
    for column in ("aliases", "grades", "type_code"):
        op.drop_column("school", column)


def _entity() -> list[sa.Column[Any]]:
    return [
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    ]


def _of_school(table: str) -> list[sa.Column[Any] | sa.Constraint]:
    return [
        *_entity(),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f(f"fk_{table}_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]


def _codes(name: str, codes: tuple[str, ...], *, nullable: bool = True) -> sa.Column[str]:
    kind = sa.Enum(*codes, name=name, native_enum=False, create_constraint=True, length=32)
    return sa.Column(name, kind, nullable=nullable)


def _grow_school() -> None:
    """SQLite takes a column with its CHECK only in its own words; a rebuilt table would lose the other CHECKs."""
    allowed = ", ".join(f"'{code}'" for code in TYPES)
    op.execute(
        "ALTER TABLE school ADD COLUMN type_code VARCHAR(32) "
        f"CONSTRAINT ck_school_type_code CHECK (type_code IN ({allowed}))"
    )
    op.add_column("school", sa.Column("grades", JSON, nullable=True))
    op.add_column("school", sa.Column("aliases", sa.String(length=200), nullable=True))


def _set_flags(codes: tuple[str, ...]) -> None:
    check = f"flag IN ({', '.join(repr(code) for code in codes)})"
    with op.batch_alter_table("school_flag") as batch:
        batch.drop_constraint(op.f("ck_school_flag_flag"), type_="check")
        batch.create_check_constraint(op.f("ck_school_flag_flag"), sa.text(check))


def _create_names_and_posts() -> None:
    op.create_table(
        "school_former",
        *_of_school("school_former"),
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("pinyin", sa.String(length=300), nullable=False),
        sa.Column("initials", sa.String(length=80), nullable=False),
        _codes("kind", KINDS, nullable=False),
        sa.Column("end_on", sa.Date(), nullable=False),
        sa.Column("basis", sa.String(length=80), nullable=False),
    )
    op.create_index("ix_school_former_school", "school_former", ["school_id", "end_on"])
    op.create_index(op.f("ix_school_former_code"), "school_former", ["code"])
    op.create_table(
        "school_headcount",
        *_of_school("school_headcount"),
        sa.Column("approved", sa.Integer(), nullable=False),
        sa.Column("senior_posts", sa.Integer(), nullable=False),
        sa.Column("middle_posts", sa.Integer(), nullable=False),
        sa.Column("junior_posts", sa.Integer(), nullable=False),
        sa.Column("start_on", sa.Date(), nullable=False),
        sa.Column("end_on", sa.Date(), nullable=True),
        sa.Column("basis", sa.String(length=80), nullable=False),
        sa.CheckConstraint("end_on IS NULL OR end_on >= start_on", name=op.f("ck_school_headcount_period")),
    )
    op.create_index("uq_school_headcount_start", "school_headcount", ["school_id", "start_on"], unique=True)


def _create_succession() -> None:
    op.create_table(
        "school_succession",
        *_entity(),
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("from_school_id", sa.Uuid(), nullable=False),
        sa.Column("to_school_id", sa.Uuid(), nullable=True),
        _codes("kind", SUCCESSIONS, nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(["from_school_id"], ["school.id"], name=op.f("fk_school_succession_from_school_id")),
        sa.ForeignKeyConstraint(["to_school_id"], ["school.id"], name=op.f("fk_school_succession_to_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_succession")),
    )
    op.create_index(op.f("ix_school_succession_from_school_id"), "school_succession", ["from_school_id"])
    op.create_index(op.f("ix_school_succession_to_school_id"), "school_succession", ["to_school_id"])
    op.create_table(
        "school_move",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entity", sa.String(length=40), nullable=False),
        sa.Column("moved_row", sa.Uuid(), nullable=False),
        sa.Column("side", sa.String(length=12), nullable=False),
        sa.Column("from_school_id", sa.Uuid(), nullable=False),
        sa.Column("to_school_id", sa.Uuid(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["from_school_id"], ["school.id"], name=op.f("fk_school_move_from_school_id")),
        sa.ForeignKeyConstraint(["to_school_id"], ["school.id"], name=op.f("fk_school_move_to_school_id")),
        sa.PrimaryKeyConstraint("county_code", "id", name=op.f("pk_school_move")),
    )
    op.create_index("ix_school_move_row", "school_move", ["entity", "moved_row", "side", "until_on"])
    op.create_index("ix_school_move_from", "school_move", ["from_school_id", "entity"])
    op.create_table(
        "school_correction",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("fields", JSON, nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("corrected_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_school_correction_school_id")),
        sa.ForeignKeyConstraint(["corrected_by"], ["user_account.id"], name=op.f("fk_school_correction_corrected_by")),
        sa.PrimaryKeyConstraint("county_code", "id", name=op.f("pk_school_correction")),
    )
    op.create_index("ix_school_correction_school", "school_correction", ["school_id", "corrected_at"])


def _create_delegation() -> None:
    op.create_table(
        "report_delegation",
        *_of_school("report_delegation"),
        sa.Column("centre_school_id", sa.Uuid(), nullable=False),
        sa.Column("start_on", sa.Date(), nullable=False),
        sa.Column("end_on", sa.Date(), nullable=True),
        sa.Column("basis", sa.String(length=80), nullable=False),
        sa.CheckConstraint("school_id <> centre_school_id", name=op.f("ck_report_delegation_two_schools")),
        sa.CheckConstraint("end_on IS NULL OR end_on >= start_on", name=op.f("ck_report_delegation_period")),
        sa.ForeignKeyConstraint(
            ["centre_school_id"], ["school.id"], name=op.f("fk_report_delegation_centre_school_id")
        ),
    )
    op.create_index("ix_report_delegation_centre", "report_delegation", ["centre_school_id", "start_on"])
    still = sa.text("end_on IS NULL")
    op.create_index(
        "uq_report_delegation_open", "report_delegation", ["school_id"], unique=True, postgresql_where=still,
        sqlite_where=still,
    )  # fmt: skip


def _grow_report() -> None:
    op.add_column("report", sa.Column("school_code", sa.String(length=10), nullable=True))
    op.add_column("report", sa.Column("school_name", sa.String(length=80), nullable=True))
    op.add_column("report_revision", sa.Column("shown", JSON, nullable=True))
    op.execute(
        "UPDATE report SET school_code = (SELECT code FROM school WHERE school.id = report.school_id), "
        "school_name = (SELECT name FROM school WHERE school.id = report.school_id) WHERE revision > 0"
    )
