"""Recording lessons that were heard: each function is one use case in one transaction (E-36, W-22.4)."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from services.api.features.activities import service_entries as activities
from services.api.features.files import service as files
from services.api.features.lesson_records import queries, rules
from services.api.features.lesson_records.models import LessonRecord
from services.api.features.lesson_records.service_read import KIND, detail, facts_of, file_owner, visible
from services.api.features.mentor_pairs import service_entries as mentor_pairs
from services.api.features.pairings import service as pairings
from services.api.features.staff import service as staff
from services.api.features.staff import service_people as people
from services.api.kernel.context import Ctx
from services.api.kernel.etag import check_version
from services.api.kernel.problems import Problem, invalid, problem_on
from services.api.kernel.words import day_words
from services.contracts.codes import PairSide
from services.contracts.lesson_records import LessonRecordCreate, LessonRecordDetail, LessonRecordPatch, Reflect
from services.contracts.pairings import WithReason

Both = Mapping[str, staff.Staff]
"""`teacher` and `observer` → the employment."""


async def record(ctx: Ctx, body: LessonRecordCreate) -> LessonRecordDetail:
    """Record a lesson that was heard (W-22.4).

    Raises 404 for a pairing that is not the caller's; 403 unless the caller heard it or acts for the observer's school;
    409 `lesson_record.not_started`, `lesson_record.duplicate`; 422 `staff.unknown`, `lesson_record.observer`,
    `lesson_record.not_of_pairing`, `lesson_record.outside`, `lesson_record.not_in_service`,
    `lesson_record.not_of_activity`, `lesson_record.not_of_mentor_pair`, `file.not_waiting`.
    """
    if not await queries.pairings_of(ctx.db, ctx.principal, body.pairing_id):
        raise Problem("resource.not_found")
    pairing = await pairings.find(ctx.db, body.pairing_id, hold=True)
    if pairing.status not in rules.STARTED:
        raise Problem("lesson_record.not_started", state=pairing.status.label)
    observer_id = body.observer_staff_id or await _own_employment(ctx, pairing)
    both = await _locked(ctx, {"teacher": body.teacher_staff_id, "observer": observer_id})
    record_ = _new(ctx, body, both, pairing)
    await _check(ctx, record_, pairing, both)
    await _check_links(ctx, record_)
    await _insert(ctx, record_)
    await files.attach(ctx, body.file_ids, KIND, file_owner(record_))
    return await detail(ctx, record_.id)


async def _own_employment(ctx: Ctx, pairing: Any) -> UUID:
    """The caller's employment at one of the two schools, the open one first."""
    schools = {pairing.supporting_school_id, pairing.recipient_school_id}
    person_id = ctx.principal.person_id
    mine = await people.employments_of(ctx.db, person_id) if person_id is not None else ()
    found = next((each.id for each in mine if each.school_id in schools), None)
    if found is None:
        raise invalid("observer_staff_id", "lesson_record.observer", "请选听课人")
    return found


async def _locked(ctx: Ctx, staff_ids: Mapping[str, UUID]) -> Both:
    """Both employments, locked in one order with all others of the two persons: nobody merges them meanwhile."""
    persons = await queries.persons_of(ctx.db, set(staff_ids.values()))
    found: dict[UUID, staff.Staff] = {}
    for person_id in sorted(set(persons.values())):
        found |= {each.id: each for each in await people.employments_of(ctx.db, person_id, locked=True)}
    for who, staff_id in staff_ids.items():
        if staff_id not in found:
            raise invalid(f"{who}_staff_id", "staff.unknown", "没有这名教职工，请重新选择")
    return {who: found[staff_id] for who, staff_id in staff_ids.items()}


def _new(ctx: Ctx, body: LessonRecordCreate, both: Both, pairing: Any) -> LessonRecord:
    """Raises 422 unless the two are of the two schools, 403 unless the caller heard it or acts for who did."""
    teacher, observer, who = both["teacher"], both["observer"], ctx.principal
    sides = {getattr(pairing, f"{side}_school_id"): side for side in PairSide}
    if {teacher.school_id, observer.school_id} != set(sides):
        raise problem_on("teacher_staff_id", "lesson_record.not_of_pairing")
    if who.person_id != observer.person_id and not (who.is_school and who.school_id == observer.school_id):
        raise Problem("permission.denied", who=rules.OBSERVERS)
    typed = body.model_dump(exclude={"file_ids", "teacher_staff_id", "observer_staff_id"})
    return LessonRecord(
        **typed, teacher_side=sides[teacher.school_id], teacher_staff_id=teacher.id, observer_staff_id=observer.id,
        teacher_person_id=teacher.person_id, observer_person_id=observer.person_id,
        county_code=observer.county_code, other_county_code=teacher.county_code, created_at=ctx.now,
    )  # fmt: skip


