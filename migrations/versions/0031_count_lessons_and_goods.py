"""count lessons and goods

Commitments may be counted from the lessons of activities and from goods that were handed over.
"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

BEFORE = ("activities", "activity_people", "persons_sent", "persons_received", "mentor_pairs", "funds")
AFTER = (
    "activities", "activity_people", "lessons", "persons_sent", "persons_received", "mentor_pairs", "funds", "goods",
)  # fmt: skip


def upgrade() -> None:
    _set_measures(AFTER)


def downgrade() -> None:
    op.execute("UPDATE commitment SET measure = 'activities' WHERE measure IN ('lessons', 'goods')")
    _set_measures(BEFORE)


def _set_measures(codes: tuple[str, ...]) -> None:
    allowed = sa.text(f"measure IN ({', '.join(repr(each) for each in codes)})")
    with op.batch_alter_table("commitment") as batch:
        batch.drop_constraint(op.f("ck_commitment_measure"), type_="check")
        batch.create_check_constraint(op.f("ck_commitment_measure"), allowed)
