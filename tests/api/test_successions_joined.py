"""Several schools made one, pairings that double, schools of several counties, months left over. Both databases."""

from typing import Any

import pytest
from sqlalchemy import select

from services.api.features.accounts.models import User
from services.api.features.assignments.models import Assignment
from services.api.features.pairings.models import Pairing
from services.api.features.schools.models import School
from services.api.features.staff.models import Person, Staff
from services.api.kernel.events import Event
from services.api.worker import Worker
from services.contracts.codes import PairingStatus, Role
from tests.api.reporting import Month, a_month
from tests.api.test_successions import PART, plan, succeed, the_past
from tests.factories.world import CITY, HOME, NEIGHBOUR, PROVINCE, Make
from tests.support.callers import SignIn


@pytest.fixture
async def month(make: Make, sign_in: SignIn, worker: Worker) -> Month:
    return await a_month(make, sign_in, worker)


async def stored(month: Month, model: Any, row_id: Any) -> Any:
    """A row as the database has it."""
    async with month.sign_in.app.state.database.reader() as db:
        return await db.get(model, row_id)


def carried(step: dict[str, Any]) -> dict[tuple[str, str], int]:
    """(what, what happens) → how many."""
    return {(each["what"], each["happens"]): each["count"] for each in step["carried"]}


async def prepared(month: Month, pairing_id: str) -> None:
    """An activity to come, and who leads."""
    planned = {
        "pairing_id": pairing_id, "host": "supporting", "type": "demo_lesson", "topic": "背影", "repeat": "once",
        "start_on": "2026-12-20", "end_on": "2026-12-20",
    }  # fmt: skip
    group = {"pairing_id": pairing_id, "from_on": "2026-09-01", "members": [{"role": "head", "name": "宋启明"}]}
    for path, body in (("/activity-plans", planned), ("/leading-groups", group)):
        answer = await month.coordinator.post(path, body)
        assert answer.status_code == 201, answer.text


async def test_several_schools_are_merged_into_one_at_once(month: Month, make: Make) -> None:
    hill, valley = await make.school(name="青石小学"), await make.school(name="白云小学")
    teacher = await make.teacher(hill)
    await month.sent(no_change=True)
    before = await the_past(month)
    body = await plan(month.coordinator, "merge", month.world.rural, hill, to_school_id=str(valley.id))
    preview = (await month.coordinator.post("/successions/preview", body)).json()
    assert [(each["school"]["name"], each["to_name"]) for each in preview["steps"]] == [
        ("云坪镇中心小学", "白云小学"), ("青石小学", "白云小学"),
    ]  # fmt: skip
    done = (await month.coordinator.post("/successions", body)).json()
    assert len(done["items"]) == 2
    staff = (await month.coordinator.get("/staff", params={"school_id": str(valley.id)})).json()["items"]
    assert len(staff) == 3
    assert str(teacher.id) in {each["id"] for each in staff}
    for school in (month.world.rural, hill):
        assert (await month.coordinator.get(f"/schools/{school.id}")).json()["closed_on"] == "2026-12-02"
    assert await the_past(month) == before


async def test_a_merger_into_a_new_school_is_refused_in_the_preview_when_its_code_is_taken(month: Month) -> None:
    body = await plan(month.coordinator, "merge", month.world.rural, month.world.urban, new_schools=[PART])
    body["new_schools"] = [{**PART, "code": month.world.third.code}]
    refused = await month.coordinator.post("/successions/preview", body)
    assert (refused.status_code, refused.json()["code"]) == (422, "request.invalid")
    body["new_schools"] = [{**PART, "code": month.world.urban.code}]
    refused = await month.coordinator.post("/successions/preview", body)
    assert (refused.status_code, refused.json()["code"]) == (409, "school.code_taken")


async def test_a_pairing_between_two_schools_that_become_one_ends_and_says_why(month: Month, make: Make) -> None:
    one, other = await make.school(name="青石小学"), await make.school(name="白云小学")
    between = await make.pairing(one, other)
    agreed = await make.pairing(other, one, status=PairingStatus.decided)
    await prepared(month, str(between.id))
    body = await plan(month.coordinator, "merge", one, to_school_id=str(other.id))
    (step,) = (await month.coordinator.post("/successions/preview", body)).json()["steps"]
    assert carried(step) == {("pairings", "end"): 2}
    await succeed(month.coordinator, "merge", one, to_school_id=str(other.id))
    ended, void = await stored(month, Pairing, between.id), await stored(month, Pairing, agreed.id)
    assert (ended.status, ended.end_on.isoformat()) == (PairingStatus.ended, "2026-12-02")
    assert ended.closed_reason == "两校成了一所学校。县里调整布局"
    assert void.status is PairingStatus.void
    open_ones = (await month.coordinator.get(f"/planned-activities?pairing_id={between.id}&open=true")).json()["items"]
    assert open_ones == []
    (group,) = (await month.coordinator.get(f"/leading-groups?pairing_id={between.id}")).json()["items"]
    assert group["until_on"] == "2026-12-02"
    event: Any = Event
    async with month.sign_in.app.state.database.reader() as db:
        rows = await db.execute(select(event.action, event.changes).where(event.entity_id == between.id))
        found = {row.action: row.changes for row in rows}
    assert found["end"]["status"] == {"from": "active", "to": "ended"}


