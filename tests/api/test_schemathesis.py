"""Calls made up from the OpenAPI document, good and bad, by every role: what comes back is what the document says."""

import asyncio
import copy
import os
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import httpx
import pytest
import requests
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from services.api.kernel.clock import SetClock
from services.api.kernel.scope import ROLE_PERMISSIONS
from services.api.main import create_app
from services.api.worker import Worker
from services.contracts.codes import Role
from tests.api.bad_input import refused
from tests.api.matrix_world import STALE, Matrix, build
from tests.factories.world import Make
from tests.support.callers import SignIn
from tests.support.databases import settings_for, sqlite_database
from tests.support.routes import api_routes, permissions_of

EXAMPLES = int(os.environ.get("SCHEMATHESIS_EXAMPLES", "4"))
"""Calls of each operation and mode; `SCHEMATHESIS_EXAMPLES` asks for more."""
CHECKS: list[Any] = [status_code_conformance, content_type_conformance, response_schema_conformance]
ROLES = {
    "county_home": Role.county_coordinator, "reporter_receiving": Role.school_reporter,
    "leader_sending": Role.school_leader, "teacher_sent": Role.teacher, "city": Role.city_supervisor,
    "province": Role.province_supervisor, "finance": Role.finance, "hr": Role.hr, "auditor": Role.auditor,
    "administrator": Role.administrator,
}  # fmt: skip
CLIENTS = ("client_stats", "client_records", "client_changes", "client_identified")
VERSIONS = (1, 2, STALE)
QUICK = settings(
    max_examples=EXAMPLES, derandomize=True, database=None, deadline=None, phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip


class Place:
    """The application with a row of every kind, in an event loop that a synchronous test can use."""

    def __init__(self, url: str, clock: SetClock) -> None:
        self.runner = asyncio.Runner()
        self.app: FastAPI = create_app(settings_for(url), clock)
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False, client=("127.0.0.1", 50000))
        self.http = httpx.AsyncClient(transport=transport, base_url="http://api.test")
        worker = Worker(self.app.state.database, clock, self.app.state.settings)
        self.matrix: Matrix = self.runner.run(build(Make(self.app), SignIn(self.app, self.http), worker))
        self.schema = schemathesis.openapi.from_dict(without_sandbox_day(self.app.openapi()))

    def operations(self) -> Iterator[Any]:
        """Each documented operation."""
        for found in list[Any](self.schema.get_all_operations()):
            yield found.ok()

    def send(self, case: Any, kind: str, version: int) -> httpx.Response:
        """Send a made-up call as one of the callers, with the version a change needs."""
        prepared: Any = requests.Request(**case.as_transport_kwargs(base_url="http://api.test")).prepare()
        headers = {name: value for name, value in prepared.headers.items() if name.lower() != "authorization"}
        headers["Authorization"] = f"Bearer {self.matrix.callers[kind].token}"
        headers.setdefault("If-Match", f'"{version}"')
        content = prepared.body or b""
        body = content.encode() if isinstance(content, str) else bytes(content)
        request = self.http.build_request(case.method, str(prepared.url), headers=headers, content=body)
        return self.runner.run(self.http.send(request))

    def close(self) -> None:
        """Give everything back."""
        self.app.state.passwords.close()
        self.runner.run(self.app.state.database.close())
        self.runner.close()


@pytest.fixture
def place(clock: SetClock) -> Iterator[Place]:
    with sqlite_database() as url:
        made = Place(url, clock)
        yield made
        made.close()


def without_sandbox_day(document: dict[str, Any]) -> dict[str, Any]:
    """The header that is a 422 from everybody but systems that practise would leave nothing else to be tried."""
    found = copy.deepcopy(document)
    for item in found["paths"].values():
        for operation in item.values():
            operation["parameters"] = [each for each in operation.get("parameters", []) if "$ref" not in each]
    return found


def takes_something(operation: Any) -> bool:
    """Whether anything about a call of it can be wrong."""
    return any((operation.path_parameters, operation.query, operation.headers, operation.body))


def kinds_for(operation: Any) -> st.SearchStrategy[str]:
    """Callers of every kind, half of them such as may use the operation."""
    wanted = permissions_of(api_routes()[operation.method.upper(), operation.path].dependant)
    able = [kind for kind, role in ROLES.items() if wanted <= ROLE_PERMISSIONS[role]]
    return st.one_of(st.sampled_from(able), st.sampled_from([*ROLES, *CLIENTS]))


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_every_answer_is_one_that_the_openapi_document_names(place: Place, mode: GenerationMode) -> None:
    for operation in filter(takes_something, place.operations()):
        names = {one.name for one in operation.path_parameters}
        real = {name: value for name, value in place.matrix.ids.items() if name in names}
        options = {"path_parameters": real} if real and mode is GenerationMode.POSITIVE else {}

        @QUICK
        @given(
            case=operation.as_strategy(mode, **options), kind=kinds_for(operation), version=st.sampled_from(VERSIONS)
        )
        def check(case: Any, kind: str, version: int) -> None:
            answer = place.send(case, kind, version)
            about = (case.method, case.path, kind, answer.status_code, answer.text[:300])
            assert answer.status_code < 500, about
            if answer.status_code >= 400:
                refused(answer, about=about)
            case.validate_response(answer, checks=CHECKS)

        with suppress(Unsatisfiable):  # everything that can be sent there is right
            check()
