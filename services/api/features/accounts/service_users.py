"""Accounts as coordinators and administrators manage them (E-67)."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from services.api.features.accounts import queries, queries_invitations, rules
from services.api.features.accounts.doors import keyed_digest
from services.api.features.accounts.filters import UserFilter
from services.api.features.accounts.models import User
from services.api.features.accounts.rules import ACCOUNTS, AccountFacts, AccountState
from services.api.features.accounts.service_ending import end_open
from services.api.features.regions import service as regions
from services.api.features.schools import service as schools
from services.api.features.staff import service as staff
from services.api.kernel.context import Ctx
from services.api.kernel.etag import check_version
from services.api.kernel.paging import PageAsked, page_of
from services.api.kernel.problems import Problem, invalid, problem_on
from services.contracts.accounts import SchoolRef, UserCreate, UserOut, UserPatch
from services.contracts.base import Page
from services.contracts.codes import Role


async def users(ctx: Ctx, page: PageAsked, asked: UserFilter) -> Page[UserOut]:
    """One page of accounts by account name. Five queries, six with a count."""
    found = await page_of(ctx.db, queries.listed(ctx.scope, asked), page, [(queries.user.username, str)])
    return Page(
        items=await _answers(ctx, found.rows),
        **found.around(),
    )


async def user(ctx: Ctx, user_id: UUID) -> UserOut:
    """One account. Raises 404."""
    found = await queries.visible_one(ctx.db, ctx.scope, user_id)
    if found is None:
        raise Problem("resource.not_found")
    return await answer(ctx, found)


async def create_user(ctx: Ctx, body: UserCreate, start_code: str, start_hash: str) -> UserOut:
    """A new account whose start code is shown once.

    Raises 403 `permission.denied`, `permission.out_of_region`; 409 `user.username_taken`;
    422 on `region_code`, `school_id`, `staff_id`.
    """
    if body.role not in rules.managed_roles(ctx.principal.role):
        raise Problem("permission.denied", who="系统管理员")
    place = await _place(ctx, body)
    made = User(
        username=body.username, name=body.name, phone=body.phone, role=body.role, password_hash=start_hash, **place
    )
    try:
        async with ctx.db.begin_nested():
            ctx.db.add(made)
    except IntegrityError as error:
        raise problem_on("username", "user.username_taken") from error
    return (await answer(ctx, made)).model_copy(update={"start_code": start_code})


async def _place(ctx: Ctx, body: UserCreate) -> dict[str, Any]:
    """Region, school and person of a new account."""
    if body.role in rules.SCHOOL_ROLES:
        return await _of_school(ctx, body)
    if body.role is Role.teacher:
        return await _of_teacher(ctx, body)
    if body.school_id is not None or body.staff_id is not None:
        raise invalid("school_id", "user.no_school", "这个角色不属于学校，请去掉学校")
    if body.region_code is None:
        raise invalid("region_code", "missing", "这一项要填")
    region = await regions.require(ctx.db, body.region_code, "region_code")
    wanted = rules.level_wanted(body.role, body.region_code)
    if wanted is not None:
        raise invalid("region_code", "user.level", f"{body.role.label}要选{wanted.label}级的地区", level=wanted.value)
    if not ctx.principal.covers(body.region_code):
        raise Problem("permission.out_of_region", region=region.name)
    return {"region_code": body.region_code}


async def _of_school(ctx: Ctx, body: UserCreate) -> dict[str, Any]:
    if body.school_id is None:
        raise invalid("school_id", "missing", "这一项要填")
    school = await schools.find(ctx.db, body.school_id)
    if ctx.principal.is_school and school.id != ctx.principal.school_id:
        raise invalid("school_id", "resource.not_found", "只能给本校开账号，请选本校")
    await _check_county(ctx, body, school.county_code)
    return {"region_code": school.county_code, "school_id": school.id}


async def _of_teacher(ctx: Ctx, body: UserCreate) -> dict[str, Any]:
    if body.staff_id is None:
        raise invalid("staff_id", "missing", "这一项要填")
    employed = await staff.find(ctx.db, body.staff_id)
    await _check_county(ctx, body, employed.county_code)
    if body.school_id not in {None, employed.school_id}:
        raise invalid("school_id", "user.other_school", "和这名教师所在的学校不符，请去掉或改正")
    return {"region_code": employed.county_code, "school_id": employed.school_id, "person_id": employed.person_id}


async def _check_county(ctx: Ctx, body: UserCreate, county_code: str) -> None:
    if not ctx.principal.covers(county_code):
        named = await regions.names(ctx.db, [county_code])
        raise Problem("permission.out_of_region", region=named.get(county_code, county_code))
    if body.region_code not in {None, county_code}:
        raise invalid("region_code", "user.other_region", "和学校所在的区县不符，请去掉或改正")


async def patch_user(ctx: Ctx, user_id: UUID, body: UserPatch, expected: int) -> UserOut:
    """Change name or phone. Raises 403, 404, 412."""
    found = await for_change(ctx, user_id, expected, "edit")
    for name, value in body.model_dump(exclude_unset=True, exclude_none=True).items():
        setattr(found, name, value)
    await ctx.db.flush()
    return await answer(ctx, found)


async def disable_user(ctx: Ctx, user_id: UUID, reason: str, expected: int) -> UserOut:
    """Close an account; all its sign-ins end at once. Raises 403, 404, 409, 412."""
    found = await for_change(ctx, user_id, expected, "disable")
    found.disabled_at, found.disable_reason = ctx.now, reason
    await end_open(ctx, [found.id])
    await queries.revoke_sessions(ctx.db, found.id, ctx.now)
    await ctx.db.flush()
    return await answer(ctx, found)


async def enable_user(ctx: Ctx, user_id: UUID, expected: int) -> UserOut:
    """Open a closed account again. Raises 403, 404, 409, 412."""
    found = await for_change(ctx, user_id, expected, "enable")
    found.disabled_at, found.disable_reason = None, ""
    await ctx.db.flush()
    return await answer(ctx, found)


async def reset_user(ctx: Ctx, user_id: UUID, start_code: str, start_hash: str, expected: int) -> UserOut:
    """Give a new start code, shown once.

    All sign-ins and invitations end, no wait is left, and an identity provider's name is no longer bound.
    Raises 403, 404, 409, 412.
    """
    found = await for_change(ctx, user_id, expected, "reset")
    found.password_hash, found.must_set_password, found.external_subject = start_hash, True, None
    await end_open(ctx, [found.id])
    await queries.revoke_sessions(ctx.db, found.id, ctx.now)
    for purpose, value in (("account", found.username), ("own-password", str(found.id))):
        await queries.forget_tries(ctx.db, keyed_digest(ctx.settings, purpose, value))
    await ctx.db.flush()
    return (await answer(ctx, found)).model_copy(update={"start_code": start_code})


async def for_change(ctx: Ctx, user_id: UUID, expected: int, action: str) -> User:
    """The account, locked, when the caller may take the action on this version. Raises 403, 404, 409, 412."""
    found = await queries.visible_one(ctx.db, ctx.scope, user_id, locked=True)
    if found is None:
        raise Problem("resource.not_found")
    ACCOUNTS.take(state_of(found), action, facts_of(ctx, found))
    check_version(found, expected)
    ctx.act(found, {"edit": "changed"}.get(action, action))
    return found


def state_of(row: Any) -> AccountState:
    """Open or closed."""
    return AccountState.open if row.disabled_at is None else AccountState.disabled


def facts_of(ctx: Ctx, row: Any) -> AccountFacts:
    """What decides over an action of the caller on an account in scope."""
    who = ctx.principal
    return AccountFacts(
        manages_role=row.role in rules.managed_roles(who.role), is_self=row.id == who.id,
        of_school=row.role in rules.SCHOOL_ROLES, is_administrator=who.role is Role.administrator,
        looks_at_administrator=row.role is Role.administrator, by_school=who.is_school,
    )  # fmt: skip


async def answer(ctx: Ctx, row: Any) -> UserOut:
    """One account as it is shown."""
    return (await _answers(ctx, [row]))[0]


async def _answers(ctx: Ctx, rows: Sequence[Any]) -> list[UserOut]:
    refs = await schools.refs(ctx.db, {row.school_id for row in rows if row.school_id is not None})
    named = await regions.names(ctx.db, {row.region_code for row in rows})
    until = await queries_invitations.open_until(ctx.db, [row.id for row in rows], ctx.now)
    return [_out(ctx, row, refs, named).model_copy(update={"invited_until": until.get(row.id)}) for row in rows]


def _out(ctx: Ctx, row: Any, refs: dict[UUID, SchoolRef], named: dict[str, str]) -> UserOut:
    return UserOut(
        id=row.id, version=row.version, username=row.username, name=row.name, phone=row.phone, role=row.role,
        region_code=row.region_code, region_name=named.get(row.region_code, ""), school=refs.get(row.school_id),
        must_set_password=row.must_set_password, disabled=row.disabled_at is not None,
        last_sign_in_at=row.last_sign_in_at, allowed_actions=ACCOUNTS.allowed(state_of(row), facts_of(ctx, row)),
    )  # fmt: skip
