"""Changing support classes: each function is one use case in one transaction (W-25)."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from services.api.features.pairings import service as pairings
from services.api.features.support_classes import queries, rules
from services.api.features.support_classes.models import SupportClass, SupportClassPost
from services.api.features.support_classes.service_read import detail, facts_of, refused, side_of, visible
from services.api.kernel.context import Ctx
from services.api.kernel.etag import check_version
from services.api.kernel.periods import Period, school_year_label, school_year_period
from services.api.kernel.problems import Problem, problem_on
from services.api.kernel.words import day_words, period_words
from services.contracts.codes import PairingStatus, SupportClassStatus
from services.contracts.pairings import WithReason
from services.contracts.support_classes import (
    AssignClassTeacher,
    EndSupportClass,
    StartSupportClass,
    SupportClassCreate,
    SupportClassDetail,
    SupportClassPatch,
)


async def create(ctx: Ctx, body: SupportClassCreate) -> SupportClassDetail:
    """One school proposes a class; with the other's word it goes to the county (W-25.1).

    Raises 404 for a pairing out of scope; 403 unless the caller acts for one of its schools; 409
    `support_class.pairing_closed`, `support_class.duplicate`; 422 `support_class.outside`.
    """
    pairing = await pairings.held(ctx, body.pairing_id)
    side = side_of(ctx.principal, pairing)
    if side is None:
        raise Problem("permission.denied", who=rules.EITHER)
    _check_running(pairing)
    _check_inside(ctx, pairing, body.school_year)
    made = SupportClass(
        **body.model_dump(), **pairings.counties_of(pairing, body.place), proposed_by=side, created_at=ctx.now
    )
    ctx.db.add(made)
    return await _saved(ctx, made, "propose")


def _check_running(pairing: Any) -> None:
    if pairing.status is not PairingStatus.active:
        raise Problem("support_class.pairing_closed", state=pairing.status.label)


def _check_inside(ctx: Ctx, pairing: Any, school_year: int) -> None:
    if not school_year_period(school_year).overlaps(Period(pairing.start_on, pairing.end_on)):
        words = period_words(pairing.start_on, pairing.end_on, ctx.today)
        raise problem_on("school_year", "support_class.outside", period=words)


async def edit(ctx: Ctx, class_id: UUID, expected: int, body: SupportClassPatch) -> SupportClassDetail:
    """Put a proposal right, or what was returned. Raises as `create` does, and 412."""
    found, pairing = await _load(ctx, class_id, expected, "edit")
    for name, value in body.model_dump(exclude_unset=True, exclude_none=True).items():
        setattr(found, name, value)
    _check_inside(ctx, pairing, found.school_year)
    for name, code in pairings.counties_of(pairing, found.place).items():
        setattr(found, name, code)
    return await _saved(ctx, found, "edit")


async def propose(ctx: Ctx, class_id: UUID, expected: int) -> SupportClassDetail:
    """Once more, after the county has returned it; the other school joins again."""
    found, _ = await _load(ctx, class_id, expected, "propose")
    found.applied_on = None
    return await _saved(ctx, found, "propose")


async def join(ctx: Ctx, class_id: UUID, expected: int) -> SupportClassDetail:
    """The other school joins: both apply to the county."""
    found, _ = await _load(ctx, class_id, expected, "join")
    found.applied_on, found.return_reason = ctx.today, ""
    return await _saved(ctx, found, "join")


async def approve(ctx: Ctx, class_id: UUID, expected: int) -> SupportClassDetail:
    """The county approves: the class may enrol in the whole county (W-25.2)."""
    found, _ = await _load(ctx, class_id, expected, "approve")
    found.approved_on = ctx.today
    return await _saved(ctx, found, "approve")


async def send_back(ctx: Ctx, class_id: UUID, expected: int, body: WithReason) -> SupportClassDetail:
    """The county returns it and says why."""
    found, _ = await _load(ctx, class_id, expected, "return")
    found.return_reason = body.reason
    return await _saved(ctx, found, "return")


async def assign(ctx: Ctx, class_id: UUID, expected: int, body: AssignClassTeacher) -> SupportClassDetail:
    """Give a post of the class to somebody, or leave it open (W-25.3, JH-26).

    Raises 422 `support_class.not_of_supporter` for who is neither of the supporting school nor under a live assignment
    of the pairing.
    """
    found, pairing = await _load(ctx, class_id, expected, "assign")
    if body.staff_id and not await queries.may_have_post(ctx.db, pairing.id, body.staff_id, ctx.today):
        raise problem_on("staff_id", "support_class.not_of_supporter")
    before = await queries.present(ctx.db, class_id, body.post)
    if before is not None:
        if before.staff_id == body.staff_id:
            return await detail(ctx, class_id)
        before.removed_on = ctx.today
        ctx.act(before, "remove")
        await ctx.db.flush()
    if body.staff_id:
        given = SupportClassPost(
            class_id=class_id, post=body.post, staff_id=body.staff_id, start_on=ctx.today, created_at=ctx.now,
            county_code=found.county_code, other_county_code=found.other_county_code,
        )  # fmt: skip
        ctx.db.add(given)
        ctx.act(given, "assign")
    found.staff_changes += 1
    return await _saved(ctx, found, "assign")


async def staff(ctx: Ctx, class_id: UUID, expected: int) -> SupportClassDetail:
    """The supporting school has named everybody it will.

    Raises 409 `support_class.nobody` while no post is given; 422 `support_class.post_missing` where a region refuses.
    """
    found, _ = await _load(ctx, class_id, expected, "staff")
    with ctx.db.no_autoflush:
        missing = await refused(ctx, class_id)
    if missing is None:
        raise Problem("support_class.nobody")
    if missing:
        raise Problem("support_class.post_missing", missing="，".join(missing))
    return await _saved(ctx, found, "staff")


async def start(ctx: Ctx, class_id: UUID, expected: int, body: StartSupportClass) -> SupportClassDetail:
    """The class begins. Raises 422 `support_class.day`."""
    found, pairing = await _load(ctx, class_id, expected, "start")
    _check_day(ctx, "started_on", body.started_on, pairing.start_on)
    found.started_on, found.pupils_enrolled = body.started_on, body.pupils_enrolled
    return await _saved(ctx, found, "start")


async def end(ctx: Ctx, class_id: UUID, expected: int, body: EndSupportClass) -> SupportClassDetail:
    """The class ends. Raises 422 `support_class.day`."""
    found, _ = await _load(ctx, class_id, expected, "end")
    _check_day(ctx, "ended_on", body.ended_on, found.started_on or body.ended_on)
    found.ended_on, found.closed_reason = body.ended_on, body.reason
    return await _saved(ctx, found, "end")


def _check_day(ctx: Ctx, field: str, day: date, first: date) -> None:
    if not first <= day <= ctx.today:
        days = {"start_on": day_words(first, ctx.today), "end_on": day_words(ctx.today, ctx.today)}
        raise problem_on(field, "support_class.day", **days)


async def void(ctx: Ctx, class_id: UUID, expected: int, body: WithReason) -> SupportClassDetail:
    """It will not be; the record stays."""
    found, _ = await _load(ctx, class_id, expected, "void")
    found.closed_reason = body.reason
    return await _saved(ctx, found, "void")


async def _load(ctx: Ctx, class_id: UUID, expected: int, action: str) -> tuple[SupportClass, Any]:
    """The class in its state after the action, and its pairing, which is held first, as its end locks it first.

    Raises 404, 403, 409 `state.illegal`, 412, and 409 `support_class.pairing_closed` for what needs a running pairing.
    """
    row = await visible(ctx, class_id)
    pairing = await pairings.find(ctx.db, row.pairing_id, hold=True)
    found = await queries.locked(ctx.db, class_id)
    after = rules.TABLE.take(found.status, action, facts_of(ctx.principal, found, pairing))
    check_version(found, expected)
    if action not in rules.ENDING:
        _check_running(pairing)
    found.status = after
    return found, pairing


async def _saved(ctx: Ctx, found: SupportClass, action: str) -> SupportClassDetail:
    """Raises 409 `support_class.duplicate`; the index keeps two schools from proposing one class twice at once."""
    class_id, named = found.id, (found.school_year, found.grade, found.name)
    ctx.act(found, action)
    try:
        await ctx.db.flush()
    except IntegrityError as error:
        year, grade, name = named
        what = f"{school_year_label(year)}学年{grade}“{name}”"
        raise problem_on("name", "support_class.duplicate", what=what) from error
    return await detail(ctx, class_id)


async def pairing_ends(ctx: Ctx, pairing_id: UUID, end_on: date) -> None:
    """A pairing ends: a class that runs ends with it, one that has not begun will not be."""
    for found in await queries.open_of(ctx.db, pairing_id):
        if found.status is SupportClassStatus.running and found.started_on is not None:
            found.status, found.ended_on = SupportClassStatus.ended, max(found.started_on, end_on)
        else:
            found.status = SupportClassStatus.void
        found.closed_reason = "两校结对结束"
        ctx.act(found, "pairing_ends")
    await ctx.db.flush()
