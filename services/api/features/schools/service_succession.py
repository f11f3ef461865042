"""What becomes of schools: renamed, merged, split, closed, reopened, in one transaction.

Codes follow 学校（机构）代码管理办法 (2011): 更名 keeps the code, 恢复 gets it back.

Live rows go along by amending their school; months that were sent, frozen facts and revisions stay as they are.
"""

from dataclasses import dataclass, field, replace
from uuid import UUID

from sqlalchemy.orm.attributes import flag_modified

from services.api.features.schools import queries_history, rules_succession
from services.api.features.schools.hooks import Move, movers
from services.api.features.schools.models import School, SchoolSuccession
from services.api.features.schools.rules import SCHOOL_ACTIONS, state_of
from services.api.features.schools.service_changing import check_former, keep_former
from services.api.features.schools.service_making import make
from services.api.features.schools.service_reading import facts_of
from services.api.kernel.context import Ctx
from services.api.kernel.ids import new_id
from services.api.kernel.pinyin import place_spelling
from services.api.kernel.problems import Problem, invalid
from services.contracts.accounts import SchoolRef
from services.contracts.codes import SuccessionKind
from services.contracts.places import SchoolCreate
from services.contracts.school_history import (
    Carried,
    PartSchool,
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


async def preview(ctx: Ctx, plan: SuccessionPlan) -> SuccessionPreview:
    """What would happen, with counts and names; nothing is written.

    Raises 404, 403, 409 `state.illegal`, 409 `succession.changed`, 422 on every field that does not fit the kind.
    """
    worked = await _work_out(ctx, plan)
    steps = [await _step(ctx, worked, move, target) for move, target in worked.moves]
    blocked = any(each.happens == "block" for step in steps for each in step.carried)
    return SuccessionPreview(kind=plan.kind, on=plan.on, blocked=blocked, steps=steps)


async def _step(ctx: Ctx, worked: Worked, move: Move, target: Target | None) -> SuccessionStep:
    return SuccessionStep(
        school=_ref(worked.schools[move.from_id]),
        to_name=target.name if target is not None else None,
        to_code=target.code if target is not None else None,
        closes=worked.plan.kind in {_K.merge, _K.close},
        carried=await _look(ctx, worked, move),
    )


async def _look(ctx: Ctx, worked: Worked, move: Move) -> list[Carried]:
    if worked.plan.kind in {_K.rename, _K.reopen}:
        return []
    return [each for mover in movers for each in await mover.look(ctx, move) if each.count]


async def succeed(ctx: Ctx, plan: SuccessionPlan) -> SuccessionDone:
    """Do it. Raises as `preview`; 409 `succession.blocked` while something must be settled first."""
    worked = await _work_out(ctx, plan)
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


async def _work_out(ctx: Ctx, plan: SuccessionPlan) -> Worked:
    rules_succession.check_plan(plan, ctx.today)
    ids = {each.id for each in plan.schools} | ({plan.to_school_id} if plan.to_school_id else set())
    found = {school.id: school for school in await queries_history.for_succession(ctx.db, ctx.scope, ids)}
    if len(found) < len(ids):
        raise Problem("resource.not_found")
    worked = Worked(plan, found)
    for seen in plan.schools:
        _check_school(ctx, worked, seen.id, seen.version)
    if plan.to_school_id is not None and plan.to_school_id not in {each.id for each in plan.schools}:
        _check_school(ctx, worked, plan.to_school_id, None)
    if len({school.county_code for school in found.values()}) > 1:
        raise invalid("to_school_id", "succession.counties", "只能在同一个县区里办，请改选本县区的学校")
    _lay_out(worked)
    return worked


def _check_school(ctx: Ctx, worked: Worked, school_id: UUID, seen: int | None) -> None:
    """Raises 403; 409 when it is not the school that was looked at any more, or its state forbids it."""
    school = worked.schools[school_id]
    action = "reopen" if worked.plan.kind is _K.reopen else "succeed"
    facts = facts_of(ctx, school.county_code)
    if not SCHOOL_ACTIONS.transitions[action].may(facts):
        SCHOOL_ACTIONS.take(state_of(school.closed_on), action, facts)
    if seen is not None and school.version != seen:
        raise Problem("succession.changed", school=school.name)
    SCHOOL_ACTIONS.take(state_of(school.closed_on), action, facts)
    if school.closed_on is not None and worked.plan.on <= school.closed_on:
        raise Problem("fact.overlap", start_on=school.closed_on.isoformat())


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
        worked.moves.append((replace(move, involved=move.involved | before), target_))
        before |= {seen.id}


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
    county = next(iter(worked.schools.values())).county_code
    for _move, target in worked.moves:
        if target is None or target.part is None or target.id in made:
            continue
        values = target.part.model_dump(exclude={"staff_ids"}) | {"county_code": county, "since": worked.plan.on}
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
