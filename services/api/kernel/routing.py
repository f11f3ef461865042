"""The route class of the whole API: strict queries, entity tags, stored answers, documented problems."""

import inspect
import json
import re
from collections import Counter
from collections.abc import Callable, Coroutine, Sequence
from functools import cache, wraps
from typing import Any, get_origin

from fastapi import APIRouter, Request, Response
from fastapi.dependencies.models import Dependant
from fastapi.dependencies.utils import get_flat_params
from fastapi.params import ParamTypes
from fastapi.routing import APIRoute, iter_route_contexts
from starlette.routing import BaseRoute, Match
from starlette.types import Receive, Scope, Send

from services.api.kernel.body_limits import LARGER_KB
from services.api.kernel.etag import body_tag, matches
from services.api.kernel.idempotency import keep_answer
from services.api.kernel.openapi import SCHEMAS
from services.api.kernel.page_links import CURSOR, linked
from services.api.kernel.problems import MOST_ERRORS, PROBLEM_MEDIA_TYPE, Problem, field_problem, readable
from services.api.kernel.sandbox_day import refuse_header
from services.contracts.problems import ProblemOut

HTTP_OK = 200
API, AREA = "/api/v1/", 3
"""How the paths of the API begin, and which part of them names the area."""
_PAGE, _PLACE_IN_LOG = b'{"items":', re.compile(rb',"as_of_position":(?:\d+|null)')
"""How a page begins, and its field that moves with every write anywhere. Quotes in typed text are escaped."""
_TITLES = {
    400: "内容读不出来",
    401: "没有登录",
    403: "没有权限",
    404: "没有找到",
    405: "不能这样用",
    409: "和现状冲突",
    410: "已经用不了",
    412: "刚被改过",
    413: "内容太大",
    415: "格式不对",
    422: "有几处要改",
    428: "缺少前提",
    429: "操作太频繁",
    500: "系统出了点问题",
    503: "系统正忙",
    507: "存储空间满了",
}
_PROBLEM = {PROBLEM_MEDIA_TYPE: {"schema": {"$ref": SCHEMAS.format(model=ProblemOut.__name__)}}}
PROBLEM_RESPONSES: dict[int | str, dict[str, Any]] = {
    status: {"description": title, "content": _PROBLEM} for status, title in _TITLES.items()
}
"""By reference: with the model FastAPI made a field of it for each status of each route, half the time of a start."""


class StrictRoute(APIRoute):
    """Refuses unknown query parameters, tags GET answers and keeps answers of idempotent POSTs."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """FastAPI's handler, with our steps before and after, inside the transaction."""
        handle = super().get_route_handler()
        known = query_names(self)
        lists = {field.alias for field in get_flat_params(self.dependant) if _is_list(field.field_info.annotation)}

        is_gated = _is_gated(self.dependant)

        async def strict(request: Request) -> Response:
            if not is_gated:
                refuse_header(request)
            refuse_unknown_query(request, known)
            refuse_repeated_query(request, lists)
            if self.body_field is None and (request.method, self.path) not in LARGER_KB:
                await refuse_unasked_body(request)
            response = await handle(request)
            await keep_answer(request, response)
            if request.method == "GET" and response.status_code == HTTP_OK:
                if CURSOR in known:
                    linked(request, response)
                return tagged(request, response)
            return response

        return strict


def query_names(route: APIRoute) -> set[str]:
    """The query parameters that a route knows."""
    params = get_flat_params(route.dependant)
    return {field.alias for field in params if getattr(field.field_info, "in_", None) == ParamTypes.query}


def refuse_unknown_query(request: Request, known: set[str]) -> None:
    """Raises 422 `query.unknown` that names each unknown parameter."""
    unknown = sorted(set(request.query_params) - known)
    if unknown:
        names = [readable(name) for name in unknown[:MOST_ERRORS]]
        errors = [field_problem(name, "query.unknown", "没有这个查询条件，请删掉") for name in names]
        raise Problem("query.unknown", name=names[0], errors=errors)


def refuse_repeated_query(request: Request, lists: set[str]) -> None:
    """Raises 422 for a parameter given twice that has one value: which one was meant nobody can tell."""
    counts = Counter(name for name, _ in request.query_params.multi_items() if name not in lists)
    repeated = sorted(name for name, count in counts.items() if count > 1)
    if repeated:
        errors = [field_problem(name, "query.repeated", "这个查询条件只能写一次，请留一个") for name in repeated]
        raise Problem("request.invalid", errors=errors)


async def refuse_unasked_body(request: Request) -> None:
    """A route without a body takes none but an empty object. Raises 400, or 422 that names each field."""
    raw = (await request.body()).strip()
    if raw in {b"", b"{}", b"null"}:
        return
    try:
        content = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise Problem("request.malformed") from error
    names = sorted(content) if isinstance(content, dict) else ["body"]
    errors = [field_problem(readable(name), "extra_forbidden", "没有这一项，请删掉") for name in names[:MOST_ERRORS]]
    raise Problem("request.invalid", errors=errors)


