"""The seam between the two services: one HTTP client per process, one bound caller per browser request."""

import asyncio
import base64
import errno
import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO, Final, Literal, TypeVar
from urllib.parse import quote_plus

import httpx
from httpx_aiohttp import AiohttpTransport
from pydantic import BaseModel, SecretStr, ValidationError

from services.contracts.accounts import TokenOut
from services.contracts.problems import FieldProblem, ProblemOut
from services.web.clock import now
from services.web.session import Session
from services.web.settings import WebSettings

ROOT: Final = "/api/v1"
CLIENT_ID: Final = "web"
_EARLY: Final = 15
"""Seconds before its end at which an access token is renewed instead of tried."""
_FILE_TIMEOUT: Final = 120.0
"""Seconds for a large file to be stored and looked at."""
_UNAVAILABLE: Final = frozenset({502, 503, 504})
_MEANT: Final = frozenset({"maintenance.read_only"})
"""503 that is an answer: it says to people what is going on."""
_TOKEN_CODES: Final = frozenset({"auth.invalid_token", "auth.missing"})

Model = TypeVar("Model", bound=BaseModel)
Query = Mapping[str, str | int | bool | list[str] | None]
Body = BaseModel | Mapping[str, object]
"""A contract, or typed values as they are: the API says what is wrong with them."""
Verb = Literal["GET", "POST", "PUT", "PATCH"]


class ApiError(Exception):
    """The API did not do what was asked."""


class ApiProblem(ApiError):
    """The API's answer of RFC 9457; every attribute is that of `ProblemOut`."""

    def __init__(self, problem: ProblemOut, retry_after: int | None = None) -> None:
        """Take the body; `retry_after` is in seconds."""
        super().__init__(f"{problem.status} {problem.code}")
        self.status, self.code = problem.status, problem.code
        self.title, self.detail = problem.title, problem.detail
        self.errors: list[FieldProblem] = problem.errors
        self.request_id = problem.request_id
        self.retry_after = retry_after


class ApiUnavailable(ApiError):
    """The API cannot be reached, did not answer in time, or said 502 to 504.

    `starting`: nobody listens at its address, as while it starts; nothing that was sent has arrived.
    """

    def __init__(self, why: str, retry_after: int | None = None, *, starting: bool = False) -> None:
        """`why` is for the log: no address, no content."""
        super().__init__(why)
        self.retry_after, self.starting = retry_after, starting


class SignInRequired(Exception):
    """There is no sign-in, or it has ended."""


class ViewEnded(Exception):
    """An administrator's look at somebody has run out; the session is the administrator's own again."""


@dataclass(frozen=True, slots=True)
class Sending:
    """One call as it goes out. `streamed`: the answer's body is left to be read by the caller, piece by piece."""

    verb: Verb
    path: str
    params: Query | None = None
    content: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    data: Mapping[str, str] | None = None
    files: Mapping[str, tuple[str, BinaryIO, str]] | None = None
    streamed: bool = False
    timeout: float | None = None


class ApiConnection:
    """The process's one HTTP client with what identifies the web service as a confidential client."""

    def __init__(self, settings: WebSettings, transport: httpx.AsyncBaseTransport | None = None) -> None:
        """Make the client; `transport` replaces the network in tests."""
        limits = httpx.Limits(max_connections=settings.api_connections, max_keepalive_connections=20)
        self.secret: SecretStr = settings.web_client_secret
        self.http = httpx.AsyncClient(
            base_url=settings.api_url,
            transport=transport or AiohttpTransport(trust_env=False, limits=limits),
            timeout=httpx.Timeout(settings.api_timeout, connect=settings.api_connect_timeout),
            trust_env=False,
        )

    async def close(self) -> None:
        """Close all connections."""
        await self.http.aclose()


