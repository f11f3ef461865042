"""Activities of pairings, recorded once by the host school and shown to both (E-34, W-21)."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.activities import queries, rules
from services.api.features.activities.filters import ActivityFilter
from services.api.features.activities.models import Activity
from services.api.features.files import service as files
from services.api.features.pairings import service as pairings
from services.api.features.schools import service as schools
from services.api.kernel.competence import coordinates, decides_between
from services.api.kernel.context import Ctx
from services.api.kernel.etag import check_version
from services.api.kernel.history import Moment, Tellers, Told
from services.api.kernel.paging import PageAsked
from services.api.kernel.periods import Period, month_of
from services.api.kernel.positions import head_position
from services.api.kernel.problems import Problem, invalid, problem_on
from services.api.kernel.scope import Principal
from services.api.kernel.words import day_words
from services.contracts.accounts import SchoolRef
from services.contracts.activities import ActivityCreate, ActivityOut, ActivityPatch
from services.contracts.base import Page
from services.contracts.codes import ActivityType
from services.contracts.files import FileKind
from services.contracts.pairings import WithReason

IN_TIMELINE = 20
Shown = frozenset[tuple[UUID, ActivityType, date, int]]
"""Activities as a report was sent with them: which, of what kind, on what day, how many persons."""
sent_hook: list[Callable[[AsyncSession, UUID, Collection[str]], Awaitable[Mapping[str, Shown]]]] = []
"""Who can say what the reports a school has sent show, by month; filled by the reports."""


def _writes(principal: Principal, host_school_id: UUID, host_county: str) -> bool:
    is_host = principal.is_school and principal.school_id == host_school_id
    return is_host or coordinates(principal, host_county)


def _out(row: Any, principal: Principal | None, file_count: int = 0) -> ActivityOut:
    facts = rules.Facts(
        writes=principal is not None and _writes(principal, row.host_school_id, row.county_code),
        voided=row.voided_at is not None,
    )
    return ActivityOut(
        id=row.id, version=row.version, allowed_actions=rules.allowed(facts), pairing_id=row.pairing_id,
        supporting_school=SchoolRef(id=row.supporting_school_id, code=row.supporting_code, name=row.supporting_name),
        recipient_school=SchoolRef(id=row.recipient_school_id, code=row.recipient_code, name=row.recipient_name),
        host_school_id=row.host_school_id, type=row.type, held_on=row.held_on,
        topic=row.topic if principal is None or principal.sees_names else None,
        supporting_count=row.supporting_count, recipient_count=row.recipient_count,
        person_times=row.supporting_count + row.recipient_count, voided=row.voided_at is not None,
        file_count=file_count,
    )  # fmt: skip


async def _with_photos(db: AsyncSession, rows: Sequence[Any], principal: Principal) -> list[ActivityOut]:
    """Rows with their counts of photos, which one query brings for all of them."""
    counts = await files.counts(db, FileKind.activity_photo, [row.id for row in rows])
    return [_out(row, principal, counts.get(row.id, 0)) for row in rows]


async def page(ctx: Ctx, asked: ActivityFilter, paging: PageAsked) -> Page[ActivityOut]:
    """One page of the activities in the caller's scope, the latest first."""
    found = await queries.page(ctx.db, ctx.scope, asked, paging)
    return Page(
        items=await _told(ctx, found.rows),
        next_cursor=found.next_cursor,
        prev_cursor=found.prev_cursor,
        count=found.count,
        as_of_position=await head_position(ctx.db),
    )


async def one(ctx: Ctx, activity_id: UUID) -> ActivityOut:
    """One activity. Raises 404 `resource.not_found`."""
    row = await queries.row(ctx.db, ctx.scope, activity_id)
    if row is None:
        raise Problem("resource.not_found")
    return (await _told(ctx, [row]))[0]


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


async def record(ctx: Ctx, body: ActivityCreate) -> ActivityOut:
    """Record an activity that was held.

    Raises 404 for a pairing out of scope, 403 `activity.not_host`, 409 `pairing.not_started`,
    422 `activity.outside`, `file.not_waiting` and on a host that is neither of the two schools.
    """
    pairing = await pairings.visible(ctx, body.pairing_id)
    counties = {
        pairing.supporting_school_id: (pairing.supporting_county_code, pairing.recipient_county_code),
        pairing.recipient_school_id: (pairing.recipient_county_code, pairing.supporting_county_code),
    }
    if body.host_school_id not in counties:
        raise invalid("host_school_id", "activity.host", "主办学校要是结对的其中一所，请改选")
    host_county, other_county = counties[body.host_school_id]
    await _require_host(ctx, body.host_school_id, host_county)
    if pairing.status not in rules.STARTED:
        raise Problem("pairing.not_started", state=pairing.status.label)
    _check_day(ctx, body.held_on, pairing.start_on, pairing.end_on)
    activity = Activity(
        **body.model_dump(exclude={"file_ids"}),
        county_code=host_county,
        other_county_code=other_county,
        created_at=ctx.now,
    )
    ctx.db.add(activity)
    ctx.act(activity, "record")
    await ctx.db.flush()
    owner = files.Owner(activity.id, host_county, other_county)
    await files.attach(ctx, body.file_ids, FileKind.activity_photo, owner)
    return await _saved(ctx, activity)


