"""index report statistics

A month of a whole province is counted from an index alone.
"""

from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None

COLUMNS = ["month", "county_code", "status", "due_at", "first_submitted_at", "school_id"]


def upgrade() -> None:
    op.create_index("ix_report_statistics", "report", COLUMNS, unique=False)


def downgrade() -> None:
    op.drop_index("ix_report_statistics", table_name="report")
