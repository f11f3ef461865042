"""Commitments: what was promised, counted from what is recorded anyway (E-33, W-21.5)."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from fastapi import FastAPI

from services.api.features.activities.models import Activity
from services.api.features.pairings.models import Pairing
from services.contracts.codes import (
    ActivityType,
    AssignmentStatus,
    ClientScope,
    ExchangeMode,
    Locality,
    PairingStatus,
    Role,
)
from tests.factories.world import CITY, HOME, NEIGHBOUR, THIRD, Make, World
from tests.support.callers import Caller, SignIn
from tests.support.counting import counted_reads

TODAY = date(2026, 12, 3)
NEW = "/commitments"


@pytest.fixture
async def pairing(make: Make, world: World) -> Pairing:
    return await make.pairing(world.urban, world.rural)


@pytest.fixture
async def school(sign_in: SignIn, world: World) -> Caller:
    return await sign_in(Role.school_reporter, school=world.rural)


def promise(pairing: Pairing, **changes: Any) -> dict[str, Any]:
    return {
        "pairing_id": str(pairing.id),
        "side": "supporting",
        "aid_area": "teaching",
        "item": "上示范课",
        "measure": "activities",
        "kinds": ["demo_lesson"],
        "minimum": 4,
        "period": "term",
        "start_on": "2026-09-01",
        **changes,
    }


def held(pairing: Pairing, day: date, kind: ActivityType = ActivityType.demo_lesson, **changes: Any) -> Activity:
    return Activity(
        pairing_id=pairing.id, host_school_id=pairing.recipient_school_id, county_code=pairing.recipient_county_code,
        other_county_code=pairing.supporting_county_code, type=kind, held_on=day, topic="三年级古诗",
        **{"supporting_count": 2, "recipient_count": 9, **changes},
    )  # fmt: skip


async def made(caller: Caller, body: dict[str, Any]) -> dict[str, Any]:
    answer = await caller.post(NEW, body)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_a_term_is_counted_from_activities_with_its_arithmetic_in_words(
    make: Make, pairing: Pairing, school: Caller
) -> None:
    await make.add(
        held(pairing, date(2026, 9, 17)),
        held(pairing, date(2026, 11, 6), voided_at=make.app.state.clock.now()),
        held(pairing, date(2026, 10, 6), ActivityType.lecture),
    )
    found = await made(school, promise(pairing))
    assert found["unit"] == "次"
    told = found["progress"]
    assert (told["state"], told["done"], told["due"], told["missed"]) == ("behind", 1, 2, None)
    assert (told["window_start_on"], told["window_end_on"]) == ("2026-09-01", "2027-01-31")
    assert told["words"] == ("本学期（9月1日至2027年1月31日）应做4次，时间已过60%，现在应有2次，实有1次。")
    await make.add(held(pairing, date(2026, 12, 1)))
    assert (await school.get(f"{NEW}/{found['id']}")).json()["progress"]["state"] == "on_track"


async def test_a_month_that_fell_short_is_overdue_until_this_months_is_done(
    make: Make, pairing: Pairing, school: Caller
) -> None:
    found = await made(school, promise(pairing, minimum=1, period="month"))
    told = found["progress"]
    assert (told["state"], told["missed"]) == ("overdue", 0)
    assert told["words"].startswith("上月应做1次，实有0次，没有做到。本月（12月1日至12月31日）应做1次，")
    await make.add(held(pairing, date(2026, 12, 2)))
    assert (await school.get(f"{NEW}/{found['id']}")).json()["progress"]["state"] == "met"


async def test_people_sent_count_once_each_and_in_their_direction_only(
    make: Make, world: World, pairing: Pairing, school: Caller
) -> None:
    under: dict[str, Any] = {"pairing_id": pairing.id}
    first, second = date(2026, 9, 1), date(2026, 10, 1)
    done = {"status": AssignmentStatus.completed, "end_on": date(2026, 9, 30)}
    await make.assignment(world.staff[0], world.urban, world.rural, **under, start_on=first, **done)
    await make.assignment(world.staff[0], world.urban, world.rural, **under, start_on=second)
    await make.assignment(world.staff[1], world.urban, world.rural, **under, status=AssignmentStatus.planned)
    await make.assignment(world.staff[2], world.urban, world.rural, **under, mode=ExchangeMode.attachment)
    await make.assignment(world.staff[3], world.rural, world.urban, **under)
    sent: dict[str, Any] = {"measure": "persons_sent", "minimum": 1, "period": "school_year"}
    teaching = await made(school, promise(pairing, **sent, kinds=["support_teaching"], maximum=2))
    everybody = await made(school, promise(pairing, **sent, kinds=[]))
    back = await made(school, promise(pairing, **sent | {"measure": "persons_received", "kinds": []}))
    assert [each["progress"]["done"] for each in (teaching, everybody, back)] == [1, 2, 1]
    assert teaching["progress"]["words"].startswith("本学年（9月1日至2027年8月31日）应派1至2人，实有1人。")


async def test_lessons_are_those_that_activities_tell_of(make: Make, pairing: Pairing, school: Caller) -> None:
    await make.add(held(pairing, date(2026, 9, 8), lessons=2), held(pairing, date(2026, 10, 8), lessons=3))
    await make.add(held(pairing, date(2026, 11, 3)), held(pairing, date(2026, 11, 4), ActivityType.lecture, lessons=9))
    await make.add(held(pairing, date(2026, 11, 5), lessons=5, voided_at=datetime(2026, 11, 6, tzinfo=UTC)))
    of_demo = await made(school, promise(pairing, measure="lessons", minimum=6))
    of_all = await made(school, promise(pairing, measure="lessons", kinds=[], minimum=6))
    assert (of_demo["progress"]["done"], of_demo["unit"]) == (5, "节")
    assert of_all["progress"]["done"] == 14


async def test_both_schools_and_the_county_promise_and_nobody_else(
    world: World, pairing: Pairing, sign_in: SignIn
) -> None:
    for caller in (
        await sign_in(Role.school_leader, school=world.urban),
        await sign_in(Role.county_coordinator, HOME),
    ):
        assert (await made(caller, promise(pairing)))["allowed_actions"] == ["edit", "void"]
    city = await sign_in(Role.city_supervisor, CITY)
    refused = await city.post(NEW, promise(pairing))
    assert (refused.status_code, refused.json()["code"]) == (403, "permission.denied")
    seen = (await city.get(NEW)).json()["items"]
    assert [each["allowed_actions"] for each in seen] == [[], []]
    for outside in (
        await sign_in(Role.county_coordinator, THIRD),
        await sign_in(Role.school_reporter, school=world.third),
    ):
        assert (await outside.post(NEW, promise(pairing))).status_code == 404
        assert (await outside.get(NEW)).json()["items"] == []
        assert (await outside.get(f"{NEW}/{seen[0]['id']}")).status_code == 404


async def test_between_two_counties_both_read_and_the_city_decides(make: Make, world: World, sign_in: SignIn) -> None:
    across = await make.pairing(world.urban, world.neighbour)
    city = await sign_in(Role.city_supervisor, CITY)
    found = await made(city, promise(across))
    for code in (HOME, NEIGHBOUR):
        county = await sign_in(Role.county_coordinator, code)
        assert (await county.get(f"{NEW}/{found['id']}")).json()["allowed_actions"] == []
        assert (await county.patch(f"{NEW}/{found['id']}", {"minimum": 5}, version=1)).status_code == 403


async def test_a_system_sees_numbers_and_no_typed_words(pairing: Pairing, school: Caller, sign_in: SignIn) -> None:
    found = await made(school, promise(pairing, source="结对协议", article="第三条"))
    assert (found["source"], found["article"]) == ("结对协议", "第三条")
    client = await sign_in.client([ClientScope.records_read])
    seen = (await client.get(f"{NEW}/{found['id']}")).json()
    assert (seen["item"], seen["source"], seen["article"], seen["minimum"]) == (None, None, None, 4)
    assert seen["allowed_actions"] == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"minimum": 0}, "minimum"),
        ({"maximum": 3}, "maximum"),
        ({"kinds": ["support_teaching"]}, "kinds"),
        ({"measure": "persons_sent"}, "kinds"),
        ({"measure": "smiles"}, "measure"),
        ({"start_on": "2026-08-31"}, "start_on"),
        ({"start_on": "2029-09-01"}, "start_on"),
        ({"end_on": "2026-08-31"}, "end_on"),
        ({"end_on": "2029-09-01"}, "end_on"),
        ({"item": " "}, "item"),
        ({"unit": "一个很长的单位名称"}, "unit"),
        ({"done": 3}, "done"),
    ],
)
async def test_a_bad_promise_names_the_field(
    pairing: Pairing, school: Caller, change: dict[str, Any], field: str
) -> None:
    answer = await school.post(NEW, promise(pairing, **change))
    assert answer.status_code == 422, answer.text
    assert [error["field"] for error in answer.json()["errors"]] == [field]


async def test_it_is_changed_with_the_version_that_was_read_and_null_takes_the_most_away(
    pairing: Pairing, school: Caller
) -> None:
    found = await made(school, promise(pairing, maximum=6, end_on="2027-08-31"))
    path = f"{NEW}/{found['id']}"
    changed = await school.patch(path, {"minimum": 5, "maximum": None, "end_on": None, "item": None}, version=1)
    assert changed.status_code == 200, changed.text
    now = changed.json()
    assert (now["minimum"], now["maximum"], now["end_on"], now["item"]) == (5, None, None, "上示范课")
    assert (await school.patch(path, {"minimum": 6}, version=1)).status_code == 412
    people = await school.patch(path, {"measure": "activity_people"}, version=2)
    assert people.json()["unit"] == "人次"


async def test_what_is_void_stays_readable_and_counts_nowhere(pairing: Pairing, school: Caller) -> None:
    found = await made(school, promise(pairing))
    path = f"{NEW}/{found['id']}"
    gone = await school.post(f"{path}/void", {"reason": "两校商量后取消"}, version=1)
    assert (gone.json()["voided"], gone.json()["allowed_actions"]) == (True, [])
    assert (await school.get(NEW)).json()["items"] == []
    assert len((await school.get(f"{NEW}?include_void=true")).json()["items"]) == 1
    again = await school.patch(path, {"minimum": 2}, version=2)
    assert (again.status_code, again.json()["code"]) == (409, "state.illegal")
    told = (await school.get(f"/pairings/{pairing.id}")).json()["timeline"]
    assert {"定了一项承诺", "作废了一项承诺"} <= {each["text"] for each in told}


async def test_an_ended_pairing_takes_no_promise_and_keeps_its_old_ones(
    make: Make, world: World, sign_in: SignIn
) -> None:
    over = await make.pairing(world.urban, world.rural, status=PairingStatus.ended, end_on=date(2026, 11, 30))
    school = await sign_in(Role.school_reporter, school=world.rural)
    refused = await school.post(NEW, promise(over))
    assert (refused.status_code, refused.json()["code"]) == (409, "state.illegal")


async def test_a_template_brings_its_items_with_their_source_and_nothing_twice(
    pairing: Pairing, school: Caller
) -> None:
    offered = {each["key"]: each for each in (await school.get(f"{NEW}/templates")).json()["items"]}
    assert list(offered) == ["jiahe", "chengxing", "houzhuang", "cixi", "linqu"]
    body = {
        "pairing_id": str(pairing.id), "template": "jiahe", "rules": ["JH-12", "JH-10"], "start_on": "2026-09-01",
    }  # fmt: skip
    unsaid = await school.post(f"{NEW}/from-template", body)
    assert [error["field"] for error in unsaid.json()["errors"]] == ["subjects"]
    first = (await school.post(f"{NEW}/from-template", body | {"subjects": 3})).json()
    assert [(each["template_item"], each["minimum"]) for each in first["added"]] == [("JH-10", 2), ("JH-12", 3)]
    assert all(each["source"] and each["article"] for each in first["added"])
    second = (await school.post(f"{NEW}/from-template", body | {"rules": ["JH-10", "JH-23"]})).json()
    assert ([each["template_item"] for each in second["added"]], second["kept"]) == (["JH-23"], ["JH-10"])
    ten = first["added"][0]
    await school.post(f"{NEW}/{ten['id']}/void", {"reason": "重新商量"}, version=1)
    third = (await school.post(f"{NEW}/from-template", body | {"rules": ["JH-10"]})).json()
    assert len(third["added"]) == 1


@pytest.mark.parametrize("change", [{"template": "nowhere"}, {"rules": ["CS-01"]}])
async def test_an_unknown_template_or_rule_adds_nothing(
    pairing: Pairing, school: Caller, change: dict[str, Any]
) -> None:
    body = {"pairing_id": str(pairing.id), "template": "houzhuang", "rules": ["HZ-04"], "start_on": "2026-09-01"}
    answer = await school.post(f"{NEW}/from-template", body | change)
    assert [error["field"] for error in answer.json()["errors"]] == list(change)
    assert (await school.get(NEW)).json()["items"] == []


async def test_of_twenty_who_bring_the_same_template_at_once_one_adds_it(pairing: Pairing, school: Caller) -> None:
    body = {
        "pairing_id": str(pairing.id), "template": "houzhuang", "rules": ["HZ-04", "HZ-08"], "start_on": "2026-09-01",
    }  # fmt: skip
    answers = await asyncio.gather(*(school.post(f"{NEW}/from-template", body) for _ in range(20)))
    assert {answer.status_code for answer in answers} == {200}
    assert sum(len(answer.json()["added"]) for answer in answers) == 2
    standing = (await school.get(NEW)).json()["items"]
    assert sorted(each["template_item"] for each in standing) == ["HZ-04", "HZ-08"]


async def test_of_twenty_changes_of_one_version_one_is_kept(pairing: Pairing, school: Caller) -> None:
    found = await made(school, promise(pairing))
    calls = (school.patch(f"{NEW}/{found['id']}", {"minimum": 5 + each}, version=1) for each in range(20))
    states = [answer.status_code for answer in await asyncio.gather(*calls)]
    assert sorted(states) == [200, *[412] * 19]


async def test_lists_are_narrowed_by_state_area_and_side_and_paged_both_ways(
    make: Make, world: World, pairing: Pairing, school: Caller, sign_in: SignIn
) -> None:
    numbers = [await made(school, promise(pairing, minimum=4, start_on=f"2026-09-{day:02d}")) for day in range(1, 8)]
    await made(school, promise(pairing, measure="persons_sent", kinds=[], minimum=1, aid_area="management"))
    lagging = (await school.get(f"{NEW}?state=behind&limit=3&count=true")).json()
    assert lagging["count"] == 7
    wanted = [each["id"] for each in reversed(numbers)]
    assert [each["id"] for each in lagging["items"]] == wanted[:3]
    after = (await school.get(f"{NEW}?state=behind&limit=3&cursor={lagging['next_cursor']}")).json()
    assert [each["id"] for each in after["items"]] == wanted[3:6]
    back = (await school.get(f"{NEW}?state=behind&limit=3&cursor={after['prev_cursor']}")).json()
    assert [each["id"] for each in back["items"]] == wanted[:3]
    assert back["prev_cursor"] is None
    assert len((await school.get(f"{NEW}?lagging=true&aid_area=teaching")).json()["items"]) == 7
    assert (await school.get(f"{NEW}?lagging=true&state=met")).json()["items"] == []
    other = await sign_in(Role.county_coordinator, NEIGHBOUR)
    assert (await other.get(f"{NEW}?state=behind")).json()["items"] == []
    table = (await school.get(f"{NEW}.csv?state=behind")).text.splitlines()
    assert len(table) == 8


async def test_progress_is_told_for_a_past_day(make: Make, pairing: Pairing, school: Caller) -> None:
    await make.add(held(pairing, date(2026, 10, 9)), held(pairing, date(2026, 11, 20)))
    await made(school, promise(pairing))
    then = (await school.get(f"{NEW}?on=2026-10-31")).json()["items"][0]["progress"]
    assert (then["on"], then["done"], then["due"]) == ("2026-10-31", 1, 1)


async def test_the_number_of_queries_does_not_grow_with_the_rows(
    app: FastAPI, make: Make, world: World, sign_in: SignIn
) -> None:
    county = await sign_in(Role.county_coordinator, HOME)
    counts: dict[str, set[int]] = {}

    async def grow(by: int) -> None:
        for _ in range(by):
            there = await make.school(HOME, Locality.rural)
            each = await make.pairing(world.urban, there)
            await make.add(held(each, date(2026, 11, 6)))
            await made(county, promise(each))
            await made(county, promise(each, measure="persons_sent", kinds=[], minimum=1))

    for by in (2, 12):
        await grow(by)
        for query in ("?limit=200", "?lagging=true&limit=200", "?state=on_track&limit=200"):
            with counted_reads(app) as statements:
                assert (await county.get(NEW + query)).status_code == 200
            counts.setdefault(query, set()).add(len(statements))
    assert all(len(found) == 1 for found in counts.values()), counts


def windows(period: str, day: date) -> date:
    """The first day of the month, term or school year, told in another way than the product's."""
    firsts = {"month": range(1, 13), "term": (2, 9), "school_year": (9,)}[period]
    while not (day.day == 1 and day.month in firsts):
        day -= timedelta(days=1)
    return day


