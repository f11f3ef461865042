"""add sandboxes

Systems that practise on invented rows in regions of their own.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("api_client") as batch:
        batch.add_column(sa.Column("sandbox_code", sa.String(length=6), nullable=True))
        batch.create_foreign_key(op.f("fk_api_client_sandbox_code"), "region", ["sandbox_code"], ["code"])
    op.create_table(
        "sandbox",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("city_code", sa.String(length=6), nullable=False),
        sa.Column("school_year", sa.Integer(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["city_code"], ["region.code"], name=op.f("fk_sandbox_city_code")),
        sa.ForeignKeyConstraint(["client_id"], ["api_client.id"], name=op.f("fk_sandbox_client_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sandbox")),
        sa.UniqueConstraint("city_code", name=op.f("uq_sandbox_city_code")),
        sa.UniqueConstraint("client_id", "run", name=op.f("uq_sandbox_client_id_run")),
    )
    op.create_table(
        "sandbox_story",
        sa.Column("sandbox_id", sa.Uuid(), nullable=False),
        sa.Column(
            "scenario",
            sa.Enum(
                "two_way_team", "cross_county", "merge", "late_month", "correction", name="scenario",
                native_enum=False, length=32, create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("ids", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["sandbox_id"], ["sandbox.id"], name=op.f("fk_sandbox_story_sandbox_id")),
        sa.PrimaryKeyConstraint("sandbox_id", "scenario", name=op.f("pk_sandbox_story")),
    )  # fmt: skip


def downgrade() -> None:
    op.drop_table("sandbox_story")
    op.drop_table("sandbox")
    with op.batch_alter_table("api_client") as batch:
        batch.drop_constraint(op.f("fk_api_client_sandbox_code"), type_="foreignkey")
        batch.drop_column("sandbox_code")
