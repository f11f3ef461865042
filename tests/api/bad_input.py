"""Every place where a caller can put something, read from the OpenAPI document, and what a refusal looks like."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
from fastapi import FastAPI

from services.api.kernel.ids import new_id
from services.api.kernel.scope import ROLE_PERMISSIONS
from services.contracts.codes import Role
from services.contracts.problems import ProblemOut
from tests.api.matrix_calls import BODIES
from tests.api.matrix_world import STALE, Matrix
from tests.support.routes import api_routes, permissions_of

ROOT = "/api/v1"
OTHER_MEDIA = {"/auth/token"}
ASKERS = {
    "county_home": Role.county_coordinator, "reporter_receiving": Role.school_reporter,
    "administrator": Role.administrator, "city": Role.city_supervisor,
    "province": Role.province_supervisor,
}  # fmt: skip
"""Tried in this order: the first who holds a route's permission sends the bad input, so that it is really read."""
_HAN = re.compile("[\u4e00-\u9fff]")
Schema = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Place:
    """One place of a body: its dotted path, what belongs there, and the body's changes that put a value there."""

    path: str
    schema: Schema
    put: Any

    @property
    def kind(self) -> str:
        """The format if it has one, `code` for a closed list, else the type."""
        return kind_of(self.schema)

    @property
    def top(self) -> bool:
        """A field of the body itself."""
        return "." not in self.path


@dataclass(frozen=True, slots=True)
class Operation:
    """One documented operation: its route, query parameters and body as schemas."""

    method: str
    path: str
    query: dict[str, Schema]
    body: Schema | None
    schemas: dict[str, Schema]

    @property
    def key(self) -> tuple[str, str]:
        """As the authorisation matrix names it."""
        return self.method, self.path

    def asker(self) -> str:
        """The kind of caller who may use it."""
        wanted = permissions_of(api_routes()[self.method, ROOT + self.path].dependant)
        return next(kind for kind, role in ASKERS.items() if wanted <= ROLE_PERMISSIONS[role])

    def good_body(self, matrix: Matrix) -> dict[str, Any]:
        """A well-formed body, to change one thing in."""
        made = BODIES.get(self.key)
        return dict((made(matrix, self.asker()) if made else None) or {})

    def places(self) -> list[Place]:
        """Each place of the body."""
        return list(_places(self.body or {}, self.schemas))

    async def send(self, matrix: Matrix, **options: Any) -> httpx.Response:
        """Send it as somebody who may, with everything else right."""
        options.setdefault("version", STALE)
        if self.method == "POST":
            options.setdefault("key", new_id().hex)
        path = options.pop("path", None) or matrix.path(self.path)
        return await matrix.callers[self.asker()].request(self.method, path, **options)


def operations(app: FastAPI) -> list[Operation]:
    """All but the form that asks for tokens, and what only systems that practise may do: they have their own tests."""
    document = app.openapi()
    schemas = document["components"]["schemas"]
    return [
        _operation(method.upper(), path.removeprefix(ROOT), content, schemas)
        for path, methods in document["paths"].items()
        for method, content in methods.items()
        if path.removeprefix(ROOT) not in OTHER_MEDIA
        and path.startswith(ROOT)
        and not path.startswith(f"{ROOT}/sandbox")
    ]


def with_body(app: FastAPI) -> list[Operation]:
    """Those that take a JSON body."""
    return [operation for operation in operations(app) if operation.body is not None]


def refused(answer: httpx.Response, *, but_not: str = "", about: object = None) -> ProblemOut:
    """The problem of a refusal: documented shape, Chinese, traceable, short, without the value that was sent."""
    note = (about, answer.status_code, answer.text[:300])
    assert 400 <= answer.status_code < 500, note
    assert answer.headers["content-type"] == "application/problem+json", note
    found = ProblemOut.model_validate(answer.json())
    assert found.status == answer.status_code, note
    assert _HAN.search(found.title), note
    assert _HAN.search(found.detail), note
    assert all(_HAN.search(error.detail) for error in found.errors), note
    assert found.request_id == answer.headers["x-request-id"], note
    assert "Traceback" not in answer.text, note
    assert len(answer.content) < 20_000, note
    assert not but_not or but_not not in answer.text, note
    return found


def _operation(method: str, path: str, content: Schema, schemas: dict[str, Schema]) -> Operation:
    media = content.get("requestBody", {}).get("content", {})
    query = {one["name"]: one["schema"] for one in content.get("parameters", []) if one.get("in") == "query"}
    body = media.get("application/json", {}).get("schema")
    return Operation(method, path, query, body, schemas)


def _resolved(schema: Schema, schemas: dict[str, Schema]) -> Schema:
    if "$ref" in schema:
        return schemas[schema["$ref"].rsplit("/", 1)[1]]
    options = [one for one in schema.get("anyOf", []) if one.get("type") != "null"]
    return _resolved(options[0], schemas) if options else schema


def kind_of(schema: Schema) -> str:
    """The format of a place if it has one, `code` for a closed list, else its type."""
    options = [one for one in schema.get("anyOf", [schema]) if one.get("type") != "null"]
    plain = options[0] if options else schema
    if "enum" in plain or "$ref" in plain:
        return "code"
    return str(plain.get("format") or plain.get("type") or "code")


def _places(schema: Schema, schemas: dict[str, Schema]) -> Iterator[Place]:
    """The fields of an object, of the objects in its lists, and of its objects."""
    for name, field in _resolved(schema, schemas).get("properties", {}).items():
        yield Place(name, field, lambda value, name=name: {name: value})
        inner = _resolved(field, schemas)
        if inner.get("type") == "array":
            for one in _places(inner["items"], schemas):
                yield Place(f"{name}.0.{one.path}", one.schema, _inside(name, one.put, in_list=True))
        for one in _places(inner, schemas):
            yield Place(f"{name}.{one.path}", one.schema, _inside(name, one.put))


def _inside(name: str, put: Any, *, in_list: bool = False) -> Any:
    def placed(value: Any) -> dict[str, Any]:
        return {name: [put(value)] if in_list else put(value)}

    return placed
