"""What becomes of schools: renamed, merged, split, closed, reopened; the past stays as it was. Both databases."""

import asyncio
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from services.api.features.assignments.models import Assignment
from services.api.features.schools.models import School
from services.api.features.staff.models import Staff
from services.api.kernel.events import Event
from services.api.worker import Worker
from services.contracts.codes import Role
from tests.api.reporting import MONTH, Month, a_month, calendar
from tests.factories.world import CITY, HOME, NEIGHBOUR, Make
from tests.support.callers import Caller, SignIn

TODAY = "2026-12-03"
PART: dict[str, Any] = {
    "code": "2161900002", "name": "云坪镇第二小学", "county_code": HOME, "township": "云坪镇", "type_code": "211",
    "stages": ["primary"], "locality": "rural", "since": TODAY,
}  # fmt: skip


@pytest.fixture
async def month(make: Make, sign_in: SignIn, worker: Worker) -> Month:
    return await a_month(make, sign_in, worker)


async def seen(caller: Caller, *schools: School) -> list[dict[str, Any]]:
    """The schools with the versions they have now."""
    found = [(await caller.get(f"/schools/{school.id}")).json() for school in schools]
    return [{"id": each["id"], "version": each["version"]} for each in found]


async def plan(caller: Caller, kind: str, *schools: School, **parts: Any) -> dict[str, Any]:
    """A plan that begins today."""
    return {
        "kind": kind, "on": TODAY, "reason": "县里调整布局", "schools": await seen(caller, *schools), **parts
    }  # fmt: skip


async def succeed(caller: Caller, kind: str, *schools: School, **parts: Any) -> dict[str, Any]:
    """Do it; what was answered."""
    answer = await caller.post("/successions", await plan(caller, kind, *schools, **parts))
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


PAST = (
    "/reports/{report}", "/reports/{report}/receipt", "/reports/{report}/revisions",
    "/statistics/S-01?school_year=2026&group_by=mode", "/statistics/S-01?school_year=2025",
    "/statistics/S-08?school_year=2025", "/statistics/reporting?month=2026-11",
    "/statistics/reporting?month=2026-11&group_by=township",
)  # fmt: skip


async def the_past(month: Month) -> dict[str, Any]:
    """Answers about months and years that are over, without the instant of asking and whom to call today."""
    found = {}
    for path in PAST:
        answer = await month.coordinator.get(path.format(report=month.id))
        assert answer.status_code == 200, answer.text
        content = answer.json()
        for name in ("as_of", "reporter_name", "reporter_phone"):
            content.pop(name, None)
        found[path] = content
    return found


async def test_a_renamed_school_keeps_its_code_and_is_found_by_its_old_name(month: Month) -> None:
    await succeed(month.coordinator, "rename", month.world.rural, new_name="云坪镇第一小学")
    school = (await month.coordinator.get(f"/schools/{month.world.rural.id}")).json()
    assert (school["name"], school["code"]) == ("云坪镇第一小学", month.world.rural.code)
    assert school["former"] == [
        {"code": month.world.rural.code, "name": "云坪镇中心小学", "end_on": "2026-12-02", "basis": "县里调整布局"}
    ]
    for typed in ("云坪镇中心", "云坪镇第一", "yunpingzhendiyi"):
        found = (await month.coordinator.get("/schools", params={"q": typed})).json()["items"]
        assert [each["former_names"] for each in found] == [["云坪镇中心小学"]], typed


@pytest.mark.parametrize("kind", ["rename", "merge", "merge_into_new", "close", "split"])
async def test_no_succession_changes_a_month_that_was_sent_or_a_statistic_of_the_past(month: Month, kind: str) -> None:
    await month.sent(no_change=True)
    assert (await month.coordinator.get(f"/reports/{month.id}")).json()["people"]
    third = await _third(month)
    before = await the_past(month)
    rural, urban = month.world.rural, month.world.urban
    parts: dict[str, Any] = {
        "rename": {"new_name": "云坪镇第一小学"}, "merge": {"to_school_id": str(third.id)},
        "merge_into_new": {"new_schools": [PART]}, "close": {"to_school_id": str(third.id)},
        "split": {"new_schools": [{**PART, "staff_ids": [str(month.world.staff[3].id)]}]},
    }  # fmt: skip
    schools = [rural, third] if kind == "merge_into_new" else [rural]
    await succeed(month.coordinator, kind.partition("_")[0], *schools, **parts[kind])
    assert await the_past(month) == before
    await succeed(month.coordinator, "rename", urban, new_name="县第一实验小学")
    assert await the_past(month) == before


async def _third(month: Month) -> School:
    make = Make(month.sign_in.app)
    make._serial = 500
    return await make.school(HOME, name="白云小学")


