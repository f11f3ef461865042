"""add export actor

Who took a list away stands on the row, where only its event said it; and why, for whole identity numbers.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0009"
branch_labels = None
depends_on = None

_ACTOR = ("actor_kind", "actor_id")


def upgrade() -> None:
    with op.batch_alter_table("export_log") as batch_op:
        batch_op.add_column(sa.Column("actor_kind", sa.String(length=10), nullable=False, server_default="user"))
        batch_op.add_column(sa.Column("actor_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("reason", sa.String(length=500), nullable=False, server_default=""))
    _take_from_events()
    with op.batch_alter_table("export_log") as batch_op:
        batch_op.alter_column("actor_kind", server_default=None, existing_type=sa.String(length=10))
        batch_op.alter_column("reason", server_default=None, existing_type=sa.String(length=500))
    op.create_index("ix_export_log_actor_id", "export_log", ["actor_id", "id"], unique=False)
    op.create_index("ix_export_log_county_code", "export_log", ["county_code", "id"], unique=False)


def _take_from_events() -> None:
    """Each row has one event, which names who took the list."""
    log = sa.table("export_log", *(sa.column(name) for name in ("id", *_ACTOR)))
    event = sa.table("event", *(sa.column(name) for name in ("entity", "entity_id", *_ACTOR)))
    of_row = sa.and_(event.c.entity == "export_log", event.c.entity_id == log.c.id)
    values = {name: sa.select(event.c[name]).where(of_row).limit(1).scalar_subquery() for name in _ACTOR}
    op.execute(sa.update(log).values(values).where(sa.exists().where(of_row)))


def downgrade() -> None:
    op.drop_index("ix_export_log_county_code", table_name="export_log")
    op.drop_index("ix_export_log_actor_id", table_name="export_log")
    with op.batch_alter_table("export_log") as batch_op:
        batch_op.drop_column("reason")
        batch_op.drop_column("actor_id")
        batch_op.drop_column("actor_kind")
