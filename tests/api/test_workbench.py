"""The start page of each role: counts are those of the lists behind them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI

from services.api.features.webhooks.models import Webhook
from services.api.worker import Worker
from services.contracts.codes import (
    AssignmentStatus,
    ClientScope,
    PairingStatus,
    Role,
    WebhookStatus,
    WebhookStop,
)
from tests.api.reporting import MONTH, Month, a_month
from tests.factories.world import CITY, HOME, PROVINCE, Make
from tests.support.callers import Caller, SignIn
from tests.support.counting import counted_reads


@pytest.fixture
async def month(make: Make, sign_in: SignIn, worker: Worker) -> Month:
    return await a_month(make, sign_in, worker)


async def bench(caller: Caller, **params: Any) -> Any:
    answer = await caller.get("/workbench", params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def counts_and_lists(caller: Caller) -> tuple[dict[str, int], dict[str, int]]:
    """Each worklist's number, and how many rows its own query gives."""
    lists = (await bench(caller))["lists"]
    behind = {}
    for item in lists:
        answer = await caller.get(f"{item['query'].removeprefix('/api/v1')}&count=true")
        assert answer.status_code == 200, answer.text
        behind[item["key"]] = answer.json()["count"]
    return {item["key"]: item["count"] for item in lists}, behind


async def more_work(month: Month, make: Make) -> None:
    """Something for every list of an office."""
    world = month.world
    await make.pairing(world.urban, world.neighbour, status=PairingStatus.negotiating, supporting_signed_on=None)
    await make.pairing(world.rural, world.neighbour, end_on=date(2026, 12, 20))
    await make.assignment(
        world.staff[3], world.rural, world.urban, status=AssignmentStatus.confirmed, start_on=date(2026, 12, 1)
    )
    await make.assignment(world.staff[4], world.rural, world.urban, end_on=date(2026, 12, 31))
    await make.assignment(
        world.staff[4], world.rural, world.urban, status=AssignmentStatus.planned, start_on=date(2027, 3, 1),
        county_confirmed_at=None,
    )  # fmt: skip
    await month.sent(no_change=True)


async def test_every_count_of_an_office_is_the_number_of_rows_behind_it(
    month: Month, make: Make, sign_in: SignIn
) -> None:
    await more_work(month, make)
    counts, behind = await counts_and_lists(month.coordinator)
    assert counts == behind
    assert counts == {
        "reports_waiting": 1, "assignments_to_confirm": 1, "disagreements_waiting": 0,
        "assignments_not_arrived": 1, "pairings_unsigned": 1, "pairings_to_start": 0,
        "pairings_ending": 1, "assignments_ending": 1, "successions_held": 0, "reports_open": 1, "reports_overdue": 0,
        "improvement_plans_waiting": 0, "support_classes_waiting": 0, "refusals_waiting": 0,
        "commitments_lagging": 0, "decisions_overdue": 0,
        "staff_moves_waiting": 0, "staff_moves_held": 0,
        "summaries_overdue": 0, "supports_disputed": 0, "supports_to_pay": 0,
        "term_reviews_waiting": 0, "pairings_without_plan": 2,
    }  # fmt: skip
    for role, region in ((Role.city_supervisor, CITY), (Role.province_supervisor, PROVINCE)):
        counts, behind = await counts_and_lists(await sign_in(role, region))
        assert counts == behind
        assert counts["reports_waiting"] == 1


async def test_the_rates_are_those_of_the_month_that_is_due_next(month: Month) -> None:
    await month.sent(no_change=True)
    seen = await bench(month.coordinator)
    assert seen["month"] == seen["reporting"]["month"] == MONTH
    total = seen["reporting"]["total"]
    assert (total["EXPECTED_REPORTS"], total["ACTUAL_REPORTS"], total["REPORTING_RATE"]) == (2, 1, 0.5)
    assert [row["group"]["township"] for row in seen["reporting"]["rows"]] == ["云坪镇"]
    assert (await bench(month.coordinator, month="2026-10"))["reporting"]["total"]["EXPECTED_REPORTS"] == 0
    oldest = next(item["oldest_at"] for item in seen["lists"] if item["key"] == "reports_waiting")
    assert oldest == "2026-12-03T01:40:00Z"


