"""A school is made, and its values are checked against each other."""

from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from services.api.features.regions import service as regions
from services.api.features.schools import queries, queries_history, rules, rules_codes
from services.api.features.schools.models import School, SchoolFlagPeriod, SchoolLocality
from services.api.features.schools.service_reading import detail
from services.api.kernel.context import Ctx
from services.api.kernel.pinyin import place_spelling
from services.api.kernel.problems import Problem, invalid, problem_on
from services.contracts.codes import Locality, SchoolFlag, Stage
from services.contracts.places import SchoolCreate, SchoolDetail

STAGES = {stage.value: stage for stage in Stage}
DATED = {"locality", "weak", "since", "staff_ids"}


async def create(ctx: Ctx, body: SchoolCreate) -> SchoolDetail:
    """Add a school with its first decisions on locality and weakness.

    Raises 422 `region.unknown`, `region.not_county`, `school.code_category`, `school.code_province`,
    `school.code_serial`, `school.kind_type`, `school.grades`, `school.locality_needed`; 403 `permission.out_of_region`;
    409 `school.code_taken`.
    """
    school = await make(ctx, body)
    return await detail(ctx, school.id)


async def draft(ctx: Ctx, body: SchoolCreate) -> tuple[School, Locality]:
    """The school as it would be, not stored, and its first locality. Raises as `create` does."""
    county = await regions.require_county(ctx.db, body.county_code, "county_code")
    if not ctx.principal.covers(county.code):
        raise Problem("permission.out_of_region", region=county.name)
    location = await regions.require_county(ctx.db, body.location_code or county.code, "location_code")
    kind = rules_codes.kind_of(body.type_code, body.kind)
    if kind is None:
        raise invalid("kind", "missing", "办学类型和学校类型至少填一项")
    locality = body.locality or rules.proposed_locality(body.urban_rural_code)
    if locality is None:
        raise invalid("locality", "school.locality_needed", "城乡分类没有给出建议，请选城区或农村")
    pinyin, initials = place_spelling(body.name)
    values = body.model_dump(exclude=DATED) | {"kind": kind, "location_code": location.code}
    school = School(**plain(values), pinyin=pinyin, initials=initials)
    check(school)
    await refuse_used_code(ctx, school)
    return school, locality


async def make(ctx: Ctx, body: SchoolCreate) -> School:
    """The same as `create`, for other use cases: the entity."""
    school, locality = await draft(ctx, body)
    await _insert(ctx, school)
    dated: dict[str, Any] = {
        "school_id": school.id,
        "county_code": school.county_code,
        "start_on": body.since,
        "basis": "建档时认定",
    }
    ctx.db.add(SchoolLocality(locality=locality, **dated))
    if body.weak:
        ctx.db.add(SchoolFlagPeriod(flag=SchoolFlag.weak, **dated))
    await ctx.db.flush()
    return school


def plain(values: dict[str, Any]) -> dict[str, Any]:
    """Values as the table keeps them: stages and grades once each, codes as text."""
    found = dict(values)
    if found.get("stages") is not None:
        found["stages"] = [str(stage) for stage in dict.fromkeys(found["stages"])]
    if found.get("grades") is not None:
        found["grades"] = sorted(set(found["grades"]))
    if found.get("urban_rural_code") is not None:
        found["urban_rural_code"] = str(found["urban_rural_code"])
    return found


def check(school: School) -> None:
    """Code, kind, type, stages and grades fit each other. Raises 422 that names every part that does not."""
    problems = rules_codes.kind_problems(school.type_code, school.kind)
    problems += rules_codes.code_problems(school.code, school.kind, school.type_code, school.county_code)
    problems += rules_codes.grade_problems(school.grades, [STAGES[stage] for stage in school.stages])
    if problems:
        raise Problem("request.invalid", errors=problems)


async def refuse_used_code(ctx: Ctx, school: School) -> None:
    """A code that a school has or had is never given again. Raises 409 `school.code_taken`, `school.code_used`."""
    with ctx.db.no_autoflush:
        name = await queries.name_with_code(ctx.db, school.code, school.id)
        former = await queries_history.name_with_former_code(ctx.db, school.code)
    if name is not None:
        raise problem_on("code", "school.code_taken", name=name)
    if former is not None:
        raise problem_on("code", "school.code_used", name=former)


async def _insert(ctx: Ctx, school: School) -> None:
    code, school_id = school.code, school.id
    try:
        async with ctx.db.begin_nested():
            ctx.db.add(school)
            await ctx.db.flush()
    except IntegrityError as error:
        name = await queries.name_with_code(ctx.db, code, school_id)
        if name is None:
            raise
        raise problem_on("code", "school.code_taken", name=name) from error


async def flush_code(ctx: Ctx, school: School, school_id: UUID) -> None:
    """Write a school that got another code; two at once with one code make one 409."""
    code = school.code
    try:
        async with ctx.db.begin_nested():
            await ctx.db.flush()
    except IntegrityError as error:
        name = await queries.name_with_code(ctx.db, code, school_id)
        if name is None:
            raise
        raise problem_on("code", "school.code_taken", name=name) from error
