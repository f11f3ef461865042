"""Reading refusals: the list, one with its words, those of a person."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from services.api.features.accounts import service as accounts
from services.api.features.pairings import service as pairings
from services.api.features.policy_rules import service as policy_rules
from services.api.features.refusals import queries, rules
from services.api.features.refusals.filters import RefusalFilter
from services.api.features.refusals.rules_kinds import CAP, WAITING
from services.api.kernel.competence import decides_between
from services.api.kernel.context import Ctx
from services.api.kernel.history import Told, history
from services.api.kernel.paging import PageAsked
from services.api.kernel.problems import Problem
from services.api.kernel.scope import Permission, Principal
from services.contracts.accounts import SchoolRef
from services.contracts.base import Page
from services.contracts.codes import Role
from services.contracts.refusals import (
    GradeCap,
    MeasureOut,
    PersonRefusal,
    RefusalDetail,
    RefusalRow,
    StatementOut,
)

SAME = (
    "id", "version", "person_id", "staff_id", "name", "county_code", "assignment_id", "school_year", "refused_on",
    "status", "heard_on", "decided_on",
)  # fmt: skip
BAD = frozenset({"decide", "void"})


def facts_of(who: Principal, row: Any) -> rules.Facts:
    """What the caller is to a case; `row` has the county that decides, and the person's present school."""
    return rules.Facts(
        is_self=who.role is Role.teacher and who.person_id is not None and who.person_id == row.person_id,
        leads=who.role is Role.school_leader and who.school_id == row.school_id,
        decides=decides_between(who, row.county_code, row.county_code),
    )


def _measures(rows: Sequence[Any]) -> list[MeasureOut]:
    return [MeasureOut.model_validate(each) for each in rows]


def _fields(ctx: Ctx, row: Any, measures: Sequence[Any]) -> dict[str, Any]:
    return {
        **{name: getattr(row, name) for name in SAME},
        "allowed_actions": rules.TABLE.allowed(row.status, facts_of(ctx.principal, row)),
        "school": SchoolRef(id=row.school_id, code=row.school_code, name=row.school_name),
        "measures": _measures(measures),
    }


async def page(ctx: Ctx, asked: RefusalFilter, paging: PageAsked) -> Page[RefusalRow]:
    """One page of the cases that the caller may read, the latest refusal first. Two queries, three with a count."""
    found = await queries.page(ctx.db, ctx.scope, asked, paging)
    taken = await queries.measures_of(ctx.db, [row.id for row in found.rows])
    return Page(
        items=[RefusalRow(**_fields(ctx, row, taken.get(row.id, []))) for row in found.rows],
        **found.around(),
    )


async def row_of(ctx: Ctx, refusal_id: UUID) -> Any:
    """One case that the caller may read. Raises 404 `resource.not_found`."""
    row = await queries.row(ctx.db, ctx.scope, refusal_id)
    if row is None:
        raise Problem("resource.not_found")
    return row


async def detail(ctx: Ctx, refusal_id: UUID) -> RefusalDetail:
    """One case with its words and what happened. Raises 404 `resource.not_found`."""
    row = await row_of(ctx, refusal_id)
    measures = (await queries.measures_of(ctx.db, [refusal_id])).get(refusal_id, [])
    said = await queries.statements_of(ctx.db, refusal_id)
    people = {row.opened_by, row.decided_by, *(each.said_by for each in said)} - {None}
    names = await accounts.names(ctx.db, sorted(people))
    in_force = await policy_rules.in_force_all(ctx.db, (CAP, WAITING), row.county_code, ctx.today)
    told = [
        Told(each.at, each.action, rules.timeline_text(each.action, each.became), each.user_id, each.action in BAD)
        for each in await history(ctx.db, [refusal_id])
    ]
    return RefusalDetail(
        **_fields(ctx, row, measures),
        **{name: getattr(row, name) for name in ("named_in", "facts", "decision", "ground", "closed_reason")},
        opened_by=names.get(row.opened_by),
        decided_by=names.get(row.decided_by),
        employed_until=row.ended_on,
        cap_allowed=in_force[CAP.key].is_checked,
        waiting_allowed=in_force[WAITING.key].is_checked,
        statements=[
            StatementOut(
                kind=each.kind, heard_on=each.heard_on, said_at=each.said_at, said_by=names.get(each.said_by),
                words=each.words,
            )
            for each in said
        ],
        timeline=await pairings.timeline(ctx, told),
    )  # fmt: skip


async def of_person(ctx: Ctx, person_id: UUID) -> list[PersonRefusal]:
    """Somebody's cases on the page of the person, for those who may read them; two queries at most."""
    if Permission.refusal_read not in ctx.principal.permissions:
        return []
    rows = await queries.of_person(ctx.db, ctx.scope, person_id)
    taken = await queries.measures_of(ctx.db, [row.id for row in rows])
    return [
        PersonRefusal(
            refusal_id=row.id, school_year=row.school_year, refused_on=row.refused_on, status=row.status,
            measures=_measures(taken.get(row.id, [])),
        )
        for row in rows
    ]  # fmt: skip


async def cap_of(ctx: Ctx, person_id: UUID, school_year: int) -> GradeCap | None:
    """The cap of somebody's grade of a school year, when one was decided and its county still has the rule.

    The strictest of several. Who asks enters the grade, and reads nothing else of the case (HG-44, A-36).
    """
    found: GradeCap | None = None
    for row in await queries.caps_of(ctx.db, person_id, school_year):
        rule = await policy_rules.in_force(ctx.db, CAP, row.county_code, ctx.today)
        if rule.is_checked and (found is None or rule.refuses):
            found = GradeCap(school_year=school_year, source=row.basis, refuses=rule.refuses)
    return found
