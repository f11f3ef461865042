"""The large demo, small: its rows are valid for the product, its log is whole, and its numbers equal a recount."""

from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import func, select

from services.api.demo.accounts import CLIENT_SECRET
from services.api.demo.scale.accounts import CLIENT_ID
from services.api.demo.scale.plan import Scale
from services.api.demo.scale.telling import NotEmpty, tell_large
from services.api.features.accounts.models import User
from services.api.features.assignments.models import Assignment
from services.api.features.clients.models import ApiClient
from services.api.features.reports import service as reports
from services.api.features.reports.models import Report
from services.api.features.staff import service_dated as staff_dated
from services.api.features.staff.models import Staff
from services.api.kernel.clock import SetClock
from services.api.kernel.events import Event
from services.api.kernel.positions import first_broken_link, waiting_events
from services.api.main import create_app
from services.contracts.codes import ReportStatus, Role
from tests.support.callers import Caller, SignIn
from tests.support.copies import Key, Row, apply, tables
from tests.support.databases import settings_for

_C: Any = ApiClient
_E: Any = Event
SIZE, PROVINCE, PRESENT = 0.002, "610000", datetime(2026, 12, 3, 1, 40, tzinfo=UTC)


class Silent:
    """Nobody looks."""

    def stage(self, name: str, rows: int) -> None:
        """Not told."""

    def wrote(self, rows: int) -> None:
        """Not told."""


@dataclass
class Told:
    """The product on the data, with what the accounts file says."""

    app: FastAPI
    http: httpx.AsyncClient
    accounts: list[dict[str, Any]]
    users: dict[str, User]

    async def caller(self, username: str) -> Caller:
        """Somebody of the demo, signed in without hashing."""
        return await SignIn(self.app, self.http).existing(self.users[username])

    async def client(self) -> Caller:
        """The province's system, signed in the same way."""
        async with self.app.state.database.reader() as session:
            client = await session.scalar(select(ApiClient).where(_C.client_id == CLIENT_ID))
        return await SignIn(self.app, self.http).existing_client(client)

    async def rows(self, model: Any) -> list[Any]:
        """All of a table."""
        async with self.app.state.database.reader() as session:
            return list((await session.execute(select(model))).scalars())


@pytest.fixture
async def told(database_url: str) -> AsyncIterator[Told]:
    """A fresh database filled by the large demo."""
    settings = settings_for(database_url)
    accounts = await tell_large(settings, Scale(SIZE, PROVINCE, 1, PRESENT), Silent())
    app = create_app(settings, SetClock(PRESENT))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://api.test") as http:
        async with app.state.database.reader() as session:
            users = {user.username: user for user in (await session.execute(select(User))).scalars()}
        yield Told(app, http, accounts, users)
    app.state.passwords.close()
    await app.state.database.close()


async def _tells_of_every_version(told: Told) -> None:
    async with told.app.state.database.reader() as session:
        assert await first_broken_link(session) is None
        assert await waiting_events(session) == 0
        last: dict[Any, int] = {}
        for row in await session.execute(select(_E.entity_id, _E.entity_version).order_by(_E.position)):
            assert row.entity_version == last.get(row.entity_id, 0) + 1
            last[row.entity_id] = row.entity_version
    for model in (Assignment, Report, Staff):
        for row in await told.rows(model):
            assert last[row.id] == row.version


async def _copy_kept_from_the_beginning_equals_the_tables(told: Told) -> None:
    client = await told.client()
    rows: dict[Key, Row] = {}
    page = {"more": True, "next_cursor": ""}
    while page["more"]:
        after = f"&after={page['next_cursor']}" if page["next_cursor"] else ""
        page = (await client.get(f"/changes?limit=200{after}")).json()
        for item in page["items"]:
            apply(rows, item)
    assert rows == await tables(told.app, PROVINCE)
    assert {"report", "assignment", "pairing"} <= {entity for entity, _ in rows}


async def _nothing_is_left_for_the_worker(told: Told) -> None:
    async with told.app.state.database.writer(clock=SetClock(PRESENT)) as session:
        assert await reports.open_month(session, PRESENT) == 0
        assert await staff_dated.copy_became_present(session, PRESENT) == 0