async def test_everything_live_goes_to_the_school_that_takes_the_other_in(month: Month) -> None:
    third = await _third(month)
    preview_plan = await plan(month.coordinator, "merge", month.world.rural, to_school_id=str(third.id))
    preview = (await month.coordinator.post("/successions/preview", preview_plan)).json()
    assert not preview["blocked"]
    (step,) = preview["steps"]
    assert {each["what"]: (each["happens"], each["count"]) for each in step["carried"]} == {
        "staff": ("move", 2), "accounts": ("move", 1), "pairings": ("move", 1), "assignments": ("move", 3),
        "reports": ("move", 1),
    }  # fmt: skip
    assert step["closes"]
    done = await succeed(month.coordinator, "merge", month.world.rural, to_school_id=str(third.id))
    assert [each["kind"] for each in done["items"]] == ["merge"]
    closed = (await month.coordinator.get(f"/schools/{month.world.rural.id}")).json()
    assert (closed["closed_on"], closed["staff_count"]) == ("2026-12-02", 0)
    staff = (await month.coordinator.get("/staff", params={"school_id": str(third.id)})).json()["items"]
    assert len(staff) == 2
    people = (await month.coordinator.get("/assignments", params={"receiving_school_id": str(third.id)})).json()
    assert len(people["items"]) == 3
    pairing = (await month.coordinator.get(f"/pairings/{month.pairing.id}")).json()
    assert pairing["recipient"]["school"]["name"] == "白云小学"
    me = (await month.reporter.get("/me")).json()
    assert me["school"]["id"] == str(third.id)


async def test_what_a_school_still_owed_its_successor_reports_for_it(month: Month, sign_in: SignIn) -> None:
    third = await _third(month)
    await succeed(month.coordinator, "merge", month.world.rural, to_school_id=str(third.id))
    reporter = await sign_in(Role.school_reporter, school=third)
    (row,) = (await reporter.get("/reports", params={"month": MONTH})).json()["items"]
    assert (row["id"], row["school"]["name"], row["status"]) == (str(month.id), "云坪镇中心小学", "due")
    page = (await reporter.get(f"/reports/{month.id}")).json()
    assert len(page["people"]) == 3, "who served there until the day before is still on its month"
    answer = await reporter.post(f"/reports/{month.id}/submit", {"no_change": True}, version=page["version"])
    assert answer.status_code == 201, answer.text


async def test_each_moved_row_leaves_an_event_and_frozen_facts_stay(month: Month) -> None:
    third = await _third(month)
    before = month.people[0]
    await succeed(month.coordinator, "merge", month.world.rural, to_school_id=str(third.id))
    async with month.sign_in.app.state.database.reader() as db:
        event: Any = Event
        found = [row.entity for row in await db.execute(select(event.entity).where(event.action == "succession"))]
        row = await db.get(Assignment, before.id)
    assert {"staff", "user_account", "pairing", "assignment"} <= set(found)
    assert row is not None
    assert (row.receiving_school_id, row.receiving_locality, row.direction, row.version) == (
        third.id, before.receiving_locality, before.direction, 2,
    )  # fmt: skip


async def test_people_between_two_merging_schools_must_come_home_first(month: Month) -> None:
    body = await plan(month.coordinator, "merge", month.world.rural, to_school_id=str(month.world.urban.id))
    preview = (await month.coordinator.post("/successions/preview", body)).json()
    assert preview["blocked"]
    blocking = {each["what"]: each["count"] for each in preview["steps"][0]["carried"] if each["happens"] == "block"}
    assert blocking == {"assignments": 3}
    refused = await month.coordinator.post("/successions", body)
    assert (refused.status_code, refused.json()["code"]) == (409, "succession.blocked")
    assert "3项" in refused.json()["detail"]


async def test_two_pairings_with_the_same_partner_become_one(month: Month, make: Make) -> None:
    third = await _third(month)
    theirs = await make.pairing(month.world.urban, third)
    await succeed(month.coordinator, "merge", month.world.rural, to_school_id=str(third.id))
    ended = (await month.coordinator.get(f"/pairings/{month.pairing.id}")).json()
    kept = (await month.coordinator.get(f"/pairings/{theirs.id}")).json()
    assert (ended["status"], ended["end_on"], kept["status"]) == ("ended", "2026-12-02", "active")


async def test_a_split_takes_the_people_it_names_and_what_is_theirs(month: Month) -> None:
    goes = month.world.staff[0]
    part = {**PART, "staff_ids": [str(goes.id)]}
    done = await succeed(month.coordinator, "split", month.world.urban, new_schools=[part])
    (made,) = done["made"]
    async with month.sign_in.app.state.database.reader() as db:
        staff = await db.get(Staff, goes.id)
        assignment = await db.get(Assignment, month.people[0].id)
        stays = await db.get(Assignment, month.people[1].id)
    assert staff is not None
    assert assignment is not None
    assert stays is not None
    assert staff.school_id == assignment.sending_school_id == UUID(made["id"])
    assert stays.sending_school_id == month.world.urban.id
    assert (await month.coordinator.get(f"/schools/{month.world.urban.id}")).json()["closed_on"] is None


