"""Closed months and school years: numbers stay as they were told, and corrections say what differed (E-69, U-45)."""

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import func, select

from services.api.features.activities.models import Activity, ActivityPairing
from services.api.features.assignments.models import Assignment
from services.api.features.goals.models import AssignmentGoal
from services.api.features.mentor_pairs.models import MentorPair
from services.api.features.pairings.models import Pairing
from services.api.features.periods import service_closing, service_correcting
from services.api.features.periods.models import StatSnapshot
from services.api.features.reports.models import Report
from services.api.features.schools.models import School
from services.api.features.statistics import service_freezing as freezing
from services.api.features.statistics.indicators import REGISTRY
from services.api.features.statistics.service_freezing import Window
from services.api.features.summaries.models import SupportSummary
from services.api.features.supports.models import Support
from services.api.kernel.clock import SetClock
from services.api.kernel.positions import give_positions
from services.contracts.codes import ClientScope, Direction, PeriodKind, Role, Sex
from tests.factories.many import Place, Rows, add_many, random_assignments, random_reports
from tests.factories.many_following import random_goals, random_summaries, random_supports
from tests.factories.many_pairings import random_activities, random_mentor_pairs, random_pairings
from tests.factories.world import CITY, HOME, NEIGHBOUR, PROVINCE, THIRD, Make, World
from tests.support.callers import Caller, SignIn
from tests.support.counting import counted_reads

SEED = 20261123
MONTH, YEAR = "2025-10", "2025"
FIGURES = ("numerator", "denominator", "value", "reason", "also")
NOT_LIVE = {"period_id", "dimensions", "version", "position", "digest", "as_of", "parts_open"}


@pytest.fixture
async def rows(app: FastAPI, make: Make) -> Rows:
    """Everything that is counted, of several years, in four counties; gives the assignments."""
    places = []
    for county in (HOME, HOME, NEIGHBOUR, "610222", THIRD):
        school = await make.school(county)
        places.append(Place(school.id, county, [await make.teacher(school) for _ in range(4)]))
    tasks, pairings = random_assignments(SEED, 250, places), random_pairings(SEED, 50, places)
    for n, task in enumerate(tasks):
        task["pairing_id"] = pairings[n % 50]["id"] if n % 3 == 0 else None
        task["arrived_on"] = task["start_on"]
    activities, joined = random_activities(SEED, 150, pairings)
    reports = random_reports(SEED, places, ["2025-09", "2025-10", "2025-11"])
    for model, made in (
        (Pairing, pairings), (Assignment, tasks), (Report, reports), (Activity, activities), (ActivityPairing, joined),
        (MentorPair, random_mentor_pairs(SEED, 80, places, ["数学", "语文"])),
        (SupportSummary, random_summaries(SEED, tasks)), (AssignmentGoal, random_goals(SEED, 200, tasks)),
        (Support, random_supports(SEED, 150, pairings)),
    ):  # fmt: skip
        await add_many(app, model, made)
    return tasks


@pytest.fixture
async def province(sign_in: SignIn) -> Caller:
    return await sign_in(Role.province_supervisor, PROVINCE)


async def closed(app: FastAPI, province: Caller, kind: str, key: str) -> str:
    """A period that was asked for and counted."""
    body = {"region_code": PROVINCE, "kind": kind, "key": key, "reason": "省里统一封存"}
    made = await province.insist("/periods", body)
    await work(app)
    found: str = made.json()["id"]
    return found


async def work(app: FastAPI) -> None:
    """What the worker does for periods."""
    state = app.state
    async with state.database.writer(clock=state.clock) as db:
        await give_positions(db, state.clock.now())
    await service_closing.close_due(state.database, state.settings, state.clock.now())
    await service_correcting.correct_due(state.database, state.settings, state.clock.now())


async def ask(caller: Caller, path: str, **params: Any) -> dict[str, Any]:
    answer = await caller.get(path, params=params)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def as_live(frozen: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in frozen.items() if name not in NOT_LIVE}


