"""What is written about a person: corrections (it was wrong), changes (different from a day on), records, looks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm.attributes import flag_modified

from services.api.features.persons import queries, rules
from services.api.features.persons import service_days as days
from services.api.features.persons.models import PersonUnmasking
from services.api.features.persons.service_reading import detail, facts_of
from services.api.features.persons.service_records import KIND_OF, MODELS
from services.api.features.schools import service as schools
from services.api.features.staff import service_dated as dated
from services.api.features.staff import service_people as people
from services.api.features.staff.service_dated import PersonName
from services.api.kernel.context import Ctx
from services.api.kernel.etag import check_version
from services.api.kernel.patching import changes_of
from services.api.kernel.periods import Period
from services.api.kernel.personal import PersonalData
from services.api.kernel.problems import Problem, invalid, problem_on
from services.api.kernel.words import day_words, period_words, whole_day_words
from services.contracts.codes import RecordKind
from services.contracts.pairings import WithReason
from services.contracts.person_records import RecordCorrection, RecordIn
from services.contracts.persons import PersonChange, PersonCorrection, PersonDetail, UnmaskedOut, UnmaskPerson

_KINDS = {kind.value: kind for kind in RecordKind}
OF_WORK = ("post", "leadership", "title", "stage", "subject", "grades")
OF_THE_HUMAN = ("sex", "birth_on", "career_start_on", "confirmed_on")
TOLD_OF_THE_HUMAN = (*OF_THE_HUMAN, "name", "id_number")
"""What a correction's event of the person is about; work tells of itself."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A person in scope, locked, with the present or last employment."""

    person: people.Person
    staff: people.Staff


async def load(ctx: Ctx, person_id: UUID, action: str) -> Loaded:
    """The person when the caller may take the action. Raises 404, 403 `permission.denied`, 409 `state.illegal`,
    410 `person.merged`."""
    person = await people.find_person(ctx.db, person_id, locked=True)
    staff = await people.last_employment(ctx.db, person_id) if person is not None else None
    if person is None or staff is None or not _in_scope(ctx, staff):
        kept = await queries.merged_into(ctx.db, ctx.scope, person_id)
        raise problem_on("person_id", "person.merged", person_id=str(kept)) if kept else Problem("resource.not_found")
    state = rules.state_of(merged=person.merged_at is not None, employed=staff.ended_on is None)
    rules.PERSON_ACTIONS.take(state, action, facts_of(ctx, staff.county_code, staff.school_id))
    return Loaded(person, staff)


def _in_scope(ctx: Ctx, staff: people.Staff) -> bool:
    own = ctx.principal.person_id is not None and ctx.principal.person_id == staff.person_id
    return own or ctx.scope.has(staff.county_code, staff.school_id)


async def correct(
    ctx: Ctx, person_id: UUID, body: PersonCorrection, expected: int, personal: PersonalData
) -> PersonDetail:
    """It was wrong: values are replaced where they stand.

    Raises 404, 403, 412; 409 `staff.id_taken`; 422 `staff.id_number`, `staff.id_birth`, `staff.id_sex`,
    `staff.hired_too_early`, `staff.hired_clash`, `period.order`, `staff.hired_before_birth`, `staff.hired_too_young`,
    `staff.hired_far`, `field.null`, `request.nothing` when nothing is said beside the reason.
    """
    found = await load(ctx, person_id, "correct")
    check_version(found.person, expected)
    values = _said(body, but=("reason",), else_say="还没有填要改的内容，请至少填一项")
    person = found.person
    for name in OF_THE_HUMAN:
        if name in values:
            setattr(person, name, values[name])
    _check_hired(ctx, found, values)
    if "hired_on" in values:
        await _correct_hired(ctx, found, values["hired_on"], body.reason)
    if "name" in values:
        people.put_name(person, values["name"])
    if values.keys() & {"sex", "birth_on", "id_number"}:
        people.refuse_wrong_number(person, values.get("id_number"), personal)
    if "id_number" in values:
        await people.put_number(ctx.db, person, values["id_number"], personal)
    at_work = {name: values[name] for name in OF_WORK if name in values}
    await dated.correct_present(ctx, found.staff, at_work, body.reason)
    action = "correct" if values.keys() & set(TOLD_OF_THE_HUMAN) else None
    return await written(ctx, found, action, staff_too="correct" if at_work or "hired_on" in values else None)