@dataclass(slots=True)
class Api:
    """The API as one browser request sees it: its token, its request id, its address, its User-Agent.

    `calls` counts the requests made; a page may make three (architecture §10).
    """

    connection: ApiConnection
    session: Session
    request_id: str
    client_address: str
    client_agent: str = ""
    calls: int = 0
    _renewing: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def get(self, path: str, model: type[Model], params: Query | None = None) -> Model:
        """Read `path` (below `/api/v1`) into `model`; empty and missing parameters are left out."""
        return await self._call("GET", path, model, params=params)

    async def post(
        self,
        path: str,
        model: type[Model],
        body: Body | None = None,
        *,
        if_match: int | None = None,
        idempotency_key: str | None = None,
    ) -> Model:
        """Create or act; `if_match` is the row's version, `idempotency_key` the form's hidden field."""
        return await self._call("POST", path, model, body=body, if_match=if_match, key=idempotency_key)

    async def put(
        self, path: str, model: type[Model], body: Body | None = None, *, if_match: int | None = None
    ) -> Model:
        """Replace."""
        return await self._call("PUT", path, model, body=body, if_match=if_match)

    async def patch(
        self, path: str, model: type[Model], body: Body | None = None, *, if_match: int | None = None
    ) -> Model:
        """Change some fields."""
        return await self._call("PATCH", path, model, body=body, if_match=if_match)

    async def upload(
        self,
        path: str,
        model: type[Model],
        content: AsyncIterator[bytes],
        *,
        params: Query,
        idempotency_key: str | None,
    ) -> Model:
        """Send a file piece by piece, once: the token must be fresh, as it is once `me` has been read."""
        headers = self._headers() | {"Authorization": f"Bearer {self.session.access_token}"}
        headers["Content-Type"] = "application/octet-stream"
        if idempotency_key is not None:
            headers["Idempotency-Key"] = idempotency_key
        self.calls += 1
        request = self.connection.http.build_request(
            "POST", ROOT + path, params=_present(params), content=content, headers=headers, timeout=_FILE_TIMEOUT
        )
        answer = await self._send(request)
        _raise_for(answer)
        return parse(answer, model)

    async def token(self, fields: Mapping[str, str]) -> TokenOut:
        """Ask `auth/token` (RFC 6749) as the confidential client `web`.

        Raises:
            ApiProblem: wrong password, locked, expired.
            ApiUnavailable: no answer.
        """
        form = {**fields, "client_id": CLIENT_ID, "client_secret": self.connection.secret.get_secret_value()}
        answer = await self._send(
            self.connection.http.build_request("POST", f"{ROOT}/auth/token", data=form, headers=self._headers())
        )
        if answer.status_code == 401 and _problem(answer).code == "auth.client":
            raise ApiUnavailable("the API does not know this web service: WEB_CLIENT_SECRET differs")
        _raise_for(answer)
        return parse(answer, TokenOut)

    async def without_sign_in(
        self, verb: Verb, path: str, model: type[Model], body: Body | None = None, *, params: Query | None = None
    ) -> Model:
        """Ask as the confidential client `web` where nobody is signed in yet.

        Raises:
            ApiProblem: any answer of 400 to 599 but 502 to 504.
            ApiUnavailable: no answer, or 502 to 504.
        """
        answer = await self._send(
            self.connection.http.build_request(
                verb, ROOT + path, params=_present(params), headers=self._web_headers(),
                content=None if body is None else _json(body),
            )
        )  # fmt: skip
        _raise_for(answer)
        return parse(answer, model)

    def _web_headers(self) -> dict[str, str]:
        name = base64.b64encode(f"{CLIENT_ID}:{quote_plus(self.connection.secret.get_secret_value())}".encode())
        return {**self._headers(), "Authorization": f"Basic {name.decode()}", "Content-Type": "application/json"}

    async def _call(
        self,
        verb: Verb,
        path: str,
        model: type[Model],
        *,
        params: Query | None = None,
        body: Body | None = None,
        if_match: int | None = None,
        key: str | None = None,
    ) -> Model:
        answer = await self.send(verb, path, params=params, body=body, if_match=if_match, key=key)
        return parse(answer, model)

    async def send(
        self,
        verb: Verb,
        path: str,
        *,
        params: Query | None = None,
        body: Body | None = None,
        if_match: int | None = None,
        key: str | None = None,
    ) -> httpx.Response:
        """Send with the sign-in's token, renewed once when it has run out, and return the good answer.

        Raises:
            SignInRequired: not signed in, or the sign-in has ended.
            ApiProblem: any other answer of 400 to 599.
            ApiUnavailable: no answer, or 502 to 504.
        """
        extra = {"If-Match": None if if_match is None else f'"{if_match}"', "Idempotency-Key": key}
        headers = {name: value for name, value in extra.items() if value is not None}
        if body is not None:
            headers["Content-Type"] = "application/json"
        content = None if body is None else _json(body)
        return await self.exchange(Sending(verb, path, params, content, headers))

    async def exchange(self, sending: Sending) -> httpx.Response:
        """The same for any kind of call; raises as `send` does. A streamed answer must be read or closed."""
        if not self.session.signed_in:
            raise SignInRequired
        if self.session.access_until - _EARLY < now().timestamp():
            await self._renew(self.session.access_token)
        answer = await self._try(sending)
        if _ended(answer):
            await self._renew(answer.request.headers["Authorization"].removeprefix("Bearer "))
            answer = await self._try(sending)
        if _ended(answer):
            if self.session.viewing:
                self.session.end_view()
                raise ViewEnded
            self.session.sign_out()
            raise SignInRequired
        _raise_for(answer)
        return answer

    async def _try(self, sending: Sending) -> httpx.Response:
        headers = {**self._headers(), **sending.headers, "Authorization": f"Bearer {self.session.access_token}"}
        self.calls += 1
        longer: dict[str, Any] = {} if sending.timeout is None else {"timeout": sending.timeout}
        request = self.connection.http.build_request(
            sending.verb, ROOT + sending.path, params=_present(sending.params), content=sending.content,
            data=sending.data, files=sending.files, headers=headers, **longer,
        )  # fmt: skip
        return await self._send(request, streamed=sending.streamed)

    async def _send(self, request: httpx.Request, *, streamed: bool = False) -> httpx.Response:
        try:
            answer = await self.connection.http.send(request, stream=streamed)
            if answer.status_code >= 400:
                await answer.aread()
        except httpx.HTTPError as error:
            raise ApiUnavailable(type(error).__name__, starting=_refused(error)) from error
        return answer

    async def _renew(self, old: str) -> None:
        async with self._renewing:
            if self.session.access_token != old:
                return
            if not self.session.refresh_token:
                self.session.sign_out()
                raise SignInRequired
            try:
                tokens = await self.token({"grant_type": "refresh_token", "refresh_token": self.session.refresh_token})
            except ApiProblem as problem:
                if problem.status not in {400, 401, 403}:
                    raise
                if self.session.viewing:
                    self.session.end_view()
                    raise ViewEnded from problem
                self.session.sign_out()
                raise SignInRequired from problem
            until = int(now().timestamp()) + tokens.expires_in
            self.session.renew(tokens.access_token, tokens.refresh_token or self.session.refresh_token, until)

    def _headers(self) -> dict[str, str]:
        return {
            "Accept": "application/json",
            "X-Request-ID": self.request_id,
            "X-Client-Address": self.client_address,
            "X-Client-Agent": self.client_agent,
        }


