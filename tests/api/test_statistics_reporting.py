"""S-23 and S-08: the ledger's metrics and the balance of pairings, against plain recounts in Python."""

from collections import defaultdict
from datetime import UTC, date, datetime
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import event

from services.api.features.reports.models import Report
from services.api.features.statistics import rules
from services.api.kernel.clock import SetClock
from services.contracts.codes import (
    AssignmentStatus,
    ClientScope,
    Direction,
    ExchangeMode,
    PairingStatus,
    ReportStatus,
    Role,
)
from tests.factories.many import Place, Rows, add_many, random_reports
from tests.factories.world import HOME, NEIGHBOUR, PROVINCE, THIRD, Make
from tests.support.callers import Caller, SignIn

REPORTING, BALANCE = "/statistics/reporting", "/statistics/S-08"
MONTHS = ["2026-09", "2026-10", "2026-11"]


@pytest.fixture
async def places(make: Make) -> list[Place]:
    """Twelve schools in three counties."""
    made = [await make.school(county) for county in (HOME, NEIGHBOUR, THIRD) for _ in range(4)]
    return [Place(school.id, school.county_code, []) for school in made]


@pytest.fixture
async def rows(app: FastAPI, places: list[Place]) -> Rows:
    """A report of each school and month in any state."""
    made = random_reports(7, places, MONTHS)
    await add_many(app, Report, made)
    return made


@pytest.fixture
async def province(sign_in: SignIn) -> Caller:
    return await sign_in.client([ClientScope.stats_read], PROVINCE)


def recount(rows: Rows, now: datetime) -> dict[str, Any]:
    sent = [row for row in rows if row["status"] in rules.SENT]
    on_time = [row for row in sent if row["first_submitted_at"] <= row["due_at"]]
    return {
        "EXPECTED_REPORTS": len(rows),
        "ACTUAL_REPORTS": len(sent),
        "ACTUAL_REPORTS_ON_TIME": len(on_time),
        "REPORTING_RATE": round(len(sent) / len(rows), 6) if rows else None,
        "REPORTING_RATE_ON_TIME": round(len(on_time) / len(rows), 6) if rows else None,
        "LATE_REPORTS": len(sent) - len(on_time),
        "OVERDUE_REPORTS": len([row for row in rows if row not in sent and row["due_at"] < now]),
        "by_status": {status.value: sum(row["status"] is status for row in rows) for status in ReportStatus},
    }


def metrics(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in {"group", "labels"}}


async def ask(caller: Caller, path: str = REPORTING, **params: Any) -> dict[str, Any]:
    answer = await caller.get(path, params=params)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_the_indicator_says_the_same_of_every_county_and_month(rows: Rows, province: Caller) -> None:
    names = {"numerator": "ACTUAL_REPORTS", "denominator": "EXPECTED_REPORTS", "value": "REPORTING_RATE"}
    also = {"on_time": "ACTUAL_REPORTS_ON_TIME", "late": "LATE_REPORTS", "overdue": "OVERDUE_REPORTS"}
    for asked in ({"school_year": "2026", "group_by": "county,month"}, {"month": "2026-10", "group_by": "city"}):
        ledger, indicator = await ask(province, **asked), await ask(province, "/statistics/S-23", **asked)
        told = {tuple(row["group"].values()): row for row in [*indicator["rows"], indicator["total"]]}
        expected = {tuple(row["group"].values()): row for row in [*ledger["rows"], ledger["total"]]}
        assert told.keys() == expected.keys()
        for group, row in told.items():
            assert {name: row[name] for name in names} == {name: expected[group][old] for name, old in names.items()}
            by_status = {"returned": expected[group]["by_status"]["returned"]}
            assert row["also"] == {name: expected[group][old] for name, old in also.items()} | by_status


