"""Changing activities: each function is one use case in one transaction (E-35, W-21.4)."""

from datetime import date
from typing import Any
from uuid import UUID

from services.api.features.activities import queries, queries_people, queries_plans, rules, service_joined
from services.api.features.activities.models import Activity
from services.api.features.activities.rules_kinds import RECIPIENT_COST
from services.api.features.activities.service_read import one, writes
from services.api.features.files import service as files
from services.api.features.mentor_pairs import service_entries as mentor_pairs
from services.api.features.pairings import service as pairings
from services.api.features.policy_rules import service as policy_rules
from services.api.features.schools import service as schools
from services.api.kernel.context import Ctx
from services.api.kernel.etag import check_version
from services.api.kernel.problems import Problem, invalid, problem_on
from services.api.kernel.words import day_words
from services.contracts.activities import ActivityCreate, ActivityOut, ActivityPatch
from services.contracts.codes import PairSide
from services.contracts.files import FileKind
from services.contracts.pairings import WithReason


async def record(ctx: Ctx, body: ActivityCreate) -> ActivityOut:
    """Record an activity that was held.

    Raises 404 for a pairing out of scope, 403 `activity.not_host`, 409 `pairing.not_started`,
    `planned_activity.recorded`, `planned_activity.cancelled`, 422 `activity.outside`, `activity.payer`,
    `activity.recipient_cost`, `activity.mentor_pair`, `file.not_waiting` and on a host that is neither of the two.
    """
    pairing = await pairings.held(ctx, body.pairing_id)
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
    await _require_free(ctx, body)
    values = rules.stored(body.model_dump(exclude={"file_ids", "joined"}))
    activity = Activity(**values, county_code=host_county, other_county_code=other_county, created_at=ctx.now)
    await _check(ctx, activity, pairing)
    ctx.db.add(activity)
    ctx.act(activity, "record")
    await ctx.db.flush()
    if body.joined:
        await service_joined.join(ctx, activity, pairing, body.joined)
    owner = files.Owner(activity.id, host_county, other_county)
    await files.attach(ctx, body.file_ids, FileKind.activity_photo, owner)
    return await _saved(ctx, activity)


async def edit(ctx: Ctx, activity_id: UUID, expected: int, body: ActivityPatch) -> ActivityOut:
    """Correct what was typed; the host school alone, or its county. Raises like `record`."""
    activity = await load(ctx, activity_id, expected)
    for field, value in rules.stored(body.model_dump(exclude_unset=True, exclude={"joined"})).items():
        setattr(activity, field, value)
    pairing = await pairings.find(ctx.db, activity.pairing_id)
    await _check(ctx, activity, pairing)
    await service_joined.join(ctx, activity, pairing, body.joined)
    await _check_counts(ctx, activity, body)
    ctx.act(activity, "edit")
    return await _saved(ctx, activity)


async def void(ctx: Ctx, activity_id: UUID, expected: int, body: WithReason) -> ActivityOut:
    """Take it out of every count; the record stays, and its planned date is to be recorded again."""
    activity = await load(ctx, activity_id, expected)
    activity.voided_at, activity.void_reason = ctx.now, body.reason
    ctx.act(activity, "void")
    return await _saved(ctx, activity)


async def restore(ctx: Ctx, activity_id: UUID, expected: int) -> ActivityOut:
    """Undo a void: it counts again. A planned date that was recorded anew meanwhile stays with the new record."""
    activity = await _visible(ctx, activity_id, expected)
    if activity.voided_at is None:
        raise Problem("state.illegal", state="有效", action="恢复")
    planned_id = activity.planned_activity_id
    if planned_id is not None and (await queries_plans.locked_date(ctx.db, planned_id)).activity_id is not None:
        activity.planned_activity_id = None
    activity.voided_at, activity.void_reason = None, ""
    ctx.act(activity, "restore")
    return await _saved(ctx, activity)


async def load(ctx: Ctx, activity_id: UUID, expected: int) -> Activity:
    """An activity in force that the caller may change, locked. Raises 404, 403, 412, 409 `state.illegal`."""
    activity = await _visible(ctx, activity_id, expected)
    if activity.voided_at is not None:
        raise Problem("state.illegal", state="已作废", action="修改")
    return activity


