"""Schools: the door for other features, and what their county writes about them."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.regions import service as regions
from services.api.features.schools import queries, rules
from services.api.features.schools.hooks import close_guards, reporter_hooks, staff_count_hooks
from services.api.features.schools.models import School, SchoolFlagPeriod, SchoolLocality
from services.api.features.schools.queries import directory, localities_on, locality_periods, refs
from services.api.features.schools.service_decisions import close, decide_locality, set_flag
from services.api.features.schools.service_reading import detail, for_change, listing
from services.api.kernel.context import Ctx
from services.api.kernel.patching import changes_of
from services.api.kernel.pinyin import place_spelling
from services.api.kernel.problems import Problem, field_problem, invalid, problem_on
from services.contracts.codes import Locality, SchoolFlag, SchoolKind
from services.contracts.places import SchoolCreate, SchoolDetail, SchoolPatch
from services.contracts.problems import FieldProblem

__all__ = [
    "School", "close", "close_guards", "create", "decide_locality", "detail", "directory", "find", "listing",
    "localities_on", "locality_on", "locality_periods", "refs", "reporter_hooks", "require", "set_flag",
    "staff_count_hooks", "update",
]  # fmt: skip


async def require(ctx: Ctx, school_id: UUID) -> School:
    """The school when it is in the caller's scope. Raises 404 `resource.not_found`."""
    found = await queries.visible(ctx.db, ctx.scope, school_id)
    if found is None:
        raise Problem("resource.not_found")
    return found


async def find(db: AsyncSession, school_id: UUID, field: str = "school_id") -> School:
    """The school whoever asks. Raises 422 `school.unknown` on the field."""
    found = await queries.find(db, school_id)
    if found is None:
        raise invalid(field, "school.unknown", "没有这所学校，请重新选择")
    return found


async def locality_on(db: AsyncSession, school_id: UUID, day: date) -> Locality | None:
    """The county's decision that was in force on the day."""
    return (await localities_on(db, [school_id], day)).get(school_id)


async def create(ctx: Ctx, body: SchoolCreate) -> SchoolDetail:
    """Add a school with its first decisions on locality and weakness.

    Raises 422 `region.unknown`, `region.not_county`, `school.code_category`, `school.code_province`;
    403 `permission.out_of_region`; 409 `school.code_taken`.
    """
    county = await regions.require_county(ctx.db, body.county_code, "county_code")
    if not ctx.principal.covers(county.code):
        raise Problem("permission.out_of_region", region=county.name)
    location = await regions.require_county(ctx.db, body.location_code or county.code, "location_code")
    _check_code(body.code, body.kind, location.code)
    pinyin, initials = place_spelling(body.name)
    values = body.model_dump(exclude={"locality", "weak", "since"})
    values |= {"location_code": location.code, "stages": [stage.value for stage in dict.fromkeys(body.stages)]}
    school = School(**values, pinyin=pinyin, initials=initials)
    await _insert(ctx, school)
    dated: dict[str, Any] = {
        "school_id": school.id,
        "county_code": county.code,
        "start_on": body.since,
        "basis": "建档时认定",
    }
    ctx.db.add(SchoolLocality(locality=body.locality, **dated))
    if body.weak:
        ctx.db.add(SchoolFlagPeriod(flag=SchoolFlag.weak, **dated))
    await ctx.db.flush()
    return await detail(ctx, school.id)


async def update(ctx: Ctx, school_id: UUID, body: SchoolPatch, expected: int) -> SchoolDetail:
    """Put facts right. Raises 404, 403, 409 `state.illegal`, 412, and 422 as `create` does."""
    school = await for_change(ctx, school_id, expected, "update")
    changes = changes_of(body)
    if "location_code" in changes:
        await regions.require_county(ctx.db, changes["location_code"], "location_code")
    if "name" in changes:
        changes["pinyin"], changes["initials"] = place_spelling(changes["name"])
    if "stages" in changes:
        changes["stages"] = [stage.value for stage in dict.fromkeys(changes["stages"])]
    school.sqlmodel_update(changes)
    _check_code(school.code, school.kind, school.location_code)
    ctx.act(school, "update")
    await ctx.db.flush()
    return await detail(ctx, school.id)


def _check_code(code: str, kind: SchoolKind, location_code: str) -> None:
    problems: list[FieldProblem] = []
    if not rules.category_fits(code, kind):
        detail = f"学校代码前两位和“{kind.label}”不符，请核对代码或学校类型"
        problems.append(field_problem("code", "school.code_category", detail))
    if not rules.province_fits(code, location_code):
        detail = f"学校代码第三、四位应是所在省的{location_code[:2]}，请核对"
        problems.append(field_problem("code", "school.code_province", detail, province=location_code[:2]))
    if problems:
        raise Problem("request.invalid", errors=problems)


async def _insert(ctx: Ctx, school: School) -> None:
    code = school.code
    try:
        async with ctx.db.begin_nested():
            ctx.db.add(school)
            await ctx.db.flush()
    except IntegrityError as error:
        name = await queries.name_with_code(ctx.db, code)
        if name is None:
            raise
        raise problem_on("code", "school.code_taken", name=name) from error
