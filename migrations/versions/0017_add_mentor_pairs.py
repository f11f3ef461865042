"""add mentor pairs

师徒结对 and 一帮一 with their summaries, the checks on them by region, and papers that belong to a pair.
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

SIDES = ("mentor", "mentee")
OPEN = sa.text("status IN ('active', 'summarised', 'reviewed')")
FIRST_FILES = ("activity_photo", "pairing_agreement", "decision_basis", "service_evidence")
FILES = (*FIRST_FILES, "mentor_summary")
INDEXED = ("mentor_staff_id", "mentor_school_id", "mentee_person_id", "mentee_staff_id", "mentee_school_id",
           "pairing_id")  # fmt: skip


def _code(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    _create_pair()
    for column in INDEXED:
        op.create_index(op.f(f"ix_mentor_pair_{column}"), "mentor_pair", [column], unique=False)
    op.create_index("ix_mentor_pair_mentor", "mentor_pair", ["mentor_person_id", "status"], unique=False)
    for side in SIDES:
        columns = [f"{side}_county_code", "start_on", "id"]
        op.create_index(f"ix_mentor_pair_{side}_county", "mentor_pair", columns, unique=False)
    op.create_index(
        "uq_mentor_pair_open", "mentor_pair", ["mentee_person_id", "subject"], unique=True, postgresql_where=OPEN,
        sqlite_where=OPEN,
    )  # fmt: skip
    op.create_table(
        "mentor_rule",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("region_code", sa.String(length=6), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("most_open", sa.Integer(), nullable=True),
        sa.Column("subject_check", _code("subject_check", "warn", "refuse"), nullable=False),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_mentor_rule_region_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentor_rule")),
        sa.UniqueConstraint("region_code", name=op.f("uq_mentor_rule_region_code")),
    )
    with op.batch_alter_table("file") as batch:
        batch.add_column(sa.Column("mentor_pair_id", sa.Uuid(), nullable=True))
        batch.create_foreign_key(op.f("fk_file_mentor_pair_id"), "mentor_pair", ["mentor_pair_id"], ["id"])
        batch.create_index(op.f("ix_file_mentor_pair_id"), ["mentor_pair_id"], unique=False)
    _set_file_kinds(FILES)


def downgrade() -> None:
    _set_file_kinds(FIRST_FILES)
    with op.batch_alter_table("file") as batch:
        batch.drop_index(op.f("ix_file_mentor_pair_id"))
        batch.drop_constraint(op.f("fk_file_mentor_pair_id"), type_="foreignkey")
        batch.drop_column("mentor_pair_id")
    op.drop_table("mentor_rule")
    op.drop_table("mentor_pair")


def _create_pair() -> None:
    op.create_table(
        "mentor_pair",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        *(
            column
            for side in SIDES
            for column in (
                sa.Column(f"{side}_person_id", sa.Uuid(), nullable=False),
                sa.Column(f"{side}_staff_id", sa.Uuid(), nullable=False),
                sa.Column(f"{side}_school_id", sa.Uuid(), nullable=False),
                sa.Column(f"{side}_county_code", sa.String(length=6), nullable=False),
            )
        ),
        sa.Column("pairing_id", sa.Uuid(), nullable=True),
        sa.Column("kind", _code("kind", "mentor", "one_to_one"), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("subject_differs", sa.Boolean(), nullable=False),
        sa.Column("start_on", sa.Date(), nullable=False),
        sa.Column("end_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("goal", sa.String(length=2000), nullable=False),
        sa.Column("status", _code("status", "active", "summarised", "reviewed", "ended", "void"), nullable=False),
        sa.Column("status_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("summary", sa.String(length=2000), nullable=False),
        sa.Column("result", _code("result", "passed", "not_passed"), nullable=True),
        sa.Column("reward", sa.String(length=200), nullable=False),
        sa.Column("closed_reason", sa.String(length=500), nullable=False),
        sa.CheckConstraint(
            "mentor_person_id <> mentee_person_id OR status IN ('ended', 'void')",
            name=op.f("ck_mentor_pair_two_persons"),
        ),
        sa.CheckConstraint("end_on >= start_on", name=op.f("ck_mentor_pair_period")),
        *(
            sa.ForeignKeyConstraint(
                [f"{side}_{name}_id"], [f"{name}.id"], name=op.f(f"fk_mentor_pair_{side}_{name}_id")
            )
            for side in SIDES
            for name in ("person", "staff", "school")
        ),
        sa.ForeignKeyConstraint(["pairing_id"], ["pairing.id"], name=op.f("fk_mentor_pair_pairing_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentor_pair")),
    )


def _set_file_kinds(codes: tuple[str, ...]) -> None:
    allowed = sa.text(f"kind IN ({', '.join(repr(each) for each in codes)})")
    with op.batch_alter_table("file") as batch:
        batch.drop_constraint(op.f("ck_file_kind"), type_="check")
        batch.create_check_constraint(op.f("ck_file_kind"), allowed)
