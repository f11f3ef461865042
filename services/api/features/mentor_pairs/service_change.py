"""Changing mentor pairs: each function is one use case in one transaction (E-37, W-22)."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from services.api.features.files import service as files
from services.api.features.mentor_pairs import queries, rules
from services.api.features.mentor_pairs.models import MentorPair
from services.api.features.mentor_pairs.rules_kinds import MENTEES, SUBJECT
from services.api.features.mentor_pairs.service_read import KIND, detail, facts_of, file_owner
from services.api.features.pairings import service as pairings
from services.api.features.policy_rules import service as policy_rules
from services.api.features.staff import service as staff
from services.api.features.staff import service_people as people
from services.api.kernel.context import Ctx
from services.api.kernel.etag import check_version
from services.api.kernel.problems import Problem, invalid, problem_on
from services.api.kernel.words import day_words, period_words
from services.contracts.codes import MentorPairStatus, PairingStatus
from services.contracts.mentor_pairs import (
    EndMentorPair,
    MentorPairCreate,
    MentorPairDetail,
    MentorPairPatch,
    ReviewMentorPair,
    SummariseMentorPair,
)
from services.contracts.pairings import WithReason

Both = Mapping[str, staff.Staff]
"""`mentor` and `mentee` → the employment."""


async def create(ctx: Ctx, body: MentorPairCreate) -> MentorPairDetail:
    """Pair a mentor with a mentee in a subject (W-22.3).

    Raises 404 for a pairing out of scope; 403 unless the caller acts for one of the schools or counties; 409
    `mentor_pair.duplicate`, `mentor_pair.mentor_full`, `mentor_pair.pairing_closed`; 422 `staff.unknown`,
    `mentor_pair.self`, `mentor_pair.not_of_pairing`, `mentor_pair.two_counties`, `mentor_pair.not_in_service`,
    `mentor_pair.subject_differs`, `mentor_pair.subject_refused`, `mentor_pair.outside`, `period.order`.
    """
    _check_order(ctx, body.start_on, body.end_on)
    pairing = await pairings.held(ctx, body.pairing_id) if body.pairing_id else None
    both = await _locked(ctx, {"mentor": body.mentor_staff_id, "mentee": body.mentee_staff_id})
    pair = _new(ctx, body, both)
    if not facts_of(ctx.principal, pair).changes:
        raise Problem("permission.denied", who=rules.CHANGERS)
    if pair.mentor_person_id == pair.mentee_person_id:
        raise problem_on("mentee_staff_id", "mentor_pair.self")
    _check_places(pair, pairing)
    await _check(ctx, pair, both)
    await _check_room(ctx, pair)
    await _insert(ctx, pair)
    return await detail(ctx, pair.id)


async def _locked(ctx: Ctx, staff_ids: Mapping[str, UUID]) -> Both:
    """Both employments, locked in one order with all others of the two persons: nobody ends or pairs them meanwhile."""
    persons = await queries.persons_of(ctx.db, set(staff_ids.values()))
    found: dict[UUID, staff.Staff] = {}
    for person_id in sorted(set(persons.values())):
        found |= {each.id: each for each in await people.employments_of(ctx.db, person_id, locked=True)}
    for side, staff_id in staff_ids.items():
        if staff_id not in found:
            raise invalid(f"{side}_staff_id", "staff.unknown", "没有这名教职工，请重新选择")
    return {side: found[staff_id] for side, staff_id in staff_ids.items()}


def _new(ctx: Ctx, body: MentorPairCreate, both: Both) -> MentorPair:
    mentor, mentee = both["mentor"], both["mentee"]
    return MentorPair(
        mentor_staff_id=mentor.id, mentor_person_id=mentor.person_id, mentor_school_id=mentor.school_id,
        mentor_county_code=mentor.county_code, mentee_staff_id=mentee.id, mentee_person_id=mentee.person_id,
        mentee_school_id=mentee.school_id, mentee_county_code=mentee.county_code, kind=body.kind,
        pairing_id=body.pairing_id, subject=rules.one_subject(body.subject), subject_differs=body.subject_differs,
        start_on=body.start_on, end_on=body.end_on, goal=body.goal, status_at=ctx.now, created_at=ctx.now,
    )  # fmt: skip


def _check_places(pair: MentorPair, pairing: Any) -> None:
    if pairing is None:
        if pair.mentor_county_code != pair.mentee_county_code:
            raise problem_on("mentee_staff_id", "mentor_pair.two_counties")
        return
    if {pair.mentor_school_id, pair.mentee_school_id} != {pairing.supporting_school_id, pairing.recipient_school_id}:
        raise problem_on("mentee_staff_id", "mentor_pair.not_of_pairing")
    if pairing.status is not PairingStatus.active:
        raise Problem("mentor_pair.pairing_closed", state=pairing.status.label)


async def _check(ctx: Ctx, pair: MentorPair, both: Both) -> None:
    """Days, service and subject, of a new pair or a changed one."""
    await _check_days(ctx, pair)
    names = await staff.person_names(ctx.db, [each.person_id for each in both.values()])
    for side, employed in both.items():
        if not rules.covers(employed.hired_on, employed.ended_on, pair.start_on, pair.start_on):
            day = day_words(pair.start_on, ctx.today)
            name = names[employed.person_id]
            raise problem_on(f"{side}_staff_id", "mentor_pair.not_in_service", name=name, day=day)
    await _check_subject(ctx, pair, both, names)


def _check_order(ctx: Ctx, start_on: date, end_on: date) -> None:
    if end_on < start_on:
        raise problem_on("end_on", "period.order", start_on=day_words(start_on, ctx.today))


async def _check_days(ctx: Ctx, pair: MentorPair) -> None:
    _check_order(ctx, pair.start_on, pair.end_on)
    if pair.pairing_id is not None:
        pairing = await pairings.find(ctx.db, pair.pairing_id)
        if not rules.covers(pairing.start_on, pairing.end_on, pair.start_on, pair.end_on):
            field = "start_on" if pair.start_on < pairing.start_on else "end_on"
            last = "以后" if pairing.end_on is None else day_words(pairing.end_on, ctx.today)
            first = day_words(pairing.start_on, ctx.today)
            raise problem_on(field, "mentor_pair.outside", start_on=first, end_on=last)


async def _check_subject(ctx: Ctx, pair: MentorPair, both: Both, names: Mapping[UUID, str]) -> None:
    """What the region says of two who do not both teach the subject (JH-24); the tick is kept where it was needed."""
    others = [each for each in both.values() if not rules.teaches(each.subject, pair.subject)]
    ticked, pair.subject_differs = pair.subject_differs, bool(others)
    if not others:
        return
    found = await policy_rules.in_force(ctx.db, SUBJECT, pair.mentee_county_code, ctx.today)
    who = "，".join(f"{names[each.person_id]}教{each.subject}" for each in others)
    if found.refuses:
        source = f"《{found.source}》"
        raise problem_on("subject", "mentor_pair.subject_refused", who=who, subject=pair.subject, source=source)
    if not ticked:
        raise problem_on("subject_differs", "mentor_pair.subject_differs", who=who, subject=pair.subject)


async def _check_room(ctx: Ctx, pair: MentorPair) -> None:
    """One open pair of a mentee in a subject (HZ-07, CI-04); so many mentees of a mentor as the region says (LQ-16)."""
    await _refuse_second(ctx, pair)
    found = await policy_rules.in_force(ctx.db, MENTEES, pair.mentee_county_code, ctx.today)
    if not found.is_checked or found.most is None:
        return
    count = await queries.open_of_mentor(ctx.db, pair.mentor_person_id)
    if count >= found.most:
        name = (await staff.person_names(ctx.db, [pair.mentor_person_id]))[pair.mentor_person_id]
        said = {"name": name, "count": count, "source": f"《{found.source}》", "most": found.most}
        raise problem_on("mentor_staff_id", "mentor_pair.mentor_full", **said)


async def _refuse_second(ctx: Ctx, pair: MentorPair) -> None:
    other = await queries.open_of_mentee(ctx.db, pair.mentee_person_id, pair.subject, pair.id)
    if other is not None:
        raise await _second(ctx, pair, period_words(other.start_on, other.end_on, ctx.today))


async def _second(ctx: Ctx, pair: MentorPair, period: str) -> Problem:
    name = (await staff.person_names(ctx.db, [pair.mentee_person_id]))[pair.mentee_person_id]
    return problem_on("mentee_staff_id", "mentor_pair.duplicate", name=name, subject=pair.subject, period=period)


async def _insert(ctx: Ctx, pair: MentorPair) -> None:
    """The lock keeps two from coming this far at once; the index would refuse the second one all the same."""
    try:
        async with ctx.db.begin_nested():
            ctx.db.add(pair)
            ctx.act(pair, "create")
            await ctx.db.flush()
    except IntegrityError as error:
        raise await _second(ctx, pair, "刚刚登记") from error


async def edit(ctx: Ctx, pair_id: UUID, expected: int, body: MentorPairPatch) -> MentorPairDetail:
    """Put right what was typed, or change the plan. Raises as `create` does, and 412."""
    row = await queries.row(ctx.db, ctx.scope, pair_id)
    if row is None:
        raise Problem("resource.not_found")
    both = await _locked(ctx, {"mentor": row.mentor_staff_id, "mentee": row.mentee_staff_id})
    pair = await _load(ctx, pair_id, expected, "edit")
    was = (pair.subject, pair.start_on)
    for field, value in body.model_dump(exclude_unset=True, exclude_none=True).items():
        setattr(pair, field, rules.one_subject(value) if field == "subject" else value)
    with ctx.db.no_autoflush:
        await (_check_days(ctx, pair) if (pair.subject, pair.start_on) == was else _check(ctx, pair, both))
        await _refuse_second(ctx, pair)
    return await _saved(ctx, pair, "edit")


async def summarise(ctx: Ctx, pair_id: UUID, expected: int, body: SummariseMentorPair) -> MentorPairDetail:
    """The mentor's summary, or a better one (W-22.5). Raises 422 `file.not_waiting` too."""
    pair = await _load(ctx, pair_id, expected, "summarise")
    pair.summary = body.summary
    await files.attach(ctx, body.file_ids, KIND, file_owner(pair))
    return await _saved(ctx, pair, "summarise")