@pytest.mark.parametrize("names", [[], ["county"], ["city"], ["month"], ["province", "month"], ["county", "month"]])
async def test_every_grouping_of_the_ledger_equals_a_plain_recount(
    rows: Rows, province: Caller, clock: SetClock, names: list[str]
) -> None:
    home = [row for row in rows if row["county_code"].startswith("61")]
    groups: dict[tuple[str, ...], Rows] = defaultdict(list)
    for row in home:
        values = [row["month"] if n == "month" else rules.region_of(row["county_code"], n) for n in names]
        groups[tuple(values)].append(row)
    answer = await ask(province, school_year="2026", group_by=names)
    found = {tuple(row["group"][name] for name in names): metrics(row) for row in answer["rows"]}
    assert found == {group: recount(members, clock.now()) for group, members in groups.items()}
    assert metrics(answer["total"]) == recount(home, clock.now())


async def test_one_month_is_counted_alone_and_townships_are_told_apart_by_county(
    rows: Rows, province: Caller, clock: SetClock
) -> None:
    answer = await ask(province, month="2026-10", group_by="township")
    assert (answer["month"], answer["school_year"]) == ("2026-10", None)
    assert answer["group_by"] == ["county", "township"]
    seen = {(row["group"]["county"], row["group"]["township"]): metrics(row) for row in answer["rows"]}
    october = [row for row in rows if row["month"] == "2026-10"]
    assert seen == {
        (county, "云坪镇"): recount([row for row in october if row["county_code"] == county], clock.now())
        for county in (HOME, NEIGHBOUR)
    }
    assert all(row["labels"]["township"] == "云坪镇" for row in answer["rows"])


async def test_without_a_period_it_is_the_present_month(province: Caller) -> None:
    answer = await ask(province)
    assert answer["month"] == "2026-12"
    assert answer["total"]["REPORTING_RATE"] is None
    assert answer["definition"]["indicator"] == answer["indicator"] == "S-23"
    assert (answer["unit"], answer["as_of"]) == ("reports", "2026-12-03T01:40:00Z")


async def test_a_report_that_was_returned_counts_again_once_it_is_sent_again(
    app: FastAPI, places: list[Place], province: Caller
) -> None:
    due = datetime(2026, 12, 5, 16, tzinfo=UTC)
    facts: dict[str, Any] = {"due_at": due, "first_submitted_at": datetime(2026, 12, 1, tzinfo=UTC)}
    home = places[0]
    returned, sent = (
        random_reports(1, [home], [month], status=status, **facts)[0]
        for month, status in (("2026-10", ReportStatus.returned), ("2026-11", ReportStatus.submitted))
    )
    await add_many(app, Report, [returned])
    await add_many(app, Report, [{**sent, "submitted_at": datetime(2026, 12, 9, tzinfo=UTC)}])
    by_month = {
        row["group"]["month"]: row for row in (await ask(province, school_year="2026", group_by="month"))["rows"]
    }
    assert [by_month["2026-10"][name] for name in ("ACTUAL_REPORTS", "ACTUAL_REPORTS_ON_TIME")] == [0, 0]
    assert [by_month["2026-11"][name] for name in ("ACTUAL_REPORTS", "ACTUAL_REPORTS_ON_TIME")] == [1, 1]


async def test_a_county_sees_its_own_ledger_and_a_school_its_own_reports(
    rows: Rows, places: list[Place], make: Make, sign_in: SignIn
) -> None:
    county = await ask(await sign_in(Role.county_coordinator, HOME), school_year="2026")
    assert county["total"]["EXPECTED_REPORTS"] == len([row for row in rows if row["county_code"] == HOME])
    school = await make.school(HOME)
    reporter = await ask(await sign_in(Role.school_reporter, school=school), school_year="2026")
    assert reporter["total"]["EXPECTED_REPORTS"] == 0


REFUSED = [
    ({"group_by": "colour"}, 422, "statistics.dimension", "colour"),
    ({"group_by": "direction"}, 422, "statistics.dimension", "direction"),
    ({"month": "2027-01"}, 422, "statistics.month_in_future", "2027年1月"),
    ({"month": "2026-13"}, 422, "request.invalid", ""),
    ({"school_year": "2030"}, 422, "statistics.year_in_future", "2030-2031"),
    ({"month": "2026-11", "school_year": "2026"}, 422, "statistics.period", ""),
    ({"region_code": THIRD}, 403, "permission.out_of_region", "吴川"),
    ({"region_code": "999999"}, 404, "resource.not_found", ""),
]


