"""add staff bases

Assignments keep the honours of their first day, as one number; those of before get what is recorded for that day.
"""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0041"
branch_labels = None
depends_on = None

HONOURS = (
    "special_grade", "subject_leader", "teaching_expert", "master_teacher", "backbone_teacher", "master_principal",
    "backbone_principal", "teaching_star", "excellent_teacher", "model_principal", "minbei_master",
)  # fmt: skip
BIT = " ".join(f"WHEN '{name}' THEN {1 << place}" for place, name in enumerate(HONOURS))
FILL = f"""
    UPDATE assignment SET honours = (
        SELECT coalesce(sum(DISTINCT CASE h.type {BIT} ELSE 0 END), 0) FROM staff_honour h
        WHERE h.person_id = assignment.person_id AND h.voided_at IS NULL AND h.awarded_on <= assignment.start_on
          AND (h.valid_to IS NULL OR h.valid_to >= assignment.start_on)
    )
"""  # noqa: S608 - our own names


def upgrade() -> None:
    op.add_column("assignment", sa.Column("honours", sa.Integer(), server_default=sa.text("0"), nullable=False))
    op.execute(FILL)
    with op.batch_alter_table("assignment") as table:
        table.alter_column("honours", server_default=None)


def downgrade() -> None:
    op.drop_column("assignment", "honours")
