"""Inviting people into their accounts: by a one-time link or a printed slip, 14 days, once (E-67)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select

from services.api.features.accounts import queries, queries_invitations, rules, rules_invitations
from services.api.features.accounts.doors import keyed_digest
from services.api.features.accounts.filters import DueFilter, InvitationFilter
from services.api.features.accounts.hooks import import_hook
from services.api.features.accounts.models import Invitation, User
from services.api.features.accounts.rules import ACCOUNTS
from services.api.features.accounts.service_ending import end_open
from services.api.features.accounts.service_users import facts_of, state_of
from services.api.features.regions import service as regions
from services.api.features.schools import service as schools
from services.api.kernel.context import Ctx
from services.api.kernel.etag import check_version
from services.api.kernel.export_log import Taken, note_here
from services.api.kernel.exporting import titles
from services.api.kernel.ids import new_id
from services.api.kernel.paging import PageAsked, page_of
from services.api.kernel.passwords import new_secret, secret_digest, start_code
from services.api.kernel.problems import Problem, invalid
from services.contracts.access import (
    InvitationBatch,
    InvitationCreate,
    InvitationOut,
    InvitationsDue,
    InvitationsMade,
)
from services.contracts.accounts import SchoolRef
from services.contracts.base import Page
from services.contracts.codes import InvitationChannel, InvitationStatus

SLIPS = "slips"
titles[SLIPS] = "登录条"
KEYS: list[tuple[Any, type]] = [(queries_invitations.invitation.id, UUID)]


@dataclass(frozen=True, slots=True)
class Secrets:
    """What is shown once: the link's token, and the code to type or to say on the telephone."""

    token: str
    code: str


def code_digest(settings: Any, user_id: UUID, code: str) -> str:
    """How a code is stored: keyed, and for one account alone."""
    return keyed_digest(settings, "invitation-code", f"{user_id}:{rules_invitations.normal_code(code)}")


async def invitations(ctx: Ctx, asked: InvitationFilter, page: PageAsked) -> Page[InvitationOut]:
    """One page of invitations of the caller's accounts, newest first. Three queries."""
    rows = queries_invitations.listed(ctx.scope, asked.status, asked.user_id, ctx.now)
    found = await page_of(ctx.db, rows, page, KEYS, descending=True)
    refs = await schools.refs(ctx.db, {row.school_id for row in found.rows if row.school_id is not None})
    return Page(
        items=[_out(ctx, row, row, refs) for row in found.rows],
        **found.around(),
    )


async def invite(ctx: Ctx, body: InvitationCreate) -> InvitationOut:
    """Invite one person; an invitation that was open ends.

    Raises 422 on `user_id` for somebody else's account; 403 `permission.denied`; 409 `state.illegal`.
    """
    user = await queries.visible_one(ctx.db, ctx.scope, body.user_id, locked=True)
    if user is None:
        raise invalid("user_id", "resource.not_found", "没有找到这个账号，请重新选择")
    ACCOUNTS.take(state_of(user), "invite", facts_of(ctx, user))
    return await invite_locked(ctx, user, body.channel)


async def invite_locked(ctx: Ctx, user: User, channel: InvitationChannel) -> InvitationOut:
    """The same for an account that this transaction holds already."""
    await end_open(ctx, [user.id])
    (made,) = await _make(ctx, [user], channel)
    return made


async def invitations_due(ctx: Ctx, asked: DueFilter) -> InvitationsDue:
    """Whom `invite_many` would invite. Two queries. Raises 403 `permission.out_of_region`."""
    rows = await _outside(ctx, asked)
    return InvitationsDue(
        count=await queries_invitations.count(ctx.db, rows),
        invited=await queries_invitations.count_invited(ctx.db, rows, ctx.now),
    )


async def _outside(ctx: Ctx, asked: DueFilter) -> Select[Any]:
    if asked.region_code is not None:
        await regions.require_covered(ctx, asked.region_code)
    among = import_hook[0](ctx.principal, asked.import_id) if asked.import_id is not None else None
    roles = rules.managed_roles(ctx.principal.role)
    return queries_invitations.outside(ctx.scope, roles, asked.region_code, asked.school_id, among)


