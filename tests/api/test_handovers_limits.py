"""The end of an assignment: days at the edges, first versions, papers after it was read, lists for each side (W-40)."""

from datetime import date
from typing import Any

import pytest

from services.api.features.assignments.models import Assignment
from services.contracts.codes import AssignmentStatus, Role
from tests.api.test_handovers import ENDS, FEEDBACK, HANDED, done, path_of
from tests.factories.world import CITY, HOME, NEIGHBOUR, PROVINCE, THIRD, Make, World
from tests.support.callers import Caller, SignIn
from tests.support.pictures import jpeg

PAPER: dict[str, Any] = {"data": {"kind": "feedback_paper"}, "files": {"file": ("z.jpg", jpeg(), "image/jpeg")}}


@pytest.fixture
async def task(make: Make, world: World) -> Assignment:
    """From the home county to its neighbour, about to end."""
    return await make.assignment(world.staff[0], world.urban, world.neighbour, end_on=ENDS)


@pytest.fixture
async def teacher(sign_in: SignIn, task: Assignment) -> Caller:
    return await sign_in(Role.teacher, person_id=task.person_id)


@pytest.fixture
async def sending(sign_in: SignIn, world: World) -> Caller:
    return await sign_in(Role.school_reporter, school=world.urban)


@pytest.fixture
async def receiving(sign_in: SignIn, world: World) -> Caller:
    return await sign_in(Role.school_reporter, school=world.neighbour)


async def test_who_was_to_come_and_never_came_is_not_handed_over(make: Make, world: World, receiving: Caller) -> None:
    """An assignment may be over although nobody arrived."""
    gone = await make.assignment(
        world.staff[1], world.urban, world.neighbour, end_on=date(2026, 11, 30), arrived_on=None,
        status=AssignmentStatus.terminated,
    )  # fmt: skip
    waits = await make.assignment(world.staff[2], world.urban, world.neighbour, end_on=ENDS, arrived_on=None)
    assert (await receiving.get("/handovers")).json()["items"] == []
    for each in (gone, waits):
        answer = await receiving.post(f"{path_of(each)}/hand-over", HANDED, version=0)
        assert (answer.status_code, answer.json()["code"]) == (409, "handover.not_served")


async def test_an_assignment_that_is_void_leaves_the_list_with_what_was_written_of_its_end(
    task: Assignment, sending: Caller, teacher: Caller, sign_in: SignIn
) -> None:
    await done(teacher, path_of(task), "give-feedback", FEEDBACK)
    assert len((await sending.get("/handovers?to_do=true")).json()["items"]) == 1
    city = await sign_in(Role.city_supervisor, CITY)
    version = (await city.get(f"/assignments/{task.id}")).json()["version"]
    void = await city.post(f"/assignments/{task.id}/void", {"reason": "登记错了人"}, version=version)
    assert void.status_code == 200, void.text
    for query in ("", "?to_do=true", "?feedback_status=filed"):
        assert (await sending.get(f"/handovers{query}")).json()["items"] == []
    shown = (await sending.get(path_of(task))).json()
    assert (shown["learnt"], shown["allowed_actions"]) == (FEEDBACK["learnt"], [])


async def test_it_was_told_to_the_school_on_a_day_of_the_assignment_that_has_come(
    task: Assignment, teacher: Caller, sending: Caller
) -> None:
    path = path_of(task)
    await done(teacher, path, "give-feedback", FEEDBACK)
    for day in ("2026-08-31", "2026-12-04"):
        wrong = await sending.post(f"{path}/share", {"shared_on": day}, version=1)
        assert (wrong.status_code, wrong.json()["code"]) == (422, "handover.shared_outside"), day
    assert (await done(sending, path, "share", {"shared_on": "2026-12-03"}, 1))["shared_on"] == "2026-12-03"


