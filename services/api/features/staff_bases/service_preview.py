"""Before a base is frozen: what it would hold, and which counties have none yet."""

from services.api.features.policy_rules import service as policy_rules
from services.api.features.regions import service as regions
from services.api.features.schools import service as schools
from services.api.features.staff_bases import queries, rules
from services.api.features.staff_bases.models import StaffBase
from services.api.features.staff_bases.rules_kinds import KINDS
from services.api.kernel.context import Ctx
from services.api.kernel.periods import school_year_label, school_year_of, school_year_period
from services.api.kernel.problems import Problem, problem_on
from services.contracts.staff_bases import CountyWithoutBase, StaffBaseCoverage, StaffBasePreview


async def preview(ctx: Ctx, region_code: str, school_year: int) -> StaffBasePreview:
    """What `freeze` would freeze now, and how it differs from the base in force. A fixed number of queries.

    Raises as `freeze` does, but for the reason.
    """
    county = await regions.require_county(ctx.db, region_code, "region_code")
    if not ctx.principal.covers(region_code):
        raise Problem("permission.out_of_region", region=county.name)
    check_begun(ctx, school_year)
    day = school_year_period(school_year).start_on
    before = await queries.current(ctx.db, region_code, school_year)
    found = await policy_rules.in_force_all(ctx.db, KINDS, region_code, day)
    would_be = StaffBase(county_code=region_code, school_year=school_year, revision=0, frozen_at=ctx.now)
    people = queries.members(would_be, day, rules.eligible(found, day)).subquery()
    counts = await queries.lacking(ctx.db, people)
    differs = await queries.differing(ctx.db, people, queries.of_base(before.id)) if before else (None, None, None)
    return StaffBasePreview(
        region_code=region_code, region_name=county.name, school_year=school_year, day=day,
        revision=before.revision + 1 if before else 1,
        people=counts[0], eligible=counts[1], without_locality=counts[2], without_subject=counts[3],
        added=differs[0], gone=differs[1], changed=differs[2],
    )  # fmt: skip


def check_begun(ctx: Ctx, school_year: int) -> None:
    """Raises 422 `statistics.year_in_future`."""
    latest = school_year_of(ctx.today)
    if school_year > latest:
        words = {"year": school_year_label(school_year), "latest": school_year_label(latest)}
        raise problem_on("school_year", "statistics.year_in_future", **words)


async def coverage(ctx: Ctx, region_code: str | None, school_year: int | None) -> StaffBaseCoverage:
    """Which counties of a region have a base of a school year, by default the present one.

    Raises 403 `permission.out_of_region`; 404.
    """
    region, year = region_code or ctx.principal.region_code, school_year or school_year_of(ctx.today)
    if not ctx.principal.covers(region):
        name = (await regions.require(ctx.db, region)).name
        raise Problem("permission.out_of_region", region=name)
    counties = await schools.counties_with_schools(ctx.db, region)
    done = {county for county, _ in await queries.frozen(ctx.db, region, [year])}
    missing = sorted(counties - done)
    names = await regions.names(ctx.db, [region, *missing])
    return StaffBaseCoverage(
        region_code=region, region_name=names.get(region, region), school_year=year, counties=len(counties | done),
        frozen=len(done),
        missing=[CountyWithoutBase(county_code=code, county_name=names.get(code, code)) for code in missing],
    )  # fmt: skip


async def is_due(ctx: Ctx, county: str) -> bool:
    """Whether a county with schools has not frozen this school year's staff yet. Two queries at most."""
    if await queries.frozen(ctx.db, county, [school_year_of(ctx.today)]):
        return False
    return bool(await schools.counties_with_schools(ctx.db, county))
