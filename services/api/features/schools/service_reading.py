"""Schools as they are shown."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from services.api.features.files import service as files
from services.api.features.regions import service as regions
from services.api.features.schools import queries, queries_history, rules
from services.api.features.schools.filters import SchoolFilter
from services.api.features.schools.hooks import post_hooks, reporter_hooks, staff_count_hooks, team_hooks
from services.api.features.schools.models import School, SchoolFlagPeriod, SchoolHeadcount, SchoolLocality
from services.api.features.schools.queries_gaps import lacks
from services.api.features.schools.rules import SCHOOL_ACTIONS, SchoolFacts, state_of
from services.api.features.schools.service_plans import of_school
from services.api.kernel.competence import deciding_roles
from services.api.kernel.context import Ctx
from services.api.kernel.etag import check_version
from services.api.kernel.paging import PageAsked, page_of
from services.api.kernel.periods import Period
from services.api.kernel.problems import Problem
from services.api.kernel.scope import Permission
from services.contracts.accounts import SchoolRef
from services.contracts.base import Page
from services.contracts.codes import Role
from services.contracts.files import FileKind
from services.contracts.places import DatedFact, DelegationOut, FormerName, HeadcountOut, SchoolDetail, SchoolOut


def facts_of(ctx: Ctx, county_code: str) -> SchoolFacts:
    """What decides on the caller's transitions."""
    who = ctx.principal
    return SchoolFacts(
        may_write=Permission.school_write in who.permissions,
        covers=ctx.scope.has(county_code),
        runs=who.role in deciding_roles(county_code, county_code),
        joins=who.role in {Role.city_supervisor, Role.province_supervisor},
    )


async def listing(ctx: Ctx, page: PageAsked, asked: SchoolFilter) -> Page[SchoolOut]:
    """One page of schools in scope by pinyin. Three queries, four with a count."""
    keys = [(queries.school.pinyin, str), (queries.school.id, UUID)]
    rows = queries.listed(ctx.scope, asked, ctx.today)
    if asked.missing:
        rows = rows.where(lacks(asked.missing, ctx.today))
    found = await page_of(ctx.db, rows, page, keys)
    return Page(
        items=await _outs(ctx, found.rows),
        **found.around(),
    )


