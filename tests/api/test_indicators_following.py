"""Numbers on summaries, goals, funds and goods equal a plain recount, by every grouping (S-17, S-27, S-31)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from fastapi import FastAPI

from services.api.features.assignments.models import Assignment
from services.api.features.goals.models import AssignmentGoal
from services.api.features.pairings.models import Pairing
from services.api.features.schools.models import School
from services.api.features.statistics.indicators import REGISTRY, known_dimensions
from services.api.features.summaries.models import SupportSummary
from services.api.features.supports.models import Support
from services.contracts.codes import (
    AssignmentStatus,
    ClientScope,
    ExchangeMode,
    FundType,
    GoalStatus,
    GoodsType,
    PairSide,
    Role,
    SummaryState,
    SummaryStatus,
    SupportGiver,
    SupportItem,
    SupportKind,
    SupportStatus,
)
from tests.factories.many import Place, Rows, add_many, random_assignments
from tests.factories.many_following import random_goals, random_summaries, random_supports
from tests.factories.many_pairings import random_pairings
from tests.factories.world import CITY, HOME, NEIGHBOUR, PROVINCE, THIRD, Make
from tests.support.callers import Caller, SignIn
from tests.support.counting import counted_reads
from tests.support.recounting import Row, ask, check, regions, year_of

SEED, TODAY = 20261122, date(2026, 12, 3)
SUMMARIES, GOALS, SUPPORTS = "S-17", "S-27", "S-31"
YEARS = {SUMMARIES: "2025", GOALS: "2026", SUPPORTS: "2025"}
ALL = [SUMMARIES, GOALS, SUPPORTS]
OF_ASSIGNMENT = {
    **regions("home_county_code"), "mode": lambda row: row["mode"], "post": lambda row: row["post"],
    "title": lambda row: row["title"], "stage": lambda row: row["stage"],
    "sending_school": lambda row: row["sending_school_id"],
    "receiving_school": lambda row: row["receiving_school_id"],
}  # fmt: skip


@dataclass
class Counted:
    """Everything that was made."""

    schools: list[School]
    assignments: Rows
    summaries: Rows
    goals: Rows
    pairings: Rows
    supports: Rows


@pytest.fixture
async def made(app: FastAPI, make: Make) -> Counted:
    """Assignments of three years, what belongs to them, and what flowed between ten schools."""
    places, schools = [], []
    for county in (HOME, HOME, NEIGHBOUR, NEIGHBOUR, "610222", THIRD):
        school = await make.school(county)
        schools.append(school)
        places.append(Place(school.id, county, [await make.teacher(school) for _ in range(4)]))
    tasks = random_assignments(SEED, 250, places)
    for n, task in enumerate(tasks):
        task["mode"] = ExchangeMode.support_teaching if n % 4 else task["mode"]
        task["status"] = (AssignmentStatus.active, AssignmentStatus.completed, task["status"])[n % 3]
        task["arrived_on"] = task["start_on"] if n % 5 else None
        task["planned_end_on"] -= timedelta(days=n % 2)
    pairings = random_pairings(SEED, 60, places)
    found = Counted(schools, tasks, random_summaries(SEED, tasks), random_goals(SEED, 500, tasks), pairings,
                    random_supports(SEED, 400, pairings))  # fmt: skip
    for model, rows in ((Assignment, tasks), (SupportSummary, found.summaries), (AssignmentGoal, found.goals),
                        (Pairing, pairings), (Support, found.supports)):  # fmt: skip
        await add_many(app, model, rows)
    return found


@pytest.fixture
async def province(sign_in: SignIn) -> Caller:
    return await sign_in(Role.province_supervisor, PROVINCE)


def owed(made: Counted) -> Iterator[Row]:
    """One row for each school year in which a summary is owed."""
    of = {(each["assignment_id"], each["school_year"]): each["status"] for each in made.summaries}
    for task in made.assignments:
        owes = task["mode"] is ExchangeMode.support_teaching and task["arrived_on"] is not None
        if not owes or task["status"] not in {AssignmentStatus.active, AssignmentStatus.completed}:
            continue
        for year in range(task["school_year"], year_of(min(task["end_on"], TODAY)) + 1):
            if task["start_on"] <= TODAY:
                last = min(task["end_on"], date(year + 1, 8, 31))
                yield {**task, "year": year, "summary": of.get((task["id"], year)), "last_on": last}


def state_of(row: Row) -> str:
    writing = row["summary"] in {None, SummaryStatus.draft, SummaryStatus.returned}
    if writing:
        return "missing"
    return "submitted" if row["summary"] is SummaryStatus.submitted_to_recipient else str(row["summary"].value)


def summary_numbers(rows: Rows) -> dict[str, Any]:
    states = [state_of(row) for row in rows]
    late = sum(state == "missing" and row["last_on"] < TODAY for state, row in zip(states, rows, strict=True))
    reviewed = {"reviewed", "forwarded", "filed"}
    return {
        "numerator": states.count("filed"), "denominator": len(rows), "overdue": late,
        "submitted": len(rows) - states.count("missing"), "reviewed": sum(each in reviewed for each in states),
    }  # fmt: skip


def goals_due(made: Counted) -> Rows:
    tasks = {task["id"]: task for task in made.assignments}
    never = {AssignmentStatus.refused, AssignmentStatus.void}
    joined = [{**tasks[goal["assignment_id"]], **goal} for goal in made.goals
              if tasks[goal["assignment_id"]]["status"] not in never]  # fmt: skip
    return [
        row for row in joined
        if row["status"] in {GoalStatus.met, GoalStatus.unmet}
        or (row["status"] is GoalStatus.agreed and row["due_on"] <= TODAY)
    ]  # fmt: skip


def goal_numbers(rows: Rows) -> dict[str, Any]:
    unmet = [row for row in rows if row["status"] is GoalStatus.unmet]
    return {
        "numerator": sum(row["status"] is GoalStatus.met for row in rows), "denominator": len(rows),
        "unmet": len(unmet),
        "extended": len({row["person_id"] for row in unmet if row["end_on"] > row["planned_end_on"]}),
    }  # fmt: skip


def supports_with_sides(made: Counted) -> Rows:
    pairings = {row["id"]: row for row in made.pairings}
    found = []
    for row in made.supports:
        side = row["receiver"] or (
            PairSide.recipient if row["giver"] is SupportGiver.supporting else PairSide.supporting
        )
        pairing = pairings[row["pairing_id"]]
        found.append({**row, "place": pairing[f"{side.value}_county_code"],
                      "gets": pairing[f"{side.value}_school_id"]})  # fmt: skip
    return [row for row in found if is_counted(row)]


def is_counted(row: Row) -> bool:
    if row["kind"] is SupportKind.fund:
        return row["status"] is not SupportStatus.void
    return is_given(row)


def is_given(row: Row) -> bool:
    return row["status"] in {SupportStatus.paid, SupportStatus.handed_over, SupportStatus.confirmed}


def support_numbers(rows: Rows) -> dict[str, Any]:
    funds = [row for row in rows if row["kind"] is SupportKind.fund]
    goods = [row for row in rows if row["kind"] is SupportKind.goods and is_given(row)]
    return {
        "numerator": sum(row["given_cents"] for row in funds if is_given(row)),
        "planned": sum(row["planned_cents"] for row in funds), "goods": sum(row["quantity"] for row in goods),
        "goods_worth": sum(row["given_cents"] or 0 for row in goods),
    }  # fmt: skip


def inside(rows: Any, county: str, prefix: str = "61") -> Rows:
    return [row for row in rows if row[county].startswith(prefix)]


async def test_summaries_equal_a_recount(made: Counted, province: Caller) -> None:
    values = {**OF_ASSIGNMENT, "summary_state": state_of}
    assert {*values, "school_year"} == set(known_dimensions(REGISTRY[SUMMARIES]))
    rows = inside(owed(made), "home_county_code")
    mine = [row for row in rows if row["year"] == 2025]
    assert {row["summary"] for row in mine} == {None, *SummaryStatus}
    await check(province, SUMMARIES, mine, values, summary_numbers, school_year="2025")
    this_year = [row for row in rows if row["year"] == 2026]
    await check(province, SUMMARIES, this_year, regions("home_county_code"), summary_numbers, school_year="2026")


async def test_goals_equal_a_recount(made: Counted, province: Caller) -> None:
    values = {**OF_ASSIGNMENT, "month": lambda row: row["due_on"].strftime("%Y-%m")}
    assert {*values, "school_year"} == set(known_dimensions(REGISTRY[GOALS]))
    mine = [row for row in inside(goals_due(made), "home_county_code") if year_of(row["due_on"]) == 2026]
    assert goal_numbers(mine)["extended"]
    await check(province, GOALS, mine, values, goal_numbers, school_year="2026")
    answer = await ask(province, GOALS, school_year="2026")
    assert answer["total"]["value"] == round(answer["total"]["numerator"] / len(mine), 6)
    assert [each["reason"] for each in answer["left_out"]] == ["not_due"]


async def test_funds_and_goods_equal_a_recount(made: Counted, province: Caller) -> None:
    values = {
        **regions("place"), "receiving_school": lambda row: row["gets"], "support_kind": lambda row: row["kind"],
        "support_giver": lambda row: row["giver"], "support_item": lambda row: row["fund_type"] or row["goods_type"],
        "term": lambda row: row["term"],
    }  # fmt: skip
    assert {*values, "school_year"} == set(known_dimensions(REGISTRY[SUPPORTS]))
    mine = [row for row in inside(supports_with_sides(made), "place") if row["school_year"] == 2025]
    await check(province, SUPPORTS, mine, values, support_numbers, school_year="2025")


def test_the_list_of_items_has_every_purpose_and_every_kind_of_goods() -> None:
    both = [*FundType, *GoodsType]
    assert [(each.value, each.label) for each in SupportItem] == [(each.value, each.label) for each in both]
    assert {each.value for each in SummaryState} == {"missing", "submitted", "reviewed", "forwarded", "filed"}


async def test_each_caller_counts_what_lies_in_its_region(made: Counted, sign_in: SignIn) -> None:
    rows = {
        SUMMARIES: ([row for row in owed(made) if row["year"] == 2025], "home_county_code", summary_numbers),
        GOALS: ([row for row in goals_due(made) if year_of(row["due_on"]) == 2026], "home_county_code", goal_numbers),
        SUPPORTS: ([row for row in supports_with_sides(made) if row["school_year"] == 2025], "place",
                   support_numbers),
    }  # fmt: skip
    for role, region, prefix in ((Role.county_coordinator, HOME, HOME), (Role.city_supervisor, CITY, "6103"),
                                 (Role.county_coordinator, THIRD, THIRD)):  # fmt: skip
        caller = await sign_in(role, region)
        for indicator, (found, county, numbers) in rows.items():
            total = (await ask(caller, indicator, school_year=YEARS[indicator]))["total"]
            assert total["numerator"] == numbers(inside(found, county, prefix))["numerator"]


async def test_a_school_counts_what_it_sends_and_gets_and_gives(made: Counted, sign_in: SignIn) -> None:
    school = made.schools[0].id
    caller = await sign_in(Role.school_leader, school=made.schools[0])
    ours = [row for row in owed(made)
            if row["year"] == 2025 and school in {row["sending_school_id"], row["receiving_school_id"]}]  # fmt: skip
    total = (await ask(caller, SUMMARIES, school_year="2025"))["total"]
    assert (total["numerator"], total["denominator"]) == (summary_numbers(ours)["numerator"], len(ours))
    of = {row["id"] for row in made.pairings if school in {row["supporting_school_id"], row["recipient_school_id"]}}
    mine = [row for row in supports_with_sides(made) if row["school_year"] == 2025 and row["pairing_id"] in of]
    total = (await ask(caller, SUPPORTS, school_year="2025"))["total"]
    assert (total["numerator"], total["also"]["goods"]) == (
        support_numbers(mine)["numerator"], support_numbers(mine)["goods"]
    )  # fmt: skip


@pytest.mark.parametrize("indicator", ALL)
async def test_the_rows_behind_carry_no_words_and_add_up(made: Counted, province: Caller, indicator: str) -> None:
    asked = {"school_year": YEARS[indicator], "count": "true", "limit": 200}
    total = (await ask(province, indicator, school_year=YEARS[indicator]))["total"]
    page = (await province.get(f"/statistics/{indicator}/rows", params=asked)).json()
    assert page["count"] == len(page["items"]) > 0
    codes = [each["codes"] for each in page["items"]]
    counted = sum(each["amount"] for each in codes) if indicator == SUPPORTS else len(codes)
    assert counted == total["numerator"]
    assert not {"text", "opinion", "description", "purpose", "use", "voucher_no", "closed_reason"} & set(codes[0])


async def test_numbers_are_told_to_finance_and_rows_only_of_what_it_reads(made: Counted, sign_in: SignIn) -> None:
    finance, hr = await sign_in(Role.finance, HOME), await sign_in(Role.hr, HOME)
    assert (await finance.get("/statistics/S-31/rows", params={"school_year": "2025"})).status_code == 200
    for caller in (hr, await sign_in.client([ClientScope.stats_read], PROVINCE)):
        assert (await caller.get("/statistics/S-31", params={"school_year": "2025"})).status_code == 200
        refused = await caller.get("/statistics/S-31/rows", params={"school_year": "2025"})
        assert (refused.status_code, refused.json()["code"]) == (403, "statistics.rows_not_allowed")


@pytest.mark.parametrize("indicator", ALL)
async def test_the_statements_are_as_many_for_any_number_of_groups(
    app: FastAPI, made: Counted, province: Caller, indicator: str
) -> None:
    async def statements(**params: Any) -> int:
        with counted_reads(app) as sent:
            await ask(province, indicator, school_year=YEARS[indicator], **params)
        return len(sent)

    few = await statements(group_by="county,receiving_school", county=HOME)
    assert few == await statements(group_by="county,receiving_school") <= 8
