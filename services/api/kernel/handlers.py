"""Every exception as a problem: the framework's own, validation, storage, and ours."""

from collections.abc import Sequence
from typing import Any, get_args

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic_core.core_schema import ErrorType
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException
from starlette.routing import Match

from services.api.kernel.body_limits import body_limit_kb
from services.api.kernel.idempotency import Replay
from services.api.kernel.logs import log_failure
from services.api.kernel.problems import MOST_ERRORS, Problem, field_problem, problem_response, readable
from services.api.kernel.storage_errors import storage_problem
from services.contracts.problems import FieldProblem
from services.contracts.shapes import misspelt

_TEXTS: dict[str, str] = {
    "missing": "这一项要填",
    "extra_forbidden": "没有这一项，请删掉",
    "string_too_short": "太短，至少{min_length}个字",
    "string_too_long": "太长，最多{max_length}个字",
    "string_type": "这里要写文字",
    "enum": "请从这些里选一个：{expected}",
    "uuid_parsing": "编号读不出来，请重新选择",
    "uuid_type": "编号读不出来，请重新选择",
    "int_parsing": "这里填数字，比如3",
    "int_type": "这里填数字，比如3",
    "int_from_float": "这里填整数，比如3",
    "bool_parsing": "这里只能是true或false",
    "bool_type": "这里只能是true或false",
    "date_from_datetime_parsing": "日期写成2026-11-18这样",
    "date_parsing": "日期写成2026-11-18这样",
    "date_type": "日期写成2026-11-18这样",
    "date_from_datetime_inexact": "日期写成2026-11-18这样",
    "greater_than_equal": "要在{ge}或以上",
    "less_than_equal": "要在{le}或以下",
    "too_long": "最多{max_length}项",
    "too_short": "至少{min_length}项",
    "list_type": "这里要是一个列表",
    "model_attributes_type": "这里要是一个对象",
    "dict_type": "这里要是一个对象",
    "literal_error": "请从这些里选一个：{expected}",
}
_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
_BUILT_IN = frozenset(get_args(ErrorType))
"""Kinds that the library words; every other kind is a contract's own and brings its Chinese sentence."""


def add_handlers(app: FastAPI) -> None:
    """Register them all."""
    app.add_exception_handler(Problem, _problem)
    app.add_exception_handler(Replay, _replay)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(SQLAlchemyError, _storage)
    app.add_exception_handler(OSError, _storage)


async def _problem(request: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)
    return problem_response(request, error)


async def _replay(_request: Request, error: Exception) -> Response:
    assert isinstance(error, Replay)
    headers = {"Idempotency-Replayed": "true"}
    return Response(error.body, error.status, headers, media_type="application/json")


async def _storage(request: Request, error: Exception) -> Response:
    problem = storage_problem(error)
    if problem is None:
        log_failure("crash", error, request_id=request.scope.get("request_id"))
        problem = Problem("server.error")
    return problem_response(request, problem)


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    # a form whose file finds no room on the disk comes as a malformed body
    return problem_response(request, storage_problem(error) or _from_http(request, error))


def _from_http(request: Request, error: HTTPException) -> Problem:
    headers = dict(error.headers or {})
    if error.status_code == 405:
        allowed = ", ".join(_methods_here(request))
        return Problem("route.method", headers={**headers, "Allow": allowed}, allowed=allowed)
    if error.status_code == 413:
        return Problem("request.body_too_large", limit_kb=body_limit_kb(request))
    if error.status_code == 404:
        return Problem("route.not_found")
    return Problem("request.malformed", headers=headers)


def _methods_here(request: Request) -> list[str]:
    """All methods of this address (RFC 9110 §10.2.1); the framework names those of one route only."""
    scopes = {method: {**request.scope, "method": method} for method in _METHODS}
    routes = request.app.router.routes
    return [name for name, scope in scopes.items() if any(route.matches(scope)[0] is Match.FULL for route in routes)]


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    problems = error.errors()
    if any(found["type"] == "json_invalid" for found in problems):
        return problem_response(request, Problem("request.malformed"))
    if _wrong_media_type(request, problems):
        return problem_response(request, Problem("request.media_type", expected="application/json"))
    errors: list[FieldProblem] = []
    for found in map(field_of, problems[:MOST_ERRORS]):
        if found not in errors:  # what several dependencies read is wrong once
            errors.append(found)
    return problem_response(request, Problem("request.invalid", errors=errors))


def _wrong_media_type(request: Request, problems: Sequence[Any]) -> bool:
    media_type = request.headers.get("content-type", "")
    whole_body = any(tuple(found["loc"]) == ("body",) for found in problems)
    return whole_body and "json" not in media_type and request.headers.get("content-length", "0") != "0"


def field_of(found: dict[str, Any]) -> FieldProblem:
    path = [readable(str(part)) for part in found["loc"][1:]] or [str(found["loc"][0])]
    kind = str(found["type"])
    params = {
        name: value for name, value in (found.get("ctx") or {}).items() if isinstance(value, (str, int, float, bool))
    }
    if kind not in _BUILT_IN:
        return field_problem(".".join(path), kind, str(found["msg"]))
    if kind == "string_pattern_mismatch":
        sentence = misspelt(str(params["pattern"]), str(found.get("input", "")))
        return field_problem(".".join(path), kind, sentence, **params)
    of_text = params.get("field_type") == "Value"  # a text that was cleaned first counts as any value with a length
    template = _TEXTS.get(f"string_{kind}" if of_text else kind, "这里写得不对，请再核对")
    words = {**params, "expected": _listed(str(params.get("expected", "")))}
    return field_problem(".".join(path), kind, template.format_map(_Blank(words)), **params)


def _listed(expected: str) -> str:
    """`'a', 'b' or 'c'` as a Chinese list: a、b、c."""
    return expected.replace("'", "").replace(" or ", "、").replace(", ", "、")


class _Blank(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "…"
