"""add goals and summaries

What an assignment is to reach, agreed by both sides, the teacher's plan and summary of a school year, and the papers
of a summary among the files.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

FILES = (
    "activity_photo", "pairing_agreement", "decision_basis", "service_evidence", "mentor_summary", "support_voucher",
    "improvement_paper",
)  # fmt: skip
PROPOSED = sa.text("status = 'proposed'")


def _code(name: str, *values: str) -> sa.Column[str]:
    kind = sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)
    return sa.Column(name, kind, nullable=False)


def _text(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), nullable=False)


def _entity(table: str) -> list[Any]:
    return [
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("assignment_id", sa.Uuid(), nullable=False),
        _text("county_code", 6),
        _text("other_county_code", 6),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"], name=op.f(f"fk_{table}_assignment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]


def upgrade() -> None:
    _create_goals()
    op.create_table(
        "personal_plan",
        *_entity("personal_plan"),
        sa.Column("school_year", sa.Integer(), nullable=False),
        _code("status", "draft", "submitted", "returned", "accepted"),
        _text("goals", 2000),
        _text("measures", 2000),
        _text("teaching_task", 200),
        sa.Column("observed_per_week", sa.Integer(), nullable=True),
        sa.Column("open_per_month", sa.Integer(), nullable=True),
        _text("key_project", 200),
        sa.Column("submitted_on", sa.Date(), nullable=True),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        _text("return_reason", 500),
        sa.UniqueConstraint("assignment_id", "school_year", name=op.f("uq_personal_plan_assignment_id_school_year")),
    )
    op.create_index("ix_personal_plan_year", "personal_plan", ["school_year", "id"], unique=False)

    _create_summaries()
    with op.batch_alter_table("file") as batch:
        batch.add_column(sa.Column("support_summary_id", sa.Uuid(), nullable=True))
        batch.create_foreign_key(op.f("fk_file_support_summary_id"), "support_summary", ["support_summary_id"], ["id"])
        batch.create_index(op.f("ix_file_support_summary_id"), ["support_summary_id"], unique=False)
    _set_file_kinds((*FILES, "summary_paper"))


def _create_summaries() -> None:
    grade = sa.Enum(
        "excellent", "qualified", "basic", "unqualified", name="grade", native_enum=False, create_constraint=True,
        length=32,
    )  # fmt: skip
    people = [
        column
        for act in ("submitted", "reviewed", "filed")
        for column in (
            sa.Column(f"{act}_by", sa.Uuid(), nullable=True),
            sa.ForeignKeyConstraint([f"{act}_by"], ["user_account.id"], name=op.f(f"fk_support_summary_{act}_by")),
        )
    ]
    op.create_table(
        "support_summary",
        *_entity("support_summary"),
        sa.Column("school_year", sa.Integer(), nullable=False),
        _code("status", "draft", "submitted_to_recipient", "returned", "reviewed", "forwarded", "filed"),
        _text("text", 8000),
        _text("workload", 200),
        _text("achievements", 2000),
        sa.Column("submitted_on", sa.Date(), nullable=True),
        _text("return_reason", 500),
        _text("opinion", 2000),
        sa.Column("grade", grade, nullable=True),
        sa.Column("reviewed_on", sa.Date(), nullable=True),
        sa.Column("forwarded_on", sa.Date(), nullable=True),
        sa.Column("filed_on", sa.Date(), nullable=True),
        *people,
        sa.UniqueConstraint("assignment_id", "school_year", name=op.f("uq_support_summary_assignment_id_school_year")),
    )
    op.create_index("ix_support_summary_year", "support_summary", ["school_year", "status"], unique=False)


def _create_goals() -> None:
    agreed = [
        column
        for side in ("sending", "receiving")
        for column in (
            sa.Column(f"{side}_agreed_at", sa.DateTime(timezone=True), nullable=True),
            sa.Column(f"{side}_agreed_by", sa.Uuid(), nullable=True),
            sa.ForeignKeyConstraint(
                [f"{side}_agreed_by"], ["user_account.id"], name=op.f(f"fk_assignment_goal_{side}_agreed_by")
            ),
        )
    ]
    op.create_table(
        "assignment_goal",
        *_entity("assignment_goal"),
        _code("status", "proposed", "agreed", "met", "unmet", "replaced", "void"),
        _text("description", 80),
        _text("measure", 200),
        sa.Column("target", sa.Integer(), nullable=True),
        _text("unit", 8),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=True),
        sa.Column("is_key_task", sa.Boolean(), nullable=False),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        _text("reason", 500),
        *agreed,
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.Column("achieved", sa.Integer(), nullable=True),
        sa.Column("judged_on", sa.Date(), nullable=True),
        sa.Column("replaces_id", sa.Uuid(), nullable=True),
        _text("closed_reason", 500),
        sa.CheckConstraint(
            "target > 0 AND achieved >= 0 AND weight BETWEEN 1 AND 100", name=op.f("ck_assignment_goal_numbers")
        ),
        sa.ForeignKeyConstraint(["replaces_id"], ["assignment_goal.id"], name=op.f("fk_assignment_goal_replaces_id")),
    )
    op.create_index("ix_assignment_goal_assignment", "assignment_goal", ["assignment_id", "created_at"], unique=False)
    op.create_index(
        "uq_assignment_goal_change", "assignment_goal", ["replaces_id"], unique=True, postgresql_where=PROPOSED,
        sqlite_where=PROPOSED,
    )  # fmt: skip


def downgrade() -> None:
    _set_file_kinds(FILES)
    with op.batch_alter_table("file") as batch:
        batch.drop_index(op.f("ix_file_support_summary_id"))
        batch.drop_constraint(op.f("fk_file_support_summary_id"), type_="foreignkey")
        batch.drop_column("support_summary_id")
    op.drop_table("support_summary")
    op.drop_table("personal_plan")
    op.drop_table("assignment_goal")


def _set_file_kinds(codes: tuple[str, ...]) -> None:
    allowed = sa.text(f"kind IN ({', '.join(repr(each) for each in codes)})")
    with op.batch_alter_table("file") as batch:
        batch.drop_constraint(op.f("ck_file_kind"), type_="check")
        batch.create_check_constraint(op.f("ck_file_kind"), allowed)
