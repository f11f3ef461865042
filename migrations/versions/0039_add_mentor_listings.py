"""add mentor listings

Mentors that supporting schools offer, and needs that recipient schools list.
"""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

STAGES = ("preschool", "primary", "junior", "senior", "special")
PURPOSES = ("classroom", "new_teacher", "class_management", "research", "other")
LISTED_SQL = sa.text("status = 'listed'")


def _code(name: str, *values: str, nullable: bool = False) -> sa.Column[str]:
    kind = sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)
    return sa.Column(name, kind, nullable=nullable)


def _text(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), nullable=False)


def upgrade() -> None:
    op.create_table(
        "mentor_listing",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("pairing_id", sa.Uuid(), nullable=False),
        _text("county_code", 6),
        _text("other_county_code", 6),
        _code("kind", "offer", "need"),
        sa.Column("staff_id", sa.Uuid(), nullable=True),
        _text("subject", 80),
        _code("stage", *STAGES),
        _text("grades", 40),
        sa.Column("people", sa.Integer(), nullable=False),
        _code("purpose", *PURPOSES, nullable=True),
        _text("note", 200),
        sa.Column("start_on", sa.Date(), nullable=False),
        sa.Column("end_on", sa.Date(), nullable=False),
        _code("status", "listed", "withdrawn", "closed"),
        sa.Column("status_at", sa.DateTime(timezone=True), nullable=False),
        _text("closed_reason", 500),
        sa.CheckConstraint("end_on >= start_on", name=op.f("ck_mentor_listing_period")),
        sa.CheckConstraint("people > 0", name=op.f("ck_mentor_listing_people")),
        sa.CheckConstraint("kind <> 'offer' OR staff_id IS NOT NULL", name=op.f("ck_mentor_listing_offered")),
        sa.CheckConstraint("kind <> 'need' OR purpose IS NOT NULL", name=op.f("ck_mentor_listing_needed")),
        sa.ForeignKeyConstraint(["pairing_id"], ["pairing.id"], name=op.f("fk_mentor_listing_pairing_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_mentor_listing_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentor_listing")),
    )
    op.create_index(
        "uq_mentor_listing_person", "mentor_listing", ["pairing_id", "kind", "staff_id", "subject"], unique=True,
        postgresql_where=LISTED_SQL, sqlite_where=LISTED_SQL,
    )  # fmt: skip
    op.create_index("ix_mentor_listing_start", "mentor_listing", ["start_on", "id"], unique=False)
    op.create_index(op.f("ix_mentor_listing_pairing_id"), "mentor_listing", ["pairing_id"], unique=False)
    op.create_index(op.f("ix_mentor_listing_staff_id"), "mentor_listing", ["staff_id"], unique=False)


def downgrade() -> None:
    op.drop_table("mentor_listing")
