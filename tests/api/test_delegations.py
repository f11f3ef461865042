"""A centre school reports for teaching points: it sees, fills in and sends their months; the event says for whom."""

from typing import Any

import pytest
from sqlalchemy import select

from services.api.features.schools.models import School
from services.api.kernel.events import Event
from services.api.worker import Worker
from services.contracts.codes import Role
from tests.api.reporting import MONTH, Month, a_month
from tests.factories.world import HOME, NEIGHBOUR, Make
from tests.support.callers import Caller, SignIn


@pytest.fixture
async def month(make: Make, sign_in: SignIn, worker: Worker) -> Month:
    return await a_month(make, sign_in, worker)


@pytest.fixture
async def centre(make: Make, month: Month) -> School:
    assert month.world.rural.county_code == HOME
    return await make.school(HOME, name="白云中心小学")


async def delegate(month: Month, centre: School, **changes: Any) -> dict[str, Any]:
    """The centre reports for the rural school from September on."""
    body = {
        "school_id": str(month.world.rural.id), "centre_school_id": str(centre.id), "start_on": "2026-09-01",
        "basis": "区教发〔2026〕9号", **changes,
    }  # fmt: skip
    answer = await month.coordinator.post("/delegations", body)
    found: dict[str, Any] = answer.json()
    return found


async def test_who_reports_for_whom_comes_as_a_table_with_the_filters_of_the_list(month: Month, centre: School) -> None:
    await delegate(month, centre)
    heading, row = (await month.coordinator.get("/delegations.csv?running=true")).text.splitlines()
    assert heading.lstrip("\ufeff").startswith("学校代码,学校名称,代报学校代码,代报学校名称,开始日期")
    assert row.split(",")[1:5] == [month.world.rural.name, centre.code, centre.name, "2026-09-01"]
    other = await month.coordinator.get(f"/delegations.csv?school_id={month.world.urban.id}")
    assert len(other.text.splitlines()) == 1


async def test_the_centre_sends_the_month_and_the_event_says_for_whom(
    month: Month, centre: School, sign_in: SignIn
) -> None:
    made = await delegate(month, centre)
    assert (made["school"]["name"], made["centre"]["name"]) == ("云坪镇中心小学", "白云中心小学")
    for role in (Role.school_leader, Role.school_reporter):
        caller = await sign_in(role, school=centre)
        (row,) = (await caller.get("/reports", params={"month": MONTH})).json()["items"]
        assert (row["school"]["name"], "submit" in row["allowed_actions"]) == ("云坪镇中心小学", True)
    page = (await caller.get(f"/reports/{month.id}")).json()
    assert len(page["people"]) == 3
    answer = await caller.post(f"/reports/{month.id}/submit", {"no_change": True}, version=page["version"])
    assert answer.status_code == 201, answer.text
    event: Any = Event
    async with sign_in.app.state.database.reader() as db:
        rows = await db.scalars(select(event).where(event.entity == "report", event.action == "submit"))
        (sent,) = rows.all()
    assert (sent.actor_id, sent.on_behalf_of) == (caller.id, month.world.rural.id)


async def test_the_home_of_the_centre_shows_what_it_reports_for_others(
    month: Month, centre: School, sign_in: SignIn
) -> None:
    await delegate(month, centre)
    reporter = await sign_in(Role.school_reporter, school=centre)
    desk = (await reporter.get("/workbench")).json()
    assert [each["school"]["name"] for each in desk["delegated"]] == ["云坪镇中心小学"]
    notices = (await reporter.get("/notices")).json()["items"]
    assert {each["school"]["name"] for each in notices} == {"云坪镇中心小学"}


async def test_only_reports_are_shared_with_the_centre(month: Month, centre: School, sign_in: SignIn) -> None:
    await delegate(month, centre)
    reporter = await sign_in(Role.school_reporter, school=centre)
    assert (await reporter.get(f"/schools/{month.world.rural.id}")).status_code == 404
    for path in ("/staff", "/assignments", "/pairings", "/activities"):
        assert (await reporter.get(path)).json()["items"] == [], path


@pytest.mark.parametrize("days", [{"start_on": "2026-12-04"}, {"end": "2026-11-30"}])
async def test_before_its_first_and_after_its_last_day_it_counts_for_nothing(
    month: Month, centre: School, sign_in: SignIn, days: dict[str, str]
) -> None:
    made = await delegate(month, centre, **{key: day for key, day in days.items() if key != "end"})
    if "end" in days:
        ended = await month.coordinator.post(
            f"/delegations/{made['id']}/end", {"end_on": days["end"]}, version=made["version"]
        )
        assert ended.json()["end_on"] == days["end"]
    reporter = await sign_in(Role.school_reporter, school=centre)
    assert (await reporter.get("/reports")).json()["items"] == []
    assert (await reporter.get(f"/reports/{month.id}")).status_code == 404


async def test_a_school_has_one_centre_and_a_centre_is_no_delegated_school(
    month: Month, centre: School, make: Make
) -> None:
    await delegate(month, centre)
    other = await make.school(HOME)
    assert (await delegate(month, other))["code"] == "delegation.taken"
    chain = await delegate(month, month.world.rural, school_id=str(other.id))
    assert chain["errors"][0]["code"] == "delegation.chain"
    itself = await delegate(month, centre, school_id=str(centre.id))
    assert itself["errors"][0]["code"] == "delegation.itself"
    abroad = await delegate(month, month.world.neighbour, school_id=str(other.id))
    assert abroad["errors"][0]["field"] == "centre_school_id"


async def test_a_county_sees_its_own_delegations(month: Month, centre: School, sign_in: SignIn) -> None:
    await delegate(month, centre)
    neighbour: Caller = await sign_in(Role.county_coordinator, NEIGHBOUR)
    reporter = await sign_in(Role.school_reporter, school=centre)
    for caller, count in ((month.coordinator, 1), (reporter, 1), (neighbour, 0)):
        found = (await caller.get("/delegations", params={"running": True})).json()["items"]
        assert len(found) == count
    school = (await month.coordinator.get(f"/schools/{centre.id}")).json()
    assert [each["school"]["name"] for each in school["reports_for"]] == ["云坪镇中心小学"]