def _refused(error: httpx.HTTPError) -> bool:
    """Whether nobody listened, which the transport tells as it tells any connection that was not made."""
    return isinstance(error.__cause__, OSError) and error.__cause__.errno == errno.ECONNREFUSED


def _json(body: Body) -> str:
    return body.model_dump_json() if isinstance(body, BaseModel) else json.dumps(body, ensure_ascii=False)


def _present(params: Query | None) -> dict[str, str | list[str]]:
    chosen = {name: value for name, value in (params or {}).items() if value not in (None, "", [])}
    return {name: _text(value) for name, value in chosen.items()}


def _text(value: object) -> str | list[str]:
    if isinstance(value, bool):
        return "true" if value else "false"
    return [str(part) for part in value] if isinstance(value, list) else str(value)


def parse(answer: httpx.Response, model: type[Model]) -> Model:
    """An answer's body as its contract. Raises ApiUnavailable when it is something else."""
    try:
        return model.model_validate_json(answer.content)
    except ValidationError as error:
        raise ApiUnavailable(f"unexpected answer for {model.__name__}") from error


def _ended(answer: httpx.Response) -> bool:
    """Tell an access token that no longer counts from another 401, such as a wrong password."""
    return answer.status_code == 401 and _problem(answer).code in _TOKEN_CODES


def _raise_for(answer: httpx.Response) -> None:
    if answer.status_code < 400:
        return
    retry = answer.headers.get("Retry-After", "")
    seconds = int(retry) if retry.isdigit() else None
    if answer.status_code in _UNAVAILABLE and _problem(answer).code not in _MEANT:
        raise ApiUnavailable(f"status {answer.status_code}", seconds)
    raise ApiProblem(_problem(answer), seconds)


def _problem(answer: httpx.Response) -> ProblemOut:
    try:
        return ProblemOut.model_validate_json(answer.content)
    except ValidationError:
        fields: dict[str, Any] = {"title": "系统出了点问题", "detail": "请过几分钟再试。", "code": "api.unreadable"}
        return ProblemOut(status=answer.status_code, request_id=answer.headers.get("X-Request-ID", ""), **fields)
