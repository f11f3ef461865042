"""add assignment extensions

Each extension gets a row of its own; the reason leaves `assignment.closed_reason`, which says why one ended. What
was extended before is taken from the log; of its reasons only the last one of an open assignment was kept.
The index finds the assignments that are still to begin.
"""

from datetime import date
from typing import Any

import sqlalchemy as sa
from alembic import op

from services.api.kernel.ids import new_id
from services.api.kernel.models import Instant, json_type

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ASSIGNMENT = sa.table(
    "assignment", sa.column("id", sa.Uuid()), sa.column("home_county_code"), sa.column("status"),
    sa.column("closed_reason"),
)  # fmt: skip
EVENT = sa.table(
    "event", sa.column("entity"), sa.column("entity_id", sa.Uuid()), sa.column("entity_version"), sa.column("action"),
    sa.column("actor_kind"), sa.column("actor_id", sa.Uuid()), sa.column("changes", json_type()),
    sa.column("at", Instant()),
)  # fmt: skip
EXTENSION = sa.table(
    "assignment_extension", sa.column("county_code"), sa.column("id", sa.Uuid()),
    sa.column("assignment_id", sa.Uuid()), sa.column("from_end_on", sa.Date()), sa.column("to_end_on", sa.Date()),
    sa.column("reason"), sa.column("extended_at", Instant()), sa.column("extended_by", sa.Uuid()),
)  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "assignment_extension",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("assignment_id", sa.Uuid(), nullable=False),
        sa.Column("from_end_on", sa.Date(), nullable=False),
        sa.Column("to_end_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("extended_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("extended_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_assignment_extension_assignment_id")
        ),
        sa.ForeignKeyConstraint(["extended_by"], ["user_account.id"], name=op.f("fk_assignment_extension_extended_by")),
        sa.PrimaryKeyConstraint("county_code", "id", name=op.f("pk_assignment_extension")),
    )
    op.create_index("ix_assignment_extension_assignment", "assignment_extension", ["assignment_id", "extended_at"])
    op.create_index("ix_assignment_status_start", "assignment", ["status", "start_on"])
    _from_the_log()


def _from_the_log() -> None:
    bind = op.get_bind()
    logged = (
        sa.select(
            EVENT.c.at, EVENT.c.actor_kind, EVENT.c.actor_id, EVENT.c.changes, ASSIGNMENT.c.id,
            ASSIGNMENT.c.home_county_code, ASSIGNMENT.c.status, ASSIGNMENT.c.closed_reason,
        )
        .join_from(EVENT, ASSIGNMENT, ASSIGNMENT.c.id == EVENT.c.entity_id)
        .where(EVENT.c.entity == "assignment", EVENT.c.action == "extend")
        .order_by(ASSIGNMENT.c.id, EVENT.c.entity_version)
    )  # fmt: skip
    events = [row for row in bind.execute(logged) if "from" in row.changes.get("end_on", {})]
    latest = {row.id: row for row in events}
    rows = [_extension(row, is_latest=latest[row.id] is row) for row in events]
    if rows:
        bind.execute(sa.insert(EXTENSION), rows)
        open_ones = sa.and_(ASSIGNMENT.c.status == "active", ASSIGNMENT.c.id.in_(sorted(latest)))
        bind.execute(sa.update(ASSIGNMENT).where(open_ones).values(closed_reason=""))


def _extension(row: Any, *, is_latest: bool) -> dict[str, Any]:
    days = row.changes["end_on"]
    return {
        "county_code": row.home_county_code,
        "id": new_id(),
        "assignment_id": row.id,
        "from_end_on": date.fromisoformat(days["from"]),
        "to_end_on": date.fromisoformat(days["to"]),
        "reason": row.closed_reason if is_latest and row.status == "active" else "",
        "extended_at": row.at,
        "extended_by": row.actor_id if row.actor_kind == "user" else None,
    }


def downgrade() -> None:
    bind = op.get_bind()
    kept = sa.select(EXTENSION.c.assignment_id, EXTENSION.c.reason).order_by(EXTENSION.c.extended_at)
    for assignment_id, reason in bind.execute(kept).all():
        open_one = sa.and_(ASSIGNMENT.c.id == assignment_id, ASSIGNMENT.c.status == "active")
        bind.execute(sa.update(ASSIGNMENT).where(open_one).values(closed_reason=reason))
    op.drop_index("ix_assignment_status_start", "assignment")
    op.drop_index("ix_assignment_extension_assignment", "assignment_extension")
    op.drop_table("assignment_extension")