async def _years_equal_a_recount(told: Told) -> None:
    province = await told.caller(f"demo.sheng.{PROVINCE}")
    rows = await told.rows(Assignment)
    assert Counter(row.school_year for row in rows) == dict.fromkeys(range(2022, 2027), 200)
    for year in range(2022, 2027):
        found = (await province.get(f"/statistics/S-01?school_year={year}&group_by=direction,county")).json()
        counted = Counter(
            (row.direction.value, row.home_county_code)
            for row in rows
            if row.school_year == year and row.status.value in {"active", "completed"}
        )
        assert {(r["group"]["direction"], r["group"]["county"]): r["numerator"] for r in found["rows"]} == counted
        assert sum(counted.values()) > 150


async def _months_have_reports_of_all_kinds(told: Told) -> None:
    rows = await told.rows(Report)
    province = await told.caller(f"demo.sheng.{PROVINCE}")
    assert {row.status for row in rows} >= {ReportStatus.accepted, ReportStatus.due, ReportStatus.submitted}
    assert len({row.month for row in rows}) >= 9
    month = [row for row in rows if row.month == "2026-05"]
    found = (await province.get("/statistics/reporting?month=2026-05")).json()["total"]
    sent = [row for row in month if row.status in {ReportStatus.submitted, ReportStatus.accepted}]
    assert (found["EXPECTED_REPORTS"], found["ACTUAL_REPORTS"]) == (len(month), len(sent))


async def _pages_work(told: Told) -> None:
    reporter = next(user for user in told.users.values() if user.role is Role.school_reporter)
    county = f"demo.xian.{reporter.region_code.lower()}"
    shown = ("/workbench", "/reports", "/assignments", "/pairings", "/schools", "/staff", "/events")
    for username, paths in ((county, shown), (reporter.username, shown[:5])):
        caller = await told.caller(username)
        for path in paths:
            answer = await caller.get(path)
            assert answer.status_code == 200, (username, path, answer.text)
    school = await told.caller(reporter.username)
    for report in (await school.get("/reports")).json()["items"]:
        detail = (await school.get(f"/reports/{report['id']}")).json()
        assert len(detail["content"]["people"]) == len(detail["people"])
    assignment = (await school.get("/assignments?limit=1")).json()["items"]
    assert assignment == [] or (await school.get(f"/assignments/{assignment[0]['id']}")).status_code == 200


async def _client_gets_a_token(told: Told) -> None:
    assert told.accounts[-1]["client_id"] == CLIENT_ID
    form = {"grant_type": "client_credentials", "client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}
    assert (await told.http.post("/api/v1/auth/token", data=form)).status_code == 200


async def _facts_are_of_the_first_day(told: Told) -> None:
    people = {row.id: row for row in await told.rows(Staff)}
    for row in await told.rows(Assignment):
        assert people[row.staff_id].hired_on < date(row.school_year, 9, 1)
        assert row.title is people[row.staff_id].title
        assert 20 <= row.age < 60


async def _is_refused_and_kept(told: Told) -> None:
    settings = told.app.state.settings
    with pytest.raises(NotEmpty):
        await tell_large(settings, Scale(SIZE, PROVINCE, 1, PRESENT), Silent())
    async with told.app.state.database.reader() as session:
        assert await session.scalar(select(func.count()).select_from(Assignment)) == 1000


# Each test fills a database of its own, which takes seconds: so what belongs together is looked at together


async def test_the_log_is_whole_and_nothing_is_left_for_the_worker_to_make_good(told: Told) -> None:
    await _tells_of_every_version(told)
    await _copy_kept_from_the_beginning_equals_the_tables(told)
    await _nothing_is_left_for_the_worker(told)
    await _is_refused_and_kept(told)


async def test_pages_work_and_numbers_equal_a_plain_recount(told: Told) -> None:
    await _years_equal_a_recount(told)
    await _months_have_reports_of_all_kinds(told)
    await _facts_are_of_the_first_day(told)
    await _pages_work(told)
    await _client_gets_a_token(told)
