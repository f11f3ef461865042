"""Signing in through the province's identity provider, and binding it to an account (OpenID Connect Core 1.0)."""

from typing import Any

from services.api.features.accounts import queries, rules
from services.api.features.accounts.desk import CLIENT_CHALLENGE, Desk, Sender
from services.api.features.accounts.service_opening import disabled, open_session
from services.api.kernel import events
from services.api.kernel.context import Ctx
from services.api.kernel.maintenance import Paused
from services.api.kernel.problems import Problem
from services.contracts.access import OidcCode, OidcStart, WaysIn
from services.contracts.accounts import TokenOut
from services.contracts.codes import SignInWay
from services.contracts.maintenance import MaintenanceOut

LONGEST_SUBJECT = 255


def ways_in(desk: Desk, paused: Paused | None) -> WaysIn:
    """How one can sign in here."""
    told = MaintenanceOut.model_validate(paused) if paused is not None else None
    return WaysIn(oidc=desk.oidc.label, maintenance=told)


def _web_alone(sender: Sender) -> None:
    if not sender.is_web:
        raise Problem("auth.client", headers=CLIENT_CHALLENGE)


async def start_oidc(desk: Desk, sender: Sender) -> OidcStart:
    """Where to send the browser. For the web alone. Raises 401 `auth.client`, 409 `auth.oidc_off`, 503."""
    _web_alone(sender)
    desk.rates.charge(f"oidc:{sender.address}")
    return await desk.oidc.start(desk.clock.now())


async def sign_in_oidc(desk: Desk, sender: Sender, body: OidcCode) -> TokenOut:
    """Tokens for who the provider says it is. The provider is asked before any transaction begins.

    Raises 401 `auth.client`, `auth.oidc_refused`; 403 `auth.oidc_unknown`, `auth.disabled`; 409 `auth.oidc_off`;
    503 `auth.oidc_down`.
    """
    _web_alone(sender)
    desk.rates.charge(f"oidc:{sender.address}")
    claims = await desk.oidc.claims(body.code, body.nonce, body.code_verifier, desk.clock.now())
    subject = subject_of(desk, claims)
    async with desk.database.fresh_reader() as db:
        known = await queries.by_subject(db, subject) or await _by_claim(desk, db, claims)
    if known is None or known.external_subject not in {None, subject}:
        raise Problem("auth.oidc_unknown", label=desk.oidc.label)
    if known.disabled_at is not None:
        raise await disabled(desk, known.region_code)
    async with desk.writer("user", known.id) as db:
        user = await queries.user_for_change(db, known.id)
        if user.disabled_at is not None or user.external_subject not in {None, subject}:
            raise Problem("auth.oidc_unknown", label=desk.oidc.label)
        user.external_subject = subject
        opened = open_session(desk, db, sender, user, SignInWay.oidc)
        events.name_action(db, user, "signed_in")
    return opened.tokens(desk)


async def _by_claim(desk: Desk, db: Any, claims: dict[str, Any]) -> Any:
    """The one account that the configured claim names; None when there is none, several, or the claim is unproved."""
    value = claims.get(desk.settings.oidc_claim)
    if not isinstance(value, str) or not value.strip():
        return None
    if desk.settings.oidc_maps_to == "username":
        return await queries.by_username(db, rules.account_name(value))
    if desk.settings.oidc_maps_to == "phone" and claims.get("phone_number_verified", True) is True:
        return await queries.by_phone(db, value.strip())
    return None


def subject_of(desk: Desk, claims: dict[str, Any]) -> str:
    """The provider's lasting name of a person."""
    subject = str(claims["sub"])
    if not subject or len(subject) > LONGEST_SUBJECT:
        raise desk.oidc.refused()
    return subject


async def proved_subject(ctx: Ctx, desk: Desk, body: OidcCode) -> str:
    """Whom the provider vouches for, before the use case's transaction begins. Raises as at signing in."""
    if ctx.principal.is_client:
        raise Problem("permission.denied", who="用个人账号登录的人")
    return subject_of(desk, await desk.oidc.claims(body.code, body.nonce, body.code_verifier, ctx.now))


async def bind_oidc(ctx: Ctx, subject: str) -> None:
    """Store whom the provider vouched for on the caller's account. Raises 409 `auth.oidc_taken`."""
    taken = await queries.by_subject(ctx.db, subject)
    if taken is not None and taken.id != ctx.principal.id:
        raise Problem("auth.oidc_taken")
    user = await queries.user_for_change(ctx.db, ctx.principal.id)
    user.external_subject = subject
    ctx.act(user, "bind_identity")
