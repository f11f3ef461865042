"""The end of an employment, and the move of a person to another school: the one way in which both are done."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.api.features.schools import service as schools
from services.api.features.staff import queries, service_dated
from services.api.features.staff.hooks import end_followers, end_guards
from services.api.features.staff.models import Person, Staff
from services.api.kernel.context import Ctx
from services.api.kernel.problems import Problem, invalid, problem_on
from services.api.kernel.words import day_words
from services.contracts.codes import Post


@dataclass(frozen=True, slots=True)
class Transfer:
    """Who goes to which school, from which day on, and what the person is there; `reason` stands on the old record."""

    staff_id: UUID
    to_school_id: UUID
    on: date
    post: Post
    subject: str
    reason: str


async def finish(ctx: Ctx, staff: Staff, ended_on: date, reason: str) -> None:
    """Decide the last day of an employment that the caller holds; what hangs on it ends too.

    Raises 409 `staff.in_use` while an assignment runs after that day; 422 `period.order`.
    """
    if ended_on < staff.hired_on:
        raise problem_on("ended_on", "period.order", start_on=staff.hired_on.isoformat())
    if any([await guard(ctx.db, staff.id, ended_on) for guard in end_guards]):
        raise Problem("staff.in_use")
    staff.ended_on, staff.end_reason = ended_on, reason
    await service_dated.end_rows(ctx, staff, ended_on)
    ctx.act(staff, "end")
    for follow in end_followers:
        await follow(ctx, staff.id, ended_on)


async def transfer(ctx: Ctx, move: Transfer) -> Staff:
    """End an employment the day before and begin another at the new school; title and establishment stay.

    The caller has asked who may. Raises as `finish` does; 409 `staff_move.ended`, `staff_move.merged` when the
    employment does not run any more; 422 `school.closed`.
    """
    person, staff = await hold(ctx, move.staff_id)
    school = await schools.find(ctx.db, move.to_school_id, "to_school_id")
    if school.closed_on is not None and school.closed_on < move.on:
        raise invalid("to_school_id", "school.closed", "这所学校已撤并，请改选学校")
    title = (await service_dated.facts_on(ctx.db, person.id, move.on)).title or staff.title
    await finish(ctx, staff, service_dated.day_before(move.on), move.reason)
    await ctx.db.flush()  # a person has one open employment: the old one ends before the new one begins
    fresh = Staff(
        person_id=person.id, county_code=school.county_code, school_id=school.id, post=move.post, title=title,
        stage=staff.stage, subject=move.subject, in_quota=staff.in_quota, full_time_teacher=staff.full_time_teacher,
        hired_on=move.on, created_at=ctx.now,
    )  # fmt: skip
    ctx.db.add(fresh)
    ctx.act(fresh, "transfer")
    if person.county_code != school.county_code:
        person.county_code = school.county_code
        ctx.act(person, "transfer")
    await ctx.db.flush()
    await service_dated.employ(ctx, fresh, ())
    await ctx.db.flush()
    return fresh


async def hold(ctx: Ctx, staff_id: UUID) -> tuple[Person, Staff]:
    """Person and running employment, locked in this order and read afresh.

    Raises 409 `staff_move.ended`, `staff_move.merged` when the employment does not run any more.
    """
    found = await queries.locked(ctx.db, staff_id)
    if found is None:
        raise Problem("resource.not_found")
    person, staff = found
    if staff.merged_at is not None or person.merged_at is not None:
        raise Problem("staff_move.merged")
    if staff.ended_on is not None:
        raise Problem("staff_move.ended", day=day_words(staff.ended_on, ctx.today))
    return person, staff