async def test_a_school_finds_its_month_its_people_and_its_year(month: Month) -> None:
    seen = await bench(month.reporter)
    assert seen["current"]["id"] == str(month.id)
    assert (seen["current_people"], seen["current_activities"], seen["current_goals"]) == (3, 1, 1)
    assert len(seen["people"]) == 3
    assert [pairing["id"] for pairing in seen["pairings"]] == [str(month.pairing.id)]
    assert ([row["month"] for row in seen["months"]], seen["receipts"], seen["todos"]) == ([MONTH], [], [])
    receipt = await month.sent(no_change=True)
    assert [each["receipt_no"] for each in (await bench(month.reporter))["receipts"]] == [receipt["receipt_no"]]


async def test_an_older_open_month_comes_before_a_newer_one(month: Month, worker: Worker) -> None:
    await month.go_to(datetime(2026, 12, 26, 1, tzinfo=UTC))
    await worker.run_once()
    assert (await bench(month.reporter))["current"]["month"] == MONTH
    await month.sent(no_change=True)
    assert (await bench(month.reporter))["current"]["month"] == "2026-12"


async def test_a_school_is_asked_for_arrivals_and_signatures(month: Month, make: Make) -> None:
    world = month.world
    expected = await make.assignment(
        world.staff[3], world.third, world.rural, status=AssignmentStatus.confirmed, start_on=date(2026, 12, 1)
    )
    agreement = await make.pairing(
        world.neighbour, world.rural, status=PairingStatus.negotiating, recipient_signed_on=None,
        supporting_signed_on=date(2026, 11, 30), agreement_no="结对〔2026〕18号",
    )  # fmt: skip
    todos = (await bench(month.reporter))["todos"]
    assert [(todo["kind"], todo["id"], todo["on"]) for todo in todos if todo["kind"] != "arrival_arrange"] == [
        ("arrival", str(expected.id), "2026-12-01"), ("signature", str(agreement.id), "2026-11-30")
    ]  # fmt: skip
    assert todos[1]["school"]["name"] == world.neighbour.name


async def test_the_office_that_decides_is_told_which_pairings_can_begin(
    month: Month, make: Make, sign_in: SignIn
) -> None:
    world = month.world
    signed = {"status": PairingStatus.signed}
    own = await make.pairing(world.urban, await make.school(), **signed)
    crossing = await make.pairing(world.neighbour, world.rural, **signed)
    far = await make.pairing(await make.school("610102"), world.rural, **signed)
    city, province = await sign_in(Role.city_supervisor, CITY), await sign_in(Role.province_supervisor, PROVINCE)
    for office, expected in ((month.coordinator, [own.id]), (city, [crossing.id]), (province, [far.id])):
        (line,) = (each for each in (await bench(office))["lists"] if each["key"] == "pairings_to_start")
        rows = (await office.get(line["query"].removeprefix("/api/v1"))).json()["items"]
        assert [row["id"] for row in rows] == [str(each) for each in expected]
        assert line["count"] == len(expected)
        assert all("activate" in row["allowed_actions"] for row in rows)
    assert (await month.reporter.get("/pairings", params={"to_start": True})).json()["items"] == []


async def test_an_administrator_sees_unused_accounts_and_expiring_clients(month: Month, sign_in: SignIn) -> None:
    administrator = await sign_in(Role.administrator, PROVINCE)
    await administrator.post(
        "/clients",
        {"name": "市平台", "region_code": CITY, "scopes": ["stats:read"], "expires_on": "2026-12-20"},
    )
    counts, behind = await counts_and_lists(administrator)
    assert counts == behind
    assert counts["clients_expiring"] == 1
    assert counts["users_never_signed_in"] >= 4


async def test_an_administrator_sees_what_could_not_be_pushed(
    app: FastAPI, month: Month, make: Make, sign_in: SignIn
) -> None:
    """The county's coordinator is not told: the systems are the administrator's to mend."""
    client = await sign_in.client([ClientScope.changes_read], PROVINCE)
    hook = (await client.post("/webhooks", {"url": "https://receiver.example.invalid/in"})).json()
    administrator = await sign_in(Role.administrator, PROVINCE)
    assert (await counts_and_lists(administrator))[0]["webhooks_failing"] == 0
    async with app.state.database.writer(clock=app.state.clock) as db:
        row = await db.get_one(Webhook, UUID(hook["id"]))
        row.status, row.stopped_by = WebhookStatus.failing, WebhookStop.gave_up
    counts, behind = await counts_and_lists(administrator)
    assert counts == behind
    assert counts["webhooks_failing"] == 1
    assert "webhooks_failing" not in (await counts_and_lists(month.coordinator))[0]