async def review(ctx: Ctx, pair_id: UUID, expected: int, body: ReviewMentorPair) -> MentorPairDetail:
    """What the school finds (W-22.6)."""
    pair = await _load(ctx, pair_id, expected, "review")
    pair.result, pair.reward = body.result, body.reward
    return await _saved(ctx, pair, "review")


async def end(ctx: Ctx, pair_id: UUID, expected: int, body: EndMentorPair) -> MentorPairDetail:
    """Decide the last day. Raises 422 `mentor_pair.end_outside`, and before the review `mentor_pair.reason_missing`."""
    pair = await _load(ctx, pair_id, expected, "end")
    was_reviewed, last = pair.result is not None, min(pair.end_on, max(ctx.today, pair.start_on))
    if not pair.start_on <= body.end_on <= last:
        days = {"start_on": day_words(pair.start_on, ctx.today), "end_on": day_words(last, ctx.today)}
        raise problem_on("end_on", "mentor_pair.end_outside", **days)
    if not was_reviewed and not body.reason.strip():
        raise problem_on("reason", "mentor_pair.reason_missing")
    pair.ended_on, pair.closed_reason = body.end_on, body.reason
    return await _saved(ctx, pair, "end")


async def void(ctx: Ctx, pair_id: UUID, expected: int, body: WithReason) -> MentorPairDetail:
    """It should never have been recorded; the record stays."""
    pair = await _load(ctx, pair_id, expected, "void")
    pair.closed_reason = body.reason
    return await _saved(ctx, pair, "void")


