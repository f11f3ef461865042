"""add leading groups

Who leads the work of a region, a school or a pairing from a day on.
"""

import sqlalchemy as sa
from alembic import op

from services.api.kernel.models import json_type

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

OWNERS = ("region_code", "school_id", "pairing_id")
LEADS = sa.text("until_on IS NULL AND voided_at IS NULL")
ONE_OWNER = (
    "(CASE WHEN region_code IS NULL THEN 0 ELSE 1 END) + (CASE WHEN school_id IS NULL THEN 0 ELSE 1 END)"
    " + (CASE WHEN pairing_id IS NULL THEN 0 ELSE 1 END) = 1"
)


def _text(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), nullable=False)


def upgrade() -> None:
    op.create_table(
        "leading_group",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        _text("county_code", 6),
        sa.Column("other_county_code", sa.String(length=6), nullable=True),
        sa.Column("region_code", sa.String(length=6), nullable=True),
        sa.Column("school_id", sa.Uuid(), nullable=True),
        sa.Column("pairing_id", sa.Uuid(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("members", json_type(), nullable=False),
        _text("office", 200),
        _text("office_head", 60),
        _text("phone", 200),
        _text("basis", 200),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        _text("void_reason", 500),
        sa.CheckConstraint(ONE_OWNER, name=op.f("ck_leading_group_one_owner")),
        sa.CheckConstraint("until_on IS NULL OR until_on >= from_on", name=op.f("ck_leading_group_period")),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_leading_group_region_code")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_leading_group_school_id")),
        sa.ForeignKeyConstraint(["pairing_id"], ["pairing.id"], name=op.f("fk_leading_group_pairing_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leading_group")),
    )
    for name in OWNERS:
        op.create_index(
            f"uq_leading_group_{name}", "leading_group", [name], unique=True, postgresql_where=LEADS,
            sqlite_where=LEADS,
        )  # fmt: skip
        op.create_index(f"ix_leading_group_{name}", "leading_group", [name, "from_on"], unique=False)


def downgrade() -> None:
    op.drop_table("leading_group")
