"""What a county decides about a school from a day on: locality, flags, its end (E-04)."""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from services.api.features.files import service as files
from services.api.features.schools import queries, rules
from services.api.features.schools.hooks import close_guards
from services.api.features.schools.models import School, SchoolFlagPeriod, SchoolLocality, SchoolSuccession
from services.api.features.schools.rules import Decision
from services.api.features.schools.service_changing import written
from services.api.features.schools.service_reading import for_change
from services.api.kernel.context import Ctx
from services.api.kernel.problems import Problem
from services.contracts.codes import SuccessionKind
from services.contracts.files import FileKind
from services.contracts.places import CloseSchool, FlagDecision, LocalityDecision, SchoolDetail


async def decide_locality(ctx: Ctx, school_id: UUID, body: LocalityDecision, expected: int) -> SchoolDetail:
    """Urban or rural from a day on; the decision before it ends the day before.

    Raises 404, 403, 412; 409 `fact.overlap` when a decision starts on that day or later, `state.illegal`
    when it is that already.
    """
    school = await for_change(ctx, school_id, expected, "decide-locality")
    earlier = await queries.localities(ctx.db, school_id)
    rules.check_after(rules.last_decision([_of_locality(row) for row in earlier]), body.start_on)
    for row in earlier:
        if row.end_on is None:
            _refuse_same(row.locality is body.locality, body.locality.label, f"定为{body.locality.label}")
            row.end_on = rules.ends_before(body.start_on)
    decision = SchoolLocality(
        school_id=school.id, county_code=school.county_code, **body.model_dump(exclude={"file_ids"})
    )
    ctx.db.add(decision)
    ctx.act(decision, "decide-locality")
    await _attach(ctx, school, body.file_ids, ("locality_id", decision.id))
    return await written(ctx, school, "decide-locality")


async def set_flag(ctx: Ctx, school_id: UUID, body: FlagDecision, expected: int) -> SchoolDetail:
    """Set a flag from a day on, or lift it: its last day is then the day before.

    Raises as `decide_locality` does.
    """
    school = await for_change(ctx, school_id, expected, "set-flag")
    periods = await queries.flags(ctx.db, school_id, body.flag)
    running = next((row for row in periods if row.end_on is None), None)
    label = f"{body.flag.label}学校"
    _refuse_same(body.value and running is not None, label, f"定为{label}")
    _refuse_same(not body.value and running is None, f"不是{label}", "取消")
    rules.check_after(rules.last_decision([_of_flag(row) for row in periods]), body.start_on)
    if running is None:
        values = body.model_dump(exclude={"value", "file_ids"})
        changed = SchoolFlagPeriod(school_id=school.id, county_code=school.county_code, **values)
        ctx.db.add(changed)
    else:
        changed = running
        changed.end_on, changed.end_basis = rules.ends_before(body.start_on), body.basis
    ctx.act(changed, "set-flag")
    await _attach(ctx, school, body.file_ids, ("flag_id", changed.id))
    return await written(ctx, school, "set-flag")


async def close(ctx: Ctx, school_id: UUID, body: CloseSchool, expected: int) -> SchoolDetail:
    """Decide a school's last day.

    Raises 404, 403, 412; 409 `school.in_use` while something runs there after that day, `state.illegal`.
    """
    school = await for_change(ctx, school_id, expected, "close")
    count = sum([await guard(ctx.db, school_id, body.closed_on) for guard in close_guards])
    if count:
        raise Problem("school.in_use", count=count)
    school.closed_on, school.close_reason = body.closed_on, body.reason
    ended = SchoolSuccession(
        county_code=school.county_code, from_school_id=school.id, kind=SuccessionKind.close,
        on=body.closed_on + timedelta(days=1), reason=body.reason,
    )  # fmt: skip
    ctx.db.add(ended)
    ctx.act(ended, "close")
    return await written(ctx, school, "close")


async def _attach(ctx: Ctx, school: School, file_ids: Collection[UUID], part: tuple[str, UUID]) -> None:
    """Give the decision the files it rests on."""
    await ctx.db.flush()
    owner = files.Owner(school.id, school.county_code, part=part)
    await files.attach(ctx, file_ids, FileKind.decision_basis, owner)


def _refuse_same(is_same: bool, state: str, action: str) -> None:  # noqa: FBT001 - the condition of the refusal
    if is_same:
        raise Problem("state.illegal", state=state, action=action)


def _of_locality(row: SchoolLocality) -> Decision:
    return Decision(row.locality.value, row.start_on, row.end_on)


def _of_flag(row: SchoolFlagPeriod) -> Decision:
    return Decision(row.flag.value, row.start_on, row.end_on)
