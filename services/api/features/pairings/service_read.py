"""Reading pairings: pages, one with its history, and what other features ask."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Subquery
from sqlalchemy.engine import Row
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.accounts import service as accounts
from services.api.features.files import service as files
from services.api.features.pairings import queries, rules
from services.api.features.pairings.filters import PairingFilter
from services.api.features.pairings.models import Pairing, PairingGoal
from services.api.features.pairings.sides import coordinates_side, is_school_of, school_of
from services.api.features.regions import service as regions
from services.api.features.schools import service as schools
from services.api.kernel.competence import decides_between
from services.api.kernel.context import Ctx
from services.api.kernel.history import Branch, Moment, Tellers, Told, branches, history
from services.api.kernel.paging import PageAsked
from services.api.kernel.periods import Period
from services.api.kernel.problems import Problem, invalid
from services.api.kernel.scope import Party, Principal
from services.contracts.codes import Locality, PairingStatus, PairSide
from services.contracts.pairings import (
    GoalOut,
    PairingBatch,
    PairingDetail,
    PairingPage,
    PairingRow,
    PairingSchool,
    PairingSums,
    TimelineItem,
)

PeopleCounter = Callable[[AsyncSession, Any], Awaitable[tuple[int, int]]]
"""(session, pairing) → persons now sent to the recipient, persons now received from it."""
ActivityCounter = Callable[[AsyncSession, UUID], Awaitable[int]]
TimelineSource = Callable[[Ctx, UUID], Awaitable[Tellers]]
"""(ctx, pairing id) → the rows of a feature above that belong into the pairing's timeline; one query."""
people_counters: list[PeopleCounter] = []
activity_counters: list[ActivityCounter] = []
mentor_pair_counters: list[ActivityCounter] = []
timeline_sources: list[TimelineSource] = []
timeline_branches: list[Branch] = []
"""Filled by the features above this one."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What all rows of an answer need, loaded once."""

    counties: dict[str, str]
    localities: dict[UUID, Locality]


async def surroundings(ctx: Ctx, rows: Sequence[Any]) -> Surroundings:
    """Names of the counties and today's localities of the schools: two queries for any number of rows."""
    codes = {code for row in rows for code in (row.supporting_county_code, row.recipient_county_code)}
    ids = {id_ for row in rows for id_ in (row.supporting_school_id, row.recipient_school_id)}
    counties = await regions.names(ctx.db, sorted(codes))
    return Surroundings(counties, await schools.localities_on(ctx.db, sorted(ids), ctx.today))


def facts_of(principal: Principal, pairing: Any) -> rules.Facts:
    """What the caller is to a pairing (a row or an entity)."""
    signed = rules.sides_signed(pairing.supporting_signed_on, pairing.recipient_signed_on)
    return facts_for(principal, pairing, signed)


def facts_for(principal: Principal, pairing: Any, signed: frozenset[PairSide] = frozenset()) -> rules.Facts:
    """The same of a row that has schools and counties only."""
    return rules.Facts(
        school=next((side for side in PairSide if is_school_of(principal, pairing, side)), None),
        offices=frozenset(side for side in PairSide if coordinates_side(principal, pairing, side)),
        decides=decides_between(principal, pairing.supporting_county_code, pairing.recipient_county_code),
        signed=signed,
    )


def sees_contacts(principal: Principal, facts: rules.Facts) -> bool:
    """The two schools and their offices, and a system with a recorded legal basis for names."""
    return facts.is_concerned or (principal.is_client and principal.sees_names)


def speaks(principal: Principal, pairing: Any) -> bool:
    """Whether the caller speaks for either side."""
    return facts_for(principal, pairing).speaks


def is_party(principal: Principal, pairing: Any) -> bool:
    """Whether the caller is one of the two schools, or the office that decides between them."""
    return facts_for(principal, pairing).is_party


def is_concerned(principal: Principal, pairing: Any) -> bool:
    """Whether the caller is a school or an office of either side."""
    return facts_for(principal, pairing).is_concerned


def _side(row: Any, side: PairSide, around: Surroundings, principal: Principal, facts: rules.Facts) -> PairingSchool:
    def value(field: str) -> Any:
        return getattr(row, f"{side.value}_{field}")

    sees = sees_contacts(principal, facts)
    return PairingSchool(
        school=school_of(row, side),
        county_code=value("county_code"),
        county_name=around.counties.get(value("county_code"), ""),
        locality=around.localities.get(value("school_id")),
        signed_on=value("signed_on"),
        leader=value("leader") if sees else None,
        liaison=value("liaison") if sees else None,
        phone=value("phone") if sees and not principal.is_client else None,
        own=facts.speaks_for(side) and not principal.is_client,
    )


