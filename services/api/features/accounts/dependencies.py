"""What the routes of accounts are handed beside a context: the desk, and who sent a request without a token."""

from typing import Annotated

from fastapi import Depends, Request

from services.api.features.accounts import service
from services.api.kernel.problems import request_id_of


def _desk(request: Request) -> service.Desk:
    state = request.app.state
    if not hasattr(state, "doors"):
        state.doors, state.oidc = service.Doors(), service.Oidc(state.settings)
    return service.Desk(
        state.database, state.passwords, state.tokens, state.rates, state.doors, state.oidc, state.clock,
        state.settings, request_id_of(request), state.usage,
    )  # fmt: skip


AtDesk = Annotated[service.Desk, Depends(_desk)]


def _sender(request: Request, desk: AtDesk) -> service.Sender:
    peer = request.client.host if request.client else ""
    return service.sender_of(desk.settings, request.headers, peer)


SentBy = Annotated[service.Sender, Depends(_sender)]
"""Who sent it, by HTTP Basic; the web tells of the browser in `X-Client-Address`, `X-Client-Agent`."""