async def _check(ctx: Ctx, record_: LessonRecord, pairing: Any, both: Both) -> None:
    """The day: inside the pairing, not to come, both in service, and nothing else heard in that lesson."""
    day, last = record_.held_on, rules.last_possible_day(pairing.end_on, ctx.today)
    if not pairing.start_on <= day <= last:
        words = {"start_on": day_words(pairing.start_on, ctx.today), "end_on": day_words(last, ctx.today)}
        raise problem_on("held_on", "lesson_record.outside", **words)
    for who, employed in both.items():
        if not rules.serves_on(employed.hired_on, employed.ended_on, day):
            name = (await staff.person_names(ctx.db, [employed.person_id]))[employed.person_id]
            raise problem_on(
                f"{who}_staff_id", "lesson_record.not_in_service", name=name, day=day_words(day, ctx.today)
            )
    if await queries.same_lesson(ctx.db, record_) is not None:
        raise _second(ctx, record_)


def _second(ctx: Ctx, record_: LessonRecord) -> Problem:
    day = day_words(record_.held_on, ctx.today)
    return problem_on("lesson_no", "lesson_record.duplicate", day=day, lesson_no=record_.lesson_no)


async def _check_links(ctx: Ctx, record_: LessonRecord) -> None:
    """An activity and a mentor pair are of this lesson."""
    if record_.activity_id is not None:
        held = await activities.place_of(ctx.db, record_.activity_id)
        if held != (record_.pairing_id, record_.held_on):
            raise problem_on("activity_id", "lesson_record.not_of_activity")
    if record_.mentor_pair_id is not None:
        persons = await mentor_pairs.persons_of(ctx.db, record_.mentor_pair_id)
        if persons != {record_.teacher_person_id, record_.observer_person_id}:
            raise problem_on("mentor_pair_id", "lesson_record.not_of_mentor_pair")


async def _insert(ctx: Ctx, record_: LessonRecord) -> None:
    """The lock keeps two from coming this far at once; the index would refuse the second one all the same."""
    try:
        async with ctx.db.begin_nested():
            ctx.db.add(record_)
            ctx.act(record_, "record")
            await ctx.db.flush()
    except IntegrityError as error:
        raise _second(ctx, record_) from error


async def edit(ctx: Ctx, record_id: UUID, expected: int, body: LessonRecordPatch) -> LessonRecordDetail:
    """Put right what was typed, before the reflection. Raises as `record` does, and 412."""
    row = await visible(ctx, record_id)
    pairing = await pairings.find(ctx.db, row.pairing_id, hold=True)
    both = await _locked(ctx, {"teacher": row.teacher_staff_id, "observer": row.observer_staff_id})
    record_ = await _load(ctx, row, expected, "edit")
    was = (record_.held_on, record_.lesson_no)
    for field, value in body.model_dump(exclude_unset=True, exclude_none=True).items():
        setattr(record_, field, value)
    if (record_.held_on, record_.lesson_no) != was:
        with ctx.db.no_autoflush:
            await _check(ctx, record_, pairing, both)
            await _check_links(ctx, record_)
    return await _saved(ctx, record_, "edit")


async def reflect(ctx: Ctx, record_id: UUID, expected: int, body: Reflect) -> LessonRecordDetail:
    """What the taught teacher makes of it (F-31). Raises 404, 403, 409, 412, 422 `file.not_waiting`."""
    record_ = await _load(ctx, await visible(ctx, record_id), expected, "reflect")
    record_.reflection, record_.reflected_on = body.reflection, ctx.today
    await files.attach(ctx, body.file_ids, KIND, file_owner(record_))
    return await _saved(ctx, record_, "reflect")


async def void(ctx: Ctx, record_id: UUID, expected: int, body: WithReason) -> LessonRecordDetail:
    """It should never have been recorded; the record stays, and counts no more."""
    record_ = await _load(ctx, await visible(ctx, record_id), expected, "void")
    record_.void_reason = body.reason
    return await _saved(ctx, record_, "void")


async def _load(ctx: Ctx, row: Any, expected: int, action: str) -> LessonRecord:
    """The record of a row in scope, locked. Raises 403, 409, 412."""
    record_ = await queries.lock(ctx.db, row.id)
    record_.status = rules.TABLE.take(record_.status, action, facts_of(ctx.principal, row))
    check_version(record_, expected)
    return record_


async def _saved(ctx: Ctx, record_: LessonRecord, action: str) -> LessonRecordDetail:
    ctx.act(record_, action)
    await ctx.db.flush()
    return await detail(ctx, record_.id)
