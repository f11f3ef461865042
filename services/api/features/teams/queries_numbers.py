"""How many go each way (S-08, F-58): counted once for the table and for the batches."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, Select, Subquery, and_, case, func, literal, or_, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.assignments import service as assignments
from services.api.features.pairings import service as pairings
from services.api.features.schools import service as schools
from services.api.features.teams.filters import NumbersFilter
from services.api.features.teams.models import Team
from services.api.features.teams.queries import NEVER_SERVED, conditions, taken_over
from services.api.features.teams.rules import PRINCIPALS
from services.api.kernel.paging import PageAsked, Rows, page_of
from services.api.kernel.scope import Scope
from services.contracts.codes import TeamDirection, TeamStatus

T: Any = Team
LOOSE, TEAMED = 1, 0


def _goes(served: Any, pairing: Any, team: Any) -> ColumnElement[bool]:
    """Whether somebody goes from the supporting school: what the team says, else either end of the way; where a school
    was merged, an assignment that had ended by then still names the former one."""
    either = or_(
        served.sending_school_id == pairing.supporting_school_id,
        served.receiving_school_id == pairing.recipient_school_id,
    )
    return case((team.c.direction.is_(None), either), else_=team.c.direction == TeamDirection.from_supporting)


def _facts(school_year: int, scope: Scope, asked: Any) -> Subquery:
    """A line for every person under a pairing in a school year, and one without anybody for every team."""
    served, pairing, team = assignments.directory(), pairings.directory(), T.__table__
    goes = _goes(served.c, pairing.c, team)
    leads = served.c.post.in_(PRINCIPALS)
    people = (
        select(
            pairing.c.id.label("pairing_id"), func.coalesce(team.c.batch, "").label("batch"),
            case((served.c.team_id.is_(None), LOOSE), else_=TEAMED).label("loose"),
            _one(goes).label("sent"), _one(~goes).label("received"),
            _one(and_(goes, leads)).label("principals_sent"), _one(and_(~goes, leads)).label("principals_received"),
        )
        .join(pairing, pairing.c.id == served.c.pairing_id)
        .outerjoin(team, team.c.id == served.c.team_id)
        .where(
            served.c.status.not_in(NEVER_SERVED),
            ~taken_over(served),
            func.coalesce(team.c.school_year, served.c.school_year) == school_year,
            *conditions(pairing.c, scope, asked),
        )
    )  # fmt: skip
    nobody = literal(0, Integer)
    empty = (
        select(pairing.c.id, team.c.batch, literal(TEAMED, Integer), nobody, nobody, nobody, nobody)
        .join(pairing, pairing.c.id == team.c.pairing_id)
        .where(team.c.school_year == school_year, team.c.status != TeamStatus.void)
        .where(*conditions(pairing.c, scope, asked))
    )
    return union_all(people, empty).subquery("team_fact")


def _one(condition: Any) -> Any:
    return case((condition, 1), else_=0)


def _per_pairing(school_year: int, scope: Scope, asked: Any) -> Subquery:
    fact = _facts(school_year, scope, asked).c
    sums = [
        func.sum(getattr(fact, name)).label(name)
        for name in ("sent", "received", "principals_sent", "principals_received")
    ]
    grouped = select(fact.pairing_id, fact.batch, fact.loose, *sums)
    return grouped.group_by(fact.pairing_id, fact.batch, fact.loose).subquery("team_numbers")


def _numbers(school_year: int, scope: Scope, asked: NumbersFilter) -> tuple[Select[Any], Any]:
    counted, pairing = _per_pairing(school_year, scope, asked), pairings.directory()
    supporting, recipient = schools.directory().alias("supporting"), schools.directory().alias("recipient")
    statement = (
        select(
            *counted.c,
            supporting.c.id.label("supporting_school_id"),
            supporting.c.name.label("supporting_name"),
            supporting.c.code.label("supporting_code"),
            recipient.c.id.label("recipient_school_id"),
            recipient.c.name.label("recipient_name"),
            recipient.c.code.label("recipient_code"),
        )
        .join_from(counted, pairing, pairing.c.id == counted.c.pairing_id)
        .join(supporting, supporting.c.id == pairing.c.supporting_school_id)
        .join(recipient, recipient.c.id == pairing.c.recipient_school_id)
    )
    if asked.unequal:
        statement = statement.where(counted.c.sent != counted.c.received)
    return statement, counted.c


async def page(db: AsyncSession, scope: Scope, asked: NumbersFilter, school_year: int, paging: PageAsked) -> Rows:
    """One page of pairings and batches, those in no team after those in one. One query."""
    statement, counted = _numbers(school_year, scope, asked)
    keys = [(counted.loose, int), (counted.batch, str), (counted.pairing_id, UUID)]
    return await page_of(db, statement, paging, keys)


async def batches(db: AsyncSession, scope: Scope, asked: NumbersFilter, school_year: int) -> Sequence[Any]:
    """The batches of a school year, summed over the pairings in scope. One query."""
    counted = _per_pairing(school_year, scope, asked).c
    sums = select(
        counted.batch, counted.loose, func.count().label("pairings"),
        func.sum(_one(counted.sent != counted.received)).label("unequal"), func.sum(counted.sent).label("sent"),
        func.sum(counted.received).label("received"),
    )  # fmt: skip
    grouped = sums.group_by(counted.batch, counted.loose).order_by(counted.loose, counted.batch)
    return (await db.execute(grouped)).all()
