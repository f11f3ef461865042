"""Who took part in an activity, by name (E-35.3)."""

from uuid import UUID

from services.api.features.activities import queries, queries_people
from services.api.features.activities.models import ActivityPresence
from services.api.features.activities.service_change import load
from services.api.features.activities.service_read import persons_of, writes
from services.api.features.pairings import service as pairings
from services.api.kernel.context import Ctx
from services.api.kernel.problems import Problem, invalid
from services.contracts.activities import ActivityPeople, ActivityPeoplePut
from services.contracts.codes import PairSide


async def people(ctx: Ctx, activity_id: UUID) -> ActivityPeople:
    """Who took part; for who may correct it also everybody in service on the day at the two schools. Two queries.

    Callers without names get none. Raises 404 `resource.not_found`.
    """
    row = await queries.row(ctx.db, ctx.scope, activity_id)
    if row is None:
        raise Problem("resource.not_found")
    if not ctx.principal.sees_names:
        return ActivityPeople(version=row.version, items=[])
    may_tick = row.voided_at is None and writes(ctx.principal, row.host_school_id, row.county_code)
    found = await queries_people.known(ctx.db, row, all_of_schools=may_tick)
    return ActivityPeople(version=row.version, items=persons_of(row, found))


async def set_people(ctx: Ctx, activity_id: UUID, expected: int, body: ActivityPeoplePut) -> ActivityPeople:
    """Say who took part; a count smaller than the names of its side is raised to it.

    Raises 404, 403, 409, 412 like a correction; 422 `activity.people` on somebody of neither school.
    """
    activity = await load(ctx, activity_id, expected)
    pairing = await pairings.find(ctx.db, activity.pairing_id)
    sides = {pairing.supporting_school_id: PairSide.supporting, pairing.recipient_school_id: PairSide.recipient}
    before = await queries_people.present(ctx.db, activity_id)
    wanted = set(body.staff_ids)
    places = await queries_people.schools_of(ctx.db, wanted - set(before))
    if set(places) | set(before) < wanted or not set(places.values()) <= set(sides):
        raise invalid("staff_ids", "activity.people", "有人不是这两所学校的，请重新打开名单再选")
    kept = {staff_id: side for staff_id, side in before.items() if staff_id in wanted}
    present = kept | {staff_id: sides[school_id] for staff_id, school_id in places.items()}
    await queries_people.forget(ctx.db, activity_id)
    ctx.db.add_all(ActivityPresence(activity_id=activity_id, staff_id=one, side=side) for one, side in present.items())
    named = list(present.values())
    activity.supporting_count = max(activity.supporting_count, named.count(PairSide.supporting))
    activity.recipient_count = max(activity.recipient_count, named.count(PairSide.recipient))
    activity.people_at = ctx.now
    ctx.act(activity, "people")
    await ctx.db.flush()
    return await people(ctx, activity_id)
