"""Reading activities: pages, one, those of a school, counts, and what a pairing's timeline tells."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.activities import queries, queries_joined, queries_people, rules
from services.api.features.activities.filters import ActivityFilter
from services.api.features.activities.rules_kinds import RECIPIENT_COST
from services.api.features.activities.service_joined import joined_of
from services.api.features.files import service as files
from services.api.features.pairings import service as pairings
from services.api.features.policy_rules import service as policy_rules
from services.api.kernel.competence import coordinates, decides_between
from services.api.kernel.context import Ctx
from services.api.kernel.history import Moment, Tellers, Told
from services.api.kernel.paging import PageAsked
from services.api.kernel.periods import Period, month_of
from services.api.kernel.problems import Problem
from services.api.kernel.scope import Principal
from services.contracts.activities import ActivityOut, ActivityPerson, ActivityWarning, JoinedOut
from services.contracts.base import Page
from services.contracts.codes import ActivityType, PairSide
from services.contracts.files import FileKind

IN_TIMELINE = 20
Shown = frozenset[tuple[UUID, ActivityType, date, int]]
"""Activities as a report was sent with them: which, of what kind, on what day, how many persons."""
sent_hook: list[Callable[[AsyncSession, UUID, Collection[str]], Awaitable[Mapping[str, Shown]]]] = []
"""Who can say what the reports a school has sent show, by month; filled by the reports."""
SIDES = list(PairSide)
SAME = ("id", "version", "pairing_id", "host_school_id", "type", "held_on", "supporting_count", "recipient_count",
        "lessons", "payer", "mentor_pair_id", "planned_activity_id")  # fmt: skip
TYPED = ("topic", "speaker", "subject", "grade", "place", "online_link", "agenda", "outcome", "void_reason")


def writes(principal: Principal, host_school_id: UUID, host_county: str) -> bool:
    """Whether the caller is the host school, or the coordinator of its county."""
    is_host = principal.is_school and principal.school_id == host_school_id
    return is_host or coordinates(principal, host_county)


def _out(row: Any, principal: Principal | None, file_count: int = 0, joined: Sequence[JoinedOut] = ()) -> ActivityOut:
    facts = rules.Facts(
        writes=principal is not None and writes(principal, row.host_school_id, row.county_code),
        voided=row.voided_at is not None,
    )
    words = principal is None or principal.sees_names
    return ActivityOut(
        **{name: getattr(row, name) for name in SAME},
        **{name: getattr(row, name) if words else None for name in TYPED},
        **pairings.both_schools(row),
        allowed_actions=rules.allowed(facts),
        person_times=row.supporting_count + row.recipient_count + sum(e.count for e in joined if e.absent_on is None),
        joined=list(joined),
        voided=facts.voided,
        cost=rules.yuan_of(row.cost_cents),
        file_count=file_count,
    )


async def _with_photos(db: AsyncSession, rows: Sequence[Any], principal: Principal) -> list[ActivityOut]:
    """Rows with their counts of photos and the schools that joined, which a query each brings for all of them."""
    counts = await files.counts(db, FileKind.activity_photo, [row.id for row in rows])
    joined = await joined_of(db, rows, principal)
    return [_out(row, principal, counts.get(row.id, 0), joined.get(row.id, ())) for row in rows]


async def page(ctx: Ctx, asked: ActivityFilter, paging: PageAsked) -> Page[ActivityOut]:
    """One page of the activities in the caller's scope, the latest first."""
    found = await queries.page(ctx.db, ctx.scope, asked, paging)
    return Page(
        items=await _told(ctx, found.rows),
        **found.around(),
    )


async def one(ctx: Ctx, activity_id: UUID) -> ActivityOut:
    """One activity, with what its region's rules say of it. Raises 404 `resource.not_found`."""
    row = await queries.row(ctx.db, ctx.scope, activity_id)
    if row is None:
        raise Problem("resource.not_found")
    twin_id = await queries.twin(ctx.db, row) if row.voided_at is None else None
    more = {"warnings": await _warnings(ctx, row), "present": await _present(ctx, row), "twin_id": twin_id}
    return (await _told(ctx, [row]))[0].model_copy(update=more)


async def _present(ctx: Ctx, row: Any) -> list[ActivityPerson]:
    """The names of those who took part, the supporting school's first; for people only. One query."""
    if not ctx.principal.sees_names:
        return []
    return persons_of(row, await queries_people.known(ctx.db, row, all_of_schools=False))


