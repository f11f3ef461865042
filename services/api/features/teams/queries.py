"""Selects on teams and their members."""

from collections.abc import Collection, Sequence
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from services.api.features.assignments import service as assignments
from services.api.features.pairings import service as pairings
from services.api.features.staff import service as staff
from services.api.features.teams.filters import TeamFilter
from services.api.features.teams.models import Team
from services.api.features.teams.rules import WAITING
from services.api.kernel.paging import PageAsked, Rows, page_of
from services.api.kernel.scope import Scope, below, prefix_of
from services.contracts.codes import AssignmentStatus, TeamDirection, TeamStatus

T: Any = Team
NEVER_SERVED = (AssignmentStatus.refused, AssignmentStatus.void)
"""Who is refused or void is no member."""


def _aliased() -> Any:
    return aliased(Team)


def taken_over(served: Any) -> ColumnElement[bool]:
    """Somebody else of the same team, or like this one of none, went on in this place (中途换人): it counts once."""
    after = assignments.directory().alias("after")
    went_on = exists().where(
        after.c.replaces_id == served.c.id, after.c.status.not_in(NEVER_SERVED),
        after.c.team_id.is_not_distinct_from(served.c.team_id),
    )  # fmt: skip
    return and_(served.c.status == AssignmentStatus.terminated, went_on)


async def is_twice(db: AsyncSession, team_id: UUID) -> bool:
    """Whether one person has two places in a team."""
    served = assignments.directory().alias()
    mine = (served.c.team_id == team_id, served.c.status.not_in(NEVER_SERVED), ~taken_over(served))
    places = select(served.c.person_id).where(*mine).group_by(served.c.person_id).having(func.count() > 1)
    return (await db.execute(places.limit(1))).first() is not None


async def people_of_batch(db: AsyncSession, county_code: str, school_year: int, batch: str) -> int:
    """How many places of a county's own people there are in all standing teams of one batch."""
    served = assignments.directory().alias()
    counted = (
        select(func.count()).join_from(served, Team, T.id == served.c.team_id)
        .where(
            T.school_year == school_year, T.batch == batch, T.status != TeamStatus.void,
            served.c.home_county_code == county_code, served.c.status.not_in(NEVER_SERVED), ~taken_over(served),
        )
    )  # fmt: skip
    return int(await db.scalar(counted) or 0)


def _members_of(team: Any) -> Any:
    served = assignments.directory().alias()
    counted = select(func.count()).where(
        served.c.team_id == team.id, served.c.status.not_in(NEVER_SERVED), ~taken_over(served)
    )
    return counted.correlate(team).scalar_subquery()


@cache
def _rows() -> tuple[Select[Any], Any]:
    pairing, leader, mirror = pairings.directory().c, staff.directory().alias("leader"), _aliased()
    beside = pairings.beside(
        T, pairing.supporting_county_code, pairing.recipient_county_code, leader.c.name.label("leader_name"),
        _members_of(T).label("member_count"), mirror.name.label("mirror_name"), mirror.status.label("mirror_status"),
        mirror.leader_staff_id.label("mirror_leader"),
        _members_of(mirror).label("mirror_count"),
    )  # fmt: skip
    joined = beside.outerjoin(leader, leader.c.staff_id == T.leader_staff_id).outerjoin(
        mirror, mirror.id == T.mirror_team_id
    )
    return joined, pairing


def conditions(pairing: Any, scope: Scope, asked: Any) -> list[ColumnElement[bool]]:
    """What every list of teams or of their numbers is narrowed by: the scope, the pairing, a region."""
    found = [scope.rows(pairings.parties(pairing))]
    if getattr(asked, "pairing_id", None):
        found.append(pairing.id == asked.pairing_id)
    if asked.county_code:
        prefix = prefix_of(asked.county_code)
        sides = (pairing.supporting_county_code, pairing.recipient_county_code)
        found.append(or_(*(below(side, prefix) for side in sides)))
    return found