async def test_everybody_has_a_start_page(month: Month, sign_in: SignIn) -> None:
    for role in (Role.teacher, Role.finance, Role.hr, Role.auditor):
        assert (await bench(await sign_in(role)))["lists"] == []
    client = await sign_in.client([ClientScope.stats_read])
    assert (await bench(client))["lists"] == []
    assert (await month.reporter.get("/workbench?month=2026")).status_code == 422


async def test_a_start_page_costs_the_same_with_many_rows(
    app: FastAPI, month: Month, make: Make, sign_in: SignIn
) -> None:
    costs = []
    for more in (0, 10):
        for _ in range(more):
            school = await make.school()
            await make.pairing(school, month.world.rural)
            await make.assignment(await make.teacher(school), school, month.world.rural)
        with counted_reads(app) as statements:
            await bench(month.coordinator)
            await bench(month.reporter)
        costs.append(len(statements))
    assert costs[0] == costs[1]


async def test_an_office_asks_once_for_each_of_its_lists(
    app: FastAPI, month: Month, make: Make, sign_in: SignIn
) -> None:
    """Beside them: who calls, which month, its rates with the names of regions."""
    await more_work(month, make)
    for role, region in ((Role.city_supervisor, CITY), (Role.province_supervisor, PROVINCE)):
        office = await sign_in(role, region)
        with counted_reads(app) as statements:
            lists = (await bench(office))["lists"]
        assert len(lists) == 21
        assert len(statements) <= len(lists) + 4, "\n".join(statements)
    assert (await month.coordinator.post("/workbench/dismiss-first-week")).status_code == 204
    with counted_reads(app) as statements:
        lists = (await bench(month.coordinator))["lists"]
    assert len(statements) <= len(lists) + 7, "its list of what lags, looks at the first week and the staff base"


async def test_a_school_reads_on_its_start_page_why_its_report_came_back(month: Month) -> None:
    assert (await bench(month.reporter))["current_returned"] is None
    await month.sent(no_change=True)
    await month.send_back("请补上请假的日期")
    found = await bench(month.reporter)
    assert found["current"]["status"] == "returned"
    assert found["current_returned"]["comments"] == [{"section": "people", "text": "请补上请假的日期"}]


async def test_a_new_county_is_led_through_its_first_week(make: Make, sign_in: SignIn) -> None:
    coordinator = await sign_in(Role.county_coordinator, HOME)
    steps = (await coordinator.get("/workbench")).json()["first_week"]
    assert [step["key"] for step in steps] == ["schools", "locality", "staff", "accounts", "calendar", "pairing"]
    assert not any(step["done"] for step in steps)
    world = await make.county_world()
    await sign_in(Role.school_reporter, school=world.urban)
    steps = (await coordinator.get("/workbench")).json()["first_week"]
    assert {step["key"]: (step["left"], step["total"]) for step in steps if not step["done"]} == {
        "accounts": (1, 2), "calendar": (1, 1), "pairing": (1, 1),
    }  # fmt: skip
    (accounts,) = (step for step in steps if step["key"] == "accounts")
    assert [each["id"] for each in accounts["schools"]] == [str(world.rural.id)]
    assert (await (await sign_in(Role.city_supervisor, "610300")).get("/workbench")).json()["first_week"] == []
    for _again in range(2):
        assert (await coordinator.post("/workbench/dismiss-first-week")).status_code == 204
    assert (await coordinator.get("/workbench")).json()["first_week"] == []


async def test_each_line_of_the_first_week_names_three_schools_and_the_list_has_all(
    make: Make, sign_in: SignIn
) -> None:
    coordinator = await sign_in(Role.county_coordinator, HOME)
    world = await make.county_world()
    await sign_in(Role.school_reporter, school=world.urban)
    for name in ("白云小学", "丹江小学", "甘河小学"):
        await make.school(HOME, name=name)
    steps = {step["key"]: step for step in (await bench(coordinator))["first_week"]}
    for gap in ("staff", "accounts"):
        found = (await coordinator.get("/schools", params={"missing": gap, "count": True})).json()
        assert found["count"] == steps[gap]["left"], gap
        named = [each["id"] for each in steps[gap]["schools"]]
        assert named == [each["id"] for each in found["items"]][:3], gap
    assert (steps["staff"]["left"], steps["accounts"]["left"]) == (3, 4)


async def test_after_its_first_month_was_due_a_county_has_no_first_week(
    month: Month,
) -> None:
    assert (await bench(month.coordinator))["first_week"]
    await month.go_to(datetime.fromisoformat((await month.get())["due_at"]) + timedelta(minutes=1))
    assert (await bench(month.coordinator))["first_week"] == []
