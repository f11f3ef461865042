"""Posts that assignments vacate and who covers them: who says so, when it holds, and what nobody covers yet."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from services.api.features.assignments.models import Assignment
from services.api.features.covers.models import PostCover
from services.contracts.codes import AssignmentStatus, ClientScope, Role, Sex, Workload
from tests.factories.world import HOME, NEIGHBOUR, PROVINCE, THIRD, Make, World
from tests.support.callers import Caller, SignIn
from tests.support.counting import counted_reads


@pytest.fixture
async def away(make: Make, world: World) -> Assignment:
    """Somebody of the urban school is away for the year."""
    return await make.assignment(world.staff[0], world.urban, world.rural)


@pytest.fixture
async def school(sign_in: SignIn, world: World) -> Caller:
    return await sign_in(Role.school_leader, school=world.urban)


async def vacancies(caller: Caller, **asked: str) -> list[dict[str, Any]]:
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    answer = await caller.get(f"/covers?{query}")
    assert answer.status_code == 200, answer.text
    rows: list[dict[str, Any]] = answer.json()["items"]
    return rows


async def test_a_full_time_assignment_leaves_a_post_until_a_colleague_covers_it(
    world: World, away: Assignment, school: Caller
) -> None:
    (row,) = await vacancies(school, school_year="2026", state="uncovered")
    assert (row["assignment_id"], row["state"], row["covers"], row["may_cover"]) == (
        str(away.id), "uncovered", [], True,
    )  # fmt: skip
    body = {"assignment_id": str(away.id), "covering_staff_id": str(world.staff[1].id), "lessons": "三（2）班数学"}
    made = await school.post("/covers", body)
    assert made.status_code == 201, made.text
    assert (made.json()["state"], made.json()["covers"][0]["lessons"]) == ("covered", "三（2）班数学")
    assert await vacancies(school, state="uncovered") == []
    again = await school.post("/covers", body)
    assert (again.status_code, again.json()["code"]) == (409, "cover.duplicate")
    cover = made.json()["covers"][0]
    after = await school.post(f"/covers/{cover['id']}/void", version=cover["version"])
    assert (after.status_code, after.json()["state"], after.json()["covers"]) == (200, "uncovered", [])
    assert (await school.post("/covers", body)).status_code == 201


async def test_who_comes_by_an_assignment_covers_as_long_as_that_stands(
    make: Make, world: World, away: Assignment, school: Caller, sign_in: SignIn
) -> None:
    coming = await make.assignment(world.staff[3], world.rural, world.urban, workload=Workload.post_cover)
    (offered,) = (await school.get(f"/covers/candidates?assignment_id={away.id}")).json()["items"]
    assert offered["assignment_id"] == str(coming.id)
    body = {"assignment_id": str(away.id), "covering_assignment_id": str(coming.id)}
    made = await school.post("/covers", body)
    assert (made.status_code, made.json()["covers"][0]["mode"]) == (201, "support_teaching"), made.text
    county = await sign_in(Role.county_coordinator, HOME)
    ended = {"end_on": "2026-11-30", "reason": "调回原校"}
    assert (await county.post(f"/assignments/{coming.id}/terminate", ended, version=1)).status_code == 200
    (row,) = await vacancies(school, assignment_id=str(away.id))
    assert (row["state"], row["covers"][0]["holds"]) == ("uncovered", False)


async def test_a_colleague_who_leaves_before_the_end_covers_no_longer(
    make: Make, world: World, away: Assignment, school: Caller, sign_in: SignIn
) -> None:
    body = {"assignment_id": str(away.id), "covering_staff_id": str(world.staff[1].id)}
    assert (await school.post("/covers", body)).status_code == 201
    county = await sign_in(Role.county_coordinator, HOME)
    path = f"/staff/{world.staff[1].id}"
    version = (await county.get(path)).json()["version"]
    ended = await county.post(f"{path}/end", {"ended_on": "2026-11-30", "reason": "退休"}, version=version)
    assert ended.status_code == 200, ended.text
    assert [row["state"] for row in await vacancies(school, assignment_id=str(away.id))] == ["uncovered"]


@pytest.mark.parametrize(
    ("who", "code"),
    [
        ("self", "cover.self"),
        ("elsewhere", "cover.other_school"),
        ("both", "cover.one_kind"),
        ("left", "cover.other_days"),
    ],
)
async def test_who_cannot_cover_is_refused_by_name_of_the_field(
    make: Make, world: World, away: Assignment, sign_in: SignIn, who: str, code: str
) -> None:
    county = await sign_in(Role.county_coordinator, HOME)
    left = await make.teacher(world.urban, ended_on=date(2027, 1, 31))
    staff = {"self": world.staff[0], "elsewhere": world.staff[3], "both": world.staff[1], "left": left}[who]
    body = {"assignment_id": str(away.id), "covering_staff_id": str(staff.id)}
    if who == "both":
        body["covering_assignment_id"] = str(away.id)
    answer = await county.post("/covers", body)
    assert (answer.status_code, answer.json()["code"]) == (422, code), answer.text
    assert [error["field"] for error in answer.json()["errors"]] == ["covering_staff_id"]


async def test_part_time_work_and_a_plan_leave_no_post(make: Make, world: World, school: Caller) -> None:
    part = await make.assignment(
        world.staff[1], world.urban, world.rural, workload=Workload.part_time, exclusive=False
    )  # fmt: skip
    await make.assignment(world.staff[2], world.urban, world.rural, status=AssignmentStatus.planned)
    assert await vacancies(school) == []
    body = {"assignment_id": str(part.id), "covering_staff_id": str(world.staff[2].id)}
    answer = await school.post("/covers", body)
    assert (answer.status_code, answer.json()["code"]) == (409, "cover.not_vacated")


async def test_the_school_left_behind_and_its_offices_see_the_post_and_nobody_else(
    world: World, away: Assignment, school: Caller, sign_in: SignIn
) -> None:
    body = {"assignment_id": str(away.id), "covering_staff_id": str(world.staff[1].id), "lessons": "三（2）班数学"}
    assert (await school.post("/covers", body)).status_code == 201
    county = await sign_in(Role.county_coordinator, HOME)
    assert [row["may_cover"] for row in await vacancies(county)] == [True]
    receiving = await sign_in(Role.school_leader, school=world.rural)
    for nobody in (receiving, await sign_in(Role.county_coordinator, NEIGHBOUR), await sign_in(Role.auditor, THIRD)):
        assert await vacancies(nobody) == []
    refused = await receiving.post("/covers", body)
    assert (refused.status_code, refused.json()["code"]) == (403, "permission.denied")
    system = await sign_in.client([ClientScope.records_read], PROVINCE)
    (row,) = await vacancies(system)
    assert (row["name"], row["may_cover"], row["covers"][0]["name"], row["covers"][0]["lessons"]) == (
        None, False, None, None,
    )  # fmt: skip


async def test_twenty_posts_cost_as_many_queries_as_one(
    make: Make, world: World, away: Assignment, school: Caller
) -> None:
    body = {"assignment_id": str(away.id), "covering_staff_id": str(world.staff[1].id)}
    assert (await school.post("/covers", body)).status_code == 201
    with counted_reads(make.app) as few:
        await vacancies(school)
    for _ in range(20):
        gone = await make.assignment(await make.teacher(world.urban), world.urban, world.rural)
        named = await school.post("/covers", {**body, "assignment_id": str(gone.id)})
        assert named.status_code == 201, named.text
    with counted_reads(make.app) as many:
        assert len(await vacancies(school)) == 21
    assert len(few) == len(many), many


@pytest.mark.parametrize("both", [False, True])
async def test_what_somebody_covers_goes_along_when_two_records_are_made_one(
    make: Make, world: World, away: Assignment, school: Caller, sign_in: SignIn, both: bool
) -> None:
    twin: dict[str, Any] = {"name": "罗志强", "sex": Sex.male, "birth_on": date(1979, 3, 2)}
    kept, merged = [await make.teacher(world.urban, **twin) for _ in range(2)]
    for each in (kept, merged) if both else (merged,):
        named = await school.post("/covers", {"assignment_id": str(away.id), "covering_staff_id": str(each.id)})
        assert named.status_code == 201, named.text
    county = await sign_in(Role.county_coordinator, HOME)
    body = {
        "kept_person_id": str(kept.person_id), "merged_person_id": str(merged.person_id), "reason": "登记了两次",
    }  # fmt: skip
    made = await county.post("/person-merges", body)
    assert made.status_code == 201, made.text
    (row,) = await vacancies(school, assignment_id=str(away.id))
    assert [each["holds"] for each in row["covers"]] == [True]
    async with make.app.state.database.reader() as session:
        stored = (await session.scalars(select(PostCover))).all()
    assert {each.covering_staff_id for each in stored} == {kept.id}
    assert [each.is_void for each in stored].count(False) == 1


async def test_nobody_covers_the_own_post_by_coming_back_for_some_hours(
    make: Make, world: World, away: Assignment, school: Caller
) -> None:
    hours = {"workload": Workload.part_time, "exclusive": False}
    back = await make.assignment(world.staff[0], world.rural, world.urban, **hours)
    body = {"assignment_id": str(away.id), "covering_assignment_id": str(back.id)}
    answer = await school.post("/covers", body)
    assert (answer.status_code, answer.json()["code"]) == (422, "cover.self"), answer.text
