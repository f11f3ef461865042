"""add joined meetings

Other pairings that held a meeting too, and a base school that several pairings have.
"""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

JOINED_SQL = sa.text("removed_on IS NULL")


def upgrade() -> None:
    side = sa.Enum("supporting", "recipient", name="side", native_enum=False, create_constraint=True, length=32)
    op.create_table(
        "activity_pairing",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("pairing_id", sa.Uuid(), nullable=False),
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("other_county_code", sa.String(length=6), nullable=False),
        sa.Column("side", side, nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("absent_on", sa.Date(), nullable=True),
        sa.Column("absent_reason", sa.String(length=500), nullable=False),
        sa.Column("removed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name=op.f("fk_activity_pairing_activity_id")),
        sa.ForeignKeyConstraint(["pairing_id"], ["pairing.id"], name=op.f("fk_activity_pairing_pairing_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_pairing")),
    )
    op.create_index(
        "uq_activity_pairing_present", "activity_pairing", ["activity_id", "pairing_id"], unique=True,
        postgresql_where=JOINED_SQL, sqlite_where=JOINED_SQL,
    )  # fmt: skip
    op.create_index(op.f("ix_activity_pairing_pairing_id"), "activity_pairing", ["pairing_id"], unique=False)
    with op.batch_alter_table("activity") as batch:
        batch.add_column(sa.Column("joined_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("base_school") as batch:
        batch.add_column(sa.Column("base_pairing_id", sa.Uuid(), nullable=True))
        batch.create_foreign_key(op.f("fk_base_school_base_pairing_id"), "pairing", ["base_pairing_id"], ["id"])
        batch.create_index(op.f("ix_base_school_base_pairing_id"), ["base_pairing_id"])


def downgrade() -> None:
    with op.batch_alter_table("base_school") as batch:
        batch.drop_index(op.f("ix_base_school_base_pairing_id"))
        batch.drop_constraint(op.f("fk_base_school_base_pairing_id"), type_="foreignkey")
        batch.drop_column("base_pairing_id")
    with op.batch_alter_table("activity") as batch:
        batch.drop_column("joined_at")
    op.drop_table("activity_pairing")
