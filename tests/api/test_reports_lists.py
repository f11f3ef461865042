"""Lists of reports: filters, order, pages, counts, a fixed number of statements."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI

from services.api.features.reports.models import Report
from services.api.worker import Worker
from services.contracts.codes import ReportStatus, Role
from tests.api.reporting import MONTH, Month, a_month
from tests.factories.many import Place, add_many, random_reports
from tests.factories.world import HOME, NEIGHBOUR, Make
from tests.support.callers import SignIn
from tests.support.counting import counted_reads


@pytest.fixture
async def month(make: Make, sign_in: SignIn, worker: Worker) -> Month:
    return await a_month(make, sign_in, worker)


async def rows(month: Month, /, **params: Any) -> list[Any]:
    answer = await month.coordinator.get("/reports", params={"count": True, **params})
    assert answer.status_code == 200, answer.text
    assert answer.json()["count"] == len(answer.json()["items"])
    return list(answer.json()["items"])


async def test_filters_find_what_they_say(month: Month) -> None:
    await month.sent(no_change=True)
    rural, urban = month.world.rural.name, month.world.urban.name

    async def names(**params: Any) -> set[str]:
        return {row["school"]["name"] for row in await rows(month, **params)}

    assert await names() == {rural, urban}
    assert await names(waiting=True) == await names(status="submitted") == {rural}
    assert await names(open=True) == {urban}
    assert await names(status=["due", "submitted"]) == {rural, urban}
    assert await names(overdue=True) == set()
    assert await names(q="云坪") == await names(q=month.world.rural.code[:10]) == {rural}
    assert await names(school_id=str(month.world.urban.id)) == {urban}
    assert await names(month="2026-10") == set()
    assert await names(county_code="610300", township="云坪镇") == {rural, urban}
    assert await names(county_code=NEIGHBOUR) == set()
    assert await names(no_change=True) == {rural}


async def test_overdue_ones_say_since_when_and_who_reports(month: Month) -> None:
    await month.go_to(datetime(2026, 12, 8, 1, tzinfo=UTC))
    found = await rows(month, overdue=True)
    assert {(row["overdue_days"], row["reporter_name"]) for row in found} == {(3, "测试员")}
    lists = (await month.coordinator.get("/workbench")).json()["lists"]
    assert [each["oldest_days"] for each in lists if each["key"] == "reports_overdue"] == [3]


async def test_a_row_says_with_which_month_it_is_compared(app: FastAPI, month: Month) -> None:
    await month.sent(no_change=True)
    assert {row["baseline_month"] for row in await rows(month)} == {None}
    rural = month.world.rural
    place, sent = Place(rural.id, rural.county_code, []), {"status": ReportStatus.accepted, "revision": 1}
    await add_many(app, Report, random_reports(1, [place], ["2026-06", "2026-09"], **sent))
    await add_many(app, Report, random_reports(1, [place], ["2026-10"], status=ReportStatus.due, revision=0))
    found = {row["month"]: row["baseline_month"] for row in await rows(month, school_id=str(rural.id))}
    assert found == {"2026-06": None, "2026-09": "2026-06", "2026-10": "2026-09", "2026-11": "2026-09"}
    assert (await month.get())["baseline_month"] == "2026-09"


async def test_the_longest_waiting_stands_first(month: Month) -> None:
    other = (await month.partner.get("/reports")).json()["items"][0]
    await month.partner.post(f"/reports/{other['id']}/submit", {"no_change": True}, version=1)
    await month.go_to(datetime(2026, 12, 3, 3, tzinfo=UTC))
    await month.sent(no_change=True)
    assert [row["id"] for row in await rows(month, waiting=True)] == [other["id"], str(month.id)]


async def test_pages_follow_each_other_without_a_gap(month: Month) -> None:
    for sort in ("due", "month"):
        first = (await month.coordinator.get("/reports", params={"limit": 1, "sort": sort})).json()
        rest = await month.coordinator.get(
            "/reports", params={"limit": 1, "sort": sort, "cursor": first["next_cursor"]}
        )
        assert rest.json()["next_cursor"] is None
        found = {row["id"] for page in (first, rest.json()) for row in page["items"]}
        assert len(found) == 2
    wrong = await month.coordinator.get("/reports", params={"cursor": "x"})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "page.cursor")


@pytest.mark.parametrize(
    "params", [{"colour": "red"}, {"status": "lost"}, {"month": "2026-13"}, {"sort": "name"}, {"q": "长" * 61}]
)
async def test_an_unknown_question_is_refused(month: Month, params: dict[str, str]) -> None:
    answer = await month.coordinator.get("/reports", params=params)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"].split(".")[0] == next(iter(params))


async def test_a_school_sees_its_own_months_alone(month: Month, sign_in: SignIn) -> None:
    mine = (await month.reporter.get("/reports")).json()["items"]
    assert [row["school"]["id"] for row in mine] == [str(month.world.rural.id)]
    stranger = await sign_in(Role.school_reporter, school=month.world.neighbour)
    assert (await stranger.get("/reports")).json()["items"] == []
    assert (await stranger.get(f"/reports/{month.id}")).status_code == 404


async def test_lists_and_details_cost_the_same_with_many_rows(
    app: FastAPI, month: Month, make: Make, worker: Worker
) -> None:
    paths = (f"/reports?month={MONTH}", "/reports?open=true", f"/reports/{month.id}?queue=true")
    numbers: list[list[int]] = []
    for more in (0, 12):
        for _ in range(more):
            school = await make.school(HOME)
            await make.assignment(await make.teacher(school), school, month.world.rural)
            await make.pairing(school, month.world.rural)
        await month.go_to(datetime(2026, 12, 3, 2 + more, tzinfo=UTC))
        await worker.run_once()
        costs = []
        for path in paths:
            with counted_reads(app) as statements:
                assert (await month.coordinator.get(path)).status_code == 200
            costs.append(len(statements))
        numbers.append(costs)
    assert numbers[0] == numbers[1]
    assert numbers[0][0] <= 8
    assert numbers[0][2] <= 24


async def test_a_team_is_a_view_over_its_members_lines(month: Month, make: Make) -> None:
    team = await month.coordinator.post(
        "/teams", {"name": "第一批", "pairing_id": str(month.pairing.id), "school_year": 2026}
    )
    assert team.status_code == 201, team.text
    member = await make.teacher(month.world.urban)
    await make.assignment(member, month.world.urban, month.world.rural, team_id=UUID(team.json()["id"]))
    path = f"/reports/teams/{team.json()['id']}"
    before = (await month.reporter.get(path, params={"month": MONTH})).json()
    assert [(line["state"], line["report_status"]) for line in before["lines"]] == [(None, "due")]
    await month.sent(no_change=True)
    after = (await month.partner.get(path, params={"month": MONTH})).json()
    assert [(line["state"], line["report_status"]) for line in after["lines"]] == [("at_post", "submitted")]
    assert (await month.reporter.get(f"/reports/teams/{month.id}", params={"month": MONTH})).status_code == 404