async def _load(ctx: Ctx, pair_id: UUID, expected: int, action: str) -> MentorPair:
    pair = await queries.visible(ctx.db, ctx.scope, pair_id)
    if pair is None:
        raise Problem("resource.not_found")
    after = rules.TABLE.take(pair.status, action, facts_of(ctx.principal, pair))
    check_version(pair, expected)
    if after is not pair.status:
        pair.status, pair.status_at = after, ctx.now
    return pair


async def _saved(ctx: Ctx, pair: MentorPair, action: str) -> MentorPairDetail:
    ctx.act(pair, action)
    await ctx.db.flush()
    return await detail(ctx, pair.id)


async def close_after(ctx: Ctx, pairs: Sequence[MentorPair], until_on: date, reason: str) -> None:
    """End pairs that cannot go on after a day; one that has not begun by then is void, one that has days left keeps
    them."""
    for pair in pairs:
        if until_on < pair.start_on:
            pair.status, action = MentorPairStatus.void, "void"
        elif until_on > ctx.today:
            pair.end_on, action = min(pair.end_on, until_on), "shorten"
        else:
            pair.status, action = MentorPairStatus.ended, "end"
            pair.ended_on = rules.last_day(pair.start_on, pair.end_on, until_on)
        if action != "shorten":
            pair.status_at, pair.closed_reason = ctx.now, reason
        ctx.act(pair, action)
    await ctx.db.flush()
