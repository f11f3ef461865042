"""note counties left

An event says which counties a change took its row away from, and how the row's public fields stand after it.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    record = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    op.add_column("event", sa.Column("left_county_code", sa.String(length=6), nullable=True))
    op.add_column("event", sa.Column("other_left_county_code", sa.String(length=6), nullable=True))
    op.add_column("event", sa.Column("record", record, nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("event") as batch:
        batch.drop_column("record")
        batch.drop_column("other_left_county_code")
        batch.drop_column("left_county_code")