@pytest.mark.parametrize(
    ("database_url", "kind", "key", "param"),
    [("sqlite", "month", MONTH, "month"), ("postgres", "school_year", YEAR, "school_year")],
    indirect=["database_url"],
)
async def test_every_frozen_number_is_the_live_one(
    app: FastAPI, rows: Rows, province: Caller, sign_in: SignIn, kind: str, key: str, param: str
) -> None:
    """One kind on each database: the statements are those of the live address, which is tested on both."""
    period = await closed(app, province, kind, key)
    system = await sign_in.client([ClientScope.stats_read], PROVINCE)
    county = await sign_in(Role.county_coordinator, HOME)
    chance = random.Random(SEED)

    def one_of(names: list[str]) -> list[str | None]:
        return [*chance.sample(names, min(1, len(names)))]

    for indicator in ids_of(kind):
        window = Window(next(each for each in PeriodKind if each.value == kind), key, PROVINCE)
        names = freezing.groupings(REGISTRY[indicator], window)
        plain = [name for name in names if not name.endswith("_school")]
        asked: list[tuple[Caller, str, list[str | None]]] = [
            (county, HOME, [chance.choice([None, *names])]),
            (province, PROVINCE, ["county", *one_of(plain)]),
            (province, CITY, ["county"]),
            (system, PROVINCE, one_of(plain)),
            (system, HOME, [None, *one_of(plain)]),
        ]
        for caller, region, groups in asked:
            for name in groups:
                params = {"region_code": region} | ({"group_by": name} if name else {})
                live = await ask(caller, f"/statistics/{indicator}", **params, **{param: key})
                frozen = await ask(caller, f"/periods/{period}/statistics/{indicator}", **params)
                live.pop("as_of")
                live.pop("parts_open")  # rows of the past cannot be looked at: they may have changed since
                kept = live.pop("closed_period")
                assert (kept["period_id"], kept["version"]) == (period, 1)
                if kept["total"] is None:
                    assert caller is system or indicator == "S-37"
                else:
                    assert {each: kept["total"][each] for each in FIGURES} == {
                        each: frozen["total"][each] for each in FIGURES
                    }
                assert as_live(frozen) == live, (indicator, region, name, caller is system)


def ids_of(kind: str) -> list[str]:
    return freezing.freezable(next(each for each in PeriodKind if each.value == kind))


@pytest.fixture
async def october(app: FastAPI, make: Make, world: World, province: Caller) -> tuple[str, list[Assignment]]:
    """October 2026 closed with six assignments that began in it, and November with none."""
    tasks = []
    for n in range(6):
        staff = await make.teacher(world.urban)
        days = {"start_on": date(2026, 10, 5), "end_on": date(2027, 7, 10), "direction": Direction.peer}
        tasks.append(await make.assignment(staff, world.urban, world.rural, sex=Sex.male if n else Sex.female, **days))
    return await closed(app, province, "month", "2026-10"), tasks


async def test_a_correction_is_the_next_version_and_names_its_event(
    app: FastAPI, october: tuple[str, list[Assignment]], province: Caller, sign_in: SignIn, clock: SetClock
) -> None:
    period, tasks = october
    county = await sign_in(Role.county_coordinator, HOME)
    path = f"/periods/{period}/statistics/S-01"
    asked = {"region_code": HOME, "group_by": "sex"}
    first = await county.get(path, params=asked)
    clock.forward(timedelta(minutes=5))
    body = {"title": "senior", "reason": "登记时看错"}
    answer = await county.post(f"/assignments/{tasks[0].id}/correct-facts", body, version=1)
    assert answer.status_code == 200, answer.text
    assert (await county.get(path, params=asked)).content == first.content
    await work(app)
    assert (await county.get(path, params={**asked, "version": 1})).content == first.content
    second = await ask(county, path, region_code=HOME, group_by="title")
    assert second["version"] == 2
    assert {row["group"]["title"]: row["numerator"] for row in second["rows"]} == {"first": 5, "senior": 1}
    old = await ask(county, path, region_code=HOME, group_by="title", version=1)
    assert {row["group"]["title"]: row["numerator"] for row in old["rows"]} == {"first": 6}

    told = await ask(county, f"/periods/{period}/corrections", region_code=HOME, indicator="S-01")
    cells = {(each["dimension"], each["value"]): each for each in told["items"]}
    assert set(cells) == {("title", "first"), ("title", "senior")}
    assert (cells["title", "first"]["before"]["numerator"], cells["title", "first"]["after"]["numerator"]) == (6, 5)
    assert cells["title", "senior"]["before"] is None
    number = next(each for each in cells["title", "first"]["numbers"] if each["name"] == "numerator")
    assert (number["name"], number["unit"], number["before"], number["after"]) == ("numerator", "assignments", 6, 5)
    assert "numerator" in {each["name"] for each in cells["title", "senior"]["numbers"]}
    live = await ask(county, "/statistics/S-01", month="2026-10", group_by="title")
    kept = live["closed_period"]
    assert (kept["period_id"], kept["name"], kept["version"]) == (period, "2026年10月", 2)
    (event,) = cells["title", "senior"]["events"]
    assert (event["entity"], event["entity_id"], event["action"]) == ("assignment", str(tasks[0].id), "correct-facts")
    assert {each["indicator"] for each in (await ask(county, f"/periods/{period}/corrections"))["items"]} >= {"S-01"}
    above = await ask(province, f"/periods/{period}/corrections", region_code=PROVINCE, indicator="S-01")
    assert {each["version"] for each in above["items"]} == {2}
    listed = (await ask(province, "/periods"))["items"][0]
    assert (listed["corrections"], listed["status"], listed["name"]) == (1, "closed", "2026年10月")

    state = app.state
    await work(app)
    assert (await ask(province, f"/periods/{period}"))["corrections"] == 1
    async with state.database.reader() as db:
        assert await db.scalar(select(func.max(StatSnapshot.version))) == 2