def _check_hired(ctx: Ctx, found: Loaded, values: dict[str, Any]) -> None:
    """Day of hiring and birthday fit each other; the one that was given is told, the day of hiring first."""
    field = next((name for name in ("hired_on", "birth_on") if name in values), None)
    if field is None:
        return
    hired_on = values.get("hired_on", found.staff.hired_on)
    problem = dated.hired_problem(hired_on, found.person.birth_on, ctx.today, field)
    if problem is not None:
        raise Problem("request.invalid", errors=[problem])


async def _correct_hired(ctx: Ctx, found: Loaded, hired_on: date, reason: str) -> None:
    """The present employment, or the last one, began on another day. Raises 422 `staff.hired_clash`,
    `staff.hired_too_early`, `period.order`."""
    staff = found.staff
    if staff.ended_on is not None and staff.ended_on < hired_on:
        raise invalid("hired_on", "period.order", f"人事关系到{staff.ended_on}为止，入职日期不能在它之后")
    for earlier in await people.employments_of(ctx.db, staff.person_id):
        if earlier.id != staff.id and earlier.ended_on is not None and hired_on <= earlier.ended_on:
            detail = f"上一段人事关系到{earlier.ended_on}为止，入职日期要在它之后"
            raise invalid("hired_on", "staff.hired_too_early", detail, ended_on=earlier.ended_on.isoformat())
    await dated.correct_hired(ctx, staff, hired_on, reason)


def _said(body: PersonCorrection | PersonChange, but: Sequence[str], else_say: str) -> dict[str, Any]:
    values = {name: value for name, value in changes_of(body).items() if name not in but}
    if not values:
        raise invalid(but[0], "request.nothing", else_say)
    return values


async def written(ctx: Ctx, found: Loaded, action: str | None, *, staff_too: str | None = None) -> PersonDetail:
    """The person's version moves, so that two who write at once collide; without an action it has nothing to tell."""
    flag_modified(found.person, "created_at")
    if action is not None:
        ctx.act(found.person, action)
    if staff_too is not None:
        ctx.act(found.staff, staff_too)
    await ctx.db.flush()
    return await detail(ctx, found.person.id)


async def change(ctx: Ctx, person_id: UUID, body: PersonChange, expected: int) -> PersonDetail:
    """It is different from a day on: what was so ends the day before, and stays.

    Raises 404, 403, 412; 409 `fact.overlap`, `fact.same`, `state.illegal`; 422 `period.order`, `person.name_ahead`,
    `person.change_far`, `request.nothing`, `field.null`.
    """
    found = await load(ctx, person_id, "change")
    check_version(found.person, expected)
    values = _said(
        body,
        but=("start_on", "reason"),
        else_say="填的和现在登记的一样，没有要变的。只是日期登错了的，改正那一条的日期",
    )
    if body.start_on <= found.person.birth_on:
        raise invalid("start_on", "period.order", "日期要在出生日期之后")
    _refuse_far(ctx, values, body.start_on)
    if "name" in values:
        await _rename(ctx, found, values["name"], body)
    at_work = {name: values[name] for name in OF_WORK if name in values}
    await dated.change_present(ctx, found.staff, at_work, body.start_on, body.reason)
    return await written(ctx, found, "change", staff_too="change" if at_work else None)


def _refuse_far(ctx: Ctx, values: dict[str, Any], start_on: date) -> None:
    """A name is shown at once, so its day has come; other facts wait for their day, at most 366 days."""
    if "name" in values and start_on > ctx.today:
        raise invalid("start_on", "person.name_ahead", "改姓名从登记起就生效，日期不能晚于今天")
    if start_on > ctx.today + dated.LONGEST_AHEAD:
        raise invalid("start_on", "person.change_far", "变化最多提前一年登记，请核对年份")


