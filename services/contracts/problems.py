"""The one error shape (RFC 9457) and its stable codes."""

from typing import Any

from services.contracts.base import Out


class FieldProblem(Out):
    """What is wrong with one field. `field` is a dotted path; the rejected value is never echoed."""

    field: str
    code: str
    detail: str
    params: dict[str, Any] = {}


class ProblemOut(Out):
    """`application/problem+json`: `code` is stable English, `title` and `detail` are Chinese."""

    type: str = "about:blank"
    title: str
    status: int
    code: str
    detail: str
    request_id: str
    errors: list[FieldProblem] = []
