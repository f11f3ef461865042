"""add team direction

A team goes one way; the team of the other direction in the same batch is its mirror. It has a leader and states.
Teams that held both directions until now become two.
"""

import uuid
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

STANDING = sa.text("status <> 'void'")
DIRECTIONS = ("from_supporting", "from_recipient")
STATUSES = ("draft", "leader_set", "confirmed", "active", "completed", "void")
POSTS = ("principal", "vice_principal", "same_rank", "middle", "teacher")
ADDED = ("direction", "status", "status_at", "leader_staff_id", "leader_post", "mirror_team_id", "members_at",
         "closed_reason")  # fmt: skip
TEAM = sa.table(
    "team", sa.column("id", sa.Uuid()), sa.column("version", sa.Integer()),
    sa.column("created_at", sa.DateTime(timezone=True)), sa.column("pairing_id", sa.Uuid()),
    sa.column("county_code", sa.String()), sa.column("other_county_code", sa.String()), sa.column("name", sa.String()),
    sa.column("school_year", sa.Integer()), sa.column("batch", sa.String()), sa.column("direction", sa.String()),
    sa.column("status", sa.String()), sa.column("status_at", sa.DateTime(timezone=True)),
    sa.column("mirror_team_id", sa.Uuid()), sa.column("closed_reason", sa.String()),
)  # fmt: skip
ASSIGNMENT = sa.table(
    "assignment", sa.column("id", sa.Uuid()), sa.column("team_id", sa.Uuid()),
    sa.column("sending_school_id", sa.Uuid()), sa.column("status", sa.String()),
)  # fmt: skip
PAIRING = sa.table("pairing", sa.column("id", sa.Uuid()), sa.column("recipient_school_id", sa.Uuid()))


def _code(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    with op.batch_alter_table("team") as batch:
        batch.add_column(
            sa.Column("direction", _code("direction", *DIRECTIONS), nullable=False, server_default=DIRECTIONS[0])
        )
        batch.add_column(sa.Column("status", _code("status", *STATUSES), nullable=False, server_default="draft"))
        batch.add_column(sa.Column("status_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("members_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("leader_staff_id", sa.Uuid(), nullable=True))
        batch.add_column(sa.Column("leader_post", _code("leader_post", *POSTS), nullable=True))
        batch.add_column(sa.Column("mirror_team_id", sa.Uuid(), nullable=True))
        batch.add_column(sa.Column("closed_reason", sa.String(length=500), nullable=False, server_default=""))
        batch.create_foreign_key(op.f("fk_team_leader_staff_id"), "staff", ["leader_staff_id"], ["id"])
        batch.create_foreign_key(op.f("fk_team_mirror_team_id"), "team", ["mirror_team_id"], ["id"])
        batch.create_unique_constraint(op.f("uq_team_mirror_team_id"), ["mirror_team_id"])
    op.create_index(op.f("ix_team_leader_staff_id"), "team", ["leader_staff_id"], unique=False)
    _split(op.get_bind())
    with op.batch_alter_table("team") as batch:
        for column in ("direction", "status", "closed_reason"):
            batch.alter_column(column, server_default=None)
    op.create_index(
        "uq_team_standing", "team", ["pairing_id", "school_year", "batch", "direction"], unique=True,
        postgresql_where=STANDING, sqlite_where=STANDING,
    )  # fmt: skip


def _split(connection: sa.Connection) -> None:
    """Give each direction its own team, number what would stand twice, and call teams at work so."""
    taken: set[tuple[object, ...]] = set()
    teams = connection.execute(sa.select(TEAM, PAIRING.c.recipient_school_id).join(
        PAIRING, PAIRING.c.id == TEAM.c.pairing_id).order_by(TEAM.c.id)).all()  # fmt: skip
    for team in teams:
        batch, number = team.batch, 1
        while (team.pairing_id, team.school_year, batch) in taken:
            number += 1
            batch = f"{team.batch[:190]}（{number}）"
        taken.add((team.pairing_id, team.school_year, batch))
        connection.execute(sa.update(TEAM).where(TEAM.c.id == team.id).values(batch=batch))
        back = sa.and_(ASSIGNMENT.c.team_id == team.id, ASSIGNMENT.c.sending_school_id == team.recipient_school_id)
        if connection.scalar(sa.select(sa.func.count()).where(back)):
            _add_mirror(connection, team, batch, back)
    at_work = sa.select(ASSIGNMENT.c.team_id).where(ASSIGNMENT.c.status == "active")
    connection.execute(
        sa.update(TEAM).where(TEAM.c.id.in_(at_work)).values(status="active", status_at=datetime.now(UTC))
    )


def _add_mirror(
    connection: sa.Connection, team: sa.Row[tuple[object, ...]], batch: str, back: sa.ColumnElement[bool]
) -> None:
    mirror_id = uuid.uuid4()
    copied = {name: getattr(team, name) for name in (
        "version", "created_at", "pairing_id", "county_code", "other_county_code", "name", "school_year",
    )}  # fmt: skip
    connection.execute(sa.insert(TEAM).values(
        **copied, id=mirror_id, batch=batch, direction=DIRECTIONS[1], status="draft", mirror_team_id=team.id,
        closed_reason="",
    ))  # fmt: skip
    connection.execute(sa.update(TEAM).where(TEAM.c.id == team.id).values(mirror_team_id=mirror_id))
    connection.execute(sa.update(ASSIGNMENT).where(back).values(team_id=mirror_id))


def downgrade() -> None:
    op.drop_index("uq_team_standing", table_name="team")
    op.drop_index(op.f("ix_team_leader_staff_id"), table_name="team")
    with op.batch_alter_table("team") as batch:
        batch.drop_constraint(op.f("uq_team_mirror_team_id"), type_="unique")
        batch.drop_constraint(op.f("fk_team_mirror_team_id"), type_="foreignkey")
        batch.drop_constraint(op.f("fk_team_leader_staff_id"), type_="foreignkey")
        for name in ("direction", "status", "leader_post"):
            batch.drop_constraint(op.f(f"ck_team_{name}"), type_="check")
        for name in ADDED:
            batch.drop_column(name)
