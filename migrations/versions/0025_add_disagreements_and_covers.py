"""add disagreements and covers

What parties say against a planned assignment, and who covers the posts that assignments vacate.
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

OPEN = sa.text("status = 'open'")
NAMED = sa.text("NOT is_void")
PARTIES = ("sending_school", "receiving_school", "home_county", "receiving_county", "office")
STATES = ("open", "kept", "changed", "withdrawn", "void")


def _code(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def _keys(table: str, **columns: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"))
        for column, target in columns.items()
    ]


def upgrade() -> None:
    _create_disagreement()
    _create_answer()
    _create_cover()


def downgrade() -> None:
    op.drop_table("post_cover")
    op.drop_table("disagreement_answer")
    op.drop_table("disagreement")


def _create_disagreement() -> None:
    op.create_table(
        "disagreement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("assignment_id", sa.Uuid(), nullable=False),
        sa.Column("home_county_code", sa.String(length=6), nullable=False),
        sa.Column("sending_school_id", sa.Uuid(), nullable=False),
        sa.Column("receiving_county_code", sa.String(length=6), nullable=False),
        sa.Column("receiving_school_id", sa.Uuid(), nullable=False),
        sa.Column("raised_by_party", _code("raised_by_party", *PARTIES), nullable=False),
        sa.Column("raised_by", sa.Uuid(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words", sa.String(length=2000), nullable=False),
        sa.Column("status", _code("status", *STATES), nullable=False),
        sa.Column("answer_count", sa.Integer(), nullable=False),
        sa.Column("settled_by", sa.Uuid(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        *_keys(
            "disagreement", assignment_id="assignment.id", home_county_code="region.code",
            sending_school_id="school.id", receiving_county_code="region.code", receiving_school_id="school.id",
            raised_by="user_account.id", settled_by="user_account.id",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disagreement")),
    )  # fmt: skip
    for column in ("assignment_id", "sending_school_id", "receiving_school_id"):
        op.create_index(op.f(f"ix_disagreement_{column}"), "disagreement", [column], unique=False)
    op.create_index(
        "uq_disagreement_open", "disagreement", ["assignment_id"], unique=True, postgresql_where=OPEN,
        sqlite_where=OPEN,
    )  # fmt: skip
    for side in ("home", "receiving"):
        columns = [f"{side}_county_code", "status", "raised_at"]
        op.create_index(f"ix_disagreement_{side}", "disagreement", columns, unique=False)


def _create_answer() -> None:
    op.create_table(
        "disagreement_answer",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("disagreement_id", sa.Uuid(), nullable=False),
        sa.Column("party", _code("party", *PARTIES), nullable=False),
        sa.Column("said_by", sa.Uuid(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words", sa.String(length=2000), nullable=False),
        sa.Column("own_side_only", sa.Boolean(), nullable=False),
        *_keys("disagreement_answer", disagreement_id="disagreement.id", said_by="user_account.id"),
        sa.PrimaryKeyConstraint("county_code", "id", name=op.f("pk_disagreement_answer")),
    )
    op.create_index("ix_disagreement_answer_disagreement", "disagreement_answer", ["disagreement_id", "said_at"])


def _create_cover() -> None:
    op.create_table(
        "post_cover",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("assignment_id", sa.Uuid(), nullable=False),
        sa.Column("covering_assignment_id", sa.Uuid(), nullable=True),
        sa.Column("covering_staff_id", sa.Uuid(), nullable=True),
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("other_county_code", sa.String(length=6), nullable=False),
        sa.Column("lessons", sa.String(length=200), nullable=False),
        sa.Column("is_void", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "(covering_assignment_id IS NULL) <> (covering_staff_id IS NULL)", name=op.f("ck_post_cover_one_kind")
        ),
        *_keys(
            "post_cover", assignment_id="assignment.id", covering_assignment_id="assignment.id",
            covering_staff_id="staff.id",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_cover")),
    )  # fmt: skip
    for kind in ("assignment", "staff"):
        columns = ["assignment_id", f"covering_{kind}_id"]
        op.create_index(op.f(f"ix_post_cover_covering_{kind}_id"), "post_cover", columns[1:], unique=False)
        op.create_index(
            f"uq_post_cover_{kind}", "post_cover", columns, unique=True, postgresql_where=NAMED, sqlite_where=NAMED,
        )  # fmt: skip
