"""What a use case is handed: session, principal, clock. And the gate that every route passes."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, Protocol
from uuid import UUID

from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.kernel import events
from services.api.kernel.clock import Clock
from services.api.kernel.db import SAFE_METHODS, Db
from services.api.kernel.holders import holders
from services.api.kernel.models import Entity
from services.api.kernel.problems import Problem, request_id_of
from services.api.kernel.rates import charge
from services.api.kernel.sandbox_day import clock_for
from services.api.kernel.scope import Permission, Principal, Scope
from services.api.settings import Settings


class Authenticator(Protocol):
    """Turns a bearer token into a principal; raises Problem 401 or 403."""

    async def __call__(self, request: Request, token: str) -> Principal: ...


class QuotaDesk(Protocol):
    """Takes a call off a provincial system's calls of the day; raises Problem 429 when none is left."""

    async def charge(self, request: Request, principal: Principal) -> None: ...


@dataclass(slots=True)
class Ctx:
    """One use case: everything it may touch."""

    db: AsyncSession
    principal: Principal
    clock: Clock
    settings: Settings
    request_id: str

    @property
    def now(self) -> datetime:
        """The present instant, UTC."""
        return self.clock.now()

    @property
    def today(self) -> date:
        """The present day in Asia/Shanghai."""
        return self.clock.today()

    @property
    def scope(self) -> Scope:
        """The caller's predicate over rows."""
        return self.principal.scope

    def act(self, entity: Entity, action: str, *, on_behalf_of: UUID | None = None) -> None:
        """Name the action of the event that the commit will write for the entity."""
        events.name_action(self.db, entity, action, on_behalf_of=on_behalf_of)


async def authenticate(request: Request) -> Principal:
    """The principal of the bearer token; charges its rate limit, and a provincial system's daily quota."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise Problem("auth.missing", headers={"WWW-Authenticate": "Bearer"})
    authenticator: Authenticator = request.app.state.authenticator
    principal = await authenticator(request, token.strip())
    charge(request, f"{principal.kind}:{principal.id}")
    if principal.is_client:
        quotas: QuotaDesk = request.app.state.quotas
        await quotas.charge(request, principal)
    return principal


def needs(permission: Permission, *, before_password: bool = False, while_viewing: bool = False) -> Any:
    """The gate of a route: who is asking must hold the permission.

    `before_password` lets an account through that has not set its own password yet. Who looks as somebody else
    writes nothing, but through a route with `while_viewing`; what is written then names both. Nor does anybody else
    during maintenance.
    Raises 401 `auth.missing`, `auth.invalid_token`; 403 `permission.denied`, `auth.scope`,
    `auth.password_must_be_set`, `auth.view_only`; 422 `sandbox.date_not_allowed` and the like; 503
    `maintenance.read_only`.
    """

    async def gate(
        request: Request, db: Db, principal: Annotated[Principal, Depends(authenticate, scope="function")]
    ) -> Ctx:
        if principal.must_set_password and not before_password:
            raise Problem("auth.password_must_be_set")
        if principal.viewer_id is not None and request.method not in SAFE_METHODS and not while_viewing:
            raise Problem("auth.view_only")
        if permission not in principal.permissions:
            _refuse(principal, permission)
        if principal.paused is not None and request.method not in SAFE_METHODS and not while_viewing:
            raise principal.paused.problem(request.app.state.clock.now())
        actor_id = principal.viewer_id or principal.id
        db.info.update(actor_kind=principal.kind, actor_id=actor_id, request_id=request_id_of(request))
        state = request.app.state
        clock = clock_for(request, principal, state.clock)
        return Ctx(db, principal, clock, state.settings, request_id_of(request))

    gate.permission = permission  # type: ignore[attr-defined] # read by the authorisation matrix
    return Depends(gate, scope="function")


def require(ctx: Ctx, permission: Permission) -> None:
    """A second permission that a use case needs beside its gate's. Raises 403 `permission.denied`, `auth.scope`."""
    if permission not in ctx.principal.permissions:
        _refuse(ctx.principal, permission)


def _refuse(principal: Principal, permission: Permission) -> None:
    if principal.is_client:
        raise Problem("auth.scope", scope=permission.value)
    raise Problem("permission.denied", who=holders(permission))


Gate = Callable[..., Awaitable[Ctx]]
