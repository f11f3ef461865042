"""add improvement plans

Plans that lift a weak school, the milestones of their schedules, and papers of a milestone among the files.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

FIRST_FILES = (
    "activity_photo", "pairing_agreement", "decision_basis", "service_evidence", "mentor_summary", "support_voucher",
)  # fmt: skip
STATES = ("draft", "submitted", "returned", "accepted", "running", "closed", "void")
SIDES = ("school", "supporting", "office")
GUIDANCE = ("planning", "lessons", "curriculum", "training", "information", "resources")
LIVE = sa.text("status <> 'void'")


def _code(name: str, *values: str, nullable: bool = False) -> sa.Column[str]:
    kind = sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)
    return sa.Column(name, kind, nullable=nullable)


def _text(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), nullable=False)


def _entity() -> list[sa.Column[Any]]:
    return [
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        _text("county_code", 6),
        sa.Column("other_county_code", sa.String(length=6), nullable=True),
    ]


def upgrade() -> None:
    _create_plan()
    _create_milestone()
    with op.batch_alter_table("file") as batch:
        batch.add_column(sa.Column("milestone_id", sa.Uuid(), nullable=True))
        batch.create_foreign_key(op.f("fk_file_milestone_id"), "improvement_milestone", ["milestone_id"], ["id"])
        batch.create_index(op.f("ix_file_milestone_id"), ["milestone_id"], unique=False)
    _set_file_kinds((*FIRST_FILES, "improvement_paper"))


def downgrade() -> None:
    _set_file_kinds(FIRST_FILES)
    with op.batch_alter_table("file") as batch:
        batch.drop_index(op.f("ix_file_milestone_id"))
        batch.drop_constraint(op.f("fk_file_milestone_id"), type_="foreignkey")
        batch.drop_column("milestone_id")
    op.drop_table("improvement_milestone")
    op.drop_table("improvement_plan")


def _create_plan() -> None:
    op.create_table(
        "improvement_plan",
        *_entity(),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("school_year", sa.Integer(), nullable=False),
        sa.Column("pairing_id", sa.Uuid(), nullable=True),
        _text("responsible", 200),
        _text("goals", 2000),
        _text("measures", 2000),
        _code("status", *STATES),
        sa.Column("submitted_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        _code("result", "achieved", "partly", "not_achieved", nullable=True),
        _text("return_reason", 500),
        _text("conclusion", 500),
        _text("void_reason", 500),
        sa.CheckConstraint(
            "(status = 'closed') = (result IS NOT NULL)", name=op.f("ck_improvement_plan_closed_has_result")
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_improvement_plan_school_id")),
        sa.ForeignKeyConstraint(["pairing_id"], ["pairing.id"], name=op.f("fk_improvement_plan_pairing_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_improvement_plan")),
    )
    for column in ("school_id", "pairing_id"):
        op.create_index(op.f(f"ix_improvement_plan_{column}"), "improvement_plan", [column], unique=False)
    op.create_index(
        "uq_improvement_plan_school_year", "improvement_plan", ["school_id", "school_year"], unique=True,
        postgresql_where=LIVE, sqlite_where=LIVE,
    )  # fmt: skip
    op.create_index(
        "ix_improvement_plan_county_year", "improvement_plan", ["county_code", "school_year", "id"], unique=False
    )
    op.create_index("ix_improvement_plan_year", "improvement_plan", ["school_year", "id"], unique=False)


def _create_milestone() -> None:
    op.create_table(
        "improvement_milestone",
        *_entity(),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        _text("what", 80),
        sa.Column("due_on", sa.Date(), nullable=False),
        _code("side", *SIDES),
        _text("responsible", 200),
        _code("guidance", *GUIDANCE, nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        _text("note", 500),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["plan_id"], ["improvement_plan.id"], name=op.f("fk_improvement_milestone_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_improvement_milestone")),
    )
    op.create_index("ix_improvement_milestone_plan", "improvement_milestone", ["plan_id", "due_on", "id"], unique=False)


def _set_file_kinds(codes: tuple[str, ...]) -> None:
    allowed = sa.text(f"kind IN ({', '.join(repr(each) for each in codes)})")
    with op.batch_alter_table("file") as batch:
        batch.drop_constraint(op.f("ck_file_kind"), type_="check")
        batch.create_check_constraint(op.f("ck_file_kind"), allowed)