async def test_the_first_act_names_the_version_that_was_seen(task: Assignment, receiving: Caller) -> None:
    stale = await receiving.post(f"{path_of(task)}/hand-over", HANDED, version=3)
    assert (stale.status_code, stale.json()["code"]) == (412, "precondition.stale")
    twice = {**HANDED, "items": ["papers", "lessons", "papers"]}
    assert (await done(receiving, path_of(task), "hand-over", twice))["items"] == ["papers", "lessons"]


async def test_papers_are_added_by_the_writers_while_the_feedback_is_not_read(
    task: Assignment, teacher: Caller, sending: Caller, receiving: Caller, sign_in: SignIn
) -> None:
    path, added = path_of(task), {**PAPER, "data": {"kind": "feedback_paper", "owner_id": str(task.id)}}
    county = await sign_in(Role.county_coordinator, HOME)

    async def adds(caller: Caller) -> int:
        return (await caller.request("POST", "/files", **added)).status_code

    assert await adds(teacher) == 403, "there is no feedback yet"
    await done(teacher, path, "give-feedback", FEEDBACK)
    assert [await adds(each) for each in (teacher, sending, receiving, county)] == [201, 201, 403, 403]
    await done(sending, path, "read-feedback", version=1)
    assert [await adds(each) for each in (teacher, sending)] == [403, 403]


async def test_the_last_day_is_not_late_and_the_day_after_is(make: Make, world: World, receiving: Caller) -> None:
    days = (date(2026, 12, 3), date(2026, 12, 2))
    today, yesterday = [
        await make.assignment(staff, world.urban, world.neighbour, end_on=day)
        for staff, day in zip(world.staff, days, strict=False)
    ]
    for each, late in ((today, False), (yesterday, True)):
        shown = (await receiving.get(path_of(each))).json()
        assert (shown["handover_overdue"], shown["feedback_overdue"]) == (late, late)
    overdue = (await receiving.get("/handovers?overdue=true")).json()["items"]
    assert [each["assignment_id"] for each in overdue] == [str(yesterday.id)]


async def test_a_school_that_reads_cannot_write_and_one_that_receives_cannot_read_it_off(
    task: Assignment, teacher: Caller, receiving: Caller, sign_in: SignIn
) -> None:
    path = path_of(task)
    county = await sign_in(Role.county_coordinator, NEIGHBOUR)
    for caller in (receiving, county):
        assert (await caller.post(f"{path}/give-feedback", FEEDBACK, version=0)).status_code == 403
    await done(teacher, path, "give-feedback", FEEDBACK)
    for caller in (receiving, county, teacher):
        assert (await caller.post(f"{path}/read-feedback", version=1)).status_code == 403
        assert (await caller.post(f"{path}/share", {"shared_on": "2026-12-01"}, version=1)).status_code == 403


async def test_lists_are_narrowed_by_either_side_and_onlookers_may_do_nothing(
    task: Assignment, sign_in: SignIn, world: World
) -> None:
    city = await sign_in(Role.city_supervisor, CITY)
    for query, count in (
        (f"school_id={world.urban.id}", 1), (f"school_id={world.neighbour.id}", 1), (f"school_id={world.rural.id}", 0),
        (f"county_code={HOME}", 1), (f"county_code={NEIGHBOUR}", 1), (f"county_code={THIRD}", 0),
        ("school_year=2026", 1), ("school_year=2025", 0), (f"assignment_id={task.id}", 1),
        (f"assignment_id={world.urban.id}", 0), ("status=handed_over", 0), ("feedback_status=open", 1),
    ):  # fmt: skip
        assert (await city.get(f"/handovers?{query}&count=true")).json()["count"] == count, query
    for role in (Role.province_supervisor, Role.auditor):
        caller = await sign_in(role, PROVINCE)
        assert (await caller.get(path_of(task))).json()["allowed_actions"] == []
    stranger = await sign_in(Role.school_leader, school=world.rural)
    assert str(task.id) not in (await stranger.get("/handovers.csv")).text
