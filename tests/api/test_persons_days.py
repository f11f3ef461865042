"""Days of hiring and of changes that make no sense or stand in each other's way are refused. On both databases."""

from datetime import date
from typing import Any

import pytest

from services.contracts.codes import Role
from tests.api.test_persons import shown
from tests.factories.world import World
from tests.support.callers import Caller, SignIn

BORN = date(1985, 5, 20)
WHY = {"reason": "调档核对"}


@pytest.fixture
async def reporter(sign_in: SignIn, world: World) -> Caller:
    """Of the urban school."""
    return await sign_in(Role.school_reporter, school=world.urban)


@pytest.fixture
async def person(world: World, reporter: Caller) -> dict[str, Any]:
    """Somebody of the urban school, employed on the first of September 2010."""
    made = await reporter.post("/staff", {
        "name": "单立群", "sex": "2", "birth_on": BORN.isoformat(), "school_id": str(world.urban.id), "title": "second",
        "stage": "primary", "subject": "数学", "hired_on": "2010-09-01",
    })  # fmt: skip
    assert made.status_code == 201, made.text
    return await shown(reporter, made.json()["person_id"])


async def test_a_wrong_day_of_hiring_is_put_right_with_all_that_began_on_it(
    person: dict[str, Any], reporter: Caller
) -> None:
    path = f"/persons/{person['id']}/correct"
    early = await reporter.post(path, {"hired_on": "1984-09-01", **WHY}, version=person["version"])
    assert [(each["field"], each["code"]) for each in early.json()["errors"]] == [
        ("hired_on", "staff.hired_before_birth")
    ]
    corrected = await reporter.post(path, {"hired_on": "2011-02-20", **WHY}, version=person["version"])
    assert corrected.status_code == 200, corrected.text
    now = corrected.json()
    assert now["employment"]["hired_on"] == "2011-02-20"
    for rows in ("positions", "titles", "teachings"):
        assert [(each["start_on"], each["end_on"]) for each in now[rows]] == [("2011-02-20", None)], rows
    changed = await reporter.post(path.replace("correct", "change"), {
        "title": "first", "start_on": "2020-09-01", "reason": "评上一级",
    }, version=now["version"])  # fmt: skip
    late = await reporter.post(path, {"hired_on": "2021-09-01", **WHY}, version=changed.json()["version"])
    (error,) = late.json()["errors"]
    assert (late.status_code, error["field"], error["code"]) == (422, "hired_on", "staff.hired_clash")
    assert error["detail"] == "入职时的职称记录到2020年8月31日为止，之后另有记录，入职日期不能晚于这一天"


async def test_a_day_of_hiring_does_not_reach_into_an_earlier_post(person: dict[str, Any], reporter: Caller) -> None:
    path = f"/persons/{person['id']}"
    earlier = {"kind": "position", "post": "teacher", "school_name": "青石小学", "start_on": "2005-09-01",
               "end_on": "2009-08-31"}  # fmt: skip
    assert (await reporter.post(f"{path}/records", {"record": earlier})).status_code == 201
    body = {"hired_on": "2009-08-31", **WHY}
    refused = await reporter.post(f"{path}/correct", body, version=person["version"])
    (error,) = refused.json()["errors"]
    assert (refused.status_code, error["field"], error["code"]) == (422, "hired_on", "staff.hired_clash")
    assert error["detail"] == "2005年9月1日起另有一条职务记录，到2009年8月31日为止，入职日期要在它结束之后"
    body["hired_on"] = "2009-09-01"
    assert (await reporter.post(f"{path}/correct", body, version=person["version"])).status_code == 200


@pytest.mark.parametrize(
    ("values", "field", "code"),
    [
        ({"hired_on": "2001-05-19"}, "hired_on", "staff.hired_too_young"),
        ({"hired_on": "2027-12-05"}, "hired_on", "staff.hired_far"),
        ({"hired_on": "1985-05-20", "birth_on": "1985-05-20"}, "hired_on", "staff.hired_before_birth"),
        ({"birth_on": "2010-09-01"}, "birth_on", "staff.hired_before_birth"),
        ({"birth_on": "1994-09-02"}, "birth_on", "staff.hired_too_young"),
    ],
)
async def test_a_correction_names_the_day_that_makes_no_sense(
    person: dict[str, Any], reporter: Caller, values: dict[str, Any], field: str, code: str
) -> None:
    path = f"/persons/{person['id']}/correct"
    refused = await reporter.post(path, {**values, **WHY}, version=person["version"])
    assert refused.status_code == 422, refused.text
    assert [(each["field"], each["code"]) for each in refused.json()["errors"]] == [(field, code)]


async def test_somebody_was_hired_on_the_sixteenth_birthday(person: dict[str, Any], reporter: Caller) -> None:
    body = {"hired_on": "2001-05-20", **WHY}
    corrected = await reporter.post(f"/persons/{person['id']}/correct", body, version=person["version"])
    assert corrected.status_code == 200, corrected.text


async def test_a_change_of_a_far_day_is_refused_and_a_name_changes_no_later_than_today(
    person: dict[str, Any], reporter: Caller
) -> None:
    path = f"/persons/{person['id']}/change"
    for values, start_on, code in (
        ({"name": "单雨薇"}, "2026-12-04", "person.name_ahead"),
        ({"name": "单雨薇"}, "2099-01-01", "person.name_ahead"),
        ({"title": "first"}, "2027-12-05", "person.change_far"),
    ):
        refused = await reporter.post(path, {**values, "start_on": start_on, **WHY}, version=person["version"])
        assert refused.status_code == 422, refused.text
        assert [(each["field"], each["code"]) for each in refused.json()["errors"]] == [("start_on", code)]
    assert (await shown(reporter, person["id"]))["name"] == "单立群"
    body = {"name": "单雨薇", "start_on": "2026-12-03", **WHY}
    assert (await reporter.post(path, body, version=person["version"])).status_code == 200