async def detail(ctx: Ctx, school_id: UUID) -> SchoolDetail:
    """One school in scope with its dated facts, people and reporters. Raises 404. A fixed number of queries."""
    row = await queries.shown(ctx.db, ctx.scope, school_id, ctx.today)
    if row is None:
        raise Problem("resource.not_found")
    (shown,) = await _outs(ctx, [row])
    names, phone = await _reporters(ctx, school_id)
    formers = await queries_history.formers(ctx.db, [school_id])
    headcounts = await queries_history.headcounts(ctx.db, school_id)
    running = await queries_history.delegations_of(ctx.db, ctx.scope, school_id, ctx.today)
    return SchoolDetail(
        **shown.model_dump(),
        aliases=row.aliases,
        facts=await _facts(ctx, row, headcounts),
        former=[FormerName.model_validate(each) for each in formers],
        headcount=await _headcount(ctx, school_id, headcounts),
        team=[each for hook in team_hooks for each in await hook(ctx, school_id)],
        reports_by=next((delegation_out(ctx, each) for each in running if each.school_id == school_id), None),
        reports_for=[delegation_out(ctx, each) for each in running if each.centre_school_id == school_id],
        reporters=names,
        reporter_phone=phone,
        staff_count=await _staff_count(ctx, school_id),
        proposed_locality=rules.proposed_locality(row.urban_rural_code),
        plans=await of_school(ctx, school_id),
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
    former: dict[UUID, list[str]] = {}
    for earlier in await queries_history.former_names(ctx.db, {row.id for row in rows}):
        former.setdefault(earlier.school_id, []).append(earlier.name)
    return [
        SchoolOut.model_validate(
            {
                **row._mapping,  # noqa: SLF001 - SQLAlchemy's public name
                "former_names": former.get(row.id, []),
                "county_name": counties.get(row.county_code, row.county_code),
                "allowed_actions": SCHOOL_ACTIONS.allowed(state_of(row.closed_on), facts_of(ctx, row.county_code)),
            }
        )
        for row in rows
    ]


async def _facts(ctx: Ctx, school: Any, headcounts: Sequence[SchoolHeadcount]) -> list[DatedFact]:
    localities = [_locality_fact(row) for row in await queries.localities(ctx.db, school.id)]
    flags = [_flag_fact(row) for row in await queries.flags(ctx.db, school.id)]
    posts = [_posts_fact(row) for row in headcounts]
    sees_files = Permission.file_read in ctx.principal.permissions
    shown = await files.of_owner(ctx, FileKind.decision_basis, _file_access(ctx, school)) if sees_files else []
    for fact in [*localities, *flags]:
        fact.files = [file for file in shown if file.part_id == fact.id]
    return sorted([*localities, *flags, *posts], key=lambda fact: fact.start_on, reverse=True)


async def file_access(ctx: Ctx, school_id: UUID) -> files.Access:
    """What the caller is to what a school's decisions rest on. Raises 404 `resource.not_found`."""
    school = await queries.visible(ctx.db, ctx.scope, school_id)
    if school is None:
        raise Problem("resource.not_found")
    return _file_access(ctx, school)


def _file_access(ctx: Ctx, school: Any) -> files.Access:
    facts = facts_of(ctx, school.county_code)
    manages = facts.may_write and facts.covers
    return files.Access(files.Owner(school.id, school.county_code), manages, manages)


def _locality_fact(row: SchoolLocality) -> DatedFact:
    return DatedFact(
        id=row.id, kind="locality", value=row.locality.value, start_on=row.start_on, end_on=row.end_on, basis=row.basis
    )


def _flag_fact(row: SchoolFlagPeriod) -> DatedFact:
    basis = f"{row.basis}；{row.end_basis}" if row.end_basis else row.basis
    return DatedFact(
        id=row.id, kind="flag", value=row.flag.value, start_on=row.start_on, end_on=row.end_on, basis=basis
    )


def _posts_fact(row: SchoolHeadcount) -> DatedFact:
    posts = f"{row.approved}/{row.senior_posts}/{row.middle_posts}/{row.junior_posts}"
    return DatedFact(
        id=row.id, kind="headcount", value=posts, start_on=row.start_on, end_on=row.end_on, basis=row.basis
    )


async def _headcount(ctx: Ctx, school_id: UUID, rows: Sequence[SchoolHeadcount]) -> HeadcountOut | None:
    """The posts in force today and how many are taken."""
    now = next((row for row in rows if Period(row.start_on, row.end_on).contains(ctx.today)), None)
    if now is None:
        return None
    taken = [await hook(ctx.db, school_id) for hook in post_hooks]
    return HeadcountOut(
        approved=now.approved, senior_posts=now.senior_posts, middle_posts=now.middle_posts,
        junior_posts=now.junior_posts, start_on=now.start_on, in_quota=sum(each.in_quota for each in taken),
        senior_used=sum(each.senior for each in taken), middle_used=sum(each.middle for each in taken),
        junior_used=sum(each.junior for each in taken),
    )  # fmt: skip


def delegation_out(ctx: Ctx, row: Any) -> DelegationOut:
    """Who reports for whom, as answered; the county may end what has no end yet."""
    may_end = facts_of(ctx, row.county_code)
    is_open = row.end_on is None or row.end_on > ctx.today
    return DelegationOut(
        id=row.id, version=row.version, start_on=row.start_on, end_on=row.end_on, basis=row.basis,
        school=SchoolRef(id=row.school_id, code=row.school_code, name=row.school_name),
        centre=SchoolRef(id=row.centre_school_id, code=row.centre_code, name=row.centre_name),
        allowed_actions=["end"] if may_end.may_write and may_end.covers and is_open else [],
    )  # fmt: skip


async def _reporters(ctx: Ctx, school_id: UUID) -> tuple[list[str], str]:
    if ctx.principal.is_client:
        return [], ""
    found = [(await hook(ctx.db, [school_id])).get(school_id) for hook in reporter_hooks]
    people = [each for each in found if each]
    return [name for name, _ in people], next((phone for _, phone in people if phone), "")


async def _staff_count(ctx: Ctx, school_id: UUID) -> int:
    return sum([(await hook(ctx.db, [school_id])).get(school_id, 0) for hook in staff_count_hooks])
