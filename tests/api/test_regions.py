"""Regions and their reporting calendars over HTTP, on both databases."""

import asyncio
from typing import Any

import pytest

from services.contracts.codes import ClientScope, Role
from tests.factories.world import CITY, HOME, NEIGHBOUR, PROVINCE, THIRD
from tests.support.callers import Caller, SignIn

CALENDAR: dict[str, Any] = {
    "source": "区教育体育局报送通知", "open_day": 20, "due_day": 6, "grace_day": 12, "review_workdays": 2,
    "exempt_months": [8, 7, 8], "contact_office": "区教育体育局", "contact_name": "周敏",
    "contact_phone": "0917 6210 0123",
}  # fmt: skip
AUTHORITY = {"name": "高新区", "parent_code": CITY, "valid_from": "2026-09-01"}


@pytest.fixture
async def coordinator(sign_in: SignIn) -> Caller:
    return await sign_in(Role.county_coordinator, HOME)


async def test_a_region_is_found_by_name_pinyin_initials_and_code(coordinator: Caller) -> None:
    for q in ["吴川", "wuchuan", "wcs", "440883"]:
        found = await coordinator.get("/regions", params={"q": q, "level": "county"})
        assert THIRD in [each["code"] for each in found.json()["items"]], q


async def test_signs_with_a_meaning_in_a_search_pattern_are_only_signs(coordinator: Caller) -> None:
    for q in ["%", "_", "\\", "'; drop table region; --"]:
        answer = await coordinator.get("/regions", params={"q": q})
        assert answer.json()["items"] == [], q


async def test_the_children_of_a_city_come_in_pages_without_loss(coordinator: Caller) -> None:
    seen: list[str] = []
    cursor: str | None = None
    while True:
        params: dict[str, Any] = {"parent_code": CITY, "limit": 5, "count": True}
        answer = (await coordinator.get("/regions", params=params | ({"cursor": cursor} if cursor else {}))).json()
        seen += [each["code"] for each in answer["items"]]
        cursor = answer["next_cursor"]
        if cursor is None:
            break
    assert len(seen) == answer["count"] == len(set(seen))
    assert seen == sorted(seen)
    assert HOME in seen


async def test_a_wrong_query_is_a_problem_that_names_the_field(coordinator: Caller) -> None:
    for name, value in [
        ("level", "village"), ("parent_code", "61"), ("on", "29 February"), ("q", "a" * 61), ("q", "\x00"),
        ("limit", 201), ("colour", "red"),
    ]:  # fmt: skip
        answer = await coordinator.get("/regions", params={name: value})
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, name)
    assert (await coordinator.get("/regions", params={"cursor": "x"})).json()["code"] == "page.cursor"


async def test_a_region_does_not_exist_before_its_first_day(coordinator: Caller) -> None:
    for day, count in [("2025-12-31", 0), ("2026-01-01", 1)]:
        answer = await coordinator.get("/regions", params={"q": "铜川新区", "on": day})
        assert len(answer.json()["items"]) == count


async def test_an_unknown_region_is_not_found(coordinator: Caller) -> None:
    assert (await coordinator.get("/regions/999999")).status_code == 404
    assert (await coordinator.get("/regions/6102Z1")).json()["official"] is False


async def test_an_administrator_adds_authorities_without_a_code(sign_in: SignIn) -> None:
    administrator = await sign_in(Role.administrator, PROVINCE)
    first = await administrator.post("/regions", AUTHORITY)
    second = await administrator.post("/regions", AUTHORITY | {"name": "蟠龙新区"})
    assert first.status_code == 201, first.text
    assert [first.json()["code"], second.json()["code"]] == ["6103Z1", "6103Z2"]
    assert first.headers["Location"] == "/api/v1/regions/6103Z1"
    found = await administrator.get("/regions", params={"q": "gaoxin", "parent_code": CITY})
    assert [each["level"] for each in found.json()["items"]] == ["county"]


async def test_two_who_add_an_authority_at_once_get_two_codes(sign_in: SignIn) -> None:
    administrator = await sign_in(Role.administrator, PROVINCE)
    made = await asyncio.gather(*(administrator.post("/regions", AUTHORITY | {"name": f"新区{n}"}) for n in range(5)))
    codes = ["6103Z1", "6103Z2", "6103Z3", "6103Z4", "6103Z5"]
    assert sorted(each.json()["code"] for each in made) == codes


async def test_the_same_key_makes_one_authority(sign_in: SignIn) -> None:
    administrator = await sign_in(Role.administrator, PROVINCE)
    answers = [await administrator.post("/regions", AUTHORITY, key="one-key-for-both") for _ in range(2)]
    assert answers[0].json() == answers[1].json()
    assert (await administrator.post("/regions", AUTHORITY)).json()["code"] == "6103Z2"


