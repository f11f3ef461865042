"""add support classes

Classes that two paired schools run together, and who has their posts.
"""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

STATES = ("proposed", "applied", "returned", "approved", "staffed", "running", "ended", "void")
POSTS = (
    "class_teacher", "chinese", "maths", "english", "physics", "chemistry", "biology", "politics", "history",
    "geography",
)  # fmt: skip
SIDES = ("supporting", "recipient")
VALID_SQL = sa.text("status <> 'void'")
PRESENT_SQL = sa.text("removed_on IS NULL")


def _code(name: str, *values: str) -> sa.Column[str]:
    kind = sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)
    return sa.Column(name, kind, nullable=False)


def _text(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), nullable=False)


def _entity() -> list[sa.Column[object]]:
    return [
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    ]


def upgrade() -> None:
    op.create_table(
        "support_class",
        *_entity(),
        sa.Column("pairing_id", sa.Uuid(), nullable=False),
        _text("county_code", 6),
        _text("other_county_code", 6),
        _text("name", 80),
        _text("grade", 20),
        sa.Column("school_year", sa.Integer(), nullable=False),
        _code("place", *SIDES),
        _code("proposed_by", *SIDES),
        sa.Column("pupils_planned", sa.Integer(), nullable=False),
        sa.Column("pupils_enrolled", sa.Integer(), nullable=True),
        _code("status", *STATES),
        sa.Column("staff_changes", sa.Integer(), nullable=False),
        *(sa.Column(f"{name}_on", sa.Date(), nullable=True) for name in ("applied", "approved", "started", "ended")),
        _text("return_reason", 500),
        _text("closed_reason", 500),
        sa.CheckConstraint("pupils_planned > 0 AND pupils_enrolled > 0", name=op.f("ck_support_class_pupils")),
        sa.CheckConstraint("ended_on >= started_on", name=op.f("ck_support_class_period")),
        sa.ForeignKeyConstraint(["pairing_id"], ["pairing.id"], name=op.f("fk_support_class_pairing_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_class")),
    )
    op.create_index(
        "uq_support_class_name", "support_class", ["pairing_id", "school_year", "grade", "name"], unique=True,
        postgresql_where=VALID_SQL, sqlite_where=VALID_SQL,
    )  # fmt: skip
    op.create_index("ix_support_class_year", "support_class", ["school_year", "id"], unique=False)
    op.create_index(op.f("ix_support_class_pairing_id"), "support_class", ["pairing_id"], unique=False)
    _create_posts()


def _create_posts() -> None:
    op.create_table(
        "support_class_post",
        *_entity(),
        sa.Column("class_id", sa.Uuid(), nullable=False),
        _text("county_code", 6),
        _text("other_county_code", 6),
        _code("post", *POSTS),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("start_on", sa.Date(), nullable=False),
        sa.Column("removed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["class_id"], ["support_class.id"], name=op.f("fk_support_class_post_class_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_support_class_post_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_class_post")),
    )
    op.create_index(
        "uq_support_class_post_present", "support_class_post", ["class_id", "post"], unique=True,
        postgresql_where=PRESENT_SQL, sqlite_where=PRESENT_SQL,
    )  # fmt: skip
    op.create_index(op.f("ix_support_class_post_staff_id"), "support_class_post", ["staff_id"], unique=False)


def downgrade() -> None:
    op.drop_table("support_class_post")
    op.drop_table("support_class")
