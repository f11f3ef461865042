"""Reading arrivals: the list of who comes and is there, and one with its words."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from services.api.features.accounts import service as accounts
from services.api.features.arrivals import queries, rules
from services.api.features.arrivals.filters import ArrivalFilter
from services.api.features.arrivals.rules_kinds import LIVING
from services.api.features.assignments.service_beside import Standing, assigned, standing
from services.api.features.pairings import service as pairings
from services.api.features.policy_rules import service as policy_rules
from services.api.kernel.context import Ctx
from services.api.kernel.history import Told, history
from services.api.kernel.paging import PageAsked
from services.api.kernel.problems import Problem, invalid
from services.api.kernel.scope import Permission
from services.contracts.arrivals import ArrivalDetail, ArrivalRow
from services.contracts.base import Page


def facts_of(own: Standing) -> rules.Facts:
    """What the caller is to an arrival; the deciding office may do what the receiving side does."""
    return rules.Facts(receives=own.receives or own.receiving_office or own.decides)


def _reads_words(own: Standing) -> bool:
    """The person, both schools, their counties and who decides between these; nobody else, no system."""
    return any((own.is_self, own.sends, own.receives, own.home_office, own.receiving_office, own.decides))


def _fields(ctx: Ctx, row: Any, own: Standing, found: Mapping[str, policy_rules.Rule]) -> dict[str, Any]:
    may = Permission.assignment_act in ctx.principal.permissions
    due = rules.is_due(row.assignment_status, row.start_on, ctx.today)
    return {
        **assigned(ctx.principal, row),
        **{item.value: getattr(row, item.value) for item in rules.CODED},
        "version": row.version or 0,
        "arrived_on": row.arrived_on,
        "missing": rules.missing(row),
        "asked": due and found[row.receiving_county_code].is_checked,
        "arranged_on": row.arranged_on,
        "allowed_actions": rules.TABLE.allowed(row.assignment_status, facts_of(own)) if may else [],
    }


async def page(ctx: Ctx, asked: ArrivalFilter, paging: PageAsked) -> Page[ArrivalRow]:
    """One page of the assignments in scope that begin within fourteen days, run, or have something written.

    Raises 422 `query.names_hidden` when a caller without names searches by name.
    """
    if asked.q and not ctx.principal.sees_names:
        raise invalid("q", "query.names_hidden", "这个接口账号看不到姓名，不能按姓名查")
    asks = not asked.to_do or await _asks(ctx)
    found = await queries.page(ctx.db, ctx.scope, asked, ctx.today, paging, asks=asks)
    in_force = await policy_rules.in_force_of(
        ctx.db, LIVING, {row.receiving_county_code for row in found.rows}, ctx.today
    )
    items = [ArrivalRow(**_fields(ctx, row, standing(ctx.principal, row), in_force)) for row in found.rows]
    return Page(items=items, **found.around())


async def _asks(ctx: Ctx) -> bool:
    """Whether the county of the caller asks its schools. One query."""
    rule = await policy_rules.in_force(ctx.db, LIVING, ctx.principal.region_code, ctx.today)
    return rule.is_checked


async def row_of(ctx: Ctx, assignment_id: UUID) -> Any:
    """An assignment in scope beside what is arranged for it. Raises 404 `resource.not_found`."""
    row = await queries.row(ctx.db, ctx.scope, assignment_id)
    if row is None:
        raise Problem("resource.not_found")
    return row


async def detail(ctx: Ctx, assignment_id: UUID) -> ArrivalDetail:
    """What is arranged for one assignment, with its words and history. Raises 404 `resource.not_found`."""
    row = await row_of(ctx, assignment_id)
    own = standing(ctx.principal, row)
    shown = _reads_words(own)
    names = await accounts.names(ctx.db, [row.arranged_by]) if shown and row.arranged_by else {}
    in_force = await policy_rules.in_force_of(ctx.db, LIVING, {row.receiving_county_code}, ctx.today)
    rule = in_force[row.receiving_county_code]
    told = [
        Told(m.at, f"arrival.{m.action}", rules.timeline_text(m.action), m.user_id)
        for m in (await history(ctx.db, [row.arrival_id]) if row.arrival_id else [])
    ]
    return ArrivalDetail(
        **_fields(ctx, row, own, in_force),
        **{name: getattr(row, name) or "" if shown else None for name in ("contact", "note")},
        arranged_by=names.get(row.arranged_by),
        words_shown=shown,
        source=rule.source if rule.is_checked else "",
        timeline=await pairings.timeline(ctx, told),
    )
