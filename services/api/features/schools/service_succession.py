"""What becomes of schools: renamed, merged, split, closed, reopened, in one transaction.

Codes follow 学校（机构）代码管理办法 (2011): 更名 keeps the code, 恢复 gets it back.

Live rows go along by amending their school; months that were sent, frozen facts and revisions stay as they are.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from uuid import UUID

from sqlalchemy.orm.attributes import flag_modified

from services.api.features.regions import service as regions
from services.api.features.schools import queries_history, rules_succession, service_standing
from services.api.features.schools.hooks import Move, movers
from services.api.features.schools.models import School, SchoolSuccession
from services.api.features.schools.rules import SCHOOL_ACTIONS, SchoolFacts, full_day, state_of
from services.api.features.schools.service_changing import check_former, keep_former
from services.api.features.schools.service_making import draft, make
from services.api.kernel.context import Ctx
from services.api.kernel.ids import new_id
from services.api.kernel.pinyin import place_spelling
from services.api.kernel.problems import Problem, field_problem, invalid
from services.contracts.accounts import SchoolRef
from services.contracts.codes import SuccessionKind
from services.contracts.places import SchoolCreate
from services.contracts.school_history import (
    Carried,
    PartSchool,
    SchoolVersion,
    SuccessionDone,
    SuccessionOut,
    SuccessionPlan,
    SuccessionPreview,
    SuccessionStep,
)

LONGEST_REASON = 80
_K = SuccessionKind


@dataclass(slots=True)
class Target:
    """A successor: a school that stands, or one that the plan makes (`part`), whose id is not stored yet."""

    id: UUID
    code: str
    name: str
    school: School | None = None
    part: PartSchool | None = None


@dataclass(slots=True)
class Worked:
    """A plan that was checked: its schools by id, and each move with its successor."""

    plan: SuccessionPlan
    schools: dict[UUID, School]
    moves: list[tuple[Move, Target | None]] = field(default_factory=list)

    @property
    def counties(self) -> list[str]:
        """The counties of its schools, the one it begins in first."""
        first = self.plan.schools[0].id
        own = [self.schools[first].county_code] if first in self.schools else []
        return list(dict.fromkeys([*own, *(school.county_code for school in self.schools.values())]))


async def preview(ctx: Ctx, plan: SuccessionPlan) -> SuccessionPreview:
    """What would happen, with counts and names; nothing is written.

    Raises 404, 403, 409 `state.illegal`, `succession.changed`, `succession.planned`, 422 on every field that does not
    fit the kind and on a day that lies before what the schools have told.
    """
    return await shown(ctx, await work_out(ctx, plan))


async def shown(ctx: Ctx, worked: Worked) -> SuccessionPreview:
    """The preview of a plan that was checked."""
    plan = worked.plan
    crossed = {worked.schools[move.from_id].county_code for move, _ in worked.moves if move.to_county}
    names = await regions.names(ctx.db, crossed) if crossed else {}
    steps = [await _step(ctx, worked, move, target, names) for move, target in worked.moves]
    blocked = any(each.happens == "block" for step in steps for each in step.carried)
    seen = [SchoolVersion(id=each.id, version=worked.schools[each.id].version) for each in plan.schools]
    return SuccessionPreview(
        kind=plan.kind, on=plan.on, blocked=blocked, planned=plan.on > ctx.today, schools=seen, steps=steps
    )  # fmt: skip


async def _step(
    ctx: Ctx, worked: Worked, move: Move, target: Target | None, counties: Mapping[str, str]
) -> SuccessionStep:
    school = worked.schools[move.from_id]
    return SuccessionStep(
        school=_ref(school),
        to_name=target.name if target is not None else None,
        to_code=target.code if target is not None else None,
        closes=worked.plan.kind in {_K.merge, _K.close},
        carried=await _look(ctx, worked, move),
        managed_by=counties.get(school.county_code) if move.to_county else None,
    )


async def _look(ctx: Ctx, worked: Worked, move: Move) -> list[Carried]:
    if worked.plan.kind in {_K.rename, _K.reopen}:
        return []
    return [each for mover in movers for each in await mover.look(ctx, move) if each.count]


async def perform(ctx: Ctx, worked: Worked) -> SuccessionDone:
    """Do what was checked. Raises 409 `succession.blocked` while something must be settled first."""
    plan = worked.plan
    made = await _make_successors(ctx, worked)
    for move, _target in worked.moves:
        blocks = [each for each in await _look(ctx, worked, move) if each.happens == "block"]
        if blocks:
            raise Problem("succession.blocked", count=sum(each.count for each in blocks))
        if move.to_id is not None and plan.kind in {_K.merge, _K.division, _K.close}:
            for mover in movers:
                await mover.carry(ctx, move)
    rows = [await _apply(ctx, worked, move) for move, _target in worked.moves]
    await _rename_successor(ctx, worked)
    for school in worked.schools.values():
        flag_modified(school, "created_at")
        ctx.act(school, plan.kind.value)
    await ctx.db.flush()
    names = {school.id: _ref(school) for school in [*worked.schools.values(), *made]}
    return SuccessionDone(items=[out(row, names) for row in rows], made=[_ref(school) for school in made])


async def work_out(ctx: Ctx, plan: SuccessionPlan, *, decided: bool = False) -> Worked:
    """Check a plan against the schools as they are now.

    `decided`: it was checked before for the office that planned it, and schools may have changed since. Raises as
    `preview` does.
    """
    rules_succession.check_plan(plan, ctx.today, decided=decided)
    worked = Worked(plan, await _schools_of(ctx, plan))
    if not decided:
        _check_office(ctx, worked)
    seen = {each.id: each.version for each in plan.schools}
    for school_id in worked.schools:
        _check_school(worked, school_id, None if decided else seen.get(school_id))
    if not decided:
        await service_standing.check(ctx, plan, worked.schools)
    for part in plan.new_schools:
        await _check_part(ctx, worked, part)
    _lay_out(worked)
    return worked


async def _schools_of(ctx: Ctx, plan: SuccessionPlan) -> dict[UUID, School]:
    """The schools of a plan, locked. Raises 404 when none that it begins with is in scope, 422 for one that is not."""
    ids = {each.id for each in plan.schools} | ({plan.to_school_id} if plan.to_school_id else set())
    found = {school.id: school for school in await queries_history.for_succession(ctx.db, ctx.scope, ids)}
    if not any(each.id in found for each in plan.schools):
        raise Problem("resource.not_found")
    if len(found) < len(ids):
        field_ = "to_school_id" if plan.to_school_id not in {None, *found} else "schools"
        detail = "有一所学校不归这个账号管。跨县区的合并由市级督导办，跨市的由省级督导办"
        raise invalid(field_, "succession.elsewhere", detail)
    return found


def _check_office(ctx: Ctx, worked: Worked) -> None:
    """Raises 403 unless the caller's office decides between the counties of all schools."""
    counties, who = worked.counties, ctx.principal
    if who.role not in rules_succession.deciding(counties) or not all(who.covers(each) for each in counties):
        raise Problem("permission.denied", who=rules_succession.deciders(counties))