async def edit(ctx: Ctx, activity_id: UUID, expected: int, body: ActivityPatch) -> ActivityOut:
    """Correct what was typed; the host school alone, or its county."""
    activity = await _load(ctx, activity_id, expected)
    for field, value in body.model_dump(exclude_unset=True, exclude_none=True).items():
        setattr(activity, field, value)
    pairing = await pairings.find(ctx.db, activity.pairing_id)
    _check_day(ctx, activity.held_on, pairing.start_on, pairing.end_on)
    ctx.act(activity, "edit")
    return await _saved(ctx, activity)


async def void(ctx: Ctx, activity_id: UUID, expected: int, body: WithReason) -> ActivityOut:
    """Take it out of every count; the record stays."""
    activity = await _load(ctx, activity_id, expected)
    activity.voided_at, activity.void_reason = ctx.now, body.reason
    ctx.act(activity, "void")
    return await _saved(ctx, activity)


async def _load(ctx: Ctx, activity_id: UUID, expected: int) -> Activity:
    activity = await queries.visible(ctx.db, ctx.scope, activity_id)
    if activity is None:
        raise Problem("resource.not_found")
    await _require_host(ctx, activity.host_school_id, activity.county_code)
    check_version(activity, expected)
    if activity.voided_at is not None:
        raise Problem("state.illegal", state="已作废", action="修改")
    return activity


async def file_access(ctx: Ctx, activity_id: UUID) -> files.Access:
    """What the caller is to the photos of an activity. Raises 404 `resource.not_found`."""
    row = await queries.row(ctx.db, ctx.scope, activity_id)
    if row is None:
        raise Problem("resource.not_found")
    counties = (row.county_code, row.other_county_code)
    writes = row.voided_at is None and _writes(ctx.principal, row.host_school_id, row.county_code)
    coordinated = any(coordinates(ctx.principal, county) for county in counties)
    return files.Access(
        files.Owner(row.id, *counties), writes, coordinated or decides_between(ctx.principal, *counties)
    )


async def _require_host(ctx: Ctx, host_school_id: UUID, host_county: str) -> None:
    if not _writes(ctx.principal, host_school_id, host_county):
        host = await schools.find(ctx.db, host_school_id)
        raise Problem("activity.not_host", school=host.name)


def _check_day(ctx: Ctx, day: date, start_on: date, end_on: date | None) -> None:
    if not rules.may_be_held(day, start_on, end_on, ctx.today):
        last = rules.last_possible_day(end_on, ctx.today)
        start, end = day_words(start_on, ctx.today), day_words(last, ctx.today)
        raise problem_on("held_on", "activity.outside", start_on=start, end_on=end)


async def _saved(ctx: Ctx, activity: Activity) -> ActivityOut:
    await ctx.db.flush()
    return await one(ctx, activity.id)


async def of_school_in(
    db: AsyncSession, school_id: UUID, first_day: date, last_day: date, principal: Principal | None = None
) -> list[ActivityOut]:
    """The activities of a school's pairings held from the first to the last day, oldest first; two queries at most.

    With a principal, `allowed_actions` say which ones he may correct, photos are counted and clients see no topics.
    """
    rows = await queries.of_school(db, school_id, Period(first_day, last_day))
    if principal is None:
        return [_out(row, None) for row in rows]
    return await _with_photos(db, rows, principal)


async def counts_by_month(db: AsyncSession, school_id: UUID, period: Period) -> dict[str, int]:
    """How many activities a school's pairings had in each month of the period that had any."""
    months: dict[str, int] = {}
    for day in await queries.days_held(db, school_id, period):
        months[month_of(day)] = months.get(month_of(day), 0) + 1
    return months


async def count_of_pairing(db: AsyncSession, pairing_id: UUID) -> int:
    """How many activities a pairing has had."""
    return await queries.count_of(db, pairing_id)


async def pairing_moments(ctx: Ctx, pairing_id: UUID) -> Tellers:
    """The newest activities of a pairing for its timeline; one query."""
    rows = {row.id: row for row in await queries.of_pairing(ctx.db, pairing_id, IN_TIMELINE)}
    words = ctx.principal.sees_names

    def tell(moment: Moment) -> Told:
        row = rows[moment.entity_id]
        text = rules.timeline_text(moment.action, row.type, row.topic if words else None)
        return Told(moment.at, f"activity.{moment.action}", text, moment.user_id, moment.action == "void")

    return dict.fromkeys(rows, tell)