async def test_an_authority_that_does_not_fit_is_refused(sign_in: SignIn) -> None:
    administrator = await sign_in(Role.administrator, PROVINCE)
    refused: list[tuple[dict[str, Any], int, str]] = [
        ({"parent_code": "610399"}, 422, "region.unknown"),
        ({"parent_code": HOME}, 422, "region.parent_level"),
        ({"parent_code": "440800"}, 403, "permission.out_of_region"),
        ({"name": ""}, 422, "string_too_short"),
        ({"code": "6103Z9"}, 422, "extra_forbidden"),
        ({"valid_from": "9999-01-01"}, 422, "date_out_of_range"),
    ]
    for changes, status, code in refused:
        answer = await administrator.post("/regions", AUTHORITY | changes)
        problem = answer.json()
        assert answer.status_code == status, (changes, problem)
        assert code in {problem["code"], *(each["code"] for each in problem["errors"])}, changes


async def test_an_auditor_reads_regions_and_writes_none(sign_in: SignIn) -> None:
    auditor = await sign_in(Role.auditor, HOME)
    assert (await auditor.post("/regions", AUTHORITY)).status_code == 403
    assert (await auditor.put(f"/regions/{HOME}/settings", CALENDAR, version=0)).status_code == 403


async def test_without_any_calendar_the_national_default_is_in_force(coordinator: Caller) -> None:
    found = (await coordinator.get(f"/regions/{HOME}/settings")).json()
    assert found["source_region_code"] == "000000"
    assert (found["open_day"], found["due_day"], found["version"]) == (25, 5, 0)


async def test_a_countys_calendar_wins_over_its_provinces(sign_in: SignIn, coordinator: Caller) -> None:
    administrator = await sign_in(Role.administrator, PROVINCE)
    province = CALENDAR | {"open_day": 22, "contact_phone": "029 6210 0001"}
    assert (await administrator.put(f"/regions/{PROVINCE}/settings", province, version=0)).status_code == 200
    inherited = (await coordinator.get(f"/regions/{HOME}/settings")).json()
    assert (inherited["source_region_code"], inherited["open_day"], inherited["version"]) == (PROVINCE, 22, 0)
    own = await coordinator.put(f"/regions/{HOME}/settings", CALENDAR, version=inherited["version"])
    assert own.status_code == 200, own.text
    assert (own.json()["source_region_code"], own.json()["open_day"]) == (HOME, 20)
    assert own.json()["exempt_months"] == [7, 8]
    assert own.json()["version"] == 1


async def test_the_etag_of_a_calendar_is_what_if_match_wants(coordinator: Caller) -> None:
    for version in (1, 2):
        read = await coordinator.get(f"/regions/{HOME}/settings")
        headers = {"If-Match": read.headers["ETag"]}
        written = await coordinator.put(f"/regions/{HOME}/settings", CALENDAR | {"open_day": version}, headers=headers)
        assert written.json()["version"] == version, written.text


async def test_a_calendar_changed_by_somebody_else_is_not_overwritten(coordinator: Caller) -> None:
    path = f"/regions/{HOME}/settings"
    assert (await coordinator.put(path, CALENDAR)).status_code == 428
    assert (await coordinator.put(path, CALENDAR, version=0)).status_code == 200
    assert (await coordinator.put(path, CALENDAR | {"open_day": 21}, version=0)).status_code == 412
    assert (await coordinator.put(path, CALENDAR | {"open_day": 21}, version=1)).status_code == 200


async def test_two_first_calendars_at_once_make_one(coordinator: Caller) -> None:
    path = f"/regions/{HOME}/settings"
    answers = await asyncio.gather(
        *(coordinator.put(path, CALENDAR | {"open_day": n}, version=0) for n in (20, 21, 22))
    )
    assert min(each.status_code for each in answers) == 200
    assert [each.status_code for each in answers].count(200) == 1
    assert (await coordinator.get(path)).json()["version"] == 1


async def test_another_countys_calendar_is_not_found_and_the_citys_is_not_the_countys_to_change(
    coordinator: Caller,
) -> None:
    assert (await coordinator.get(f"/regions/{NEIGHBOUR}/settings")).status_code == 404
    assert (await coordinator.put(f"/regions/{NEIGHBOUR}/settings", CALENDAR, version=0)).status_code == 404
    assert (await coordinator.get(f"/regions/{CITY}/settings")).status_code == 200
    refused = await coordinator.put(f"/regions/{CITY}/settings", CALENDAR, version=0)
    assert refused.json()["code"] == "permission.out_of_region"


async def test_grace_cannot_end_before_the_due_day(coordinator: Caller) -> None:
    answer = await coordinator.put(f"/regions/{HOME}/settings", CALENDAR | {"grace_day": 3}, version=0)
    assert [(each["field"], each["code"]) for each in answer.json()["errors"]] == [("grace_day", "calendar.order")]


async def test_a_provincial_system_sees_no_contact(sign_in: SignIn, coordinator: Caller) -> None:
    await coordinator.put(f"/regions/{HOME}/settings", CALENDAR, version=0)
    client = await sign_in.client([ClientScope.records_read], PROVINCE)
    found = (await client.get(f"/regions/{HOME}/settings")).json()
    assert (found["open_day"], found["contact_name"], found["contact_phone"]) == (20, "", "")
