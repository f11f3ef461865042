"""add joint work

What is told of an activity besides the counts, who took part, decisions of joint meetings, base schools of terms.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

TEXTS = (("speaker", 80), ("subject", 80), ("grade", 80), ("place", 80), ("online_link", 200), ("agenda", 2000),
         ("outcome", 2000))  # fmt: skip
PAYERS = ("supporting", "recipient", "office", "other")
SIDES = ("supporting", "recipient")


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
    _tell_more_of_activities()
    op.create_table(
        "activity_presence",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("side", _code("side", *SIDES), nullable=False),
        sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name=op.f("fk_activity_presence_activity_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_activity_presence_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_presence")),
    )
    for column in ("activity_id", "staff_id"):
        op.create_index(op.f(f"ix_activity_presence_{column}"), "activity_presence", [column], unique=False)
    _entity(
        "meeting_decision",
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        _text("text", 200),
        sa.Column("responsible", _code("responsible", *SIDES, "both"), nullable=False),
        _text("person", 80),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("status", _code("status", "open", "done", "void"), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        _text("note", 200),
        _text("void_reason", 500),
        sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name=op.f("fk_meeting_decision_activity_id")),
    )
    op.create_index(op.f("ix_meeting_decision_activity_id"), "meeting_decision", ["activity_id"], unique=False)
    op.create_index("ix_meeting_decision_due", "meeting_decision", ["due_on", "id"], unique=False)
    op.create_index("ix_meeting_decision_pairing", "meeting_decision", ["pairing_id", "due_on"], unique=False)
    _entity(
        "base_school",
        sa.Column("school_year", sa.Integer(), nullable=False),
        sa.Column("term", _code("term", "autumn", "spring"), nullable=False),
        sa.Column("side", _code("side", *SIDES), nullable=False),
    )
    op.create_index("uq_base_school_term", "base_school", ["pairing_id", "school_year", "term"], unique=True)


def downgrade() -> None:
    for table in ("base_school", "meeting_decision", "activity_presence"):
        op.drop_table(table)
    with op.batch_alter_table("activity") as batch:
        batch.drop_constraint(op.f("ck_activity_something"), type_="check")
        batch.drop_constraint(op.f("ck_activity_payer"), type_="check")
        batch.drop_index(op.f("ix_activity_mentor_pair_id"))
        batch.drop_constraint(op.f("fk_activity_mentor_pair_id"), type_="foreignkey")
        for name in (
            "people_at",
            "mentor_pair_id",
            "payer",
            "cost_cents",
            "lessons",
            *(name for name, _ in reversed(TEXTS)),
        ):
            batch.drop_column(name)


def _tell_more_of_activities() -> None:
    """Rows that are there get empty texts; nothing keeps that as a default."""
    with op.batch_alter_table("activity") as batch:
        for name, length in TEXTS:
            batch.add_column(sa.Column(name, sa.String(length=length), nullable=False, server_default=""))
        batch.add_column(sa.Column("lessons", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("cost_cents", sa.BigInteger(), nullable=True))
        batch.add_column(sa.Column("payer", sa.String(length=32), nullable=True))
        batch.add_column(sa.Column("mentor_pair_id", sa.Uuid(), nullable=True))
        batch.add_column(sa.Column("people_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("activity") as batch:
        for name, length in TEXTS:
            batch.alter_column(name, existing_type=sa.String(length=length), server_default=None)
        batch.create_foreign_key(op.f("fk_activity_mentor_pair_id"), "mentor_pair", ["mentor_pair_id"], ["id"])
        batch.create_index(op.f("ix_activity_mentor_pair_id"), ["mentor_pair_id"], unique=False)
        allowed = ", ".join(repr(each) for each in PAYERS)
        batch.create_check_constraint(op.f("ck_activity_payer"), sa.text(f"payer IN ({allowed})"))
        batch.create_check_constraint(op.f("ck_activity_something"), sa.text("cost_cents > 0 AND lessons > 0"))
