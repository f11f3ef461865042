"""add givers of offices, arrivals and progress of goals

Money for a school of a pairing may come from its education office; how who comes to serve is looked after; how a goal
comes along in between.
"""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

SCHOOLS = ("supporting", "recipient")
GIVERS = ("supporting", "office", "recipient")
WAYS = ("provided", "allowance", "own", "unneeded")
CODED = ("housing", "meals", "transport", "workplace")
STANDINGS = ("on_track", "behind", "met")
SPEAKERS = ("sending", "receiving", "teacher", "office")
ONE_GIVER = "(giver = 'office' AND receiver IS NOT NULL AND kind = 'fund') OR (giver <> 'office' AND receiver IS NULL)"


def upgrade() -> None:
    side = _code("receiver", SCHOOLS, checked=False)
    with op.batch_alter_table("support") as batch:
        batch.add_column(sa.Column("receiver", side, nullable=True))
        batch.create_check_constraint(op.f("ck_support_receiver"), _among("receiver", SCHOOLS))
        batch.drop_constraint(op.f("ck_support_giver"), type_="check")
        batch.create_check_constraint(op.f("ck_support_giver"), _among("giver", GIVERS))
        batch.create_check_constraint(op.f("ck_support_one_giver"), sa.text(ONE_GIVER))
    _create_arrivals()
    with op.batch_alter_table("assignment_goal") as batch:
        batch.add_column(sa.Column("standing", _code("standing", STANDINGS, checked=False), nullable=True))
        batch.create_check_constraint(op.f("ck_assignment_goal_standing"), _among("standing", STANDINGS))
        batch.add_column(sa.Column("standing_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("progressed_at", sa.DateTime(timezone=True), nullable=True))
    _create_progress()


def _code(name: str, codes: tuple[str, ...], *, checked: bool = True) -> sa.Enum:
    return sa.Enum(*codes, name=name, native_enum=False, create_constraint=checked, length=32)


def _create_progress() -> None:
    op.create_table(
        "goal_progress",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("goal_id", sa.Uuid(), nullable=False),
        sa.Column("noted_on", sa.Date(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by", sa.Uuid(), nullable=False),
        sa.Column("speaker", _code("speaker", SPEAKERS), nullable=False),
        sa.Column("standing", _code("standing", STANDINGS), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["goal_id"], ["assignment_goal.id"], name=op.f("fk_goal_progress_goal_id")),
        sa.ForeignKeyConstraint(["noted_by"], ["user_account.id"], name=op.f("fk_goal_progress_noted_by")),
        sa.PrimaryKeyConstraint("county_code", "id", name=op.f("pk_goal_progress")),
    )
    op.create_index("ix_goal_progress_goal", "goal_progress", ["goal_id", "noted_on"], unique=False)


def _create_arrivals() -> None:
    ways = [_code(name, WAYS) for name in CODED]
    op.create_table(
        "arrival",
        *_entity(),
        *(sa.Column(name, kind, nullable=True) for name, kind in zip(CODED, ways, strict=True)),
        sa.Column("contact", sa.String(length=80), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("arranged_on", sa.Date(), nullable=True),
        sa.Column("arranged_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"], name=op.f("fk_arrival_assignment_id")),
        sa.ForeignKeyConstraint(["arranged_by"], ["user_account.id"], name=op.f("fk_arrival_arranged_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_arrival")),
        sa.UniqueConstraint("assignment_id", name=op.f("uq_arrival_assignment_id")),
    )


def _entity() -> list[sa.Column[object]]:
    return [
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("assignment_id", sa.Uuid(), nullable=False),
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("other_county_code", sa.String(length=6), nullable=False),
    ]


def downgrade() -> None:
    op.drop_table("goal_progress")
    with op.batch_alter_table("assignment_goal") as batch:
        batch.drop_constraint(op.f("ck_assignment_goal_standing"), type_="check")
        for column in ("standing", "standing_on", "progressed_at"):
            batch.drop_column(column)
    op.drop_table("arrival")
    _forget_offices()
    with op.batch_alter_table("support") as batch:
        batch.drop_constraint(op.f("ck_support_one_giver"), type_="check")
        batch.drop_constraint(op.f("ck_support_giver"), type_="check")
        batch.create_check_constraint(op.f("ck_support_giver"), _among("giver", SCHOOLS))
        batch.drop_constraint(op.f("ck_support_receiver"), type_="check")
        batch.drop_column("receiver")


def _forget_offices() -> None:
    """What offices gave has no place before: its messages go along, its papers stay without an owner."""
    support = sa.table("support", sa.column("id", sa.Uuid()), sa.column("giver", sa.String()))
    theirs = sa.select(support.c.id).where(support.c.giver == "office").scalar_subquery()
    notice = sa.table("notice", sa.column("support_id", sa.Uuid()))
    file = sa.table("file", sa.column("support_id", sa.Uuid()))
    op.execute(notice.delete().where(notice.c.support_id.in_(theirs)))
    op.execute(file.update().where(file.c.support_id.in_(theirs)).values(support_id=None))
    op.execute(support.delete().where(support.c.giver == "office"))


def _among(column: str, codes: tuple[str, ...]) -> sa.TextClause:
    return sa.text(f"{column} IN ({', '.join(repr(each) for each in codes)})")
