"""add the exclusion of overlapping assignments

PostgreSQL alone: no two live exclusive assignments of a person share a day. SQLite makes the same check inside the
locked transaction.
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
    op.execute(
        "ALTER TABLE assignment ADD CONSTRAINT ex_assignment_person_period "
        "EXCLUDE USING gist (person_id WITH =, daterange(start_on, end_on, '[]') WITH &&) "
        "WHERE (exclusive AND status NOT IN ('refused', 'void'))"
    )


def downgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute("ALTER TABLE assignment DROP CONSTRAINT ex_assignment_person_period")
