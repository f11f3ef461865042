"""The board of pairings: every state with its first pairings and what each lacks next."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from fastapi import FastAPI

from services.api.features.pairings.models import Pairing
from services.contracts.codes import ClientScope, PairCategory, PairingStatus, Role
from tests.factories.many import add_many, copied
from tests.factories.world import CITY, HOME, NEIGHBOUR, THIRD, Make, World
from tests.support.callers import Caller, SignIn
from tests.support.counting import counted_reads

S = PairingStatus
NAMED = {f"{side}_{field}": "何晓兰" for side in ("supporting", "recipient") for field in ("leader", "liaison")}


async def board(caller: Caller, **params: Any) -> dict[str, Any]:
    """The columns by state."""
    answer = await caller.get("/pairing-board", params=params)
    assert answer.status_code == 200, answer.text
    return {column["status"]: column for column in answer.json()["columns"]}


def kinds(column: dict[str, Any]) -> list[list[str]]:
    return [[gap["kind"] for gap in card["gaps"]] for card in column["cards"]]


async def test_every_state_says_what_is_missing_next_and_from_whom(world: World, make: Make, sign_in: SignIn) -> None:
    pairs: list[tuple[S, dict[str, Any]]] = [(S.proposed, {}), (S.decided, {})]
    pairs += [(status, NAMED) for status in (S.decided, S.signed, S.suspended, S.ended, S.void)]
    pairs.append((S.negotiating, {**NAMED, "recipient_signed_on": None}))
    for status, changes in pairs:
        await make.pairing(world.urban, await make.school(), status=status, **changes)
    found = await board(await sign_in(Role.county_coordinator, HOME))
    assert list(found) == ["proposed", "decided", "negotiating", "signed", "active", "suspended", "ended"]
    assert kinds(found["proposed"]) == [["decide"]]
    assert sorted(kinds(found["decided"])) == [["contacts"], ["negotiate"]]
    assert found["negotiating"]["cards"][0]["gaps"] == [{"kind": "signature", "sides": ["recipient"], "count": 0}]
    assert (kinds(found["signed"]), kinds(found["suspended"]), kinds(found["ended"])) == (
        [["activate"]], [["resume"]], [[]]
    )  # fmt: skip
    assert found["active"] == {"status": "active", "count": 0, "cards": []}


async def test_a_running_pairing_is_pointed_at_for_its_end_its_promises_and_its_silence(
    world: World, make: Make, sign_in: SignIn
) -> None:
    county = await sign_in(Role.county_coordinator, HOME)
    quiet = await make.pairing(world.urban, world.rural, end_on=date(2027, 1, 2), **NAMED)
    body = {"pairing_id": str(quiet.id), "side": "supporting", "aid_area": "teaching", "item": "示范课",
            "measure": "activities", "minimum": 4, "period": "term", "start_on": "2026-09-01"}  # fmt: skip
    areas = [each["code"] for each in (await county.get("/codes/aid_area")).json()["items"]]
    made = await county.post("/commitments", {**body, "aid_area": areas[0]})
    assert made.status_code == 201, made.text
    [card] = (await board(county))["active"]["cards"]
    assert [(gap["kind"], gap["count"]) for gap in card["gaps"]] == [("ending", 0), ("behind", 1), ("no_activity", 0)]
    assert (card["days_left"], card["behind"], card["last_activity_on"]) == (30, 1, None)
    listed = (await county.get("/commitments?lagging=true&count=true")).json()["count"]
    assert card["behind"] == listed
    host = await sign_in(Role.school_reporter, school=world.rural)
    noted = {"pairing_id": str(quiet.id), "host_school_id": str(world.rural.id), "type": "demo_lesson",
             "held_on": "2026-11-20", "topic": "低段阅读", "supporting_count": 2, "recipient_count": 9}  # fmt: skip
    assert (await host.post("/activities", noted)).status_code == 201
    [card] = (await board(county))["active"]["cards"]
    assert [gap["kind"] for gap in card["gaps"]] == ["ending", "behind"]
    assert card["last_activity_on"] == "2026-11-20"


async def test_the_number_of_a_column_is_that_of_the_list_behind_it_with_the_same_filters(
    app: FastAPI, world: World, make: Make, sign_in: SignIn
) -> None:
    one = await make.pairing(world.urban, world.rural, batch="2026年第一批")
    schools = [await make.school() for _ in range(25)]
    rows = [copied(one, recipient_school_id=school.id, batch="2026年第二批") for school in schools]
    await add_many(app, Pairing, rows)
    await make.pairing(world.urban, world.neighbour, category=PairCategory.secondary, status=S.decided)
    city = await sign_in(Role.city_supervisor, CITY)
    for params in (
        {},
        {"batch": "2026年第二批"},
        {"level": "cross_county"},
        {"category": "primary"},
        {"county_code": NEIGHBOUR},
    ):
        for status, column in (await board(city, **params)).items():
            listed = await city.get("/pairings", params={**params, "status": status, "count": True})
            assert column["count"] == listed.json()["count"], (params, status)
            assert len(column["cards"]) == min(column["count"], 20)
    assert (await city.get("/pairing-board")).json()["batches"] == ["2026年第一批", "2026年第二批"]


async def test_what_waits_longest_and_what_ends_first_stand_on_top(world: World, make: Make, sign_in: SignIn) -> None:
    late = datetime(2026, 10, 1, tzinfo=UTC)
    for days, end in ((3, date(2029, 8, 31)), (1, None), (2, date(2027, 8, 31))):
        for status in (S.decided, S.active, S.ended):
            await make.pairing(
                world.urban, await make.school(), status=status, end_on=end, status_at=late + timedelta(days=days)
            )
    found = await board(await sign_in(Role.county_coordinator, HOME))
    ends = {status: [card["pairing"]["end_on"] for card in found[status]["cards"]] for status in found}
    assert ends["active"] == ["2027-08-31", "2029-08-31", None]
    assert ends["decided"] == [None, "2027-08-31", "2029-08-31"]
    assert ends["ended"] == ["2029-08-31", "2027-08-31", None]


async def test_each_has_a_board_of_its_own_pairings(world: World, make: Make, sign_in: SignIn) -> None:
    await make.pairing(world.urban, world.rural)
    await make.pairing(world.urban, world.neighbour)
    seen = {}
    for name, caller in (
        ("home", await sign_in(Role.county_coordinator, HOME)),
        ("neighbour", await sign_in(Role.county_coordinator, NEIGHBOUR)),
        ("third", await sign_in(Role.county_coordinator, THIRD)),
        ("rural", await sign_in(Role.school_reporter, school=world.rural)),
        ("system", await sign_in.client([ClientScope.records_read])),
    ):
        seen[name] = (await board(caller))["active"]["count"]
    assert seen["home"] == 2
    assert (seen["neighbour"], seen["third"], seen["rural"]) == (1, 0, 1)
    teacher = await sign_in(Role.teacher)
    assert (await teacher.get("/pairing-board")).status_code == 403


async def test_the_board_costs_the_same_with_one_pairing_and_with_many(
    app: FastAPI, world: World, make: Make, sign_in: SignIn
) -> None:
    county, costs = await sign_in(Role.county_coordinator, HOME), []
    for more in (1, 24):
        for _ in range(more):
            await make.pairing(world.urban, await make.school())
        with counted_reads(app) as statements:
            await board(county)
        costs.append(len(statements))
    assert costs[0] == costs[1] <= 12