def row_fields(row: Any, around: Surroundings, principal: Principal) -> dict[str, Any]:
    """The fields of a PairingRow."""
    facts = facts_of(principal, row)
    return {
        "id": row.id,
        "version": row.version,
        "allowed_actions": rules.allowed(row.status, facts) if not principal.is_client else [],
        "agreement_no": row.agreement_no,
        "status": row.status,
        "relation": row.relation,
        "level": row.level,
        "category": row.category,
        "supporting": _side(row, PairSide.supporting, around, principal, facts),
        "recipient": _side(row, PairSide.recipient, around, principal, facts),
        "start_on": row.start_on,
        "end_on": row.end_on,
        "batch": row.batch,
        "basis": row.basis,
        "renews_id": row.renews_id,
    }


async def page(ctx: Ctx, asked: PairingFilter, paging: PageAsked) -> PairingPage:
    """One page of the pairings in the caller's scope, the latest start first; with the count come the sums."""
    found = await queries.page(ctx.db, ctx.scope, asked, paging, ctx.today)
    around = await surroundings(ctx, found.rows)
    return PairingPage(
        items=[PairingRow(**row_fields(row, around, ctx.principal)) for row in found.rows],
        **found.around(),
        sums=await _sums(ctx, asked) if paging.with_sums else None,
    )


async def _sums(ctx: Ctx, asked: PairingFilter) -> PairingSums:
    """Two queries for any number of rows."""
    counted = await queries.sums(ctx.db, ctx.scope, asked, ctx.today)
    batches = [PairingBatch(batch=name, count=count) for name, count in await queries.batches(ctx.db, ctx.scope)]
    return PairingSums(
        open=counted[0], running=counted[1], signed=counted[2], without_contacts=counted[3], without_group=counted[4],
        without_plan=counted[5], batches=batches,
    )  # fmt: skip


async def one(ctx: Ctx, pairing_id: UUID) -> PairingRow:
    """One pairing as a row. Raises 404 `resource.not_found`."""
    row = await visible_row(ctx, pairing_id)
    return PairingRow(**row_fields(row, await surroundings(ctx, [row]), ctx.principal))


async def detail(ctx: Ctx, pairing_id: UUID) -> PairingDetail:
    """One pairing with goals, counts and history. Raises 404 `resource.not_found`."""
    row = await visible_row(ctx, pairing_id)
    fields = row_fields(row, await surroundings(ctx, [row]), ctx.principal)
    near = await queries.around(ctx.db, row)
    if near.renewed_by is not None:
        fields["allowed_actions"] = [each for each in fields["allowed_actions"] if each != "renew"]
    people = [await count(ctx.db, row) for count in people_counters]
    activities = [await count(ctx.db, pairing_id) for count in activity_counters]
    words = ctx.principal.sees_names
    return PairingDetail(
        **fields,
        closed_reason=row.closed_reason if words else "",
        cardinality=rules.cardinality(near.recipients, near.supporters),
        batch_recipients=near.batch_recipients,
        batch_supporters=near.batch_supporters,
        renewed_by_id=near.renewed_by,
        goals=await goals_of(ctx, pairing_id),
        sent_count=sum(sent for sent, _ in people),
        received_count=sum(received for _, received in people),
        activity_count=sum(activities),
        mentor_pair_count=sum([await count(ctx.db, pairing_id) for count in mentor_pair_counters]),
        timeline=await timeline(ctx, await _told(ctx, pairing_id)),
    )


async def goals_of(ctx: Ctx, pairing_id: UUID) -> list[GoalOut]:
    """The goals of a pairing that the caller sees. One query."""
    words = ctx.principal.sees_names
    return [goal_out(goal, sees_words=words) for goal in await queries.goals(ctx.db, pairing_id)]


async def visible_row(ctx: Ctx, pairing_id: UUID) -> Row[Any]:
    """One pairing in scope with the names of its schools. Raises 404 `resource.not_found`."""
    row: Row[Any] | None = await queries.row(ctx.db, ctx.scope, pairing_id)
    if row is None:
        raise Problem("resource.not_found")
    return row