def recount(rows: Sequence[Activity], kinds: Sequence[str], since: date, until: date, *, people: bool) -> int:
    fitting = [row for row in rows if since <= row.held_on <= until and (not kinds or row.type.value in kinds)]
    live = [row for row in fitting if row.voided_at is None]
    return sum(row.supporting_count + row.recipient_count for row in live) if people else len(live)


@pytest.mark.parametrize("seed", range(3))
async def test_progress_is_the_recount_of_random_entries(
    make: Make, world: World, school: Caller, pairing: Pairing, seed: int
) -> None:
    random, now = Random(seed), make.app.state.clock.now()
    types = [ActivityType.demo_lesson, ActivityType.open_lesson, ActivityType.lecture, ActivityType.joint_meeting]
    days = [date(2026, 9, 1) + timedelta(days=random.randrange(94)) for _ in range(60)]
    rows = [
        held(pairing, day, random.choice(types), supporting_count=random.randrange(5),
             voided_at=now if random.random() < 0.2 else None)
        for day in days
    ]  # fmt: skip
    stranger = await make.pairing(world.rural, world.neighbour)
    await make.add(*rows, held(stranger, date(2026, 11, 6)))
    for _ in range(12):
        kinds = [each.value for each in random.sample(types, random.randrange(4))]
        start = date(2026, 9, 1) + timedelta(days=random.randrange(90))
        period, people = random.choice(["month", "term", "school_year"]), random.random() < 0.5
        body = promise(pairing, kinds=kinds, period=period, start_on=start.isoformat(), minimum=random.randrange(1, 90))
        told = (await made(school, body | {"measure": "activity_people" if people else "activities"}))["progress"]
        since = max(windows(period, TODAY), start)
        done = recount(rows, kinds, since, TODAY, people=people)
        assert (told["window_start_on"], told["done"]) == (since.isoformat(), done)
        last = date.fromisoformat(told["window_end_on"])
        due = body["minimum"] * (TODAY - since).days // ((last - since).days + 1)
        assert told["due"] == due
        assert (told["state"] == "met") == (done >= body["minimum"])
        if told["state"] in {"behind", "on_track"}:
            assert (told["state"] == "behind") == (done < due)
