"""What must hold for every route, generated from the application itself (architecture §3, §5, §8)."""

import inspect
import re
from collections.abc import Iterator
from typing import Any, get_args

import httpx
import pytest
from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.responses import FileResponse, Response, StreamingResponse
from fastapi.routing import APIRoute
from pydantic import BaseModel

from services.api import wiring_routers
from services.api.kernel.db import get_session
from services.api.kernel.routing import StrictRoute
from services.api.kernel.scope import CLIENT_PERMISSIONS, ROLE_PERMISSIONS, Permission
from services.contracts.base import Body, Page
from services.contracts.codes import Role
from tests.support.callers import Caller, SignIn
from tests.support.databases import sqlite_database

WRITES = {"POST", "PUT", "PATCH"}
FORM, UPLOAD, IMPORT = "/api/v1/auth/token", "/api/v1/files", "/api/v1/imports"
WITHOUT_TOKEN = ("auth/ways", "auth/contacts", "auth/oidc/start", "auth/oidc", "invitations/look", "invitations/accept")
PUBLIC = {FORM, *(f"/api/v1/{path}" for path in WITHOUT_TOKEN)}
NOBODY = "00000000-0000-7000-8000-000000000000"
PROBLEM = "application/problem+json"
WITHOUT_FILE = {
    "auth/contacts": "one row for each county's telephone, read before signing in",
    "codes": "a set a page; what it means belongs beside it",
    "notices": "one's own messages",
    "periods/{period_id}/corrections/{correction_id}/events": "a part of the log, which has its file",
    "sessions": "one's own sign-ins",
}
"""The lists that nobody takes away, and why."""
OPERATIONS = {"get", "post", "put", "patch", "delete"}


def all_routes(router: Any) -> Iterator[APIRoute]:
    for route in router.routes:
        if isinstance(route, APIRoute):
            yield route
        elif hasattr(route, "original_router"):
            yield from all_routes(route.original_router)


def method_of(route: APIRoute) -> str:
    return min(route.methods or {"GET"})


def named(route: APIRoute) -> str:
    return f"{method_of(route)} {route.path}"


ROUTES = [route for router in wiring_routers.ROUTERS for route in all_routes(router)]
each: pytest.MarkDecorator = pytest.mark.parametrize("route", ROUTES, ids=named)


def tree(dependant: Dependant) -> Iterator[Dependant]:
    yield dependant
    for below in dependant.dependencies:
        yield from tree(below)


def permission_of(route: APIRoute) -> Permission | None:
    found = {getattr(one.call, "permission", None) for one in tree(route.dependant)} - {None}
    assert len(found) <= 1, f"{named(route)} asks for {found}"
    return next(iter(found), None)


def filled(path: str) -> str:
    return re.sub(r"{\w+}", NOBODY, path.replace("{code}", "610304"))


@pytest.fixture
def database_url() -> Iterator[str]:
    """SQLite alone: nothing here depends on the database."""
    with sqlite_database() as url:
        yield url


@pytest.fixture
async def callers(sign_in: SignIn) -> dict[Role, Caller]:
    """A caller of each role that some route needs."""
    roles = (Role.administrator, Role.county_coordinator, Role.province_supervisor, Role.school_leader)
    return {role: await sign_in(role) for role in roles}


def caller_for(route: APIRoute, callers: dict[Role, Caller]) -> Caller:
    permission = permission_of(route)
    return next(
        caller for role, caller in callers.items() if permission is None or permission in ROLE_PERMISSIONS[role]
    )


@each
def test_a_route_is_strict_documented_and_answers_with_a_contract(route: APIRoute) -> None:
    assert isinstance(route, StrictRoute)
    assert inspect.getdoc(route.endpoint), "no docstring"
    answers_bytes = route.response_class in (Response, FileResponse, StreamingResponse)  # the default has no hash
    assert route.response_model is not None or route.status_code == 204 or answers_bytes


@each
def test_a_route_has_a_principal_or_is_on_the_public_list(route: APIRoute) -> None:
    assert permission_of(route) is not None or route.path in PUBLIC


@each
def test_the_only_session_of_a_route_is_db_which_commits_before_the_answer_leaves(route: APIRoute) -> None:
    for one in tree(route.dependant):
        if inspect.isasyncgenfunction(one.call) or inspect.isgeneratorfunction(one.call):
            yields_a_session = "Session" in str(inspect.signature(one.call).return_annotation)
            assert one.call is get_session or not yields_a_session
            assert one.scope == "function"


@each
def test_a_route_is_ten_lines_at_most(route: APIRoute) -> None:
    source = inspect.getsource(route.endpoint)
    body = source[source.index('"""') :]
    assert len([line for line in body.splitlines() if line.strip()]) <= 10 + body.count("\n    \n")


def bodies() -> list[Any]:
    found: dict[str, type[BaseModel]] = {}
    for route in ROUTES:
        if route.body_field is not None:
            _collect(route.body_field.field_info.annotation, found)
    return [pytest.param(model, id=name) for name, model in sorted(found.items())]


