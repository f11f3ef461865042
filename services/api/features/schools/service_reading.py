"""Schools as they are shown."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from services.api.features.regions import service as regions
from services.api.features.schools import queries, rules
from services.api.features.schools.filters import SchoolFilter
from services.api.features.schools.hooks import reporter_hooks, staff_count_hooks
from services.api.features.schools.models import School, SchoolFlagPeriod, SchoolLocality
from services.api.features.schools.rules import SCHOOL_ACTIONS, SchoolFacts, state_of
from services.api.kernel.context import Ctx
from services.api.kernel.etag import check_version
from services.api.kernel.paging import PageAsked, page_of
from services.api.kernel.positions import head_position
from services.api.kernel.problems import Problem
from services.api.kernel.scope import Permission
from services.contracts.base import Page
from services.contracts.places import DatedFact, SchoolDetail, SchoolOut


def facts_of(ctx: Ctx, county_code: str) -> SchoolFacts:
    """What decides on the caller's transitions."""
    may_write = Permission.school_write in ctx.principal.permissions
    return SchoolFacts(may_write, ctx.scope.has(county_code))


async def listing(ctx: Ctx, page: PageAsked, asked: SchoolFilter) -> Page[SchoolOut]:
    """One page of schools in scope by pinyin. Three queries, four with a count."""
    keys = [(queries.school.pinyin, str), (queries.school.id, UUID)]
    found = await page_of(ctx.db, queries.listed(ctx.scope, asked, ctx.today), page, keys)
    return Page(
        items=await _outs(ctx, found.rows),
        next_cursor=found.next_cursor,
        prev_cursor=found.prev_cursor,
        count=found.count,
        as_of_position=await head_position(ctx.db),
    )


async def detail(ctx: Ctx, school_id: UUID) -> SchoolDetail:
    """One school in scope with its dated facts and its reporters. Raises 404. Six queries at most."""
    row = await queries.shown(ctx.db, ctx.scope, school_id, ctx.today)
    if row is None:
        raise Problem("resource.not_found")
    (shown,) = await _outs(ctx, [row])
    names, phone = await _reporters(ctx, school_id)
    return SchoolDetail(
        **shown.model_dump(),
        facts=await _facts(ctx, school_id),
        reporters=names,
        reporter_phone=phone,
        staff_count=await _staff_count(ctx, school_id),
        proposed_locality=rules.proposed_locality(row.urban_rural_code),
    )


async def for_change(ctx: Ctx, school_id: UUID, expected: int, action: str) -> School:
    """The school, locked, when the caller may take the action on the version it has seen.

    Raises 404; 403 `permission.denied`; 409 `state.illegal`; 412 `precondition.stale`.
    """
    school = await queries.visible(ctx.db, ctx.scope, school_id, locked=True)
    if school is None:
        raise Problem("resource.not_found")
    SCHOOL_ACTIONS.take(state_of(school.closed_on), action, facts_of(ctx, school.county_code))
    check_version(school, expected)
    return school


async def _outs(ctx: Ctx, rows: Sequence[Any]) -> list[SchoolOut]:
    counties = await regions.names(ctx.db, {row.county_code for row in rows})
    return [
        SchoolOut.model_validate(
            {
                **row._mapping,  # noqa: SLF001 - SQLAlchemy's public name
                "county_name": counties.get(row.county_code, row.county_code),
                "allowed_actions": SCHOOL_ACTIONS.allowed(state_of(row.closed_on), facts_of(ctx, row.county_code)),
            }
        )
        for row in rows
    ]


async def _facts(ctx: Ctx, school_id: UUID) -> list[DatedFact]:
    localities = [_locality_fact(row) for row in await queries.localities(ctx.db, school_id)]
    flags = [_flag_fact(row) for row in await queries.flags(ctx.db, school_id)]
    return sorted([*localities, *flags], key=lambda fact: fact.start_on, reverse=True)


def _locality_fact(row: SchoolLocality) -> DatedFact:
    return DatedFact(
        id=row.id, kind="locality", value=row.locality.value, start_on=row.start_on, end_on=row.end_on, basis=row.basis
    )


def _flag_fact(row: SchoolFlagPeriod) -> DatedFact:
    basis = f"{row.basis}；{row.end_basis}" if row.end_basis else row.basis
    return DatedFact(
        id=row.id, kind="flag", value=row.flag.value, start_on=row.start_on, end_on=row.end_on, basis=basis
    )


async def _reporters(ctx: Ctx, school_id: UUID) -> tuple[list[str], str]:
    if ctx.principal.is_client:
        return [], ""
    found = [(await hook(ctx.db, [school_id])).get(school_id) for hook in reporter_hooks]
    people = [each for each in found if each]
    return [name for name, _ in people], next((phone for _, phone in people if phone), "")


async def _staff_count(ctx: Ctx, school_id: UUID) -> int:
    return sum([(await hook(ctx.db, [school_id])).get(school_id, 0) for hook in staff_count_hooks])