def _is_gated(dependant: Dependant) -> bool:
    """Whether some gate asks who the caller is."""
    return hasattr(dependant.call, "permission") or any(map(_is_gated, dependant.dependencies))


def _is_list(annotation: Any) -> bool:
    return get_origin(annotation) in {list, tuple}


def tagged(request: Request, response: Response) -> Response:
    """The answer with its ETag, or a 304 when the caller has it already."""
    if "ETag" in response.headers or not hasattr(response, "body"):
        return response
    tag = body_tag(*_tag_parts(bytes(response.body)))
    if matches(request.headers.get("If-None-Match", ""), tag):
        return Response(status_code=304, headers={"ETag": tag})
    response.headers["ETag"] = tag
    return response


def _tag_parts(body: bytes) -> tuple[bytes, int | None]:
    """What the tag is made of: not the time of asking (`as_of`), which changes no number.

    A page of a list is not read as JSON for that: with a page of 200 that was a sixth of the work of the answer.
    """
    if body.startswith(_PAGE):
        return _PLACE_IN_LOG.sub(b"", body), None
    try:
        content = json.loads(body)
    except ValueError:
        return body, None
    if not isinstance(content, dict):
        return body, None
    version = content.get("version")
    is_row = isinstance(version, int) and not {"id", "region_code"}.isdisjoint(content)
    if "as_of" in content or "as_of_position" in content:
        kept = {name: value for name, value in content.items() if name not in {"as_of", "as_of_position"}}
        body = json.dumps(kept, sort_keys=True).encode()
    return body, version if is_row else None


class ReplicaRoute(StrictRoute):
    """A strict route whose reads may be a moment behind: they come from the replica where there is one."""

    from_replica = True


WAITING = (inspect.iscoroutinefunction, inspect.isasyncgenfunction, inspect.isgeneratorfunction)


def called_in_place(routes: Sequence[BaseRoute]) -> None:
    """Call every dependency in the event loop. FastAPI hands plain functions and classes to another thread, which took
    longer than anything that ours do: they put what was asked together, and wait for nothing.
    """
    for route in iter_route_contexts(routes):
        if isinstance(getattr(route, "dependant", None), Dependant):
            _in_place(route.dependant)


def _in_place(dependant: Dependant) -> None:
    for each in dependant.dependencies:
        if inspect.isclass(each.call) or not any(waits(each.call) for waits in WAITING):
            each.call = _awaited(each.call)
        _in_place(each)


@cache
def _awaited(call: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(call, updated=())
    async def called(**given: Any) -> Any:
        return call(**given)

    return called


class Prefixed(APIRouter):
    """A router that looks at its routes only when the path begins as all of them do.

    Otherwise each request tries the patterns of hundreds of routes: a tenth of the work of a page.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._fixed = self.prefix.partition("{")[0]

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Nothing for a path that begins otherwise."""
        if not scope["path"].removeprefix(scope.get("root_path", "")).startswith(self._fixed):
            return Match.NONE, {}
        return super().matches(scope)


class ByArea:
    """Shows a request the routers of its area alone: `/api/v1/reports/…` those that begin so, and those of no area.

    One look instead of one at each router: finding the route was a fifth of the work of a small answer.
    """

    def __init__(self, whole: APIRouter) -> None:
        self._whole, self._areas = whole, dict[str, APIRouter]()
        named = [(_area(_prefix(route)), route) for route in whole.routes]
        for area in {name for name, _ in named if name}:
            self._areas[area] = APIRouter(redirect_slashes=whole.redirect_slashes)
            self._areas[area].routes = [route for name, route in named if name in {"", area}]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        area = _area(scope["path"].removeprefix(scope.get("root_path", ""))) if scope["type"] == "http" else ""
        await self._areas.get(area, self._whole).app(scope, receive, send)


def _prefix(route: BaseRoute) -> str:
    return getattr(getattr(route, "original_router", None), "prefix", "")


def _area(path: str) -> str:
    """`reports` of `/api/v1/reports/…` and `/api/v1/reports.csv`; empty for what lies elsewhere."""
    parts = path.split("/", AREA + 1)
    return parts[AREA].partition(".")[0] if len(parts) > AREA and path.startswith(API) else ""


def router(tag: str, prefix: str = "", *, from_replica: bool = False) -> APIRouter:
    """A router of strict routes whose problems are documented; `from_replica` for what systems read in bulk."""
    kind = ReplicaRoute if from_replica else StrictRoute
    return Prefixed(prefix=prefix, tags=[tag], route_class=kind, responses=PROBLEM_RESPONSES)
