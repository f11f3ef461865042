"""What is behind, overdue or contested stands on the start pages, and a school finds what waits for its word."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from fastapi import FastAPI

from services.api.features.improvement_plans.models import ImprovementPlan
from services.api.features.pairings.models import Pairing
from services.contracts.codes import AssignmentStatus, ImprovementStatus, PairingStatus, Role
from tests.factories.world import CITY, HOME, PROVINCE, THIRD, Make, World
from tests.support.callers import Caller, SignIn
from tests.support.counting import counted_reads

NEW = (
    "disagreements_waiting", "improvement_plans_waiting", "commitments_lagging", "decisions_overdue",
    "supports_disputed",
)  # fmt: skip


@dataclass
class Work:
    """Two paired schools of a county, and who acts for them."""

    world: World
    pairing: Pairing
    town: Caller
    village: Caller
    county: Caller

    async def note(self, caller: Caller, path: str, **body: Any) -> dict[str, Any]:
        made = await caller.post(path, body)
        assert made.status_code in {200, 201}, made.text
        found: dict[str, Any] = made.json()
        return found

    async def decide_something(self) -> dict[str, Any]:
        """A joint meeting decided something for the village school that was due in November."""
        met = await self.note(
            self.town, "/activities", pairing_id=str(self.pairing.id), host_school_id=str(self.world.urban.id),
            type="joint_meeting", held_on="2026-11-09", topic="商量下半学期", agenda="一、互派教师", supporting_count=3,
            recipient_count=3,
        )  # fmt: skip
        return await self.note(
            self.town, "/meeting-decisions", activity_id=met["id"], text="选出两名徒弟", responsible="recipient",
            person="教导处", due_on="2026-11-16",
        )  # fmt: skip

    async def give_something(self) -> dict[str, Any]:
        """The town school has paid for the village school's autumn."""
        return await self.note(
            self.town, "/supports", pairing_id=str(self.pairing.id), giver="supporting", kind="fund", school_year=2026,
            term="autumn", purpose="秋季教研活动", amount="10000", fund_type="teaching_research", given_on="2026-11-20",
        )  # fmt: skip

    async def promise_something(self) -> dict[str, Any]:
        """A promise of which nothing is done by December."""
        return await self.note(
            self.county, "/commitments", pairing_id=str(self.pairing.id), side="supporting",
            aid_area="teaching", item="示范课", measure="activities", kinds=["demo_lesson"], minimum=4,
            period="term", start_on="2026-09-01",
        )  # fmt: skip

    async def disagree(self, make: Make) -> dict[str, Any]:
        """The village school does not want who is planned for it."""
        row = await make.assignment(
            self.world.staff[0], self.world.urban, self.world.rural, status=AssignmentStatus.planned, arrived_on=None
        )
        return await self.note(
            self.village, "/disagreements", assignment_id=str(row.id), words="这学期缺的是数学老师。"
        )


@pytest.fixture
async def work(make: Make, sign_in: SignIn) -> Work:
    world = await make.county_world()
    pairing = await make.pairing(world.urban, world.rural)
    town = await sign_in(Role.school_reporter, school=world.urban)
    village = await sign_in(Role.school_leader, school=world.rural)
    return Work(world, pairing, town, village, await sign_in(Role.county_coordinator, HOME))


async def lists(caller: Caller) -> dict[str, int]:
    """The new worklists of a start page, each the number of rows behind it."""
    shown = {item["key"]: item for item in (await caller.get("/workbench")).json()["lists"] if item["key"] in NEW}
    for key, item in shown.items():
        behind = await caller.get(f"{item['query'].removeprefix('/api/v1')}&count=true")
        assert behind.status_code == 200, behind.text
        assert item["count"] == behind.json()["count"], key
    return {key: item["count"] for key, item in shown.items()}


async def test_what_is_behind_overdue_or_contested_is_counted_for_its_offices(
    work: Work, make: Make, sign_in: SignIn
) -> None:
    assert await lists(work.county) == dict.fromkeys(NEW, 0)
    await work.decide_something()
    await work.promise_something()
    await work.disagree(make)
    given = await work.give_something()
    contested = await work.village.post(f"/supports/{given['id']}/dispute", {"reason": "只收到一半"}, version=1)
    assert contested.status_code == 200, contested.text
    await make.add(
        ImprovementPlan(
            school_id=work.world.rural.id, county_code=HOME, school_year=2026, status=ImprovementStatus.submitted
        )
    )
    assert await lists(work.county) == dict.fromkeys(NEW, 1)
    for role, region in ((Role.city_supervisor, CITY), (Role.province_supervisor, PROVINCE)):
        seen = await lists(await sign_in(role, region))
        above = {key for key in NEW[1:] if key != "commitments_lagging"}
        assert set(seen) - {NEW[0]} == above, "what lags is the county's to mend"
        assert {key: seen[key] for key in above} == dict.fromkeys(above, 1), role
    assert await lists(await sign_in(Role.county_coordinator, THIRD)) == dict.fromkeys(NEW, 0)


async def todos(caller: Caller) -> list[tuple[str, str, str]]:
    found = (await caller.get("/workbench")).json()["todos"]
    return [(each["kind"], each["name"], each["on"]) for each in found]