async def _visible(ctx: Ctx, activity_id: UUID, expected: int) -> Activity:
    activity = await queries.visible(ctx.db, ctx.scope, activity_id)
    if activity is None:
        raise Problem("resource.not_found")
    await _require_host(ctx, activity.host_school_id, activity.county_code)
    check_version(activity, expected)
    return activity


async def _require_host(ctx: Ctx, host_school_id: UUID, host_county: str) -> None:
    if not writes(ctx.principal, host_school_id, host_county):
        host = await schools.find(ctx.db, host_school_id)
        raise Problem("activity.not_host", school=host.name)


async def _require_free(ctx: Ctx, body: ActivityCreate) -> None:
    """The planned date is one of this pairing that nobody has recorded or cancelled; it stays locked."""
    if body.planned_activity_id is None:
        return
    planned = await queries_plans.locked_date(ctx.db, body.planned_activity_id)
    if planned is None or planned.pairing_id != body.pairing_id:
        raise invalid("planned_activity_id", "planned_activity.unknown", "这对结对没有这次计划，请从活动计划里重新打开")
    day = day_words(planned.planned_on, ctx.today)
    if planned.activity_id is not None:
        raise Problem("planned_activity.recorded", day=day)
    if planned.cancelled_on is not None:
        raise Problem("planned_activity.cancelled", day=day)


async def _check(ctx: Ctx, activity: Activity, pairing: Any) -> None:
    _check_day(ctx, activity.held_on, pairing.start_on, pairing.end_on)
    if rules.lacks_payer(activity.cost_cents, activity.payer):
        raise invalid("payer", "activity.payer", "填了费用，要选由谁承担")
    if rules.burdens_recipient(activity.cost_cents, activity.payer):
        rule = await policy_rules.in_force(ctx.db, RECIPIENT_COST, pairing.recipient_county_code, on=activity.held_on)
        if rule.refuses:
            raise problem_on("payer", "activity.recipient_cost", source=rule.source)
    if activity.mentor_pair_id is not None:
        schools_of = await mentor_pairs.schools_of(ctx.db, activity.mentor_pair_id)
        if not schools_of <= {pairing.supporting_school_id, pairing.recipient_school_id} or not schools_of:
            raise invalid("mentor_pair_id", "activity.mentor_pair", "这对师徒不在这两所学校，请改选，或不选")


async def _check_counts(ctx: Ctx, activity: Activity, body: ActivityPatch) -> None:
    """A side has no fewer people than names. Raises 422 `activity.people`."""
    if body.supporting_count is None and body.recipient_count is None:
        return
    with ctx.db.no_autoflush:
        named = list((await queries_people.present(ctx.db, activity.id)).values())
    for side in PairSide:
        field, least = f"{side.value}_count", named.count(side)
        if getattr(activity, field) < least:
            raise invalid(field, "activity.people", f"{side.label}已登记{least}人的名字，人数不能更少；请先改参加人员")


def _check_day(ctx: Ctx, day: date, start_on: date, end_on: date | None) -> None:
    if start_on >= ctx.today and not rules.may_be_held(day, start_on, end_on, ctx.today):
        raise problem_on("held_on", "activity.before_pairing", start_on=day_words(start_on, ctx.today))
    if not rules.may_be_held(day, start_on, end_on, ctx.today):
        last = rules.last_possible_day(end_on, ctx.today)
        start, end = day_words(start_on, ctx.today), day_words(last, ctx.today)
        raise problem_on("held_on", "activity.outside", start_on=start, end_on=end)


async def _saved(ctx: Ctx, activity: Activity) -> ActivityOut:
    await ctx.db.flush()
    return await one(ctx, activity.id)


async def not_there(ctx: Ctx, activity_id: UUID, pairing_id: UUID, expected: int, body: WithReason) -> ActivityOut:
    """A school that joined says that it was not there. Raises as `service_joined.not_there`."""
    await service_joined.not_there(ctx, activity_id, pairing_id, expected, body.reason)
    return await one(ctx, activity_id)


async def there(ctx: Ctx, activity_id: UUID, pairing_id: UUID, expected: int) -> ActivityOut:
    """It was there after all. Raises as `service_joined.there`."""
    await service_joined.there(ctx, activity_id, pairing_id, expected)
    return await one(ctx, activity_id)
