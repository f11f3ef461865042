"""Commitments kept (S-20) equal a plain recount of every period, by every grouping and for every caller."""

import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from fastapi import FastAPI

from services.api.features.activities.models import Activity, ActivityPairing
from services.api.features.assignments.models import Assignment
from services.api.features.commitments.measures import KINDS
from services.api.features.commitments.models import Commitment
from services.api.features.commitments.rules import Entry, Promise, done_in
from services.api.features.mentor_pairs.models import MentorPair
from services.api.features.pairings.models import Pairing
from services.api.features.schools.models import School
from services.api.features.statistics.indicators import REGISTRY, known_dimensions
from services.api.features.supports.models import Support
from services.api.kernel.entries import of_pairings
from services.api.kernel.ids import new_id
from services.api.kernel.periods import (
    Period,
    month_of,
    month_period,
    school_year_of,
    school_year_period,
    term_period,
    week_period,
)
from services.api.wiring import MEASURES
from services.contracts.codes import (
    AidArea,
    AssignmentStatus,
    ClientScope,
    CommitmentMeasure,
    CommitmentPeriod,
    PairingStatus,
    PromisedBy,
    Role,
    SupportStatus,
)
from tests.factories.many import Place, Rows, add_many, random_assignments
from tests.factories.many_following import random_supports
from tests.factories.many_pairings import AT, random_activities, random_mentor_pairs, random_pairings
from tests.factories.world import HOME, NEIGHBOUR, PROVINCE, THIRD, Make
from tests.support.callers import Caller, SignIn
from tests.support.counting import counted_reads
from tests.support.recounting import Row, ask, check, figures, regions

SEED, TODAY = 20261203, date(2026, 12, 3)
BEGUN = {PairingStatus.active, PairingStatus.suspended, PairingStatus.ended}
NATURAL: dict[CommitmentPeriod, Any] = {
    CommitmentPeriod.week: week_period,
    CommitmentPeriod.month: lambda day: month_period(month_of(day)),
    CommitmentPeriod.term: term_period,
    CommitmentPeriod.school_year: lambda day: school_year_period(school_year_of(day)),
}


@dataclass
class Promised:
    """What was promised, and one row for each period that has begun."""

    schools: list[School]
    pairings: Rows
    commitments: Rows
    periods: Rows


@pytest.fixture
async def province(sign_in: SignIn) -> Caller:
    return await sign_in(Role.province_supervisor, PROVINCE)