async def test_a_school_is_asked_to_confirm_what_it_got_and_to_do_what_was_decided(work: Work) -> None:
    given = await work.give_something()
    decided = await work.decide_something()
    assert await todos(work.village) == [
        ("support", "秋季教研活动", "2026-11-20"), ("decision", "选出两名徒弟", "2026-11-16")
    ]  # fmt: skip
    assert await todos(work.town) == []
    done = await work.village.post(f"/supports/{given['id']}/confirm", {}, version=1)
    assert done.status_code == 200, done.text
    path = f"/meeting-decisions/{decided['id']}"
    done = await work.village.post(f"{path}/carry-out", {"done_on": "2026-11-18"}, version=decided["version"])
    assert done.status_code == 200, done.text
    assert await todos(work.village) == []


async def test_a_school_is_asked_for_its_word_when_the_other_side_disagrees(work: Work, make: Make) -> None:
    await work.disagree(make)
    [(kind, name, on)] = await todos(work.town)
    assert (kind, on) == ("disagreement", "2026-12-03")
    assert name
    assert await todos(work.village) == []


def planned() -> dict[str, Any]:
    return {"status": AssignmentStatus.planned, "arrived_on": None, "start_on": date(2027, 2, 22)}


async def test_both_schools_are_asked_to_confirm_who_is_planned_until_they_have(work: Work, make: Make) -> None:
    row = await make.assignment(work.world.staff[0], work.world.urban, work.world.rural, **planned())
    for school, kind in ((work.town, "confirm_sending"), (work.village, "confirm_receiving")):
        [todo] = (await school.get("/workbench")).json()["todos"]
        assert (todo["kind"], todo["id"], todo["on"]) == (kind, str(row.id), "2027-02-22")
        assert todo["name"]
        version = (await school.get(f"/assignments/{row.id}")).json()["version"]
        assert (await school.post(f"/assignments/{row.id}/confirm", {}, version=version)).status_code == 200
        assert await todos(school) == []


async def test_a_school_that_disagreed_is_told_when_that_is_decided(work: Work, make: Make) -> None:
    raised = await work.disagree(make)
    assert await todos(work.village) == [], "its own word waits for the office"
    kept = await work.county.post(
        f"/disagreements/{raised['id']}/keep", {"reason": "数学老师下学期派"}, version=raised["version"]
    )
    assert kept.status_code == 200, kept.text
    [todo] = (await work.village.get("/workbench")).json()["todos"]
    assert (todo["kind"], todo["id"]) == ("disagreement_decided", raised["assignment_id"])


async def test_the_other_side_and_the_teacher_are_asked_to_agree_to_a_goal(
    work: Work, make: Make, sign_in: SignIn
) -> None:
    staff = work.world.staff[0]
    row = await make.assignment(staff, work.world.urban, work.world.rural, **planned() | {
        "status": AssignmentStatus.confirmed})  # fmt: skip
    teacher = await sign_in(Role.teacher, school=work.world.urban, person_id=staff.person_id)
    for text in ("带两名青年教师", "开三节公开课"):
        await work.note(work.town, "/assignment-goals", assignment_id=str(row.id), description=text)
    for caller, name in ((work.village, True), (teacher, False)):
        found = [each for each in (await caller.get("/workbench")).json()["todos"] if each["kind"] == "goal_agree"]
        assert [(each["id"], bool(each["name"])) for each in found] == [(str(row.id), name)]
    assert await todos(work.town) == []


async def test_each_school_is_led_through_the_steps_of_a_new_pairing(work: Work, make: Make, sign_in: SignIn) -> None:
    named = {"leader": "甲", "liaison": "乙", "phone": ""}
    pair = await make.pairing(
        work.world.neighbour, work.world.rural, status=PairingStatus.proposed, supporting_signed_on=None,
        recipient_signed_on=None,
    )  # fmt: skip
    giver = await sign_in(Role.school_leader, school=work.world.neighbour)

    async def waits() -> list[list[str]]:
        found = [(await caller.get("/workbench")).json()["todos"] for caller in (giver, work.village)]
        return [[each["kind"] for each in one] for one in found]

    async def step(caller: Caller, action: str, **body: Any) -> None:
        version = (await caller.get(f"/pairings/{pair.id}")).json()["version"]
        send = caller.patch if action == "contacts" else caller.post
        done = await send(f"/pairings/{pair.id}/{action}", body, version=version)
        assert done.status_code == 200, done.text

    assert await waits() == [["pairing_decide"], []]
    await step(giver, "decide")
    assert await waits() == [["contacts"], ["contacts"]]
    await step(giver, "contacts", side="supporting", **named)
    assert await waits() == [[], ["contacts"]]
    await step(work.village, "contacts", side="recipient", **named)
    assert await waits() == [["pairing_negotiate"], ["pairing_negotiate"]]
    await step(giver, "negotiate")
    assert await waits() == [["signature"], ["signature"]]


async def test_a_school_with_nobody_registered_and_nothing_due_is_told(make: Make, sign_in: SignIn) -> None:
    school = await make.school()
    reporter = await sign_in(Role.school_reporter, school=school)
    assert (await reporter.get("/workbench")).json()["without_staff"] is True
    await make.teacher(school)
    assert (await reporter.get("/workbench")).json()["without_staff"] is False


async def test_the_start_pages_cost_the_same_with_much_work(app: FastAPI, work: Work, make: Make) -> None:
    costs = []
    for more in (1, 6):
        for _ in range(more):
            await work.decide_something()
            await work.give_something()
            await work.promise_something()
            school = await make.school()
            await make.assignment(await make.teacher(school), school, work.world.rural, **planned())
            await make.pairing(school, work.world.rural, status=PairingStatus.decided, supporting_signed_on=None)
        with counted_reads(app) as statements:
            await work.county.get("/workbench")
            await work.village.get("/workbench")
        costs.append(len(statements))
    assert costs[0] == costs[1]
