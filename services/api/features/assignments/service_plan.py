"""Planning an assignment and deriving its facts; the one place that writes a period (SM-4, architecture §4)."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.engine import Row
from sqlalchemy.exc import IntegrityError

from services.api.features.assignments import queries, rules
from services.api.features.assignments.hooks import Joining, joins, tell_followers, tell_team
from services.api.features.assignments.models import Assignment
from services.api.features.assignments.service_read import facts_of, one
from services.api.features.pairings import service as pairings
from services.api.features.persons import service_honours as honours
from services.api.features.regions import service as regions
from services.api.features.schools import service as schools
from services.api.features.staff import service_dated as staff_dated
from services.api.kernel.context import Ctx
from services.api.kernel.etag import check_version
from services.api.kernel.ids import new_id
from services.api.kernel.periods import Period, school_year_of
from services.api.kernel.problems import Problem, invalid, problem_on
from services.api.kernel.words import day_words
from services.contracts.assignments import AssignmentCreate, AssignmentPatch, AssignmentRow
from services.contracts.codes import AssignmentStatus, ExchangeMode, PairingStatus

Values = Mapping[str, Any]
CLOSED_PAIRINGS = (PairingStatus.ended, PairingStatus.void)


async def plan(ctx: Ctx, body: AssignmentCreate) -> AssignmentRow:
    """Plan an assignment; direction, school year and exclusiveness are derived.

    Raises 403 unless the caller decides between the two counties; 422 on a field that does not fit
    (`assignment.same_school`, `.staff_ended`, `.pairing_mismatch`, `period.order`); 409 `assignment.overlap`.
    """
    person = await employment_in_scope(ctx, body.staff_id)
    assignment = await insert(ctx, person, body, "plan", None)
    return await one(ctx, assignment.id)


async def insert(
    ctx: Ctx, person: Row[Any], body: AssignmentCreate, action: str, instead_of: Assignment | None
) -> Assignment:  # fmt: skip
    """Write a new plan for a locked employment, in the place of another one or not; raises what `plan` raises."""
    if person.ended_on is not None:
        raise problem_on("staff_id", "assignment.staff_ended", ended_on=day_words(person.ended_on, ctx.today))
    typed = body.model_dump(exclude={"staff_id"})
    team_year = school_year_of(body.start_on) if instead_of is None else instead_of.school_year
    typed["pairing_id"] = await _pairing_of(ctx, body, person.school_id, team_year)
    require_pairing(typed["mode"], typed["pairing_id"])
    values = await derived(ctx, person, person.school_id, person.county_code, typed)
    counties = (person.county_code, values["receiving_county_code"])
    await regions.must_decide(ctx, *counties)
    assignment = Assignment(
        **{**typed, **values},
        id=new_id(),
        person_id=person.person_id,
        staff_id=body.staff_id,
        sending_school_id=person.school_id,
        home_county_code=person.county_code,
        planned_end_on=body.end_on,
        status=AssignmentStatus.planned,
        status_at=ctx.now,
        created_at=ctx.now,
        replaces_id=instead_of.id if instead_of is not None else None,
    )
    ctx.act(assignment, action)
    await store(ctx, assignment, {})
    await tell_team(ctx, assignment.team_id)
    return assignment


async def employment_in_scope(ctx: Ctx, staff_id: UUID) -> Row[Any]:
    """The employment and its person, locked. Raises 422 on `staff_id` when it is not in the caller's region."""
    person: Row[Any] | None = await queries.employment(ctx.db, staff_id, lock=True)
    if person is None or not ctx.principal.covers(person.county_code):
        raise invalid("staff_id", "resource.not_found", "没有找到这名教职工，请重新选择")
    return person


async def _pairing_of(ctx: Ctx, body: AssignmentCreate, sending_school_id: UUID, team_year: int) -> UUID | None:
    """The pairing it belongs to, its own or its team's; both schools must be the pairing's sides.

    Who goes on in somebody's place is in the team of that school year, however late the place is taken.
    """
    pairing_id = body.pairing_id
    if body.team_id is not None:
        of_team = await joins(ctx, Joining(body.team_id, sending_school_id, team_year))
        if pairing_id is not None and pairing_id != of_team:
            raise invalid("team_id", "assignment.pairing_mismatch", "这个团队属于另一个结对，请改选")
        pairing_id = of_team
    if pairing_id is not None:
        await check_pairing(ctx, pairing_id, {sending_school_id, body.receiving_school_id}, sending_school_id)
    return pairing_id