def _check_school(worked: Worked, school_id: UUID, seen: int | None) -> None:
    """Raises 409 when it is not the school that was looked at any more, or its state forbids it."""
    school = worked.schools[school_id]
    if seen is not None and school.version != seen:
        raise Problem("succession.changed", school=school.name)
    action = "reopen" if worked.plan.kind is _K.reopen else "succeed"
    SCHOOL_ACTIONS.take(state_of(school.closed_on), action, SchoolFacts(may_write=True, covers=True))
    if school.closed_on is not None and worked.plan.on <= school.closed_on:
        closed = f"{school.name}的最后一天是{full_day(school.closed_on)}，日期要在它之后"
        raise Problem("fact.overlap", errors=[field_problem("on", "fact.overlap", closed)], detail=closed)


async def _check_part(ctx: Ctx, worked: Worked, part: PartSchool) -> None:
    """A school that would be made: its code is free and fits, in a county of the plan. Raises 422, 409."""
    if part.county_code not in worked.counties:
        raise invalid("county_code", "succession.counties", "新学校要在这几所学校所在的县区里")
    await draft(ctx, SchoolCreate.model_validate(part.model_dump(exclude={"staff_ids"})))


def _lay_out(worked: Worked) -> None:
    """The moves: each school that goes somewhere, with its successor."""
    plan = worked.plan
    base = Move(
        from_id=plan.schools[0].id, to_id=None, on=plan.on, reason=plan.reason,
        involved=frozenset(worked.schools), before=frozenset(),
    )  # fmt: skip
    if plan.kind is _K.division:
        for part in plan.new_schools:
            target = _new_target(part)
            move = replace(
                base, to_id=target.id, staff_ids=frozenset(part.staff_ids), involved=base.involved | {target.id}
            )
            worked.moves.append((move, target))
        return
    target_ = _single_target(worked)
    before = frozenset({target_.id}) if target_ is not None else frozenset()
    for seen in plan.schools:
        goes = plan.kind in {_K.merge, _K.close}
        if goes and target_ is not None and seen.id == target_.id:
            continue
        move = replace(base, from_id=seen.id, to_id=target_.id if target_ else None, before=before)
        move = replace(move, involved=move.involved | before, to_county=_other_county(worked, seen.id, target_))
        worked.moves.append((move, target_))
        before |= {seen.id}


