"""index goals by day

The goals of a school year are counted without reading every assignment.
"""

from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_assignment_goal_due", "assignment_goal", ["due_on", "status", "assignment_id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_assignment_goal_due", table_name="assignment_goal")