async def _rename(ctx: Ctx, found: Loaded, name: str, body: PersonChange) -> None:
    """A new name; the old one is kept and found by searches."""
    person = found.person
    if name == person.name:
        raise problem_on("name", "fact.same")
    last_day = dated.day_before(body.start_on)
    for earlier in await people.rows_of(ctx.db, PersonName, person.id):
        if last_day <= earlier.end_on:
            since = whole_day_words(earlier.end_on + days.ONE_DAY)
            raise dated.not_before(f"现在的姓名从{since}起，再改名的日期得在那之后。")
    former = PersonName(
        county_code=found.staff.county_code, person_id=person.id, name=person.name, pinyin=person.pinyin,
        initials=person.initials, end_on=last_day, basis=body.reason,
    )  # fmt: skip
    ctx.db.add(former)
    ctx.act(former, "change")
    people.put_name(person, name)


async def add_record(ctx: Ctx, person_id: UUID, body: RecordIn) -> PersonDetail:
    """Write an earlier post or title, an honour, service, a certificate, an education, the spouse's work.

    Raises 404, 403; 409 `record.overlap` for posts and titles that share a day; 422 `period.order`,
    `school.unknown`, `record.school`, `record.spouse`.
    """
    found = await load(ctx, person_id, "record")
    values = body.record.model_dump(exclude={"kind"})
    kind = _KINDS[body.record.kind]
    await _check(ctx, found, kind, values, None)
    row = MODELS[kind](county_code=found.staff.county_code, person_id=person_id, **_plain(values))
    ctx.db.add(row)
    ctx.act(row, "record")
    await ctx.db.flush()
    await dated.show_present(ctx, found.staff)
    return await detail(ctx, person_id)


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    """Codes in a JSON column are stored as their values."""
    return {name: [str(each) for each in value] if name == "flags" else value for name, value in values.items()}


async def correct_record(
    ctx: Ctx, person_id: UUID, record_id: UUID, body: RecordCorrection, expected: int
) -> PersonDetail:
    """The whole record as it should have been; of posts, titles and teaching the row beside it moves along.

    Raises as `add_record` does, 412, 422 `record.kind`, `record.school_now`, and as `service_days.carry` does.
    """
    found = await load(ctx, person_id, "record")
    kind, row = await _find(ctx, person_id, record_id)
    check_version(row, expected)
    if body.record.kind != kind.value:
        raise problem_on("record", "record.kind", kind=kind.label)
    values = body.record.model_dump(exclude={"kind"})
    if kind in RUNNING:
        await _carry(ctx, found, row, values, body.reason)
    await _check(ctx, found, kind, values, record_id)
    row.sqlmodel_update(_plain(values))
    row.correction = body.reason
    if kind is RecordKind.service:
        row.verified_at = row.verified_by = None
    ctx.act(row, "correct")
    await ctx.db.flush()
    await dated.show_present(ctx, found.staff)
    return await detail(ctx, person_id)


async def _carry(ctx: Ctx, found: Loaded, row: Any, values: dict[str, Any], reason: str) -> None:
    """What is so now stays what is so now, where it is; its days and those of the rows beside it may move."""
    kind = KIND_OF[type(row)]
    if (values["end_on"] is None) is not (row.end_on is None):
        raise problem_on("end_on", "record.running", kind=kind.label)
    if row.end_on is None and values.get("school_id") != getattr(row, "school_id", None):
        raise invalid("school_id", "record.school_now", "现在的职务在现在的学校，学校不在这里改")
    _check_order(ctx, values)
    await days.carry(ctx, found.staff, row, Period(values["start_on"], values["end_on"]), reason)


