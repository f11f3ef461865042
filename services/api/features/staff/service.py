"""Staff: the door for other features, and what schools and counties write about people."""

from datetime import date
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.schools import service as schools
from services.api.features.staff import queries, rules, service_dated
from services.api.features.staff.hooks import end_followers, end_guards
from services.api.features.staff.models import Person, Staff
from services.api.features.staff.queries import counts, directory, person_names
from services.api.features.staff.queries_quota import in_quota_at, subjects_of
from services.api.features.staff.queries_school import schools_with_staff
from services.api.features.staff.queries_table import open_numbers, staff_numbers
from services.api.features.staff.service_ending import Transfer, finish, hold, transfer
from services.api.features.staff.service_reading import detail, for_change, listing
from services.api.features.staff.service_succession import StaffMover, leadership, posts
from services.api.kernel.context import Ctx
from services.api.kernel.patching import changes_of
from services.api.kernel.personal import PersonalData, masked, normal_id_number
from services.api.kernel.pinyin import person_sort_key, person_spelling
from services.api.kernel.problems import Problem, invalid, problem_on
from services.contracts.people import EndStaff, StaffCreate, StaffOut, StaffPatch

__all__ = [
    "Person",
    "Staff",
    "StaffMover",
    "Transfer",
    "counts",
    "create",
    "detail",
    "directory",
    "end",
    "end_followers",
    "end_guards",
    "find", "hold", "in_quota_at", "in_scope",
    "leadership",
    "listing", "open_numbers",
    "person_names",
    "posts", "schools_with_staff", "staff_numbers", "subjects_of", "transfer",
    "update",
]  # fmt: skip

_OF_THE_PERSON = ("career_start_on", "confirmed_on")


async def find(db: AsyncSession, staff_id: UUID, field: str = "staff_id") -> Staff:
    """The employment whoever asks. Raises 422 `staff.unknown` on the field."""
    found = await queries.find(db, staff_id)
    if found is None:
        raise invalid(field, "staff.unknown", "没有这名教职工，请重新选择")
    return found


async def create(ctx: Ctx, body: StaffCreate, personal: PersonalData) -> StaffOut:
    """Employ a person at a school of the caller's. Somebody known by identity number whose employment has ended is
    employed again; nobody becomes two persons.

    Raises 404 for a school out of scope; 422 `staff.id_number`, `staff.id_birth`, `staff.id_sex`,
    `staff.hired_before_birth`, `staff.hired_too_young`, `staff.hired_far`, `staff.hired_too_early`, `school.closed`;
    409 `staff.id_taken`, `staff.open_elsewhere`.
    """
    school = await schools.require(ctx, body.school_id)
    if school.closed_on is not None and school.closed_on < body.hired_on:
        raise invalid("school_id", "school.closed", "这所学校已撤并，请改选学校")
    _check_dates(body, ctx.today)
    person = await _known_person(ctx, body, personal) if body.id_number else None
    if person is None:
        person = _new_person(body, school.county_code, personal)
    else:
        person.county_code = school.county_code
    values = body.model_dump(exclude={"name", "sex", "birth_on", "id_number", "grades", *_OF_THE_PERSON})
    staff = Staff(person_id=person.id, county_code=school.county_code, **values)
    for name in _OF_THE_PERSON:
        if getattr(body, name) is not None:
            setattr(person, name, getattr(body, name))
    await _insert(ctx, person, staff)
    await service_dated.employ(ctx, staff, body.grades)
    await ctx.db.flush()
    return await detail(ctx, staff.id)


async def update(ctx: Ctx, staff_id: UUID, body: StaffPatch, expected: int) -> StaffOut:
    """Put facts of an employment right, in the dated rows too. Raises 404, 403, 409 `state.illegal`, 412, 422
    `field.null`."""
    staff = await for_change(ctx, staff_id, expected, "update")
    changes = changes_of(body)
    staff.sqlmodel_update(changes)
    await service_dated.correct_present(ctx, staff, changes, "")
    ctx.act(staff, "update")
    await ctx.db.flush()
    return await detail(ctx, staff.id)


async def end(ctx: Ctx, staff_id: UUID, body: EndStaff, expected: int) -> StaffOut:
    """Decide the last day of an employment.

    Raises 404, 403, 412; 409 `staff.in_use` while an assignment runs after that day, `state.illegal`;
    422 `period.order`.
    """
    staff = await for_change(ctx, staff_id, expected, "end")
    await finish(ctx, staff, body.ended_on, body.reason)
    await ctx.db.flush()
    return await detail(ctx, staff.id)


async def in_scope(ctx: Ctx, staff_id: UUID) -> Staff:
    """An employment in the caller's scope, locked. Raises 404."""
    found = await queries.visible_for_change(ctx.db, ctx.scope, staff_id)
    if found is None:
        raise Problem("resource.not_found")
    return found


def _check_dates(body: StaffCreate, today: date) -> None:
    problem = rules.hired_problem(body.hired_on, body.birth_on, today)
    if problem is None and body.id_number:
        problem = rules.id_number_problem(body.id_number, body.birth_on, body.sex)
    if problem is not None:
        raise Problem("request.invalid", errors=[problem])


async def _known_person(ctx: Ctx, body: StaffCreate, personal: PersonalData) -> Person | None:
    number = normal_id_number(body.id_number or "") or ""
    person = await queries.person_with_number(ctx.db, personal.match_key(number))
    if person is None:
        return None
    typed = rules.Human(body.name, body.sex, body.birth_on)
    if not rules.is_same_human(rules.Human(person.name, person.sex, person.birth_on), typed):
        raise problem_on("id_number", "staff.id_taken")
    last = await queries.last_employment(ctx.db, person.id)
    if last is not None:
        await _check_ended(ctx, last, body.school_id, body.hired_on)
    return person


async def _check_ended(ctx: Ctx, last: Staff, school_id: UUID, hired_on: date) -> None:
    if last.ended_on is None and last.school_id == school_id:
        raise problem_on("id_number", "staff.id_taken")
    if last.ended_on is None:
        elsewhere = (await schools.refs(ctx.db, [last.school_id]))[last.school_id]
        raise problem_on("id_number", "staff.open_elsewhere", school=elsewhere.name)
    if hired_on <= last.ended_on:
        detail = f"上一段人事关系到{last.ended_on}为止，入职日期要在它之后"
        raise invalid("hired_on", "staff.hired_too_early", detail, ended_on=last.ended_on.isoformat())


def _new_person(body: StaffCreate, county_code: str, personal: PersonalData) -> Person:
    pinyin, initials = person_spelling(body.name)
    person = Person(
        county_code=county_code,
        name=body.name,
        pinyin=pinyin,
        initials=initials,
        sort_key=person_sort_key(body.name),
        sex=body.sex,
        birth_on=body.birth_on,
    )
    number = normal_id_number(body.id_number or "")
    if number is not None:
        person.id_number_cipher = personal.encrypt(number)
        person.id_number_hash = personal.match_key(number)
        person.id_number_masked = masked(number)
    return person


async def _insert(ctx: Ctx, person: Person, staff: Staff) -> None:
    """Two who employ the same person at once: the second one gets the same answer as one who comes later."""
    try:
        async with ctx.db.begin_nested():
            ctx.db.add(person)
            await ctx.db.flush()
            ctx.db.add(staff)
            await ctx.db.flush()
    except IntegrityError as error:
        raise problem_on("id_number", "staff.id_taken") from error