async def test_a_school_that_closed_comes_back_with_its_code_and_no_other_gets_it(month: Month) -> None:
    third = await _third(month)
    await succeed(month.coordinator, "close", third)
    taken = {**PART, "code": third.code, "since": TODAY}
    refused = await month.coordinator.post("/schools", taken)
    assert (refused.status_code, refused.json()["code"]) == (409, "school.code_taken")
    await succeed(month.coordinator, "reopen", third)
    school = (await month.coordinator.get(f"/schools/{third.id}")).json()
    assert (school["closed_on"], school["code"]) == (None, third.code)


async def test_a_school_without_successor_closes_only_when_nothing_runs_there(month: Month) -> None:
    body = await plan(month.coordinator, "close", month.world.rural)
    refused = await month.coordinator.post("/successions", body)
    assert (refused.status_code, refused.json()["code"]) == (409, "succession.blocked")


async def test_of_two_successions_of_one_school_at_once_one_wins(month: Month, sign_in: SignIn) -> None:
    third = await _third(month)
    other = await sign_in(Role.county_coordinator, HOME)
    first = await plan(month.coordinator, "merge", month.world.rural, to_school_id=str(third.id))
    second = await plan(other, "rename", month.world.rural, new_name="云坪镇第一小学")
    answers = await asyncio.gather(month.coordinator.post("/successions", first), other.post("/successions", second))
    assert sorted(answer.status_code for answer in answers) == [201, 409]
    lost = next(answer for answer in answers if answer.status_code == 409).json()
    assert lost["code"] == "succession.changed"
    assert "云坪镇" in lost["detail"]


@pytest.mark.parametrize(
    ("kind", "parts", "field", "code"),
    [
        ("rename", {}, "new_name", "missing"),
        ("rename", {"new_name": "一小", "on": "2029-12-04"}, "on", "succession.far"),
        ("rename", {"new_name": "一小", "on": "2025-12-01"}, "on", "succession.long_past"),
        ("close", {"on": "1900-01-01"}, "on", "succession.long_past"),
        ("reopen", {"on": "1900-01-01"}, "on", "succession.long_past"),
        ("merge", {}, "to_school_id", "succession.one_target"),
        ("split", {}, "new_schools", "missing"),
        ("close", {"new_name": "一小"}, "new_name", "succession.unasked"),
        ("reopen", {"new_schools": [PART]}, "new_schools", "succession.unasked"),
    ],
)
async def test_a_plan_that_does_not_fit_its_kind_says_where(
    month: Month, kind: str, parts: dict[str, Any], field: str, code: str
) -> None:
    body = {**await plan(month.coordinator, kind, month.world.rural), **parts}
    for path in ("/successions/preview", "/successions"):
        refused = await month.coordinator.post(path, body)
        assert refused.status_code == 422, path
        assert (field, code) in {(each["field"], each["code"]) for each in refused.json()["errors"]}


async def test_nothing_becomes_of_a_school_on_its_first_day_or_before(month: Month) -> None:
    made = await month.coordinator.post("/schools", {**PART, "since": "2026-11-02"})
    assert made.status_code == 201, made.text
    fresh: Any = SimpleNamespace(id=made.json()["id"])
    old = await _third(month)
    for path in ("/successions/preview", "/successions"):
        for schools, parts in (([fresh], {}), ([old], {"to_school_id": made.json()["id"]})):
            body = {**await plan(month.coordinator, "close", *schools, **parts), "on": "2026-11-02"}
            refused = await month.coordinator.post(path, body)
            assert refused.status_code == 422, refused.text
            (error,) = refused.json()["errors"]
            assert (error["field"], error["code"]) == ("on", "succession.before_first")
            assert error["detail"] == "云坪镇第二小学的记录从11月2日开始，日期要在11月3日或之后"
    assert (await month.coordinator.get(f"/schools/{old.id}")).json()["closed_on"] is None
    body = {**await plan(month.coordinator, "close", fresh), "on": "2026-11-03"}
    assert (await month.coordinator.post("/successions", body)).status_code == 201


