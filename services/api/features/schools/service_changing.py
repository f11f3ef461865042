"""Corrections ("it was wrong") and changes ("it is different from a day on") of schools and their dated facts."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm.attributes import flag_modified

from services.api.features.regions import service as regions
from services.api.features.schools import queries, queries_history, rules
from services.api.features.schools.models import (
    School,
    SchoolCorrection,
    SchoolFlagPeriod,
    SchoolFormer,
    SchoolHeadcount,
    SchoolLocality,
)
from services.api.features.schools.rules import Decision
from services.api.features.schools.service_making import check, flush_code, plain, refuse_used_code
from services.api.features.schools.service_reading import detail, for_change
from services.api.kernel.context import Ctx
from services.api.kernel.patching import changes_of
from services.api.kernel.pinyin import place_spelling
from services.api.kernel.problems import Problem, field_problem, invalid, problem_on
from services.contracts.base import Body
from services.contracts.places import SchoolDetail, SchoolPatch
from services.contracts.school_history import FactCorrect, HeadcountDecision, SchoolChange, SchoolCorrect

LONGEST_BASIS = 80
POSTS = ("approved", "senior_posts", "middle_posts", "junior_posts")
_FITTING: dict[Any, tuple[str, ...]] = {SchoolLocality: ("locality",), SchoolFlagPeriod: (), SchoolHeadcount: POSTS}


async def update(ctx: Ctx, school_id: UUID, body: SchoolPatch, expected: int) -> SchoolDetail:
    """Put facts right. Raises 404, 403, 409 `state.illegal`, 412, and 422 as `create` does."""
    school = await for_change(ctx, school_id, expected, "update")
    await _put(ctx, school, body)
    ctx.act(school, "update")
    await ctx.db.flush()
    return await detail(ctx, school.id)


async def correct(ctx: Ctx, school_id: UUID, body: SchoolCorrect, expected: int) -> SchoolDetail:
    """What was written down wrongly is replaced; no day, no former name. Raises as `update` does, 409 on a code."""
    school = await for_change(ctx, school_id, expected, "correct")
    fields = await _put(ctx, school, body, but={"reason"})
    _remember(ctx, school, fields, body.reason)
    ctx.act(school, "correct")
    await flush_code(ctx, school, school_id)
    return await detail(ctx, school.id)


async def change(ctx: Ctx, school_id: UUID, body: SchoolChange, expected: int) -> SchoolDetail:
    """The school is different from a day on; the code it had is kept with its last day and never given again.

    Raises as `correct` does; 422 `school.code_needed` when the new category needs a new code, 409 `fact.overlap`.
    """
    school = await for_change(ctx, school_id, expected, "change")
    sent = changes_of(body).keys() - {"from_on", "basis"}
    before = keep_former(school, body.from_on, body.basis)
    fields = await _put(ctx, school, body, but={"from_on", "basis"}, needs_code="code" not in sent)
    if not {"code", "kind"}.isdisjoint(fields):
        await check_former(ctx, school.id, body.from_on)
        ctx.db.add(before)
    ctx.act(school, "change")
    await flush_code(ctx, school, school_id)
    return await detail(ctx, school.id)


def keep_former(school: School, on: date, basis: str) -> SchoolFormer:
    """Name and code that a school has until the day before."""
    return SchoolFormer(
        school_id=school.id, county_code=school.county_code, code=school.code, name=school.name,
        pinyin=school.pinyin, initials=school.initials, kind=school.kind, end_on=rules.ends_before(on),
        basis=basis[:LONGEST_BASIS],
    )  # fmt: skip


async def check_former(ctx: Ctx, school_id: UUID, on: date) -> None:
    """A new name or code starts after the last one did. Raises 409 `fact.overlap`."""
    with ctx.db.no_autoflush:
        earlier = await queries_history.formers(ctx.db, [school_id])
    if earlier and earlier[0].end_on >= rules.ends_before(on):
        changed_on = rules.full_day(earlier[0].end_on + timedelta(days=1))
        raise Problem(
            "fact.overlap", detail=f"名称或代码{changed_on}已经变过，日期要在它之后。那次写错了，请用“改正”。"
        )


async def _put(
    ctx: Ctx, school: School, body: Body, *, but: Collection[str] = (), needs_code: bool = False
) -> list[str]:
    """Take over what was sent; the names of the fields that are really different."""
    sent = plain({name: value for name, value in changes_of(body).items() if name not in but})
    fields = sorted(name for name, value in sent.items() if getattr(school, name) != value)
    if not fields:
        raise invalid("body", "school.nothing_new", "没有和现在不同的内容，请先改再保存")
    if "location_code" in sent:
        await regions.require_county(ctx.db, sent["location_code"], "location_code")
    if "name" in sent:
        sent["pinyin"], sent["initials"] = place_spelling(sent["name"])
    school.sqlmodel_update(sent)
    _check(school, needs_code=needs_code)
    if "code" in fields:
        await refuse_used_code(ctx, school)
    return fields


def _check(school: School, *, needs_code: bool) -> None:
    try:
        check(school)
    except Problem as problem:
        if not needs_code or {each.code for each in problem.errors} != {"school.code_category"}:
            raise
        detail = f"{problem.errors[0].detail}。类别变了要用新的学校代码，请填新代码"
        needed = field_problem("code", "school.code_needed", detail, **problem.errors[0].params)
        raise Problem("request.invalid", errors=[needed]) from None


def _remember(ctx: Ctx, school: School, fields: list[str], reason: str) -> None:
    ctx.db.add(
        SchoolCorrection(
            county_code=school.county_code, school_id=school.id, fields=fields, reason=reason, corrected_at=ctx.now,
            corrected_by=ctx.principal.id,
        )
    )  # fmt: skip


async def correct_fact(ctx: Ctx, school_id: UUID, fact_id: UUID, body: FactCorrect, expected: int) -> SchoolDetail:
    """Put a dated decision right in its own row.

    Raises 404, 403, 412; 422 on a value the decision does not have, or an end before its start; 409 `fact.overlap`
    when it would share days with another decision of its kind.
    """
    if body.start_on is not None and body.end_on is not None and body.end_on < body.start_on:
        raise problem_on("end_on", "period.order", start_on=body.start_on.isoformat())
    school = await for_change(ctx, school_id, expected, "correct")
    rows = await _of_one_kind(ctx, school_id, fact_id)
    row = next(each for each in rows if each.id == fact_id)
    sent = {name: value for name, value in changes_of(body).items() if name != "reason"}
    foreign = sorted(sent.keys() - {"start_on", "end_on", "basis", *_FITTING[type(row)]})
    if foreign:
        errors = [field_problem(name, "fact.not_its", "这条认定没有这一项，请去掉") for name in foreign]
        raise Problem("request.invalid", errors=errors)
    fields = sorted(name for name, value in sent.items() if getattr(row, name) != value)
    if not fields:
        raise invalid("body", "school.nothing_new", "没有和现在不同的内容，请先改再保存")
    row.sqlmodel_update(sent)
    rules.check_apart(_decision(row), [_decision(each) for each in rows if each.id != fact_id])
    _remember(ctx, school, fields, body.reason)
    ctx.act(row, "correct")
    return await written(ctx, school, "correct")


async def _of_one_kind(ctx: Ctx, school_id: UUID, fact_id: UUID) -> list[Any]:
    """All decisions of the school that are of the kind of this one. Raises 404."""
    flags = await queries.flags(ctx.db, school_id)
    asked = next((each.flag for each in flags if each.id == fact_id), None)
    kinds: list[list[Any]] = [
        await queries.localities(ctx.db, school_id),
        [each for each in flags if each.flag is asked],
        await queries_history.headcounts(ctx.db, school_id),
    ]
    for rows in kinds:
        if fact_id in {each.id for each in rows}:
            return rows
    raise Problem("resource.not_found")


def _decision(row: Any) -> Decision:
    return Decision("", row.start_on, row.end_on)


async def set_headcount(ctx: Ctx, school_id: UUID, body: HeadcountDecision, expected: int) -> SchoolDetail:
    """Approved posts from a day on; the decision before ends the day before.

    Raises 404, 403, 412; 409 `fact.overlap`; 422 `headcount.sum` when the posts are more than the headcount.
    """
    school = await for_change(ctx, school_id, expected, "set-headcount")
    posts = body.senior_posts + body.middle_posts + body.junior_posts
    if posts > body.approved:
        detail_ = f"高、中、初级岗位一共{posts}个，比编制{body.approved}名多，请核对"
        raise invalid("approved", "headcount.sum", detail_, posts=posts)
    earlier = await queries_history.headcounts(ctx.db, school_id)
    rules.check_after(rules.last_decision([_decision(row) for row in earlier]), body.start_on)
    for row in earlier:
        if row.end_on is None:
            row.end_on = rules.ends_before(body.start_on)
            ctx.act(row, "change")
    decided = SchoolHeadcount(school_id=school.id, county_code=school.county_code, **body.model_dump())
    ctx.db.add(decided)
    ctx.act(decided, "set-headcount")
    return await written(ctx, school, "set-headcount")


async def written(ctx: Ctx, school: School, action: str) -> SchoolDetail:
    """A decision is a change of the school: its version moves, so that two who decide at once collide."""
    flag_modified(school, "created_at")
    ctx.act(school, action)
    await ctx.db.flush()
    return await detail(ctx, school.id)
