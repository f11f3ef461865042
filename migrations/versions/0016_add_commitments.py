"""add commitments"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0014"
branch_labels = None
depends_on = None

_OPEN = sa.text("voided_at IS NULL AND template_item <> ''")
_SIDES = ("supporting", "recipient", "both")
_AREAS = (
    "management", "teaching", "research", "teacher_development", "campus_culture", "school_conditions",
    "student_activity", "left_behind_students", "enrolment", "funds", "hardware", "informatisation",
)  # fmt: skip
_MEASURES = ("activities", "activity_people", "persons_sent", "persons_received", "mentor_pairs", "funds")
_PERIODS = ("week", "month", "term", "school_year", "whole")


def _code(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    op.create_table(
        "commitment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("pairing_id", sa.Uuid(), nullable=False),
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("other_county_code", sa.String(length=6), nullable=False),
        sa.Column("side", _code("side", *_SIDES), nullable=False),
        sa.Column("aid_area", _code("aid_area", *_AREAS), nullable=False),
        sa.Column("item", sa.String(length=80), nullable=False),
        sa.Column("measure", _code("measure", *_MEASURES), nullable=False),
        sa.Column("kinds", sa.JSON().with_variant(sa.dialects.postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("unit", sa.String(length=8), nullable=False),
        sa.Column("minimum", sa.Integer(), nullable=False),
        sa.Column("maximum", sa.Integer(), nullable=True),
        sa.Column("period", _code("period", *_PERIODS), nullable=False),
        sa.Column("start_on", sa.Date(), nullable=False),
        sa.Column("end_on", sa.Date(), nullable=True),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("article", sa.String(length=200), nullable=False),
        sa.Column("template_item", sa.String(length=20), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("void_reason", sa.String(length=500), nullable=False),
        sa.CheckConstraint(
            "minimum >= 1 AND (maximum IS NULL OR maximum >= minimum)", name=op.f("ck_commitment_numbers")
        ),
        sa.CheckConstraint("end_on IS NULL OR end_on >= start_on", name=op.f("ck_commitment_days")),
        sa.ForeignKeyConstraint(["pairing_id"], ["pairing.id"], name=op.f("fk_commitment_pairing_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment")),
    )
    op.create_index("ix_commitment_pairing", "commitment", ["pairing_id", "start_on", "id"], unique=False)
    op.create_index(
        "uq_commitment_template_item",
        "commitment",
        ["pairing_id", "template_item"],
        unique=True,
        postgresql_where=_OPEN,
        sqlite_where=_OPEN,
    )


def downgrade() -> None:
    op.drop_table("commitment")