async def invite_many(ctx: Ctx, body: InvitationBatch) -> InvitationsMade:
    """Invite everybody in scope who never signed in.

    Raises 403 `permission.out_of_region`; 422 `invitation.too_many`.
    """
    asked = DueFilter(body.region_code, body.school_id, body.import_id)
    rows = await _outside(ctx, asked)
    many = await queries_invitations.count(ctx.db, rows)
    if many > rules_invitations.MOST_AT_ONCE:
        raise Problem("invitation.too_many", most=rules_invitations.MOST_AT_ONCE, count=many)
    users = list((await ctx.db.scalars(rows.with_for_update())).all())
    invited = set() if body.again else {
        row.user_id for row in await queries_invitations.open_of(ctx.db, [user.id for user in users], ctx.now)
    }  # fmt: skip
    wanted = [user for user in users if user.id not in invited and user.id != ctx.principal.id]
    await end_open(ctx, [user.id for user in wanted])
    if wanted and body.channel is InvitationChannel.printed:
        note_here(ctx, Taken(SLIPS, "print", asked, len(wanted)))
    return InvitationsMade(items=await _make(ctx, wanted, body.channel), left_out=len(users) - len(wanted))


async def revoke_invitation(ctx: Ctx, invitation_id: UUID, expected: int) -> InvitationOut:
    """Take an invitation back; neither link nor code works from now on. Raises 403, 404, 409, 412."""
    found = await queries_invitations.for_change(ctx.db, ctx.scope, invitation_id)
    if found is None:
        raise Problem("resource.not_found")
    row, user = found
    if not facts_of(ctx, user).manages_role:
        raise Problem("permission.denied", who="管这个账号的协调人或系统管理员")
    check_version(row, expected)
    status = _status(ctx, row)
    if status is not InvitationStatus.open:
        raise Problem("state.illegal", state=status.label, action="收回")
    row.revoked_at = ctx.now
    ctx.act(row, "revoke")
    await ctx.db.flush()
    refs = await schools.refs(ctx.db, [user.school_id]) if user.school_id else {}
    return _out(ctx, row, user, refs)


async def _make(ctx: Ctx, users: Sequence[User], channel: InvitationChannel) -> list[InvitationOut]:
    refs = await schools.refs(ctx.db, {user.school_id for user in users if user.school_id is not None})
    made = []
    for user in users:
        shown = Secrets(new_secret(), start_code())
        row = Invitation(
            id=new_id(), user_id=user.id, region_code=user.region_code, channel=channel,
            token_digest=secret_digest(shown.token), code_digest=code_digest(ctx.settings, user.id, shown.code),
            created_at=ctx.now, expires_at=ctx.now + rules_invitations.LIFE, created_by=ctx.principal.id,
        )  # fmt: skip
        ctx.db.add(row)
        made.append((row, user, shown))
    await ctx.db.flush()
    return [
        _out(ctx, row, user, refs).model_copy(update={"link_token": shown.token, "slip_code": shown.code})
        for row, user, shown in made
    ]


def _status(ctx: Ctx, row: Any) -> InvitationStatus:
    return rules_invitations.status_of(row.used_at, row.revoked_at, row.expires_at, ctx.now)


def _out(ctx: Ctx, row: Any, user: Any, refs: dict[UUID, SchoolRef]) -> InvitationOut:
    status = _status(ctx, row)
    manages = user.role in rules.managed_roles(ctx.principal.role)
    return InvitationOut(
        id=row.id, version=row.version, user_id=row.user_id, username=user.username, name=user.name, role=user.role,
        region_code=user.region_code, school=refs.get(user.school_id) if user.school_id else None,
        channel=row.channel, status=status, created_at=row.created_at, expires_at=row.expires_at,
        used_at=row.used_at, allowed_actions=["revoke"] if manages and status is InvitationStatus.open else [],
    )  # fmt: skip
