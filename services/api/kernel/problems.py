"""Problems (RFC 9457): one exception, one shape for every error from 400 to 507."""

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import Request
from fastapi.responses import JSONResponse

from services.contracts.problem_codes import PROBLEMS
from services.contracts.problems import FieldProblem, ProblemOut

PROBLEM_MEDIA_TYPE = "application/problem+json"
MOST_ERRORS = 100
LONGEST_NAME = 60


class Problem(Exception):
    """An expected refusal. `code` is a key of PROBLEMS; `params` fill the places of its detail.

    Raised, never returned: a returned 4xx would commit the transaction.
    """

    def __init__(
        self,
        code: str,
        *,
        errors: Sequence[FieldProblem] = (),
        headers: Mapping[str, str] | None = None,
        detail: str | None = None,
        **params: Any,
    ) -> None:
        kind = PROBLEMS[code]
        self.code = code
        self.status = kind.status
        self.title = kind.title
        self.detail = detail if detail is not None else kind.detail.format(**params)
        self.errors = list(errors)
        self.headers = dict(headers or {})
        self.params = params
        super().__init__(code)


def field_problem(field: str, code: str, detail: str, **params: Any) -> FieldProblem:
    """One wrong field: dotted path, stable code, Chinese sentence that says what to do."""
    return FieldProblem(field=field, code=code, detail=detail, params=params)


def readable(name: str) -> str:
    """A name that somebody else chose, short and without what cannot be seen or sent."""
    return "".join(character if character.isprintable() else "?" for character in name[:LONGEST_NAME])


def invalid(field: str, code: str, detail: str, **params: Any) -> Problem:
    """A 422 about one field."""
    return Problem("request.invalid", errors=[field_problem(field, code, detail, **params)])


def problem_on(field: str, code: str, **params: Any) -> Problem:
    """A problem of PROBLEMS that also points at the field it is about."""
    detail = PROBLEMS[code].detail.format(**params)
    return Problem(code, errors=[field_problem(field, code, detail, **params)], **params)


def request_id_of(request: Request) -> str:
    """The id that the middleware gave this request."""
    return str(request.scope.get("request_id", ""))


def problem_response(request: Request, problem: Problem) -> JSONResponse:
    """The problem as an answer."""
    body = ProblemOut(
        type=f"urn:problem:{problem.code}",
        title=problem.title,
        status=problem.status,
        code=problem.code,
        detail=problem.detail,
        request_id=request_id_of(request),
        errors=problem.errors,
    )
    headers = {"Cache-Control": "no-store", **problem.headers}
    return JSONResponse(body.model_dump(mode="json"), problem.status, headers, PROBLEM_MEDIA_TYPE)
