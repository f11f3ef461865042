"""Corrections and changes of schools, approved posts, and what a code must look like. Both databases."""

from typing import Any

import pytest

from services.contracts.codes import Post, Role, Title
from tests.factories.world import HOME, Make, World
from tests.support.callers import Caller, SignIn

HEADCOUNT = {
    "approved": 60, "senior_posts": 12, "middle_posts": 24, "junior_posts": 24, "start_on": "2026-09-01",
    "basis": "区编发〔2026〕3号",
}  # fmt: skip


@pytest.fixture
async def coordinator(sign_in: SignIn) -> Caller:
    return await sign_in(Role.county_coordinator, HOME)


async def get(coordinator: Caller, world: World) -> Any:
    return (await coordinator.get(f"/schools/{world.rural.id}")).json()


async def act(coordinator: Caller, world: World, action: str, body: dict[str, Any]) -> Any:
    """Take an action on the version that is stored."""
    version = (await get(coordinator, world))["version"]
    return await coordinator.post(f"/schools/{world.rural.id}/{action}", body, version=version)


async def test_a_correction_leaves_no_old_name_and_says_why(world: World, coordinator: Caller) -> None:
    done = await act(coordinator, world, "correct", {"name": "云坪镇中心小学校", "reason": "漏了一个字"})
    assert (done.json()["name"], done.json()["former"]) == ("云坪镇中心小学校", [])
    told = (await coordinator.get(f"/schools/{world.rural.id}/history")).json()["items"]
    assert {each["text"]: each["note"] for each in told if each["kind"] == "correction"} == {"改正了名称": "漏了一个字"}
    nothing = await act(coordinator, world, "correct", {"name": "云坪镇中心小学校", "reason": "再来一次"})
    assert nothing.json()["errors"][0]["code"] == "school.nothing_new"


async def test_another_category_needs_another_code_and_keeps_the_old_one_from_being_used(
    world: World, coordinator: Caller
) -> None:
    old = world.rural.code
    change = {
        "from_on": "2026-09-01",
        "basis": "县里调整",
        "type_code": "312",
        "kind": "nine_year",
        "stages": ["primary", "junior"],
    }
    refused = await act(coordinator, world, "change", change)
    assert [each["code"] for each in refused.json()["errors"]] == ["school.code_needed"]
    done = (await act(coordinator, world, "change", {**change, "code": "3161900009"})).json()
    assert (done["code"], done["kind"], done["former"][0]["code"], done["former"][0]["end_on"]) == (
        "3161900009", "nine_year", old, "2026-08-31",
    )  # fmt: skip
    body = {
        "code": old, "name": "沙坝小学", "county_code": HOME, "kind": "primary", "stages": ["primary"],
        "locality": "rural", "since": "2026-09-01",
    }  # fmt: skip
    used = await coordinator.post("/schools", body)
    assert (used.status_code, used.json()["code"]) == (409, "school.code_used")
    found = (await coordinator.get("/schools", params={"q": old})).json()["items"]
    assert [each["code"] for each in found] == ["3161900009"]


@pytest.mark.usefixtures("world")
async def test_each_wrong_part_of_a_school_is_named_at_once(coordinator: Caller) -> None:
    body = {
        "code": "3144000000", "name": "沙坝小学", "county_code": HOME, "type_code": "211", "kind": "junior_secondary",
        "stages": ["primary"], "grades": [6, 7], "locality": "rural", "since": "2026-09-01",
    }  # fmt: skip
    refused = (await coordinator.post("/schools", body)).json()
    assert [each["code"] for each in refused["errors"]] == [
        "school.kind_type", "school.code_category", "school.code_province", "school.code_serial", "school.grades",
    ]  # fmt: skip


async def test_the_kind_follows_from_the_type_and_the_locality_from_the_statistical_class(coordinator: Caller) -> None:
    body = {
        "code": "2161900010", "name": "沙坝教学点", "county_code": HOME, "type_code": "218", "stages": ["primary"],
        "grades": [2, 1], "urban_rural_code": "220", "since": "2026-09-01",
    }  # fmt: skip
    made = (await coordinator.post("/schools", body)).json()
    assert (made["kind"], made["locality"], made["grades"]) == ("teaching_point", "rural", [1, 2])
    unsure = await coordinator.post("/schools", {**body, "code": "2161900011", "urban_rural_code": "121"})
    assert unsure.json()["errors"][0]["code"] == "school.locality_needed"
    neither = await coordinator.post("/schools", {**body, "code": "2161900012", "type_code": None})
    assert neither.json()["errors"][0]["field"] == "kind"


async def test_approved_posts_are_dated_and_stand_beside_what_is_taken(
    world: World, coordinator: Caller, make: Make
) -> None:
    await make.teacher(world.rural, title=Title.senior, post=Post.principal)
    assert (await act(coordinator, world, "set-headcount", HEADCOUNT)).status_code == 200
    later = {**HEADCOUNT, "approved": 62, "start_on": "2026-12-01"}
    done = (await act(coordinator, world, "set-headcount", later)).json()
    assert done["headcount"] == {
        "approved": 62, "senior_posts": 12, "middle_posts": 24, "junior_posts": 24, "start_on": "2026-12-01",
        "in_quota": 3, "senior_used": 1, "middle_used": 2, "junior_used": 0,
    }  # fmt: skip
    posts = [each for each in done["facts"] if each["kind"] == "headcount"]
    assert [(each["value"], each["end_on"]) for each in posts] == [("62/12/24/24", None), ("60/12/24/24", "2026-11-30")]
    assert [(each["post"], bool(each["name"])) for each in done["team"]] == [("principal", True)]
    over = await act(coordinator, world, "set-headcount", {**later, "approved": 10, "start_on": "2026-12-02"})
    assert over.json()["errors"][0]["code"] == "headcount.sum"


async def test_a_dated_fact_is_put_right_in_its_own_row(world: World, coordinator: Caller) -> None:
    school = await get(coordinator, world)
    flag = next(each for each in school["facts"] if each["kind"] == "flag")
    path = f"facts/{flag['id']}/correct"
    done = await act(coordinator, world, path, {"start_on": "2021-09-01", "reason": "文件是2021年的"})
    changed = next(each for each in done.json()["facts"] if each["id"] == flag["id"])
    assert (changed["start_on"], len(done.json()["facts"])) == ("2021-09-01", len(school["facts"]))
    foreign = await act(coordinator, world, path, {"locality": "urban", "reason": "填错了地方"})
    assert foreign.json()["errors"][0]["code"] == "fact.not_its"
    backwards = await act(coordinator, world, path, {"end_on": "2020-01-01", "reason": "填错了地方"})
    assert backwards.json()["errors"][0]["code"] == "period.order"


async def test_a_corrected_fact_shares_no_day_with_another(world: World, coordinator: Caller) -> None:
    decided = {"locality": "urban", "start_on": "2026-10-01", "basis": "县里认定"}
    school = (await act(coordinator, world, "decide-locality", decided)).json()
    older = [each for each in school["facts"] if each["kind"] == "locality"][-1]
    refused = await act(
        coordinator, world, f"facts/{older['id']}/correct", {"end_on": "2026-10-05", "reason": "日期错了"}
    )
    assert (refused.status_code, refused.json()["code"]) == (409, "fact.overlap")
