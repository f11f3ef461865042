"""Selects on pairings and their goals."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Date, Select, Subquery, Uuid, and_, bindparam, case, func, not_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.pairings.filters import PairingFilter
from services.api.features.pairings.models import Pairing, PairingGoal
from services.api.features.pairings.queries_deciding import decided_by
from services.api.features.pairings.queries_lacking import without_contacts, without_group, without_plan
from services.api.features.schools import service as schools
from services.api.kernel.paging import PageAsked, Rows, page_of
from services.api.kernel.periods import Period
from services.api.kernel.scope import Party, Scope, below, prefix_of
from services.api.kernel.search import matches
from services.contracts.codes import PairingStatus

P: Any = Pairing
G: Any = PairingGoal
CLOSED = (PairingStatus.ended, PairingStatus.void)
SIGNED = and_(P.supporting_signed_on.is_not(None), P.recipient_signed_on.is_not(None))
BEGUN = (PairingStatus.active, PairingStatus.suspended)
MOST_BATCHES = 30
RAN = (PairingStatus.active, PairingStatus.ended)


def parties(columns: Any) -> tuple[Party, Party]:
    """Both sides of a pairing, from a table or a directory that has its columns."""
    return (
        Party(columns.supporting_county_code, columns.supporting_school_id),
        Party(columns.recipient_county_code, columns.recipient_school_id),
    )


PARTIES = parties(P)


@cache
def directory() -> Subquery:
    """The columns that other features join."""
    return select(
        P.id, P.supporting_school_id, P.recipient_school_id, P.supporting_county_code, P.recipient_county_code,
        P.status, P.start_on, P.end_on, P.relation,
    ).subquery("pairing_directory")  # fmt: skip


def beside(model: Any, *more: Any) -> Select[Any]:
    """The rows of a table with a `pairing_id`, and beside each both schools with id, name and code.

    `more` are columns of the directory.
    """
    pairing = directory()
    supporting, recipient = schools.directory().alias("supporting"), schools.directory().alias("recipient")
    return (
        select(
            *model.__table__.c, pairing.c.supporting_school_id, pairing.c.recipient_school_id, *more,
            supporting.c.name.label("supporting_name"), supporting.c.code.label("supporting_code"),
            recipient.c.name.label("recipient_name"), recipient.c.code.label("recipient_code"),
        )
        .join_from(model, pairing, pairing.c.id == model.pairing_id)
        .join(supporting, supporting.c.id == pairing.c.supporting_school_id)
        .join(recipient, recipient.c.id == pairing.c.recipient_school_id)
    )  # fmt: skip


def live_on(period: Period) -> Subquery:
    """Pairings that ran on any day of the period; suspended ones do not run."""
    return _live(period.start_on, period.end_on)


def _live(first: Any, last: Any) -> Subquery:
    ends_after = or_(P.end_on.is_(None), P.end_on >= first)
    starts_before = P.start_on <= last if last is not None else P.id.is_not(None)
    columns = select(
        P.id, P.supporting_school_id, P.recipient_school_id, P.supporting_county_code, P.recipient_county_code,
        P.status, P.status_at, P.start_on, P.end_on,
    )  # fmt: skip
    return columns.where(P.status.in_(RAN), ends_after, starts_before).subquery("pairing_live")


@cache
def base_rows() -> tuple[Select[Any], Any, Any]:
    supporting, recipient = schools.directory().alias("supporting"), schools.directory().alias("recipient")
    statement = (
        select(
            *P.__table__.c,
            supporting.c.name.label("supporting_name"), supporting.c.code.label("supporting_code"),
            recipient.c.name.label("recipient_name"), recipient.c.code.label("recipient_code"),
        )
        .join(supporting, supporting.c.id == P.supporting_school_id)
        .join(recipient, recipient.c.id == P.recipient_school_id)
    )  # fmt: skip
    return statement, supporting.c, recipient.c


def conditions_of(asked: PairingFilter, today: date) -> list[Any]:
    same = ((P.status, asked.status), (P.level, asked.level), (P.category, asked.category), (P.batch, asked.batch))
    found: list[Any] = [column == value for column, value in same if value]
    if asked.school_id:
        found.append(or_(P.supporting_school_id == asked.school_id, P.recipient_school_id == asked.school_id))
    if asked.county_code:
        prefix = prefix_of(asked.county_code)
        found.append(or_(below(P.supporting_county_code, prefix), below(P.recipient_county_code, prefix)))
    if asked.unsigned:
        found += [not_(SIGNED), P.status.not_in(CLOSED)]
    if asked.ends_by:
        found += [P.end_on <= asked.ends_by, P.status.not_in(CLOSED)]
    if asked.without_contacts:
        found += [without_contacts(), P.status.not_in(CLOSED)]
    if asked.without_group:
        found += [without_group(today), P.status.not_in(CLOSED)]
    if asked.without_plan:
        found.append(without_plan(today))
    return found


def _listed(scope: Scope, asked: PairingFilter, today: date) -> Select[Any]:
    statement, supporting, recipient = base_rows()
    statement = statement.where(scope.rows(PARTIES), *conditions_of(asked, today))
    if asked.to_start:
        decided = decided_by(scope.principal, P.supporting_county_code, P.recipient_county_code)
        statement = statement.where(P.status == PairingStatus.signed, decided)
    if asked.q:
        sides = [matches(asked.q, side, side.code) for side in (supporting, recipient)]
        statement = statement.where(or_(*sides, P.agreement_no.contains(asked.q.strip(), autoescape=True)))
    return statement


async def sums(db: AsyncSession, scope: Scope, asked: PairingFilter, today: date) -> Any:
    """Open pairings of the list, those of them that run, that both sides have signed, that lack contacts, that lack a
    leading group, that run without a plan for the term. One query."""
    is_open = P.status.not_in(CLOSED)
    among = (SIGNED, without_contacts(), without_group(today), without_plan(today))
    each_of = (is_open, P.status.in_(BEGUN), *(and_(is_open, each) for each in among))
    counted = [func.count(case((each, 1))) for each in each_of]
    return (await db.execute(_listed(scope, asked, today).with_only_columns(*counted))).one()


async def batches(db: AsyncSession, scope: Scope) -> Any:
    """The latest batches in scope with the number of their pairings that are not void. One query."""
    rows = select(P.batch, func.count()).where(scope.rows(PARTIES), P.batch != "", P.status != PairingStatus.void)
    return await db.execute(rows.group_by(P.batch).order_by(func.max(P.start_on).desc(), P.batch).limit(MOST_BATCHES))


async def page(db: AsyncSession, scope: Scope, asked: PairingFilter, paging: PageAsked, today: date) -> Rows:
    """One page of the pairings in scope, the latest start first."""
    statement = _listed(scope, asked, today)
    return await page_of(db, statement, paging, [(P.start_on, date), (P.id, UUID)], descending=True)


async def row(db: AsyncSession, scope: Scope, pairing_id: UUID) -> Any:
    """One pairing with the names of its schools, when it is in scope."""
    statement, _, _ = base_rows()
    return (await db.execute(statement.where(P.id == pairing_id, scope.rows(PARTIES)))).one_or_none()


async def visible(db: AsyncSession, scope: Scope, pairing_id: UUID, *, lock: bool = False) -> Pairing | None:
    """One pairing in scope, locked for a change when asked."""
    statement = select(Pairing).where(P.id == pairing_id, scope.rows(PARTIES))
    return (await db.execute(statement.with_for_update() if lock else statement)).scalar_one_or_none()


async def get(db: AsyncSession, pairing_id: UUID) -> Pairing | None:
    """One pairing of any scope."""
    return await db.get(Pairing, pairing_id)


async def renewal_of(db: AsyncSession, pairing_id: UUID) -> Pairing | None:
    """The next term of a pairing, unless it is void."""
    rows = select(Pairing).where(P.renews_id == pairing_id, P.status != PairingStatus.void).limit(1)
    return (await db.execute(rows)).scalar_one_or_none()


async def hold(db: AsyncSession, pairing_id: UUID) -> Pairing | None:
    """One pairing of any scope, read afresh; until the end of the transaction nobody changes it."""
    rows = select(Pairing).where(P.id == pairing_id).with_for_update(read=True, key_share=True)
    return (await db.execute(rows.execution_options(populate_existing=True))).scalar_one_or_none()


async def locked(db: AsyncSession, pairing_id: UUID) -> Pairing | None:
    """One pairing of any scope, locked and read afresh."""
    rows = select(Pairing).where(P.id == pairing_id).with_for_update().execution_options(populate_existing=True)
    return (await db.execute(rows)).scalar_one_or_none()


async def open_between(db: AsyncSession, supporting_id: UUID, recipient_id: UUID, but: UUID | None = None) -> Any:
    """The dates of a pairing of these schools that has not ended, other than one."""
    same = and_(P.supporting_school_id == supporting_id, P.recipient_school_id == recipient_id)
    rows = select(P.start_on, P.end_on).where(same, P.status.not_in(CLOSED))
    rows = rows if but is None else rows.where(P.id != but)
    return (await db.execute(rows.limit(1))).one_or_none()


async def open_of_school(db: AsyncSession, school_id: UUID, day: date) -> int:
    """How many pairings of a school run on after the day."""
    either = or_(P.supporting_school_id == school_id, P.recipient_school_id == school_id)
    runs_on = and_(P.status.not_in(CLOSED), or_(P.end_on.is_(None), P.end_on > day))
    return int(await db.scalar(select(func.count()).where(either, runs_on)) or 0)


async def partners(db: AsyncSession, row: Any, without: Collection[UUID | None]) -> tuple[int, int]:
    """How many other recipients the supporting school has in open pairings, and other supporters the recipient."""
    others = (P.status.not_in(CLOSED), P.id.not_in([each for each in without if each is not None]))
    helped, helping = func.count(P.recipient_school_id.distinct()), func.count(P.supporting_school_id.distinct())
    same = (P.supporting_school_id == row.supporting_school_id, P.recipient_school_id == row.recipient_school_id)
    recipients = select(helped).where(same[0], ~same[1], *others).scalar_subquery()
    supporters = select(helping).where(same[1], ~same[0], *others).scalar_subquery()
    counted = (await db.execute(select(recipients, supporters))).one()
    return int(counted[0]), int(counted[1])


@dataclass(frozen=True, slots=True)
class Around:
    """Open pairings around one: recipients of its supporting school, supporters of its recipient, each also those of
    its batch; and what renews it."""

    recipients: int
    supporters: int
    batch_recipients: int
    batch_supporters: int
    renewed_by: UUID | None


async def around(db: AsyncSession, row: Any) -> Around:
    """What stands around a pairing. One query."""
    asked = [
        select(func.count(other.distinct())).where(own == value, P.status.not_in(CLOSED), *batch).scalar_subquery()
        for batch in ((), (P.batch == row.batch,))
        for own, value, other in (
            (P.supporting_school_id, row.supporting_school_id, P.recipient_school_id),
            (P.recipient_school_id, row.recipient_school_id, P.supporting_school_id),
        )
    ]
    renewed = select(P.id).where(P.renews_id == row.id, P.status != PairingStatus.void).limit(1).scalar_subquery()
    counted = (await db.execute(select(*asked, renewed))).one()
    return Around(counted[0], counted[1], counted[2], counted[3], counted[4])


async def goals(db: AsyncSession, pairing_id: UUID) -> list[PairingGoal]:
    """The goals of a pairing that are not void, oldest first."""
    found = select(PairingGoal).where(G.pairing_id == pairing_id, G.voided_at.is_(None)).order_by(G.id)
    return list((await db.execute(found)).scalars())


async def goal(db: AsyncSession, pairing_id: UUID, goal_id: UUID) -> PairingGoal | None:
    """One goal of a pairing that is not void, locked for a change."""
    found = select(PairingGoal).where(G.id == goal_id, G.pairing_id == pairing_id, G.voided_at.is_(None))
    return (await db.execute(found.with_for_update())).scalar_one_or_none()


def goal_ids(pairing_id: UUID) -> Select[tuple[UUID]]:
    """All goals of a pairing, void ones too."""
    return select(G.id).where(G.pairing_id == pairing_id)


async def goals_received(db: AsyncSession, school_id: UUID, period: Period) -> Any:
    """Goals of the pairings in which the school receives support in the period."""
    values = {"school": school_id, "first": period.start_on, "last": period.end_on}
    return (await db.execute(_goals_received(), values)).all()


@cache
def _goals_received() -> Select[Any]:
    """Made once: each report that is opened or sent asks it, for a period that has an end."""
    live = _live(bindparam("first", type_=Date()), bindparam("last", type_=Date()))
    return (
        select(G.id, G.pairing_id, G.title, G.unit, G.target, G.actual, G.due_on)
        .join(live, live.c.id == G.pairing_id)
        .where(live.c.recipient_school_id == bindparam("school", type_=Uuid()), G.voided_at.is_(None))
        .order_by(G.pairing_id, G.id)
    )


async def goals_for_change(db: AsyncSession, goal_ids: Sequence[UUID]) -> list[PairingGoal]:
    """These goals, locked, in the order of their ids so that two writers never wait for each other."""
    found = select(PairingGoal).where(G.id.in_(goal_ids)).order_by(G.id).with_for_update()
    return list((await db.execute(found)).scalars())