async def test_what_is_asked_again_is_answered_before_anything_is_read(
    app: FastAPI, october: tuple[str, list[Assignment]], province: Caller, sign_in: SignIn
) -> None:
    period, _ = october
    path = f"/periods/{period}/statistics/S-01"
    answer = await province.get(path, params={"group_by": "county"})
    tag = answer.headers["ETag"]
    with counted_reads(app) as sent:
        again = await province.get(path, params={"group_by": "county"}, headers={"If-None-Match": tag})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)
    assert not [each for each in sent if "stat_snapshot.cells" in each]
    with counted_reads(app) as full:
        await province.get(path, params={"group_by": "title"})
    assert len(full) == len(sent) + 1

    system = await sign_in.client([ClientScope.stats_read], PROVINCE)
    kept_back = await system.get(path, params={"region_code": HOME, "group_by": "sex"}, headers={"If-None-Match": tag})
    assert kept_back.status_code == 200
    assert [row["numerator"] for row in kept_back.json()["rows"]] == [None, None]
    with counted_reads(app) as wide:
        await system.get(path, params={"region_code": HOME, "group_by": "sex"})
    assert len(wide) <= len(full) + 1

    everything = await ask(province, f"/periods/{period}/statistics")
    assert [each["indicator"] for each in everything["items"]] == ids_of("month")
    lines = (await province.get(f"{path}.csv", params={"group_by": "title"})).text.splitlines()
    assert lines[-1].split(",")[1:3] == ["合计", "6"]
    for caller, params, status, code in (
        (province, {"group_by": "sending_school"}, 422, "period.dimension"),
        (province, {"region_code": THIRD}, 403, "permission.out_of_region"),
        (province, {"version": "9"}, 404, "resource.not_found"),
        (await sign_in(Role.county_coordinator, NEIGHBOUR), {"region_code": HOME}, 403, "permission.out_of_region"),
        (await sign_in(Role.province_supervisor, "440000"), {}, 404, "resource.not_found"),
    ):
        refused = await caller.get(path, params=params)
        assert (refused.status_code, refused.json()["code"]) == (status, code), refused.text


async def test_a_worker_that_dies_between_counting_and_writing_leaves_nothing(
    app: FastAPI, make: Make, world: World, province: Caller, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    await make.assignment(world.staff[0], world.urban, world.rural, start_on=date(2026, 10, 5))
    body = {"region_code": PROVINCE, "kind": "month", "key": "2026-10", "reason": "省里统一封存"}
    period = (await province.post("/periods", body)).json()["id"]
    again = await province.post("/periods", body)
    assert (again.status_code, again.json()["code"]) == (409, "period.exists")
    monkeypatch.setattr(freezing, "freezable", lambda _kind: ["S-01"])
    with monkeypatch.context() as dying:
        dying.setattr(service_closing, "PeriodProgress", _dies)
        with pytest.raises(RuntimeError):
            await service_closing.close_due(app.state.database, app.state.settings, clock.now())
    async with app.state.database.reader() as db:
        assert await db.scalar(select(func.count()).select_from(StatSnapshot)) == 0
    assert (await ask(province, f"/periods/{period}"))["status"] == "closing"
    await work(app)
    async with app.state.database.reader() as db:
        kept = await db.scalar(select(func.count()).select_from(StatSnapshot))
    await work(app)
    async with app.state.database.reader() as db:
        assert await db.scalar(select(func.count()).select_from(StatSnapshot)) == kept > 0


def _dies(**_row: Any) -> None:
    raise RuntimeError


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"key": "2026-12"}, 422, "period.not_over"),
        ({"key": "2026"}, 422, "period.key"),
        ({"region_code": CITY}, 422, "period.not_province"),
        ({"region_code": "440000"}, 403, "permission.out_of_region"),
    ],
)
async def test_what_cannot_be_closed_is_a_problem_that_says_why(
    province: Caller, change: dict[str, str], status: int, code: str
) -> None:
    body = {"region_code": PROVINCE, "kind": "month", "key": "2026-10", "reason": "省里统一封存"} | change
    answer = await province.post("/periods", body)
    found = answer.json()
    assert (answer.status_code, found["errors"][0]["code"] if code == "period.key" else found["code"]) == (status, code)


