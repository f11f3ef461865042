"""What is not closed yet: what runs, what closes when, and what may be closed by hand."""

from datetime import date

from services.api.features.periods import queries, rules
from services.api.features.periods.service_closing import beginnings, waits_of
from services.api.features.regions import service as regions
from services.api.kernel.context import Ctx
from services.api.kernel.problems import Problem, problem_on
from services.api.kernel.region_codes import NATION
from services.api.kernel.scope import Permission
from services.contracts.codes import PeriodKind
from services.contracts.periods import OpenPeriod, OpenPeriods


async def listing(ctx: Ctx, region_code: str | None) -> OpenPeriods:
    """What is not closed in the caller's province; for the nation in the one asked for. Five queries.

    Raises 422 `period.not_province`; 403 `permission.out_of_region`.
    """
    province = _province(ctx, region_code)
    names = await regions.names(ctx.db, [province])
    known = await queries.known_of(ctx.db, province)
    began = (await beginnings(ctx.db)).get(province)
    waits = (await waits_of(ctx.db, [province], ctx.today))[province]
    found = [
        _open(ctx, (kind, key), began, waits)
        for kind, key in rules.within_reach(ctx.today) if (kind, key) not in known
    ]  # fmt: skip
    return OpenPeriods(region_code=province, region_name=names.get(province, province), items=found)


def _province(ctx: Ctx, code: str | None) -> str:
    own = rules.province_of(ctx.principal.region_code)
    if code is None:
        if own == NATION:
            raise problem_on("region_code", "period.not_province")
        return own
    if code == NATION or code != rules.province_of(code):
        raise problem_on("region_code", "period.not_province")
    if own not in {NATION, code}:
        raise Problem("permission.out_of_region", region=code)
    return code


def _open(ctx: Ctx, named: tuple[PeriodKind, str], began: date | None, waits: rules.Waits) -> OpenPeriod:
    kind, key = named
    days = rules.span_of(kind, key)
    assert days is not None
    last_on = rules.last_of(days)
    may_close = last_on < ctx.today and Permission.period_close in ctx.principal.permissions
    return OpenPeriod(
        kind=kind, key=key, name=rules.name_of(kind, key), first_on=days.start_on, last_on=last_on,
        over=last_on < ctx.today, closes_on=rules.closes_on(began, last_on, waits[kind]),
        allowed_actions=["close"] if may_close else [],
    )  # fmt: skip