async def void_record(ctx: Ctx, person_id: UUID, record_id: UUID, body: WithReason, expected: int) -> PersonDetail:
    """It was entered by mistake; it stays, and counts nowhere. Raises 404, 403, 412; 409 `record.running`."""
    await load(ctx, person_id, "record")
    kind, row = await _find(ctx, person_id, record_id)
    check_version(row, expected)
    if kind in RUNNING and row.end_on is None:
        raise problem_on("record_id", "record.running", kind=kind.label)
    row.voided_at, row.void_reason = ctx.now, body.reason
    ctx.act(row, "void")
    await ctx.db.flush()
    return await detail(ctx, person_id)


RUNNING = frozenset({RecordKind.position, RecordKind.job_title, RecordKind.teaching})
"""Kinds of which one is what somebody is now."""
_DAYS = {"awarded_on": "valid_to", "obtained_on": "valid_to", "start_on": "end_on", "term_start_on": "term_end_on"}


async def _find(ctx: Ctx, person_id: UUID, record_id: UUID) -> tuple[RecordKind, Any]:
    for kind, model in MODELS.items():
        row = await people.record(ctx.db, model, person_id, record_id)
        if row is not None:
            return kind, row
    raise Problem("resource.not_found")


def _check_order(ctx: Ctx, values: dict[str, Any]) -> None:
    for first, last in _DAYS.items():
        start_on, end_on = values.get(first), values.get(last)
        if start_on is not None and end_on is not None and end_on < start_on:
            raise problem_on(last, "period.order", start_on=day_words(start_on, ctx.today))


async def _check(ctx: Ctx, found: Loaded, kind: RecordKind, values: dict[str, Any], own_id: UUID | None) -> None:
    _check_order(ctx, values)
    for name in ("school_id", "spouse_school_id"):
        if values.get(name) is not None:
            await schools.find(ctx.db, values[name], name)
    if kind in {RecordKind.position, RecordKind.service} and not (values["school_id"] or values["school_name"]):
        raise invalid("school_id", "record.school", "请选学校；不在系统里的，填学校名称")
    if kind in RUNNING:
        await _refuse_overlap(ctx, found.person.id, kind, Period(values["start_on"], values["end_on"]), own_id)
    if kind is RecordKind.spouse:
        await _check_spouse(ctx, found, values)


async def _refuse_overlap(ctx: Ctx, person_id: UUID, kind: RecordKind, period: Period, own_id: UUID | None) -> None:
    found: list[Any] = await people.rows_of(ctx.db, MODELS[kind], person_id, locked=True)
    rows = [row for row in found if row.id != own_id]
    other = rules.first_overlap([Period(row.start_on, row.end_on) for row in rows], period)
    if other is not None:
        words = period_words(other.start_on, other.end_on, ctx.today)
        raise problem_on("start_on", "record.overlap", kind=kind.label, period=words)


async def _check_spouse(ctx: Ctx, found: Loaded, values: dict[str, Any]) -> None:
    spouse_id = values["spouse_person_id"]
    if spouse_id == found.person.id or not (spouse_id or values["spouse_name"]):
        raise invalid("spouse_person_id", "record.spouse", "请选配偶；不在系统里的，填姓名")
    if spouse_id is None:
        return
    employed = await people.last_employment(ctx.db, spouse_id)
    if employed is None or not ctx.scope.has(employed.county_code, employed.school_id):
        raise invalid("spouse_person_id", "resource.not_found", "没有找到这个人，请重新选择，或只填姓名")


async def unmask(ctx: Ctx, person_id: UUID, body: UnmaskPerson, personal: PersonalData) -> UnmaskedOut:
    """The whole identity number, this once; who looked, when and why is kept and shown to the coordinator.

    Raises 404, 403; 409 `person.no_number`.
    """
    found = await load(ctx, person_id, "unmask")
    if found.person.id_number_cipher is None:
        raise Problem("person.no_number")
    look = PersonUnmasking(
        county_code=found.staff.county_code, person_id=person_id, looked_at=ctx.now, looked_by=ctx.principal.id,
        reason=body.reason,
    )  # fmt: skip
    ctx.db.add(look)
    ctx.act(look, "unmask")
    return UnmaskedOut(person_id=person_id, id_number=personal.decrypt(found.person.id_number_cipher))
