"""add partners

Universities, training schools, companies and others that help a pairing or a school.
"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

OWNERS = ("pairing_id", "school_id")
OPEN = sa.text("end_on IS NULL AND voided_at IS NULL")
KINDS = (
    "university", "training_school", "research_institute", "training_institution", "company", "social_organisation",
)  # fmt: skip


def _text(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), nullable=False)


def upgrade() -> None:
    op.create_table(
        "partner",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        _text("county_code", 6),
        sa.Column("other_county_code", sa.String(length=6), nullable=True),
        sa.Column("pairing_id", sa.Uuid(), nullable=True),
        sa.Column("school_id", sa.Uuid(), nullable=True),
        _text("name", 80),
        sa.Column(
            "kind", sa.Enum(*KINDS, name="kind", native_enum=False, create_constraint=True, length=32), nullable=False
        ),
        _text("helps_with", 500),
        _text("contact", 60),
        _text("phone", 200),
        sa.Column("start_on", sa.Date(), nullable=False),
        sa.Column("end_on", sa.Date(), nullable=True),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        _text("closed_reason", 500),
        sa.CheckConstraint("(pairing_id IS NULL) <> (school_id IS NULL)", name=op.f("ck_partner_one_owner")),
        sa.CheckConstraint("end_on IS NULL OR end_on >= start_on", name=op.f("ck_partner_period")),
        sa.ForeignKeyConstraint(["pairing_id"], ["pairing.id"], name=op.f("fk_partner_pairing_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_partner_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner")),
    )
    for name in OWNERS:
        op.create_index(
            f"uq_partner_{name}", "partner", [name, "name"], unique=True, postgresql_where=OPEN, sqlite_where=OPEN
        )
        op.create_index(f"ix_partner_{name}", "partner", [name], unique=False)
    op.create_index("ix_partner_county", "partner", ["county_code", "start_on", "id"], unique=False)


def downgrade() -> None:
    op.drop_table("partner")