async def page(db: AsyncSession, scope: Scope, asked: TeamFilter, paging: PageAsked) -> Rows:
    """One page of the teams in scope, the newest first."""
    statement, pairing = _rows()
    statement = statement.where(*conditions(pairing, scope, asked))
    statement = statement.where(T.status == asked.status if asked.status else T.status != TeamStatus.void)
    if asked.school_id:
        sides = (pairing.supporting_school_id, pairing.recipient_school_id)
        statement = statement.where(or_(*(side == asked.school_id for side in sides)))
    if asked.school_year:
        statement = statement.where(T.school_year == asked.school_year)
    if asked.direction:
        statement = statement.where(T.direction == asked.direction)
    return await page_of(db, statement, paging, [(T.id, UUID)], descending=True)


async def row(db: AsyncSession, scope: Scope, team_id: UUID) -> Any:
    """One team in scope, with schools, leader and mirror."""
    statement, pairing = _rows()
    return (await db.execute(statement.where(T.id == team_id, scope.rows(pairings.parties(pairing))))).one_or_none()


async def find(db: AsyncSession, team_id: UUID) -> Any:
    """(pairing_id, school_year) of a team of any scope; nothing is loaded, so that it can still be locked and read
    fresh."""
    return (await db.execute(select(T.pairing_id, T.school_year).where(T.id == team_id))).one_or_none()


async def group(db: AsyncSession, pairing_id: UUID, school_year: int) -> Sequence[Team]:
    """All teams of a pairing in a school year, locked in the order of their ids: whoever changes members, state or
    mirror of one waits for whoever does of the other."""
    found = select(Team).where(T.pairing_id == pairing_id, T.school_year == school_year).order_by(T.id)
    return (await db.scalars(found.with_for_update().execution_options(populate_existing=True))).all()


async def lock_pairing(db: AsyncSession, pairing_id: UUID) -> None:
    """Teams of one pairing are made one after the other, so that two directions made at once find each other."""
    pairing = pairings.directory()
    await db.execute(select(pairing.c.id).where(pairing.c.id == pairing_id).with_for_update(key_share=True))


def _members() -> tuple[Select[Any], Any]:
    served, person = assignments.directory(), staff.directory()
    columns = (
        served.c.id, served.c.team_id, served.c.staff_id, served.c.person_id, served.c.sending_school_id,
        served.c.receiving_school_id, served.c.post, served.c.title, served.c.status, served.c.start_on,
        served.c.end_on, served.c.replaces_id, person.c.name,
    )  # fmt: skip
    statement = select(*columns).join(person, person.c.staff_id == served.c.staff_id)
    return statement.where(served.c.status.not_in(NEVER_SERVED)).order_by(served.c.start_on, served.c.id), served.c


async def members(db: AsyncSession, team_ids: Collection[UUID]) -> Sequence[Any]:
    """The members of these teams with their frozen facts. One query."""
    statement, served = _members()
    rows: Sequence[Any] = (await db.execute(statement.where(served.team_id.in_(team_ids)))).all()
    return rows


async def beside(db: AsyncSession, team: Any, team_ids: Collection[UUID]) -> Sequence[Any]:
    """The members of these teams, and who goes under the pairing in the school year without a team. One query."""
    statement, served = _members()
    loose = and_(served.team_id.is_(None), served.pairing_id == team.pairing_id, served.school_year == team.school_year)
    rows: Sequence[Any] = (await db.execute(statement.where(or_(served.team_id.in_(team_ids), loose)))).all()
    return rows


def sending_side(direction: TeamDirection) -> str:
    """Which side of the pairing sends."""
    return "supporting" if direction is TeamDirection.from_supporting else "recipient"


async def empty_of(db: AsyncSession, pairing_id: UUID) -> Sequence[Team]:
    """The teams of a pairing that have no members and are not at work, locked."""
    found = select(Team).where(T.pairing_id == pairing_id, T.status.in_(WAITING), _members_of(T) == 0).order_by(T.id)
    return (await db.scalars(found.with_for_update())).all()
