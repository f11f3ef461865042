"""Staff as they are shown: names to people only, never to provincial systems without a legal basis."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from services.api.features.schools import service as schools
from services.api.features.staff import queries
from services.api.features.staff.filters import StaffFilter
from services.api.features.staff.models import Staff
from services.api.features.staff.rules import STAFF_ACTIONS, StaffFacts, state_of
from services.api.kernel.context import Ctx
from services.api.kernel.etag import check_version
from services.api.kernel.paging import PageAsked, page_of
from services.api.kernel.problems import Problem, invalid
from services.api.kernel.scope import Permission
from services.contracts.base import Page
from services.contracts.people import StaffOut


def facts_of(ctx: Ctx, county_code: str, school_id: UUID) -> StaffFacts:
    """What decides on the caller's transitions."""
    may_write = Permission.staff_write in ctx.principal.permissions
    return StaffFacts(may_write, ctx.scope.has(county_code, school_id))


async def listing(ctx: Ctx, page: PageAsked, asked: StaffFilter) -> Page[StaffOut]:
    """One page of employments in scope: by name, for callers without names by id. Three queries, four with a count.

    Raises 422 `query.names_hidden` when a caller without names searches by name.
    """
    if asked.q and not ctx.principal.sees_names:
        raise invalid("q", "query.names_hidden", "这个接口账号看不到姓名，不能按姓名查")
    by_id: list[tuple[Any, type]] = [(queries.staff.id, UUID)]
    keys = [(queries.person.sort_key, str), *by_id] if ctx.principal.sees_names else by_id
    found = await page_of(ctx.db, queries.listed(ctx.scope, asked, ctx.today), page, keys)
    return Page(
        items=await _outs(ctx, found.rows),
        **found.around(),
    )


async def detail(ctx: Ctx, staff_id: UUID) -> StaffOut:
    """One employment in scope. Raises 404. Two queries."""
    row = await queries.shown(ctx.db, ctx.scope, staff_id)
    if row is None:
        raise Problem("resource.not_found")
    (shown,) = await _outs(ctx, [row])
    return shown


async def for_change(ctx: Ctx, staff_id: UUID, expected: int, action: str) -> Staff:
    """The employment, locked, when the caller may take the action on the version it has seen.

    Raises 404; 403 `permission.denied`; 409 `state.illegal`; 412 `precondition.stale`.
    """
    staff = await queries.visible_for_change(ctx.db, ctx.scope, staff_id)
    if staff is None:
        raise Problem("resource.not_found")
    STAFF_ACTIONS.take(state_of(staff.ended_on), action, facts_of(ctx, staff.county_code, staff.school_id))
    check_version(staff, expected)
    return staff


async def _outs(ctx: Ctx, rows: Sequence[Any]) -> list[StaffOut]:
    refs = await schools.refs(ctx.db, {row.school_id for row in rows})
    hidden: dict[str, Any] = {}
    if not ctx.principal.sees_names:
        hidden["name"] = None
    if ctx.principal.is_client:
        hidden |= {"birth_on": None, "id_number_masked": None}
    return [
        StaffOut.model_validate(
            {
                **row._mapping,  # noqa: SLF001 - SQLAlchemy's public name
                **hidden,
                "school": refs[row.school_id],
                "allowed_actions": STAFF_ACTIONS.allowed(
                    state_of(row.ended_on), facts_of(ctx, row.county_code, row.school_id)
                ),
            }
        )
        for row in rows
    ]
