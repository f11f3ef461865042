"""What both servers are asked about: the large demo, a signed-in county, a province's system, reports to be sent."""

import json
from dataclasses import dataclass
from typing import Any

import httpx
from fastapi import FastAPI
from sqlalchemy import func, select

from services.api.demo.scale.accounts import CLIENT_ID
from services.api.demo.scale.plan import Scale
from services.api.demo.scale.progress import Bar
from services.api.demo.scale.telling import tell_large
from services.api.features.accounts.models import User
from services.api.features.assignments.models import Assignment
from services.api.features.clients.models import ApiClient
from services.api.features.reports.models import Report
from services.api.kernel.clock import Clock
from services.api.kernel.ids import new_id
from services.api.main import create_app
from services.contracts.codes import ReportStatus, Role
from tests.bench.load import Call
from tests.support.callers import SignIn
from tests.support.databases import settings_for

PROVINCE = "610000"
_A: Any = Assignment
_C: Any = ApiClient
_R: Any = Report
_U: Any = User
TOKENS = {"access_token_seconds": 24 * 3600}


@dataclass
class Prepared:
    """The county asked about, headers of two callers, and one submission for each report that waits."""

    county: str
    county_reader: dict[str, str]
    province_reader: dict[str, str]
    submissions: list[Call]


async def fill(url: str, size: float) -> None:
    """Write the large demo."""
    with Bar() as bar:
        await tell_large(settings_for(url), Scale(size, PROVINCE, 1, Clock().now()), bar)


async def sign_in(url: str, reports: int) -> Prepared:
    """Sign two callers in, and the reporters of so many schools that still owe a report."""
    app = create_app(settings_for(url, **TOKENS), Clock())
    try:
        return await _signed_in(app, reports)
    finally:
        app.state.passwords.close()
        await app.state.database.close()


async def _signed_in(app: FastAPI, reports: int) -> Prepared:
    callers = SignIn(app, httpx.AsyncClient())
    async with app.state.database.reader() as db:
        largest = select(_A.home_county_code).group_by(_A.home_county_code)
        county = await db.scalar(largest.order_by(func.count().desc()).limit(1))
        is_coordinator = _U.role == Role.county_coordinator, _U.region_code == county
        coordinator = await db.scalar(select(_U).where(*is_coordinator))
        client = await db.scalar(select(_C).where(_C.client_id == CLIENT_ID))
        due: list[Any] = list(await db.execute(_due(reports)))
    reader = await callers.existing(coordinator)
    province = await callers.existing_client(client)
    calls = []
    for report, reporter in due:
        token = (await callers.existing(reporter)).token
        headers = {**_bearer(token), "If-Match": f'"{report.version}"', "Idempotency-Key": new_id().hex}
        calls.append(Call(f"/api/v1/reports/{report.id}/submit", "POST", headers, json.dumps({}).encode(), 201))
    return Prepared(str(county), _bearer(reader.token), _bearer(province.token), calls)


def _due(count: int) -> Any:
    """The newest reports that were never sent, with the reporters of their schools."""
    join = select(_R, _U).join(_U, _U.school_id == _R.school_id)
    return join.where(_R.status == ReportStatus.due).order_by(_R.month.desc(), _R.id).limit(count)


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}