async def test_a_county_joins_no_school_of_another_and_says_who_does(month: Month) -> None:
    body = await plan(month.coordinator, "merge", month.world.rural, to_school_id=str(month.world.neighbour.id))
    (error,) = (await month.coordinator.post("/successions/preview", body)).json()["errors"]
    assert (error["field"], error["code"]) == ("to_school_id", "succession.elsewhere")
    assert "跨县区的合并由市级督导办" in error["detail"]
    administrator = await month.sign_in(Role.administrator, CITY)
    refused = await administrator.post("/successions/preview", body)
    assert (refused.status_code, refused.json()["detail"]) == (403, "这件事要管着这几个县区的市级督导办。")
    elsewhere = {**body, "schools": [{"id": str(month.world.neighbour.id), "version": 1}]}
    elsewhere["to_school_id"] = str(month.world.rural.id)
    assert (await month.coordinator.post("/successions/preview", elsewhere)).status_code == 404


async def test_the_life_of_a_school_is_one_timeline(month: Month) -> None:
    await month.sent(no_change=True)
    await succeed(month.coordinator, "rename", month.world.rural, new_name="云坪镇第一小学")
    told = (await month.coordinator.get(f"/schools/{month.world.rural.id}/history")).json()["items"]
    assert {each["kind"] for each in told} == {"decision", "succession", "pairing", "assignment", "report"}
    days = [each["on"] for each in told]
    assert days == sorted(days, reverse=True)
    older = await month.coordinator.get(f"/schools/{month.world.rural.id}/history", params={"before": "2026-09-01"})
    assert [each["kind"] for each in older.json()["items"]] == ["decision", "decision"]
    other = await month.sign_in(Role.county_coordinator, NEIGHBOUR)
    assert (await other.get(f"/schools/{month.world.rural.id}/history")).status_code == 404


async def test_a_preview_says_which_versions_it_looked_at_and_nothing_is_done_without_them(month: Month) -> None:
    body = await plan(month.coordinator, "rename", month.world.rural, new_name="云坪镇第一小学")
    unseen = {**body, "schools": [{"id": str(month.world.rural.id)}]}
    preview = (await month.coordinator.post("/successions/preview", unseen)).json()
    assert preview["schools"] == body["schools"]
    refused = await month.coordinator.post("/successions", unseen)
    assert refused.status_code == 422
    (error,) = refused.json()["errors"]
    assert (error["field"], error["code"]) == ("schools.0.version", "missing")
    assert (await month.coordinator.post("/successions", {**unseen, "schools": preview["schools"]})).status_code == 201


@pytest.mark.parametrize("kind", ["merge", "split", "close"])
async def test_nothing_moves_from_a_day_of_a_month_that_was_sent_or_before(month: Month, kind: str) -> None:
    await month.sent(no_change=True)
    third = await _third(month)
    of_kind: dict[str, dict[str, Any]] = {
        "merge": {"to_school_id": str(third.id)}, "close": {"to_school_id": str(third.id)},
        "split": {"new_schools": [{**PART, "since": "2026-12-01", "staff_ids": [str(month.world.staff[3].id)]}]},
    }  # fmt: skip
    parts = of_kind[kind]
    before = await the_past(month)
    body = {**await plan(month.coordinator, kind, month.world.rural, **parts), "on": "2026-11-30"}
    for path in ("/successions/preview", "/successions"):
        (error,) = (await month.coordinator.post(path, body)).json()["errors"]
        assert (error["field"], error["code"]) == ("on", "succession.month_sent")
        assert error["detail"] == "云坪镇中心小学已报送11月月报，从12月1日起才能办，请改日期"
    body["on"] = "2026-12-01"
    done = await month.coordinator.post("/successions", body)
    assert done.status_code == 201, done.text
    assert await the_past(month) == before


async def test_a_month_that_still_runs_holds_up_only_the_days_that_are_over(month: Month, make: Make) -> None:
    await calendar(make, open_day=1)
    await month.go_to(datetime(2026, 11, 20, 4, tzinfo=UTC))
    third = await _third(month)
    await month.sent(no_change=True)
    body = await plan(month.coordinator, "merge", month.world.rural, to_school_id=str(third.id))
    (error,) = (await month.coordinator.post("/successions/preview", {**body, "on": "2026-11-19"})).json()["errors"]
    assert error["detail"] == "云坪镇中心小学已报送11月月报，从11月20日起才能办，请改日期"
    assert (await month.coordinator.post("/successions", {**body, "on": "2026-11-20"})).status_code == 201


async def test_a_school_that_takes_others_in_is_held_to_its_own_months_and_a_new_name_to_none(month: Month) -> None:
    await month.sent(no_change=True)
    third = await _third(month)
    body = await plan(month.coordinator, "merge", third, to_school_id=str(month.world.rural.id))
    refused = await month.coordinator.post("/successions/preview", {**body, "on": "2026-11-30"})
    assert refused.json()["errors"][0]["code"] == "succession.month_sent"
    renamed = await plan(month.coordinator, "rename", month.world.rural, new_name="云坪镇第一小学")
    assert (await month.coordinator.post("/successions", {**renamed, "on": "2026-11-30"})).status_code == 201
