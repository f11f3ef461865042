"""add replacements, swaps and corrections of assignments

Whose place an assignment takes, with which one it was exchanged, and what was put right of its frozen facts.
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

LINKS = ("replaces_id", "swapped_with_id")


def upgrade() -> None:
    with op.batch_alter_table("assignment") as batch:
        for column in LINKS:
            batch.add_column(sa.Column(column, sa.Uuid(), nullable=True))
            batch.create_foreign_key(op.f(f"fk_assignment_{column}"), "assignment", [column], ["id"])
        batch.create_index(op.f("ix_assignment_replaces_id"), ["replaces_id"], unique=False)
    op.create_table(
        "assignment_correction",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("assignment_id", sa.Uuid(), nullable=False),
        sa.Column("field", sa.String(length=32), nullable=False),
        sa.Column("was", sa.String(length=32), nullable=False),
        sa.Column("became", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("corrected_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_assignment_correction_assignment_id")
        ),
        sa.ForeignKeyConstraint(
            ["corrected_by"], ["user_account.id"], name=op.f("fk_assignment_correction_corrected_by")
        ),
        sa.PrimaryKeyConstraint("county_code", "id", name=op.f("pk_assignment_correction")),
    )
    op.create_index("ix_assignment_correction_assignment", "assignment_correction", ["assignment_id", "corrected_at"])


def downgrade() -> None:
    op.drop_table("assignment_correction")
    with op.batch_alter_table("assignment") as batch:
        batch.drop_index(op.f("ix_assignment_replaces_id"))
        for column in reversed(LINKS):
            batch.drop_constraint(op.f(f"fk_assignment_{column}"), type_="foreignkey")
            batch.drop_column(column)
