"""add import said

What an upload changes, row by row and encrypted, and what two rows of one upload must not share.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("import_row") as batch_op:
        batch_op.add_column(sa.Column("said", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("shared_key", sa.String(length=32), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("import_row") as batch_op:
        batch_op.drop_column("shared_key")
        batch_op.drop_column("said")