def goal_out(goal: PairingGoal, *, sees_words: bool = True) -> GoalOut:
    """A goal as answered; its title is typed text and stays with people."""
    return GoalOut(
        id=goal.id, title=goal.title if sees_words else "", unit=goal.unit, target=goal.target, due_on=goal.due_on,
        actual=goal.actual,
    )  # fmt: skip


async def _told(ctx: Ctx, pairing_id: UUID) -> list[Told]:
    """The newest moments of the pairing and of all that belongs to it: the log is read once."""
    kinds = [Branch(queries.goal_ids, _own), *timeline_branches]
    tellers: Tellers = {pairing_id: _own, **await branches(ctx.db, pairing_id, kinds)}
    for source in timeline_sources:
        tellers |= await source(ctx, pairing_id)
    return [tellers[moment.entity_id](moment) for moment in await history(ctx.db, list(tellers))]


def _own(m: Moment) -> Told:
    return Told(m.at, m.action, rules.timeline_text(m.action, m.became), m.user_id, m.action in rules.BAD)


async def timeline(ctx: Ctx, told: Sequence[Told]) -> list[TimelineItem]:
    """Moments with the names of who acted, newest first: one query. Clients get no names."""
    ids = {moment.user_id for moment in told if moment.user_id is not None}
    names = await accounts.names(ctx.db, sorted(ids)) if ctx.principal.sees_names else {}
    newest = sorted(told, key=lambda moment: moment.at, reverse=True)
    return [
        TimelineItem(
            at=moment.at, action=moment.action, text=moment.text, bad=moment.bad,
            who=names.get(moment.user_id) if moment.user_id is not None else None,
        )
        for moment in newest
    ]  # fmt: skip


def file_owner(pairing: Any) -> files.Owner:
    """The pairing as what its scans belong to."""
    return files.Owner(pairing.id, pairing.recipient_county_code, pairing.supporting_county_code)


async def file_access(ctx: Ctx, pairing_id: UUID) -> files.Access:
    """What the caller is to the scans of an agreement. Raises 404 `resource.not_found`."""
    row = await visible_row(ctx, pairing_id)
    facts = facts_of(ctx.principal, row)
    decides = facts.decides or bool(facts.offices)
    return files.Access(file_owner(row), facts.speaks and row.status is not PairingStatus.void, decides)


def parties(columns: Any) -> Sequence[Party]:
    """Both sides of a pairing in the columns of a joined directory, for a scope."""
    return queries.parties(columns)


def directory() -> Subquery:
    """Columns of all pairings for joins; no scope of its own: the caller's query has one."""
    return queries.directory()


def beside(model: Any, *more: Any) -> Select[Any]:
    """The rows of a table with a `pairing_id` with both schools; `more` are columns of the directory. No scope."""
    return queries.beside(model, *more)


def live_on(period: Period) -> Subquery:
    """The pairings that ran on any day of the period, with the same columns."""
    return queries.live_on(period)


async def find(db: AsyncSession, pairing_id: UUID, *, hold: bool = False) -> Pairing:
    """A pairing of any scope, held as `held` does when asked. Raises 422 on `pairing_id` when there is none."""
    pairing = await (queries.hold if hold else queries.get)(db, pairing_id)
    if pairing is None:
        raise invalid("pairing_id", "resource.not_found", "没有找到这个结对，请重新选择")
    return pairing


async def visible(ctx: Ctx, pairing_id: UUID) -> Pairing:
    """A pairing in the caller's scope. Raises 404 `resource.not_found`."""
    pairing = await queries.visible(ctx.db, ctx.scope, pairing_id)
    if pairing is None:
        raise Problem("resource.not_found")
    return pairing


async def held(ctx: Ctx, pairing_id: UUID) -> Pairing:
    """A pairing in the caller's scope under which something is recorded: it does not end or move meanwhile.

    Several hold it at once. Raises 404 `resource.not_found`.
    """
    pairing = await visible(ctx, pairing_id)
    await queries.hold(ctx.db, pairing_id)
    return pairing


async def goals_received(db: AsyncSession, school_id: UUID, period: Period) -> Sequence[Row[Any]]:
    """Goals that a school reports on: (id, pairing_id, title, unit, target, actual, due_on)."""
    rows: Sequence[Row[Any]] = await queries.goals_received(db, school_id, period)
    return rows


async def open_of_school(db: AsyncSession, school_id: UUID, day: date) -> int:
    """How many pairings of a school run on after a day; a guard of closing it."""
    return await queries.open_of_school(db, school_id, day)
