"""One browser request as a page sees it: who is asking, what was typed, and the way to the API."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from services.contracts.accounts import MeOut
from services.web.api_client.account import AccountClient
from services.web.api_client.base import Api, SignInRequired
from services.web.csrf import FORM_LIMITS
from services.web.session import Session
from services.web.templating import render

PASSWORD_PATH = "/account/password"  # noqa: S105 - a path


class PasswordDue(Exception):
    """The first sign-in has to set a password before anything else."""


@dataclass(slots=True)
class Visit:
    """What every view starts from."""

    request: Request
    api: Api

    @property
    def session(self) -> Session:
        """The sealed cookie's content."""
        session: Session = self.request.state.session
        return session

    @property
    def me(self) -> MeOut:
        """Who is signed in.

        Raises:
            SignInRequired: nobody is; only for views that take a `Guest`.
        """
        me: MeOut | None = getattr(self.request.state, "me", None)
        if me is None:
            raise SignInRequired
        return me

    @property
    def htmx(self) -> bool:
        """Whether htmx asks and wants a part of the page."""
        return self.request.headers.get("hx-request") == "true"

    async def form(self) -> FormData:
        """Return what was posted."""
        form = await self.request.form(**FORM_LIMITS)
        self.request.state.typed = form
        return form

    def page(self, template: str, context: Mapping[str, object] | None = None, status: int = 200) -> HTMLResponse:
        """Render a template with the frame's context."""
        return page(self.request, template, context, status)

    def say(self, text: str) -> None:
        """Show a receipt of what was done on the next page."""
        self.session.say(text)


def page(
    request: Request, template: str, context: Mapping[str, object] | None = None, status: int = 200
) -> HTMLResponse:
    """Render `template` with `context` and what the frame adds: me, tabs, csrf, messages, request id, now."""
    return HTMLResponse(render(request, template, context or {}), status)


def see_other(path: str) -> Response:
    """Go on to `path` after a write (POST, redirect, GET)."""
    return RedirectResponse(path, 303)


def bound_api(request: Request) -> Api:
    """Return the API bound to this request, one per request."""
    api: Api | None = getattr(request.state, "api", None)
    if api is None:
        address = request.client.host if request.client else ""
        agent = "".join(each for each in request.headers.get("user-agent", "")[:300] if each.isascii())
        api = Api(request.app.state.api_connection, request.state.session, request.state.request_id, address, agent)
        request.state.api = api
    return api


async def guest(request: Request) -> Visit:
    """Anybody, signed in or not."""
    return Visit(request, bound_api(request))


async def signed_in(request: Request) -> Visit:
    """Somebody signed in, with `me` read from the API once.

    Raises:
        SignInRequired: nobody is, or the sign-in has ended.
        PasswordDue: the first password is still to be set.
    """
    visit = Visit(request, bound_api(request))
    me = await AccountClient(visit.api).me()
    request.state.me = me
    if me.must_set_password and request.url.path != PASSWORD_PATH:
        raise PasswordDue
    return visit


Guest = Annotated[Visit, Depends(guest)]
Visitor = Annotated[Visit, Depends(signed_in)]