def require_pairing(mode: ExchangeMode, pairing_id: UUID | None) -> None:
    """Two-way exchange in teams goes on between two paired schools (WC-01). Raises 422 `assignment.pairing_missing`."""
    if mode is ExchangeMode.team_two_way and pairing_id is None:
        raise problem_on("mode", "assignment.pairing_missing")


async def check_pairing(ctx: Ctx, pairing_id: UUID, two_schools: set[UUID], sender: UUID | None = None) -> None:
    """Raises 422 `assignment.pairing_mismatch`, or on `pairing_id` when the pairing is over.

    With `sender`, the school of a person that was chosen, `assignment.pairing_person` when that is not in it.
    """
    pairing = await pairings.find(ctx.db, pairing_id, hold=True)
    both = {pairing.supporting_school_id, pairing.recipient_school_id}
    if sender is not None and sender not in both:
        raise problem_on("staff_id", "assignment.pairing_person")
    if both != two_schools:
        raise problem_on("pairing_id", "assignment.pairing_mismatch")
    if pairing.status in CLOSED_PAIRINGS:
        raise invalid("pairing_id", "pairing.closed", "这个结对已结束，请改选")


async def check_pairing_lasts(ctx: Ctx, pairing_id: UUID, end_on: date) -> None:
    """Nobody serves under a pairing that is over beyond its last day. Raises 422 on `end_on`."""
    pairing = await pairings.find(ctx.db, pairing_id, hold=True)
    if pairing.status in CLOSED_PAIRINGS and pairing.end_on is not None and end_on > pairing.end_on:
        day = day_words(pairing.end_on, ctx.today)
        raise invalid("end_on", "pairing.closed", f"两校的结对{day}已结束，不能延到那天以后")


async def derived(
    ctx: Ctx, person: Row[Any], sending_school_id: UUID, home_county: str, typed: Values
) -> dict[str, Any]:
    """What follows from the typed values: receiving county, direction, school year, and the facts to freeze.

    Post, title, honours and stage are those of the first day, as far as they are known; what is not recorded for that
    day is as it is now.
    """
    start_on, receiving_id = typed["start_on"], typed["receiving_school_id"]
    if receiving_id == sending_school_id:
        raise problem_on("receiving_school_id", "assignment.same_school")
    if typed["end_on"] < start_on:
        raise problem_on("end_on", "period.order", start_on=day_words(start_on, ctx.today))
    receiving = await schools.find(ctx.db, receiving_id, "receiving_school_id")
    if receiving.closed_on is not None and receiving.closed_on < typed["end_on"]:
        raise invalid("receiving_school_id", "school.closed", "这所学校届时已停办，请改选一所")
    localities = await schools.localities_on(ctx.db, [sending_school_id, receiving_id], start_on)
    of_sending, of_receiving = localities.get(sending_school_id), localities.get(receiving_id)
    year = school_year_of(start_on)
    then = await staff_dated.facts_on(ctx.db, person.person_id, start_on)
    now = {name: getattr(person, name) for name in ("post", "title", "stage", "subject")}
    facts = now | then.given()
    return {
        "receiving_county_code": receiving.county_code,
        "direction": rules.direction(home_county, receiving.county_code, of_sending, of_receiving),
        "school_year": year,
        "exclusive": rules.is_exclusive(typed["workload"]),
        "subject": typed.get("subject") or facts["subject"],
        "sex": person.sex,
        "age": rules.age_in(year, person.birth_on),
        "post": facts["post"],
        "title": facts["title"],
        "honours": await honours.bits_of_person(ctx.db, person.person_id, start_on),
        "stage": facts["stage"],
        "sending_locality": of_sending,
        "receiving_locality": of_receiving,
    }