async def test_two_merging_schools_that_share_a_partner_keep_one_pairing_with_it(month: Month, make: Make) -> None:
    one, other = await make.school(name="青石小学"), await make.school(name="白云小学")
    first, second = await make.pairing(month.world.urban, one), await make.pairing(month.world.urban, other)
    part = {**PART, "name": "云岭小学"}
    body = await plan(month.coordinator, "merge", one, other, new_schools=[part])
    steps = (await month.coordinator.post("/successions/preview", body)).json()["steps"]
    assert [carried(step) for step in steps] == [{("pairings", "move"): 1}, {("pairings", "end"): 1}]
    await month.coordinator.post("/successions", body)
    kept, ended = await stored(month, Pairing, first.id), await stored(month, Pairing, second.id)
    assert (kept.status, ended.status) == (PairingStatus.active, PairingStatus.ended)
    assert ended.closed_reason.startswith("合并后和另一对结对重复。")


async def test_the_city_joins_schools_of_two_counties_and_the_past_stays(month: Month, sign_in: SignIn) -> None:
    await month.sent(no_change=True)
    before = await the_past(month)
    city, rural, neighbour = await sign_in(Role.city_supervisor, CITY), month.world.rural, month.world.neighbour
    shown = (await city.get(f"/schools/{rural.id}")).json()["allowed_actions"]
    assert "join" in shown
    assert "succeed" not in shown
    body = await plan(city, "merge", rural, to_school_id=str(neighbour.id))
    (step,) = (await city.post("/successions/preview", body)).json()["steps"]
    assert step["managed_by"] == "陈仓区"
    answer = await city.post("/successions", body)
    assert answer.status_code == 201, answer.text
    staff = await stored(month, Staff, month.world.staff[3].id)
    person = await stored(month, Person, staff.person_id)
    user = await stored(month, User, month.reporter.id)
    assert (staff.school_id, staff.county_code, person.county_code) == (neighbour.id, NEIGHBOUR, NEIGHBOUR)
    assert (user.school_id, user.region_code) == (neighbour.id, NEIGHBOUR)
    pairing, assignment = (
        await stored(month, Pairing, month.pairing.id),
        await stored(month, Assignment, month.people[0].id),
    )
    assert (pairing.recipient_school_id, pairing.recipient_county_code) == (neighbour.id, HOME)
    assert (assignment.receiving_school_id, assignment.receiving_county_code) == (neighbour.id, HOME)
    assert await the_past(month) == before


async def test_an_office_decides_only_what_is_its_own(month: Month, sign_in: SignIn) -> None:
    across = await plan(month.coordinator, "merge", month.world.rural, to_school_id=str(month.world.neighbour.id))
    province, city = await sign_in(Role.province_supervisor, PROVINCE), await sign_in(Role.city_supervisor, CITY)
    refused = await province.post("/successions/preview", across)
    assert (refused.status_code, refused.json()["detail"]) == (403, "这件事要管着这几个县区的市级督导办。")
    inside = await plan(month.coordinator, "rename", month.world.rural, new_name="云坪镇第一小学")
    assert (await city.post("/successions/preview", inside)).status_code == 403
    nation = await sign_in(Role.province_supervisor, "000000")
    cities = await plan(nation, "merge", month.world.rural, to_school_id=str(month.world.third.id))
    assert (await nation.post("/successions/preview", cities)).status_code == 200


async def test_the_start_page_of_the_successor_names_the_months_it_took_over_until_they_are_accepted(
    month: Month, make: Make, sign_in: SignIn
) -> None:
    third: School = await make.school(name="白云小学")
    await succeed(month.coordinator, "merge", month.world.rural, to_school_id=str(third.id))
    reporter = await sign_in(Role.school_reporter, school=third)
    bench = (await reporter.get("/workbench")).json()
    assert [each["school"]["name"] for each in bench["delegated"]] == ["云坪镇中心小学"]
    assert bench["taken_over"] == [str(month.world.rural.id)]
    month.reporter = reporter
    await month.sent(no_change=True)
    sent = (await month.coordinator.get(f"/reports/{month.id}")).json()
    accepted = await month.coordinator.post(f"/reports/{month.id}/accept", version=sent["version"])
    assert accepted.status_code == 200, accepted.text
    bench = (await reporter.get("/workbench")).json()
    assert (bench["delegated"], bench["taken_over"]) == ([], [])