def persons_of(activity: Any, rows: Sequence[Any]) -> list[ActivityPerson]:
    """Rows of people, the supporting school's first; who was not present belongs to the side of its school."""
    sides = {activity.supporting_school_id: PairSide.supporting, activity.recipient_school_id: PairSide.recipient}
    found = [
        ActivityPerson(
            staff_id=row.staff_id, name=row.name, subject=row.subject, side=row.side or sides[row.school_id],
            present=row.side is not None,
        )
        for row in rows
    ]  # fmt: skip
    return sorted(found, key=lambda each: SIDES.index(each.side))


async def _warnings(ctx: Ctx, row: Any) -> list[ActivityWarning]:
    """What the rule of the recipient's county says of who pays (QX-15)."""
    if not rules.burdens_recipient(row.cost_cents, row.payer):
        return []
    rule = await policy_rules.in_force(ctx.db, RECIPIENT_COST, row.recipient_county_code, on=row.held_on)
    if not rule.is_checked:
        return []
    return [
        ActivityWarning(text="费用由受援学校承担。结对活动不能增加受援学校的经济负担，请核对。", source=rule.source)
    ]


async def _told(ctx: Ctx, rows: Sequence[Any]) -> list[ActivityOut]:
    """Rows for the caller; a school is told whether its sent report shows each of them. Two queries."""
    made = await _with_photos(ctx.db, rows, ctx.principal)
    school_id = ctx.principal.school_id
    if not ctx.principal.is_school or school_id is None or not made:
        return made
    months = {month_of(each.held_on) for each in made}
    sent = {month: shown for ask in sent_hook for month, shown in (await ask(ctx.db, school_id, months)).items()}
    return [each.model_copy(update={"in_report": _in_report(each, sent.get(month_of(each.held_on)))}) for each in made]


def _in_report(each: ActivityOut, shown: Shown | None) -> bool | None:
    if shown is None:
        return None
    if each.voided:
        return each.id not in {activity_id for activity_id, *_ in shown}
    return (each.id, each.type, each.held_on, each.person_times) in shown


async def file_access(ctx: Ctx, activity_id: UUID) -> files.Access:
    """What the caller is to the photos of an activity. Raises 404 `resource.not_found`."""
    row = await queries.row(ctx.db, ctx.scope, activity_id)
    if row is None:
        raise Problem("resource.not_found")
    counties = (row.county_code, row.other_county_code)
    may_write = row.voided_at is None and writes(ctx.principal, row.host_school_id, row.county_code)
    coordinated = any(coordinates(ctx.principal, county) for county in counties)
    return files.Access(
        files.Owner(row.id, *counties), may_write, coordinated or decides_between(ctx.principal, *counties)
    )


async def of_school_in(
    db: AsyncSession, school_id: UUID, first_day: date, last_day: date, principal: Principal | None = None
) -> list[ActivityOut]:
    """The activities of a school's pairings held from the first to the last day, oldest first; three queries at most.

    With a principal, `allowed_actions` say which ones he may correct, photos are counted and clients see no topics.
    """
    rows = await queries.of_school(db, school_id, Period(first_day, last_day))
    if principal is None:
        joined = await joined_of(db, rows, None)
        return [_out(row, None, joined=joined.get(row.id, ())) for row in rows]
    return await _with_photos(db, rows, principal)


async def counts_by_month(db: AsyncSession, school_id: UUID, period: Period) -> dict[str, int]:
    """How many activities a school's pairings had in each month of the period that had any."""
    months: dict[str, int] = {}
    for day in await queries.days_held(db, school_id, period):
        months[month_of(day)] = months.get(month_of(day), 0) + 1
    return months


async def count_of_pairing(db: AsyncSession, pairing_id: UUID) -> int:
    """How many activities a pairing has had."""
    return await queries_joined.count_of(db, pairing_id)


async def pairing_moments(ctx: Ctx, pairing_id: UUID) -> Tellers:
    """The newest activities of a pairing for its timeline; one query."""
    rows = {row.id: row for row in await queries.of_pairing(ctx.db, pairing_id, IN_TIMELINE)}
    words = ctx.principal.sees_names

    def tell(moment: Moment) -> Told:
        row = rows[moment.entity_id]
        text = rules.timeline_text(moment.action, row.type, row.topic if words else None)
        return Told(moment.at, f"activity.{moment.action}", text, moment.user_id, moment.action == "void")

    return dict.fromkeys(rows, tell)