async def test_a_month_closes_on_the_day_of_the_rule_when_the_province_was_there(
    app: FastAPI, world: World, province: Caller, sign_in: SignIn, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(freezing, "freezable", lambda _kind: ["S-01"])
    async with app.state.database.write_engine.begin() as connection:
        await connection.execute(
            School.__table__.update().values(created_at=datetime(2026, 10, 12, tzinfo=UTC))  # type: ignore[attr-defined] # the table of a model
        )
    await work(app)
    assert [each["key"] for each in (await ask(province, "/periods"))["items"]] == ["2026-10"]
    clock.put(datetime(2026, 12, 20, 1, tzinfo=UTC))
    await work(app)
    later = await sign_in(Role.province_supervisor, PROVINCE)
    assert [each["key"] for each in (await ask(later, "/periods"))["items"]] == ["2026-11", "2026-10"]


async def test_every_change_that_may_have_made_a_correction_can_be_reached(
    app: FastAPI, october: tuple[str, list[Assignment]], province: Caller, sign_in: SignIn, clock: SetClock
) -> None:
    period, tasks = october
    county = await sign_in(Role.county_coordinator, HOME)
    clock.forward(timedelta(minutes=5))
    for task in tasks[:3]:
        body = {"title": "senior", "reason": "登记时看错"}
        assert (await county.post(f"/assignments/{task.id}/correct-facts", body, version=1)).status_code == 200
    await work(app)
    told = await ask(county, f"/periods/{period}/corrections", region_code=HOME, indicator="S-01")
    correction = told["items"][0]
    path = f"/periods/{period}/corrections/{correction['id']}/events"
    found, cursor = [], None
    while True:
        page = await ask(county, path, limit=2, **({"cursor": cursor} if cursor else {}))
        assert len(page["items"]) <= 2
        found += page["items"]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert found == correction["events"]
    assert [each["entity_id"] for each in found] == [str(task.id) for task in tasks[:3]]
    for caller, status in (
        (await sign_in(Role.county_coordinator, NEIGHBOUR), 404),
        (await sign_in(Role.finance, HOME), 403),
        (await sign_in.client([ClientScope.stats_read], PROVINCE), 403),
    ):
        assert (await caller.get(path)).status_code == status
    assert (await county.get(path, params={"cursor": "x"})).json()["code"] == "page.cursor"


async def test_what_is_not_closed_says_when_it_will_be_and_who_may_close_it_now(
    app: FastAPI, world: World, province: Caller, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(freezing, "freezable", lambda _kind: ["S-01"])
    async with app.state.database.write_engine.begin() as connection:
        await connection.execute(
            School.__table__.update().values(created_at=datetime(2026, 11, 12, tzinfo=UTC))  # type: ignore[attr-defined] # the table of a model
        )
    found = await ask(province, "/periods/open")
    assert (found["region_code"], found["region_name"]) == (PROVINCE, "陕西省")
    still = {each["key"]: each for each in found["items"]}
    assert list(still)[:4] == ["2026", "2025", "2024", "2026-12"]
    seen = {key: (still[key]["over"], still[key]["closes_on"], still[key]["allowed_actions"]) for key in still}
    assert seen["2026-12"] == (False, "2027-01-20", [])
    assert seen["2026-11"] == (True, "2026-12-20", ["close"])
    assert seen["2026-10"] == (True, None, ["close"])
    assert seen["2026"] == (False, "2027-10-30", [])
    await closed(app, province, "month", "2026-11")
    county = await sign_in(Role.county_coordinator, HOME)
    left = {each["key"]: each["allowed_actions"] for each in (await ask(county, "/periods/open"))["items"]}
    assert "2026-11" not in left
    assert set(map(tuple, left.values())) == {()}
    nation = await sign_in(Role.auditor, "000000")
    assert (await ask(nation, "/periods/open", region_code=PROVINCE))["region_name"] == "陕西省"
    for caller, params, status in ((nation, {}, 422), (province, {"region_code": "440000"}, 403),
                                   (province, {"region_code": CITY}, 422)):  # fmt: skip
        assert (await caller.get("/periods/open", params=params)).status_code == status
