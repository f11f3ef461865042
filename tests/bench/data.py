"""What both servers are asked about: a county with a thousand assignments, and reports waiting to be sent."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import httpx
from fastapi import FastAPI

from services.api.features.assignments.models import Assignment
from services.api.features.reports.models import Report
from services.api.kernel.clock import Clock
from services.api.kernel.ids import new_id
from services.api.main import create_app
from services.contracts.codes import ClientScope, Locality, ReportStatus, Role
from tests.bench.load import Call
from tests.factories.many import Place, add_many, random_assignments, random_reports
from tests.factories.world import HOME, Make
from tests.support.callers import SignIn
from tests.support.databases import settings_for

ASSIGNMENTS, SCHOOLS, PEOPLE_A_SCHOOL, REPORTS = 1000, 8, 5, 120


@dataclass
class Prepared:
    """The headers of two callers, and one submission for each waiting report."""

    reader: dict[str, str]
    submissions: list[Call]


async def prepare_rows(url: str) -> Prepared:
    """Write the rows through the application and sign two callers in."""
    app = create_app(settings_for(url), Clock())
    try:
        return await _prepare(app)
    finally:
        app.state.passwords.close()
        await app.state.database.close()


async def _prepare(app: FastAPI) -> Prepared:
    make, sign_in = Make(app), SignIn(app, httpx.AsyncClient())
    schools = [await make.school(HOME, Locality.rural) for _ in range(SCHOOLS)]
    places = [
        Place(school.id, HOME, [await make.teacher(school) for _ in range(PEOPLE_A_SCHOOL)]) for school in schools
    ]
    await add_many(app, Assignment, random_assignments(1, ASSIGNMENTS, places))
    reporting = await make.school(HOME, Locality.rural)
    here = Place(reporting.id, HOME, [])
    serving = {"start_on": date(1999, 9, 1), "end_on": date(2099, 8, 31), "receiving_school_id": reporting.id}
    for place in places[:PEOPLE_A_SCHOOL]:
        await add_many(app, Assignment, random_assignments(2, 1, [place, here], **serving))
    months = [f"{year}-{month:02}" for year in range(1999, 2026) for month in range(1, 13)][:REPORTS]
    reports = random_reports(3, [here], months, status=ReportStatus.due, revision=0, first_submitted_at=None,
                             submitted_at=None, grace_until=datetime.now(UTC) + timedelta(days=1))  # fmt: skip
    await add_many(app, Report, reports)
    client = await sign_in.client([ClientScope.stats_read, ClientScope.records_read], HOME)
    reporter = await sign_in(Role.school_reporter, school=reporting)
    token = {"Authorization": f"Bearer {reporter.token}", "If-Match": '"1"'}
    body = json.dumps({}).encode()
    calls = [
        Call(f"/api/v1/reports/{row['id']}/submit", "POST", {**token, "Idempotency-Key": new_id().hex}, body, 201)
        for row in reports
    ]
    return Prepared({"Authorization": f"Bearer {client.token}"}, calls)
