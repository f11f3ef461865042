"""A new county's first week: what is missing; gone when all is done, it was put away or the first month is over."""

from collections.abc import Sequence

from services.api.features.pairings import service as pairings
from services.api.features.pairings.service import PairingFilter
from services.api.features.regions import service as regions
from services.api.features.reports import service as reports
from services.api.features.schools import service as schools
from services.api.features.schools.service import GAPS, Tally
from services.api.features.workbench import queries
from services.api.features.workbench.models import CountyStart
from services.api.kernel.context import Ctx
from services.api.kernel.paging import PageAsked
from services.api.kernel.problems import Problem
from services.contracts.accounts import SchoolRef
from services.contracts.codes import Role
from services.contracts.places import SchoolGap
from services.contracts.workbench import FirstStep, FirstStepKey

NAMED = 3
"""So many of the schools that a line is about are named on it."""
ONE = PageAsked(limit=1, cursor=None, count=False)


async def first_week(ctx: Ctx) -> list[FirstStep]:
    """The lines for a county coordinator until the county's first month was due, or none.

    A fixed number of queries, whatever the county's size.
    """
    county = ctx.principal.region_code
    if ctx.principal.role is not Role.county_coordinator or await queries.start_of(ctx.db, county) is not None:
        return []
    first_due_at = await reports.first_due_at(ctx.db, county)
    if first_due_at is not None and first_due_at < ctx.now:
        return []
    steps = await _steps(ctx, county)
    return [] if all(step.done for step in steps) else steps


async def _steps(ctx: Ctx, county: str) -> list[FirstStep]:
    tally = await schools.tally(ctx.db, county, ctx.today)
    calendar = await regions.calendar(ctx.db, county)
    has_pairing = bool((await pairings.page(ctx, PairingFilter(), ONE)).items)
    is_set = calendar.source_region_code == county and bool(calendar.contact_phone)
    return [
        _step("schools", int(not tally.total), max(tally.total, 1)),
        *(_of_schools(gap, tally) for gap in GAPS),
        _step("calendar", int(not is_set), 1),
        _step("pairing", int(not has_pairing), 1),
    ]


def _of_schools(gap: SchoolGap, tally: Tally) -> FirstStep:
    lacking = tally.lacking[gap]
    return _step(gap, len(lacking) if tally.total else 1, max(tally.total, 1), lacking[:NAMED])


def _step(key: FirstStepKey, left: int, total: int, named: Sequence[SchoolRef] = ()) -> FirstStep:
    return FirstStep(key=key, done=left == 0, left=left, total=total, schools=list(named))


async def dismiss(ctx: Ctx) -> None:
    """Put the checklist away for the county. Safe to repeat. Raises 403 but for its coordinators."""
    county = ctx.principal.region_code
    if ctx.principal.role is not Role.county_coordinator:
        raise Problem("permission.denied", who="区县协调人")
    if await queries.start_of(ctx.db, county) is None:
        row = CountyStart(county_code=county, dismissed_at=ctx.now, dismissed_by=ctx.principal.id)
        ctx.db.add(row)
        ctx.act(row, "dismiss")
        await ctx.db.flush()
