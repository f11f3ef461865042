"""Meetings that several pairings of a school held together (CI-01): recorded once, counted once for each of them."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from services.api.features.activities import queries_joined, rules, rules_decisions, rules_joined
from services.api.features.activities.models import Activity, ActivityPairing
from services.api.features.pairings import service as pairings
from services.api.kernel.context import Ctx
from services.api.kernel.etag import check_version
from services.api.kernel.problems import Problem, problem_on
from services.api.kernel.scope import Permission, Principal
from services.api.kernel.words import day_words
from services.contracts.activities import JoinedOut, JoinedPairing
from services.contracts.codes import PairSide


class Known(NamedTuple):
    """The side of the schools that join, and those written down before, by pairing."""

    side: PairSide
    before: Mapping[UUID, ActivityPairing]


async def join(ctx: Ctx, activity: Activity, own: Any, wanted: Sequence[JoinedPairing] | None) -> None:
    """Write down which other pairings held the meeting; None leaves them, and looks whether they still may have.

    Raises 404 for a pairing out of scope; 403 unless the caller speaks for the school that all have in common; 409
    `pairing.not_started`; 422 `activity.joined_meeting`, `activity.joined_shared`, `activity.joined_outside`.
    """
    with ctx.db.no_autoflush:
        before = {row.pairing_id: row for row in await queries_joined.locked(ctx.db, activity.id)}
        if not before and not wanted:
            return
        if wanted is None:
            _check_held(ctx, activity, [await pairings.find(ctx.db, each) for each in sorted(before)])
            return
        asked = {each.pairing_id: each.count for each in wanted}
        others = [await pairings.held(ctx, each) for each in sorted(asked)]
        _check_held(ctx, activity, others)
        side = rules_joined.shared_side(own, others) if others else rules_joined.OTHER[next(iter(before.values())).side]
        _check_shared(ctx, own, others, side if len(asked) == len(wanted) else None)
    if side is not None:
        await _write(ctx, activity, Known(rules_joined.OTHER[side], before), others, asked)


def _check_shared(ctx: Ctx, own: Any, others: Sequence[Any], side: PairSide | None) -> None:
    """All have a school in common, for which the caller speaks, also when the others are taken out again."""
    if side is None:
        raise problem_on("joined", "activity.joined_shared")
    if not pairings.speaks_for(ctx.principal, own, side):
        raise Problem("permission.denied", who=rules_joined.SHARED)
    for pairing in others:
        if pairing.status not in rules.STARTED:
            raise Problem("pairing.not_started", state=pairing.status.label)


def _check_held(ctx: Ctx, activity: Activity, others: Sequence[Any]) -> None:
    """It is a meeting, on a day of each of the pairings."""
    if others and activity.type not in rules_decisions.MEETINGS:
        raise problem_on("type", "activity.joined_meeting")
    for pairing in others:
        if not rules.may_be_held(activity.held_on, pairing.start_on, pairing.end_on, ctx.today):
            last = rules.last_possible_day(pairing.end_on, ctx.today)
            days = {"start_on": day_words(pairing.start_on, ctx.today), "end_on": day_words(last, ctx.today)}
            raise problem_on("joined", "activity.joined_outside", **days)


async def _write(ctx: Ctx, activity: Activity, known: Known, others: Sequence[Any], asked: Mapping[UUID, int]) -> None:
    for pairing in others:
        row = known.before.get(pairing.id)
        if row is None:
            row = ActivityPairing(
                activity_id=activity.id, pairing_id=pairing.id, side=known.side, count=asked[pairing.id],
                created_at=ctx.now, **pairings.counties_of(pairing, known.side),
            )  # fmt: skip
            ctx.db.add(row)
            ctx.act(row, "join")
        elif row.count != asked[pairing.id]:
            row.count = asked[pairing.id]
            ctx.act(row, "edit")
    for gone in (row for pairing_id, row in known.before.items() if pairing_id not in asked):
        gone.removed_on = ctx.today
        ctx.act(gone, "remove")
    activity.joined_at = ctx.now
    await ctx.db.flush()


async def not_there(ctx: Ctx, activity_id: UUID, pairing_id: UUID, expected: int, reason: str) -> None:
    """The school that joined says that nobody of it was there: the meeting does not count for its pairing.

    Raises 404, 403 for everybody else, 409 `state.illegal`, 412.
    """
    row = await _mine(ctx, activity_id, pairing_id, expected, "not-there")
    row.absent_on, row.absent_reason = ctx.today, reason
    ctx.act(row, "not_there")
    await ctx.db.flush()


async def there(ctx: Ctx, activity_id: UUID, pairing_id: UUID, expected: int) -> None:
    """It was there after all."""
    row = await _mine(ctx, activity_id, pairing_id, expected, "there")
    row.absent_on, row.absent_reason = None, ""
    ctx.act(row, "there")
    await ctx.db.flush()


async def _mine(ctx: Ctx, activity_id: UUID, pairing_id: UUID, expected: int, action: str) -> ActivityPairing:
    pairing = await pairings.held(ctx, pairing_id)
    voided = await queries_joined.is_void(ctx.db, activity_id)
    found = {row.pairing_id: row for row in await queries_joined.locked(ctx.db, activity_id)}
    row = found.get(pairing_id)
    if row is None or voided is None:
        raise Problem("resource.not_found")
    if not pairings.speaks_for(ctx.principal, pairing, row.side):
        raise Problem("permission.denied", who=rules_joined.SCHOOL)
    absent = row.absent_on is not None
    if action not in rules_joined.allowed(speaks=True, absent=absent, voided=voided):
        raise Problem("state.illegal", state="已作废" if voided else "没到" if absent else "到会", action="改")
    check_version(row, expected)
    return row


async def joined_of(db: Any, rows: Sequence[Any], principal: Principal | None) -> dict[UUID, list[JoinedOut]]:
    """Meeting → the pairings that joined it. One query for any rows."""
    meetings = {row.id: row.voided_at is not None for row in rows if row.type in rules_decisions.MEETINGS}
    found: dict[UUID, list[JoinedOut]] = {}
    for row in await queries_joined.of_activities(db, list(meetings)) if rows else ():
        may = principal is not None and Permission.activity_write in principal.permissions
        speaks = may and principal is not None and pairings.speaks_for(principal, row, row.side)
        absent = row.absent_on is not None
        told = JoinedOut(
            version=row.version, pairing_id=row.pairing_id, school=pairings.school_of(row, row.side), count=row.count,
            absent_on=row.absent_on,
            absent_reason=row.absent_reason if principal is None or principal.sees_names else None,
            allowed_actions=rules_joined.allowed(speaks=speaks, absent=absent, voided=meetings[row.activity_id]),
        )  # fmt: skip
        found.setdefault(row.activity_id, []).append(told)
    return found