def _collect(annotation: Any, found: dict[str, type[BaseModel]]) -> None:
    is_model = inspect.isclass(annotation) and issubclass(annotation, BaseModel)
    if is_model and annotation.__name__ not in found:
        found[annotation.__name__] = annotation
        for field in annotation.model_fields.values():
            _collect(field.annotation, found)
    for inner in get_args(annotation):
        _collect(inner, found)


@pytest.mark.parametrize("model", bodies())
def test_a_request_body_and_all_inside_it_refuses_unknown_fields(model: type[BaseModel]) -> None:
    assert issubclass(model, Body)
    assert model.model_config.get("extra") == "forbid"


async def test_no_route_accepts_an_unknown_query_parameter(api: httpx.AsyncClient) -> None:
    accepted = {}
    for route in ROUTES:
        answer = await api.request(method_of(route), filled(route.path), params={"zz": "1"})
        if (answer.status_code, answer.json().get("code")) != (422, "query.unknown"):
            accepted[named(route)] = answer.status_code
    assert accepted == {}


async def test_no_route_accepts_an_unknown_body_field(callers: dict[Role, Caller]) -> None:
    accepted = {}
    for route in ROUTES:
        method = method_of(route)
        if method not in WRITES:
            continue
        caller, path = caller_for(route, callers), filled(route.path).removeprefix("/api/v1")
        how: dict[str, Any] = {"data": {"zz": "1"}} if route.path in {FORM, UPLOAD} else {"json": {"zz": "1"}}
        if route.path == IMPORT:
            how = {"params": {"kind": "schools"}, "data": {"zz": "1"}, "files": {"file": ("a.csv", b"1")}}
        answer = await caller.request(method, path, version=1, key="key-of-unknown", **how)
        fields = [error["field"] for error in answer.json().get("errors", [])]
        if answer.status_code != 422 or "zz" not in fields:
            accepted[named(route)] = answer.text
    assert accepted == {}


async def test_no_route_crashes_on_a_body_of_the_wrong_kind(callers: dict[Role, Caller]) -> None:
    for route in ROUTES:
        method = method_of(route)
        if method not in WRITES or route.path == FORM:
            continue
        caller, path = caller_for(route, callers), filled(route.path).removeprefix("/api/v1")
        bodies: list[Any] = [[], "文", 7, [[]], {"id": {}}]
        for body in bodies:
            answer = await caller.request(method, path, version=1, key="key-of-wrong", json=body)
            assert answer.status_code == 422, (named(route), body, answer.text)
            assert answer.headers["content-type"] == PROBLEM


async def test_every_route_but_the_public_ones_refuses_a_caller_without_a_token(api: httpx.AsyncClient) -> None:
    let_in = {}
    for route in ROUTES:
        answer = await api.request(method_of(route), filled(route.path))
        if route.path not in PUBLIC and answer.status_code != 401:
            let_in[named(route)] = answer.status_code
    assert let_in == {}


def operations(app: FastAPI) -> list[tuple[str, dict[str, Any]]]:
    paths = app.openapi()["paths"]
    return [
        (f"{verb} {path}", found) for path, item in paths.items() for verb, found in item.items() if verb in OPERATIONS
    ]


def test_every_error_that_the_openapi_document_names_is_a_problem(app: FastAPI) -> None:
    document = app.openapi()
    assert document["openapi"].startswith("3.1")
    wrong: dict[str, list[str]] = {}
    for name, operation in operations(app):
        errors = {status: answer for status, answer in operation["responses"].items() if status[0] in "45d"}
        kinds = {status: sorted(answer.get("content", {})) for status, answer in errors.items()}
        wrong |= {f"{name} {status}": found for status, found in kinds.items() if found != [PROBLEM]}
        assert {"401", "403", "404", "422", "429", "500", "503"} <= set(errors), name
    assert wrong == {}
    assert "HTTPValidationError" not in document["components"]["schemas"]


def test_every_route_is_in_the_openapi_document_once_and_has_a_name_of_its_own(app: FastAPI) -> None:
    found = operations(app)
    assert {name for name, _ in found} == {f"{method_of(route).lower()} {route.path_format}" for route in ROUTES}
    ids = [operation["operationId"] for _, operation in found]
    assert len(ids) == len(set(ids))


def test_every_permission_is_asked_for_somewhere_and_held_by_somebody() -> None:
    asked = {permission_of(route) for route in ROUTES} - {None}
    held = set().union(*ROLE_PERMISSIONS.values(), *CLIENT_PERMISSIONS.values())
    assert asked <= held
    assert held <= asked


def test_every_list_can_be_taken_away_as_a_file() -> None:
    paths = {route.path for route in ROUTES}
    lists = {
        route.path
        for route in ROUTES
        if inspect.isclass(route.response_model) and issubclass(route.response_model, Page)
    }
    kept = {f"/api/v1/{name}" for name in WITHOUT_FILE}
    assert {path for path in lists - kept if f"{path}.{{suffix}}" not in paths} == set()
    assert kept <= lists, "a list that is none, or not any more"
    assert not {path for path in kept if f"{path}.{{suffix}}" in paths}