def random_commitments(count: int, pairings: Rows) -> Rows:
    """Every measure and every period, of all kinds or of some, with an end or without, some void."""
    chance, found = random.Random(SEED), []
    for n in range(count):
        pairing, measure = chance.choice(pairings), list(CommitmentMeasure)[n % len(CommitmentMeasure)]
        start = date(2024, 3, 1) + timedelta(days=chance.randrange(700))
        kinds = sorted(each.value for each in KINDS.get(measure, ()))
        found.append({
            "id": new_id(), "version": 1, "created_at": AT, "pairing_id": pairing["id"],
            "county_code": pairing["recipient_county_code"], "other_county_code": pairing["supporting_county_code"],
            "side": chance.choice(list(PromisedBy)), "aid_area": chance.choice(list(AidArea)), "item": "每学期送教",
            "measure": measure, "kinds": chance.sample(kinds, len(kinds) // 2) if n % 3 else [], "unit": "次",
            "minimum": chance.choice([1, 1, 1, 2, 3, 400]), "period": chance.choice(list(CommitmentPeriod)),
            "start_on": start, "end_on": start + timedelta(days=chance.randrange(500)) if n % 2 else None,
            "source": "", "article": "", "template_item": "", "voided_at": AT if n % 9 == 0 else None,
        })  # fmt: skip
    return found


def days_of(row: Row, ends: date | None) -> Iterator[tuple[Period, date | None]]:
    """Each period cut to the days of the commitment, with the last day that it has by itself."""
    if row["period"] is CommitmentPeriod.whole:
        if ends is None or ends >= row["start_on"]:
            yield Period(row["start_on"], ends), ends
        return
    day = row["start_on"]
    while day <= min(ends or TODAY, TODAY):
        whole = NATURAL[row["period"]](day)
        yield Period(day, whole.end_on if ends is None else min(whole.end_on, ends)), whole.end_on
        day = whole.end_on + timedelta(days=1)


async def entries_of(app: FastAPI, pairings: Rows) -> dict[tuple[Any, Any], list[Entry]]:
    """What was done, by measure and pairing, as the page of commitments counts it."""
    found: dict[tuple[Any, Any], list[Entry]] = defaultdict(list)
    asked = of_pairings([each["id"] for each in pairings], Period(date(2020, 1, 1), date(2030, 1, 1)))
    async with app.state.database.reader() as session:
        for measure in MEASURES:
            for each in await session.execute(measure.source(asked)):
                entry = Entry(str(each.kind), each.from_on, each.to_on, each.amount, each.who)
                found[measure.code, each.pairing_id].append(entry)
    return found


async def recounted(app: FastAPI, pairings: Rows, commitments: Rows) -> Rows:
    entries, by_id, found = await entries_of(app, pairings), {each["id"]: each for each in pairings}, []
    for row in commitments:
        pairing = by_id[row["pairing_id"]]
        if pairing["status"] not in BEGUN or row["voided_at"] is not None:
            continue
        ends = min((day for day in (row["end_on"], pairing["end_on"]) if day is not None), default=None)
        promise = Promise(row["measure"], frozenset(row["kinds"]), row["unit"], row["minimum"], None, row["period"],
                          row["start_on"], ends)  # fmt: skip
        for days, natural in days_of(row, ends):
            done = done_in(promise, entries[row["measure"], pairing["id"]], days, date(2030, 1, 1))
            is_over = days.end_on is not None and days.end_on < TODAY
            found.append({**pairing, **row, "days": days, "natural": natural, "done": done, "is_over": is_over})
    return found


@pytest.fixture
async def made(app: FastAPI, make: Make) -> Promised:
    """Sixty pairings of six schools in four counties, what they promised, and what they did."""
    places, schools = [], []
    for county in (HOME, HOME, NEIGHBOUR, NEIGHBOUR, "610222", THIRD):
        schools.append(await make.school(county))
        places.append(Place(schools[-1].id, county, [await make.teacher(schools[-1]) for _ in range(4)]))
    pairings = random_pairings(SEED, 60, places)
    activities, joined = random_activities(SEED, 2000, pairings)
    for n, row in enumerate(activities):
        row["lessons"] = n % 4 or None
    begun = [each for each in pairings if each["status"] in BEGUN]
    tasks = random_assignments(SEED, 200, places)
    for n, task in enumerate(tasks):
        pairing, (sending, receiving) = begun[n % len(begun)], ("supporting", "recipient")[:: 1 if n % 3 else -1]
        task |= {
            "pairing_id": pairing["id"], "sending_school_id": pairing[f"{sending}_school_id"],
            "receiving_school_id": pairing[f"{receiving}_school_id"],
            "home_county_code": pairing[f"{sending}_county_code"],
            "receiving_county_code": pairing[f"{receiving}_county_code"],
            "arrived_on": task["start_on"] if task["status"] is AssignmentStatus.active else None,
        }  # fmt: skip
    mentors = random_mentor_pairs(SEED, 80, places, ["语文", "数学"])
    supports = random_supports(SEED, 400, begun)
    for n, row in enumerate(mentors):
        row["pairing_id"] = begun[n % len(begun)]["id"]
    for n, row in enumerate(supports):
        given = row["status"] not in {SupportStatus.planned, SupportStatus.void}
        row["given_on"] = date(2024, 9, 1) + timedelta(days=n * 2 % 760) if given else None
    commitments = random_commitments(400, pairings)
    for model, rows in ((Pairing, pairings), (Activity, activities), (ActivityPairing, joined), (Assignment, tasks),
                        (MentorPair, mentors), (Support, supports), (Commitment, commitments)):  # fmt: skip
        await add_many(app, model, rows)
    return Promised(schools, pairings, commitments, await recounted(app, pairings, commitments))


def of_year(rows: Rows, year: int, prefix: str = "61") -> Rows:
    """The periods that are over, of a school year and region."""
    return [
        row for row in rows
        if row["is_over"] and school_year_of(row["natural"]) == year
        and row["recipient_county_code"].startswith(prefix)
    ]  # fmt: skip


def numbers(rows: Rows) -> dict[str, Any]:
    return {"numerator": sum(row["done"] >= row["minimum"] for row in rows), "denominator": len(rows)}


VALUES: dict[str, Any] = {
    **regions("recipient_county_code"),
    "term": lambda row: "spring" if 2 <= row["natural"].month <= 8 else "autumn",
    "aid_area": lambda row: row["aid_area"], "commitment_measure": lambda row: row["measure"],
    "commitment_period": lambda row: row["period"], "promised_by": lambda row: row["side"],
    "relation": lambda row: row["relation"], "supporting_school": lambda row: row["supporting_school_id"],
    "recipient_school": lambda row: row["recipient_school_id"],
}  # fmt: skip


async def test_every_grouping_equals_a_recount_of_every_period(made: Promised, province: Caller) -> None:
    assert {*VALUES, "school_year"} == set(known_dimensions(REGISTRY["S-20"]))
    for year in (2024, 2025):
        mine = of_year(made.periods, year)
        kept = [row for row in mine if row["done"] >= row["minimum"]]
        assert 30 < len(kept) < len(mine) - 30
        assert len({row["measure"] for row in kept}) >= 6, "what was done comes from many sources"
        assert {row["period"] for row in mine} == set(CommitmentPeriod)
        if year == 2025:
            await check(province, "S-20", mine, VALUES, numbers, school_year="2025")
        else:
            assert figures((await ask(province, "S-20", school_year="2024"))["total"]) == numbers(mine)
    answer = await ask(province, "S-20")
    running = [row for row in made.periods if not row["is_over"] and row["recipient_county_code"].startswith("61")
               and row["natural"] is not None and school_year_of(row["natural"]) == 2026]  # fmt: skip
    assert figures(answer["total"]) == numbers(of_year(made.periods, 2026))
    assert [(each["reason"], each["count"]) for each in answer["left_out"]] == [("not_due", len(running))]


async def test_each_caller_counts_the_helped_schools_of_its_region_and_a_school_its_own(
    made: Promised, sign_in: SignIn
) -> None:
    system = await sign_in.client([ClientScope.stats_read], PROVINCE)
    callers = [(system, "61"), (await sign_in(Role.county_coordinator, HOME), HOME)]
    for caller, prefix in callers:
        total = (await ask(caller, "S-20", school_year="2025"))["total"]
        assert figures(total) == numbers(of_year(made.periods, 2025, prefix)), prefix
    school = made.schools[0]
    mine = [row for row in of_year(made.periods, 2025, "")
            if school.id in {row["supporting_school_id"], row["recipient_school_id"]}]  # fmt: skip
    leader = await sign_in(Role.school_leader, school=school)
    assert figures((await ask(leader, "S-20", school_year="2025"))["total"]) == numbers(mine)


async def test_the_rows_behind_tell_what_was_due_and_done_in_each_period_page_by_page(
    app: FastAPI, made: Promised, province: Caller
) -> None:
    found: list[dict[str, Any]] = []
    cursor = None
    with counted_reads(app) as sent:
        while cursor is not None or not found:
            asked = {"school_year": "2025", "part": "denominator", "limit": 150} | (
                {"cursor": cursor} if cursor else {}
            )
            page = (await province.get("/statistics/S-20/rows", params=asked)).json()
            found += page["items"]
            cursor = page["next_cursor"]
    assert len(sent) <= 8 * (len(found) // 150 + 1)
    told = {(each["id"], each["codes"]["last_on"]): each["codes"]["done"] for each in found}
    assert len(told) == len(found)
    assert told == {
        (str(row["id"]), row["days"].end_on.isoformat()): row["done"] for row in of_year(made.periods, 2025)
    }
