"""A new county's first week: what is there, what is missing; hidden when all is done or it was put away."""

from services.api.features.accounts import service as accounts
from services.api.features.pairings import service as pairings
from services.api.features.pairings.service import PairingFilter
from services.api.features.regions import service as regions
from services.api.features.schools import service as schools
from services.api.features.staff import service as staff
from services.api.features.workbench import queries
from services.api.features.workbench.models import CountyStart
from services.api.kernel.context import Ctx
from services.api.kernel.paging import PageAsked
from services.api.kernel.problems import Problem
from services.contracts.codes import Role
from services.contracts.workbench import FirstStep

ONE = PageAsked(limit=1, cursor=None, count=False)


async def first_week(ctx: Ctx) -> list[FirstStep]:
    """The lines for a county coordinator, or none. A fixed number of queries, whatever the county's size."""
    county = ctx.principal.region_code
    if ctx.principal.role is not Role.county_coordinator or await queries.start_of(ctx.db, county) is not None:
        return []
    steps = await _steps(ctx, county)
    return [] if all(step.done for step in steps) else steps


async def _steps(ctx: Ctx, county: str) -> list[FirstStep]:
    tally = await schools.tally(ctx.db, county, ctx.today)
    with_staff = await staff.schools_with_staff(ctx.db, county)
    with_accounts = await accounts.schools_with_accounts(ctx.db, county)
    calendar = await regions.calendar(ctx.db, county)
    has_pairing = bool((await pairings.page(ctx, PairingFilter(), ONE)).items)
    is_set = calendar.source_region_code == county and bool(calendar.contact_phone)
    total = len(tally.ids)
    missing = (len(tally.undecided), len(tally.ids - with_staff), len(tally.ids - with_accounts))
    locality, people, doors = missing if total else (1, 1, 1)
    return [
        _step("schools", int(not total), max(total, 1)),
        _step("locality", locality, max(total, 1)),
        _step("staff", people, max(total, 1)),
        _step("accounts", doors, max(total, 1)),
        _step("calendar", int(not is_set), 1),
        _step("pairing", int(not has_pairing), 1),
    ]


def _step(key: str, left: int, total: int) -> FirstStep:
    return FirstStep.model_validate({"key": key, "done": left == 0, "left": left, "total": total})


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