def _other_county(worked: Worked, school_id: UUID, target: Target | None) -> str | None:
    """The successor's county, when it is not the school's own."""
    if target is None:
        return None
    county = target.part.county_code if target.part is not None else worked.schools[target.id].county_code
    return county if county != worked.schools[school_id].county_code else None


def _single_target(worked: Worked) -> Target | None:
    plan = worked.plan
    if plan.new_schools:
        return _new_target(plan.new_schools[0])
    stays = {_K.rename: plan.schools[0].id, _K.reopen: plan.schools[0].id}
    school_id = stays.get(plan.kind, plan.to_school_id)
    if school_id is None:
        return None
    school = worked.schools[school_id]
    return Target(school.id, school.code, plan.new_name or school.name, school)


def _new_target(part: PartSchool) -> Target:
    return Target(new_id(), part.code, part.name, None, part)


async def _make_successors(ctx: Ctx, worked: Worked) -> list[School]:
    """Make the schools that the plan names, dated from its day, and put their ids into the moves."""
    made: dict[UUID, School] = {}
    for _move, target in worked.moves:
        if target is None or target.part is None or target.id in made:
            continue
        values = target.part.model_dump(exclude={"staff_ids"}) | {"since": worked.plan.on}
        made[target.id] = await make(ctx, SchoolCreate.model_validate(values))
    stored = {placeholder: school.id for placeholder, school in made.items()}
    worked.moves = [(_with_ids(move, stored), target) for move, target in worked.moves]
    return list(made.values())


def _with_ids(move: Move, stored: dict[UUID, UUID]) -> Move:
    return replace(
        move,
        to_id=stored.get(move.to_id, move.to_id) if move.to_id is not None else None,
        involved=frozenset(stored.get(each, each) for each in move.involved),
        before=frozenset(stored.get(each, each) for each in move.before),
    )


async def _apply(ctx: Ctx, worked: Worked, move: Move) -> SchoolSuccession:
    plan, school = worked.plan, worked.schools[move.from_id]
    if plan.kind in {_K.merge, _K.close}:
        school.closed_on, school.close_reason = move.until_on, plan.reason[:LONGEST_REASON]
    elif plan.kind is _K.reopen:
        school.closed_on, school.close_reason = None, ""
    row = SchoolSuccession(
        county_code=school.county_code, from_school_id=school.id, to_school_id=move.to_id, kind=plan.kind, on=plan.on,
        reason=plan.reason,
    )  # fmt: skip
    ctx.db.add(row)
    ctx.act(row, plan.kind.value)
    return row


async def _rename_successor(ctx: Ctx, worked: Worked) -> None:
    """The name that stays is the successor's own; the one it had is kept with its last day."""
    plan = worked.plan
    target = next((target for _, target in worked.moves if target is not None), None)
    if plan.new_name is None or target is None or target.school is None:
        return
    school = target.school
    await check_former(ctx, school.id, plan.on)
    ctx.db.add(keep_former(school, plan.on, plan.reason))
    school.name = plan.new_name
    school.pinyin, school.initials = place_spelling(plan.new_name)


def _ref(school: School) -> SchoolRef:
    return SchoolRef(id=school.id, code=school.code, name=school.name)


def out(row: SchoolSuccession, names: dict[UUID, SchoolRef]) -> SuccessionOut:
    """One succession as answered."""
    return SuccessionOut(
        id=row.id, version=row.version, kind=row.kind, on=row.on, reason=row.reason,
        from_school=names[row.from_school_id],
        to_school=names.get(row.to_school_id) if row.to_school_id is not None else None,
    )  # fmt: skip
