"""Coming in by an invitation: whose link it is, and setting the password with it. The same doors as signing in."""

from typing import Any

from services.api.features.accounts import queries, queries_invitations, rules, rules_invitations
from services.api.features.accounts.desk import Desk, Sender
from services.api.features.accounts.doors import keyed_digest
from services.api.features.accounts.models import User
from services.api.features.accounts.service_invitations import code_digest
from services.api.features.accounts.service_opening import contact_words, disabled, forgive, open_session
from services.api.features.accounts.service_passwords import check_strength
from services.api.features.accounts.service_sign_in import count_failure, refuse_locked
from services.api.features.regions import service as regions
from services.api.features.schools import service as schools
from services.api.kernel import events
from services.api.kernel.passwords import secret_digest
from services.api.kernel.problems import Problem
from services.contracts.access import InvitationAccept, InvitationSeen
from services.contracts.accounts import TokenOut
from services.contracts.codes import InvitationStatus, SignInWay

WRONG_CODE = "invitation.wrong_code"


async def look(desk: Desk, sender: Sender, link_token: str) -> InvitationSeen:
    """Whose link it is. Raises 404 `invitation.unknown`, 410 `invitation.ended`, 403 `auth.disabled`."""
    desk.rates.charge(f"invitation:{sender.address}")
    row, user = await _by_token(desk, link_token)
    async with desk.database.fresh_reader() as db:
        refs = await schools.refs(db, [user.school_id]) if user.school_id else {}
        named = await regions.names(db, [user.region_code])
    place = refs[user.school_id].name if user.school_id in refs else named.get(user.region_code, "")
    return InvitationSeen(username=user.username, name=user.name, place=place, expires_at=row.expires_at)


async def accept(desk: Desk, sender: Sender, body: InvitationAccept) -> TokenOut:
    """Set the password and sign in; link and code are used up together, and every other sign-in ends.

    Raises 404 `invitation.unknown`; 410 `invitation.ended`; 401 `invitation.wrong_code`; 403 `auth.disabled`;
    422 `auth.weak_password`; 429 `auth.locked`, `rate.limited`.
    """
    username = rules.account_name(body.username)
    account = keyed_digest(desk.settings, "account", username)
    async with desk.doors.through(sender.address):
        desk.rates.charge(f"invitation:{sender.address}")
        if body.link_token:
            row, user = await _by_token(desk, body.link_token)
        else:
            row, user = await _by_code(desk, sender, account, username, body.code)
        await check_strength(desk, user, body.new_password)
        hashed = await desk.passwords.hash(body.new_password)
    return await _come_in(desk, sender, user, row, hashed)


async def _by_token(desk: Desk, link_token: str) -> tuple[Any, User]:
    async with desk.database.fresh_reader() as db:
        found = await queries_invitations.by_token(db, secret_digest(link_token))
    if found is None:
        raise Problem("invitation.unknown")
    await _refuse_ended(desk, found[0], found[1])
    return found[0], found[1]


async def _by_code(desk: Desk, sender: Sender, account: str, username: str, code: str) -> tuple[Any, User]:
    """The account of a name and code: a printed one, or the start code of a new or reset account."""
    async with desk.database.fresh_reader() as db:
        refuse_locked(await queries.tries(db, sender.address, account), desk.clock.now())
        found = await queries_invitations.newest_of(db, username)
    user, row = found if found is not None else (None, None)
    if user is not None and row is not None and row.code_digest == code_digest(desk.settings, user.id, code):
        await _refuse_ended(desk, row, user)
        return row, user
    start_hash = user.password_hash if user is not None and user.must_set_password else None
    if not await desk.passwords.verify(start_hash, rules_invitations.normal_code(code)) or user is None:
        raise await count_failure(desk, sender.address, account, WRONG_CODE)
    if user.disabled_at is not None:
        raise await disabled(desk, user.region_code)
    return None, user


async def _refuse_ended(desk: Desk, row: Any, user: User) -> None:
    if user.disabled_at is not None:
        raise await disabled(desk, user.region_code)
    status = rules_invitations.status_of(row.used_at, row.revoked_at, row.expires_at, desk.clock.now())
    if status is not InvitationStatus.open:
        raise await _ended(desk, status, user.region_code)


async def _ended(desk: Desk, status: InvitationStatus, region_code: str) -> Problem:
    contact = await contact_words(desk, region_code)
    return Problem("invitation.ended", why=rules_invitations.WHY_ENDED[status], contact=contact)


async def _come_in(desk: Desk, sender: Sender, seen: User, invitation: Any, password_hash: str) -> TokenOut:
    now = desk.clock.now()
    async with desk.writer("user", seen.id) as db:
        user = await queries.user_for_change(db, seen.id)
        lost = user.disabled_at is not None or user.password_hash != seen.password_hash
        if invitation is not None:
            row = await queries_invitations.locked(db, invitation.id)
            lost = lost or row.used_at is not None or row.revoked_at is not None
            row.used_at = now
            events.name_action(db, row, "use")
        if lost:
            raise Problem("invitation.unknown")
        for other in await queries_invitations.open_of(db, [user.id], now):
            if invitation is None or other.id != invitation.id:
                other.revoked_at = now
        user.password_hash, user.must_set_password = password_hash, False
        await queries.revoke_sessions(db, user.id, now)
        await forgive(db, sender.address, keyed_digest(desk.settings, "account", user.username), now)
        opened = open_session(desk, db, sender, user, SignInWay.invitation)
        events.name_action(db, user, "came_in")
    return opened.tokens(desk)