async def store(ctx: Ctx, assignment: Assignment, values: Values) -> None:
    """Write the values when the person has no other exclusive assignment then; name the event before.

    PostgreSQL's exclusion constraint has the last word; it is met at a savepoint, so that the answer can name
    the other assignment. Raises 409 `assignment.overlap`.
    """
    now = {name: values.get(name, getattr(assignment, name)) for name in ("start_on", "end_on", "exclusive")}
    person_id, staff_id, own_id = assignment.person_id, assignment.staff_id, assignment.id
    period = Period(now["start_on"], now["end_on"])
    if now["exclusive"]:
        await _refuse_overlap(ctx, person_id, staff_id, period, own_id)
    try:
        async with ctx.db.begin_nested():
            for name, value in values.items():
                setattr(assignment, name, value)
            ctx.db.add(assignment)
            await ctx.db.flush()
    except IntegrityError:
        await _refuse_overlap(ctx, person_id, staff_id, period, own_id)
        raise


async def _refuse_overlap(ctx: Ctx, person_id: UUID, staff_id: UUID, period: Period, own_id: UUID) -> None:
    other = await queries.overlapping(ctx.db, person_id, period, own_id)
    if other is None:
        return
    person = await queries.employment(ctx.db, staff_id)
    raise problem_on(
        "start_on",
        "assignment.overlap",
        name=person.name if person is not None else "",
        school=other.name,
        start_on=day_words(other.start_on, ctx.today),
        end_on=day_words(other.end_on, ctx.today),
        assignment_id=str(other.id),
    )


async def load(ctx: Ctx, assignment_id: UUID, expected: int) -> Assignment:
    """The assignment, locked. Raises 404 `resource.not_found`, 412 `precondition.stale`."""
    assignment = await in_scope_locked(ctx, assignment_id)
    check_version(assignment, expected)
    return assignment


async def in_scope_locked(ctx: Ctx, assignment_id: UUID) -> Assignment:
    """The assignment, locked, whatever its version. Raises 404 `resource.not_found`."""
    assignment = await queries.visible(ctx.db, ctx.scope, assignment_id)
    if assignment is None:
        raise Problem("resource.not_found")
    return assignment


def take(ctx: Ctx, assignment: Assignment, action: str) -> AssignmentStatus:
    """The state after the action; names the event. Raises 403 `permission.denied`, 409 `state.illegal`."""
    facts = facts_of(ctx.principal, assignment, ctx.today)
    after = rules.TABLE.take(assignment.status, action, facts)
    ctx.act(assignment, action)
    return after


NO_CONFIRMATION: dict[str, None] = {
    f"{part.value}_confirmed_{what}": None for part in rules.Part for what in ("at", "by")
}


async def edit(ctx: Ctx, assignment_id: UUID, expected: int, body: AssignmentPatch) -> AssignmentRow:
    """Change a plan; whoever had confirmed it is asked again. Raises what `plan` raises."""
    assignment = await load(ctx, assignment_id, expected)
    take(ctx, assignment, "edit")
    typed = {name: getattr(assignment, name) for name in AssignmentPatch.model_fields}
    typed |= body.model_dump(exclude_unset=True, exclude_none=True)
    require_pairing(typed["mode"], assignment.pairing_id)
    person = await employment_in_scope(ctx, assignment.staff_id)
    values = await derived(ctx, person, assignment.sending_school_id, assignment.home_county_code, typed)
    counties = (assignment.home_county_code, values["receiving_county_code"])
    await regions.must_decide(ctx, *counties)
    if assignment.pairing_id is not None:
        await check_pairing(ctx, assignment.pairing_id, {assignment.sending_school_id, typed["receiving_school_id"]})
    if assignment.team_id is not None and values["school_year"] != assignment.school_year:
        await joins(ctx, Joining(assignment.team_id, assignment.sending_school_id, values["school_year"]))
    await store(ctx, assignment, {**typed, **values, **NO_CONFIRMATION, "planned_end_on": typed["end_on"]})
    await tell_followers(ctx, assignment, "edit")
    return await one(ctx, assignment.id)
