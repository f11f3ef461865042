"""Every route, visited as every kind of principal (architecture §5). A new route fails until it has its line."""

import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from services.api.features.accounts.models import Invitation, User
from services.api.features.activities.models import Activity
from services.api.features.assignments.models import Assignment
from services.api.features.clients.models import ApiClient
from services.api.features.files.models import File
from services.api.features.imports.models import ImportJob
from services.api.features.leading_groups.models import LeadingGroup
from services.api.features.pairings.models import Pairing
from services.api.features.partners.models import Partner
from services.api.features.persons.models import PersonMerge, StaffHonour
from services.api.features.reports.models import Report
from services.api.features.schools.models import ReportDelegation, School
from services.api.features.staff.models import Person, Staff
from services.api.features.supports.models import Support
from services.api.features.teams.models import Team
from services.api.worker import Worker
from tests.api.authorisation_table import KINDS, PUBLIC, outcomes
from tests.api.matrix_calls import call
from tests.api.matrix_world import STALE, Matrix, build
from tests.factories.world import Make
from tests.support.callers import SignIn
from tests.support.routes import api_routes, permissions_of

ROOT = "/api/v1"
REFUSED = {403: "3", 404: "4"}
REACHED = {409, 412}
CHECKED_FIRST = {"auth.wrong_password", "file.not_waiting"}
"""Answers 422 only after the caller has passed."""
MODELS: dict[str, Any] = {
    "record_id": StaffHonour, "person_id": Person, "merge_id": PersonMerge,
    "user_id": User, "school_id": School, "staff_id": Staff, "client_id": ApiClient, "pairing_id": Pairing,
    "delegation_id": ReportDelegation, "invitation_id": Invitation, "import_id": ImportJob, "file_id": File,
    "support_id": Support, "group_id": LeadingGroup, "partner_id": Partner, "activity_id": Activity,
    "assignment_id": Assignment,
    "report_id": Report, "team_id": Team,
}  # fmt: skip


def outcome(answer: httpx.Response) -> str:
    """One letter for an answer, or the answer itself where none fits."""
    if answer.status_code < 300 or answer.status_code in REACHED:
        return "+"
    if answer.status_code in REFUSED:
        return REFUSED[answer.status_code]
    if answer.status_code == 422 and answer.json()["code"] in CHECKED_FIRST:
        return "+"
    errors = answer.json()["errors"] if answer.status_code == 422 else []
    if errors and all(error["code"] == "resource.not_found" for error in errors):
        return "2"
    return f"{answer.status_code} {answer.text[:200]}"


async def version_of(app: FastAPI, matrix: Matrix, path: str) -> int:
    """The stored version of the row that a path names; nothing but a permission stands in a caller's way then."""
    named = [name for name in MODELS if f"{{{name}}}" in path]
    if not named:
        return STALE
    async with app.state.database.reader() as session:
        row = await session.get(MODELS[named[0]], matrix.uuid(named[0]))
        return int(row.version)


def test_every_route_has_a_principal_or_is_on_the_short_public_list() -> None:
    open_routes = {key for key, route in api_routes().items() if not permissions_of(route.dependant)}
    assert open_routes == set(PUBLIC)


def test_the_table_has_a_line_for_every_route_and_no_other() -> None:
    routes = {(method, path.removeprefix(ROOT)) for method, path in set(api_routes()) - set(PUBLIC)}
    assert set(outcomes()) == routes


def test_every_documented_route_is_known_to_the_matrix(app: FastAPI) -> None:
    documented = {(method.upper(), path) for path, methods in app.openapi()["paths"].items() for method in methods}
    assert documented <= set(api_routes())


async def test_without_a_token_every_route_asks_for_one(api: httpx.AsyncClient) -> None:
    for method, path in set(api_routes()) - set(PUBLIC):
        answer = await api.request(method, re.sub(r"{\w+}", "0", path))
        assert (answer.status_code, answer.json()["code"]) == (401, "auth.missing"), (method, path)


@pytest.fixture
async def matrix(make: Make, sign_in: SignIn, worker: Worker) -> Matrix:
    return await build(make, sign_in, worker)


def cells(letters: dict[str, str]) -> Iterator[tuple[str, str]]:
    """The refused first: they must leave the row as it was for the others."""
    yield from sorted(letters.items(), key=lambda cell: cell[1] == "+")


async def test_every_kind_of_caller_gets_what_the_table_says(matrix: Matrix, app: FastAPI) -> None:
    wrong = []
    for route, letters in outcomes().items():
        for kind, expected in cells(letters):
            version = STALE if expected == "+" else await version_of(app, matrix, route[1])
            answer = await call(matrix, kind, route, version)
            if outcome(answer) != expected:
                wrong.append(f"{route[0]} {route[1]} {kind}: {expected} expected, {outcome(answer)}")
            if kind.endswith("_third") and route[0] == "GET":
                wrong += [f"{route[1]} shows {kind} {row}" for row in matrix.home_ids if row in answer.text]
    assert not wrong, "\n".join(wrong)


async def test_a_caller_of_the_third_county_sees_no_row_of_the_others_in_any_list(matrix: Matrix) -> None:
    assert set(matrix.callers) == set(KINDS)
    for kind in ("county_third", "reporter_third", "client_third"):
        for path in (
            "/schools",
            "/staff",
            "/persons",
            "/pairings",
            "/assignments",
            "/teams",
            "/activities",
            "/reports",
        ):
            answer = await matrix.callers[kind].get(f"{path}?limit=200")
            assert answer.status_code == 200, answer.text
            assert not [row for row in matrix.home_ids if row in answer.text], (kind, path)


async def test_no_client_without_a_legal_basis_reads_a_name(matrix: Matrix, make: Make) -> None:
    names = await matrix.names_of_people(make.app)
    for kind, sees in (("client_records", False), ("client_identified", True), ("county_home", True)):
        answer = await matrix.callers[kind].get("/staff?limit=200")
        assert any(name in answer.text for name in names) is sees