@pytest.mark.parametrize(("params", "status", "code", "named"), REFUSED)
async def test_a_question_that_cannot_be_answered_is_a_problem_that_names_why(
    province: Caller, params: dict[str, str], status: int, code: str, named: str
) -> None:
    answer = await province.get(REPORTING, params=params)
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    assert named in answer.json()["detail"]


async def test_the_second_pull_is_a_304_until_a_report_changes(
    app: FastAPI, rows: Rows, places: list[Place], province: Caller
) -> None:
    first = await province.get(REPORTING, params={"school_year": "2026"})
    tag = {"If-None-Match": first.headers["etag"]}
    assert (await province.get(REPORTING, params={"school_year": "2026"}, headers=tag)).status_code == 304
    await add_many(app, Report, random_reports(8, places[:1], ["2026-12"]))
    assert (await province.get(REPORTING, params={"school_year": "2026"}, headers=tag)).status_code == 200


async def test_the_ledger_of_ten_schools_and_of_hundreds_takes_as_many_queries(
    app: FastAPI, rows: Rows, places: list[Place], province: Caller
) -> None:
    seen: list[str] = []
    for engine in {app.state.database.read_engine, app.state.database.write_engine}:
        event.listen(engine.sync_engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
    groups = ["township", "month"]
    assert len((await ask(province, school_year="2026", group_by=groups))["rows"]) == 6
    few = len(seen)
    earlier = [f"{year}-{month:02}" for year in range(2000, 2026) for month in range(1, 13)]
    await add_many(app, Report, random_reports(9, places, [*earlier, *(f"2026-{month:02}" for month in range(1, 9))]))
    seen.clear()
    assert len((await ask(province, school_year="2025", group_by=groups))["rows"]) == 24
    assert len(seen) == few


async def test_the_balance_of_a_pairing_is_down_minus_up_of_those_who_count(
    make: Make, sign_in: SignIn, province: Caller
) -> None:
    world = await make.county_world()
    pair = await make.pairing(world.urban, world.rural)
    await make.pairing(world.urban, world.neighbour)
    proposed = await make.pairing(world.rural, world.neighbour, status=PairingStatus.proposed)
    down, up = Direction.urban_to_rural, Direction.rural_to_urban
    moved: list[tuple[int, Direction, dict[str, Any]]] = [
        (0, down, {}), (1, down, {}), (3, up, {}),
        (2, down, {"status": AssignmentStatus.terminated}),
        (2, down, {"mode": ExchangeMode.retiree_support}),
        (4, up, {"start_on": date(2025, 9, 1), "end_on": date(2026, 8, 31)}),
    ]  # fmt: skip
    for person, direction, changes in moved:
        sides = (world.urban, world.rural) if direction is down else (world.rural, world.urban)
        facts = {"exclusive": False, "pairing_id": pair.id, "direction": direction, **changes}
        await make.assignment(world.staff[person], *sides, **facts)
    await make.assignment(world.staff[3], world.rural, world.neighbour, exclusive=False, pairing_id=proposed.id)
    by_pair = {"group_by": "supporting_school,recipient_school"}
    answer = await ask(province, BALANCE, **by_pair)
    [row] = answer["rows"]
    assert row["group"] == {"supporting_school": str(world.urban.id), "recipient_school": str(world.rural.id)}
    assert row["labels"]["supporting_school"] == "县实验小学"
    for told in (row, answer["total"]):
        assert (told["numerator"], told["also"]) == (1, {"urban_to_rural": 2, "rural_to_urban": 1})
    third = await ask(await sign_in(Role.county_coordinator, THIRD), BALANCE, **by_pair)
    assert (third["rows"], third["total"]["numerator"]) == ([], 0)
