"""add activity plans

Plans that repeat, their dates, and the date that an activity answers.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

TYPES = (
    "demo_lesson", "observe_lesson", "research_meeting", "joint_prep", "mentor_meeting", "send_teaching",
    "joint_meeting", "teacher_training", "open_lesson", "observation_lesson", "exchange_lesson", "report_lesson",
    "critique_lesson", "same_lesson_diff_design", "class_sit_in", "lecture", "teaching_report", "brainstorm", "seminar",
    "teaching_salon", "academic_salon", "project_guidance", "research_project", "contest", "experience_meeting",
    "send_training", "study_visit", "student_activity", "festival", "hand_in_hand", "open_week", "on_site_conference",
    "condolence_visit",
)  # fmt: skip
NOT_VOID = sa.text("voided_at IS NULL")


def _code(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def _text(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), nullable=False)


def _entity(name: str, *columns: SchemaItem) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("pairing_id", sa.Uuid(), nullable=False),
        _text("county_code", 6),
        _text("other_county_code", 6),
        *columns,
        sa.ForeignKeyConstraint(["pairing_id"], ["pairing.id"], name=op.f(f"fk_{name}_pairing_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )


def upgrade() -> None:
    _entity(
        "activity_plan",
        sa.Column("host", _code("host", "supporting", "recipient"), nullable=False),
        sa.Column("type", _code("type", *TYPES), nullable=False),
        _text("topic", 80),
        sa.Column("repeat", _code("repeat", "once", "weekly", "monthly_day", "monthly_weekday"), nullable=False),
        sa.Column("start_on", sa.Date(), nullable=False),
        sa.Column("end_on", sa.Date(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in ("weekday", "day", "nth")),
        sa.CheckConstraint("end_on >= start_on", name=op.f("ck_activity_plan_period")),
    )
    op.create_index(op.f("ix_activity_plan_pairing_id"), "activity_plan", ["pairing_id"], unique=False)
    _entity(
        "planned_activity",
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("cancelled_on", sa.Date(), nullable=True),
        _text("cancel_reason", 500),
        sa.ForeignKeyConstraint(["plan_id"], ["activity_plan.id"], name=op.f("fk_planned_activity_plan_id")),
    )
    op.create_index(op.f("ix_planned_activity_plan_id"), "planned_activity", ["plan_id"], unique=False)
    op.create_index("ix_planned_activity_pairing_day", "planned_activity", ["pairing_id", "planned_on"], unique=False)
    op.create_index("ix_planned_activity_day", "planned_activity", ["planned_on", "id"], unique=False)
    with op.batch_alter_table("activity") as batch:
        batch.add_column(sa.Column("planned_activity_id", sa.Uuid(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_activity_planned_activity_id"), "planned_activity", ["planned_activity_id"], ["id"]
        )
    op.create_index(
        "uq_activity_planned", "activity", ["planned_activity_id"], unique=True, postgresql_where=NOT_VOID,
        sqlite_where=NOT_VOID,
    )  # fmt: skip


def downgrade() -> None:
    op.drop_index("uq_activity_planned", table_name="activity")
    with op.batch_alter_table("activity") as batch:
        batch.drop_constraint(op.f("fk_activity_planned_activity_id"), type_="foreignkey")
        batch.drop_column("planned_activity_id")
    op.drop_table("planned_activity")
    op.drop_table("activity_plan")
