"""Reviews of a school's term: summaries, evidence, who qualifies, who sees and does what (W-26, F-33)."""

import asyncio
from datetime import date
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import func, select

from services.api.features.activities.models import Activity
from services.api.features.pairings.models import Pairing
from services.api.features.term_reviews.models import TermReview
from services.api.kernel.events import Event
from services.contracts.codes import ActivityType, ClientScope, ContributionKind, Role, SchoolTerm, TermReviewStatus
from tests.api.test_successions import plan as moving
from tests.factories.world import CITY, HOME, NEIGHBOUR, THIRD, Make, World
from tests.support.callers import Caller, SignIn
from tests.support.counting import counted_reads

AT_ONCE = 50
REASON = {"reason": "带徒成果写得太少，请补"}
SUMMARY = {
    "handed_on": "2026-12-02",
    "practice": "每周一次集体备课",
    "effect": "都上了一节好课",
    "mentoring": "徒弟上台",
}
SEEN = {"evidence": [{"kind": "lesson_notes", "papers": 12}, {"kind": "lesson_plans", "papers": 3}]}


@pytest.fixture
async def pairing(make: Make, world: World) -> Pairing:
    """A school of the next county helps the school that reviews its term."""
    return await make.pairing(world.neighbour, world.rural)


@pytest.fixture
async def school(sign_in: SignIn, world: World) -> Caller:
    return await sign_in(Role.school_reporter, school=world.rural)


@pytest.fixture
async def partner(sign_in: SignIn, world: World) -> Caller:
    """The reporter of the other school of the pairing."""
    return await sign_in(Role.school_reporter, school=world.neighbour)


@pytest.fixture
async def county(sign_in: SignIn) -> Caller:
    return await sign_in(Role.county_coordinator, HOME)


def body(world: World, **changes: Any) -> dict[str, Any]:
    return {
        "school_id": str(world.rural.id), "school_year": 2026, "term": "autumn", "due_on": "2026-12-20", **changes,
    }  # fmt: skip


def lesson(pairing: Pairing, day: date) -> Activity:
    """A lesson shown by the supporting school."""
    return Activity(
        pairing_id=pairing.id, host_school_id=pairing.supporting_school_id, county_code=NEIGHBOUR,
        other_county_code=HOME, type=ActivityType.demo_lesson, held_on=day, topic="整本书阅读",
    )  # fmt: skip


async def hand_in(caller: Caller, review: dict[str, Any], kind: str, **changes: Any) -> dict[str, Any]:
    """The first summary of a kind comes in."""
    found = next(each for each in review["contributions"] if each["kind"] == kind)
    path = f"/term-reviews/{review['id']}/contributions/{found['id']}/hand-in"
    answer = await caller.post(path, {**SUMMARY, **changes}, version=found["version"])
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def test_a_review_goes_from_its_first_summary_to_what_the_county_has_read(
    world: World, pairing: Pairing, make: Make, school: Caller, county: Caller
) -> None:
    made = await school.post("/term-reviews", body(world, pairing_id=str(pairing.id)))
    assert made.status_code == 201, made.text
    review = made.json()
    path = f"/term-reviews/{review['id']}"
    assert [each["kind"] for each in review["contributions"]] == ["school"]
    early = await school.post(f"{path}/check", SEEN, version=1)
    assert (early.status_code, early.json()["code"]) == (409, "term_review.nobody")
    for group in ("语文教研组", "数学教研组"):
        assert (await school.post(f"{path}/contributions", {"who": group})).status_code == 201
    review = await hand_in(school, (await school.get(path)).json(), "group")
    assert (review["contribution_count"], review["awaited_count"], review["late_count"]) == (2, 1, 0)
    await make.add(lesson(pairing, date(2026, 10, 9)))
    await make.add(lesson(pairing, date(2026, 8, 30)))
    checked = (await school.post(f"{path}/check", SEEN, version=1)).json()
    assert checked["status"] == "checked"
    assert [(each["kind"], each["seen"], each["papers"], each["recorded"]) for each in checked["evidence"]] == [
        ("lesson_notes", True, 12, 0), ("lecture_papers", False, 0, 0), ("lesson_plans", True, 3, 1),
        ("critiques", False, 0, 0),
    ]  # fmt: skip
    undecided = await school.post(f"{path}/decide", {}, version=2)
    assert (undecided.status_code, undecided.json()["code"]) == (409, "term_review.undecided")
    group = checked["contributions"][0]
    judged = f"{path}/contributions/{group['id']}/judge"
    wrong = await school.post(judged, {"qualified": False, "reward": "奖状"}, version=group["version"])
    assert (wrong.status_code, wrong.json()["code"]) == (422, "term_review.reward")
    reward = {"qualified": True, "reward": "评为优秀教研组", "reward_amount": "300.50"}
    told = (await school.post(judged, reward, version=group["version"])).json()["contributions"][0]
    assert (told["qualified"], told["reward"], told["reward_amount"]) == (True, "评为优秀教研组", "300.50")
    decided = (await school.post(f"{path}/decide", {}, version=2)).json()
    assert (decided["status"], decided["qualified_count"]) == ("decided", 1)
    lacking = await school.post(f"{path}/submit", version=3)
    assert (lacking.status_code, lacking.json()["code"]) == (409, "term_review.incomplete")
    await hand_in(school, decided, "school")
    sent = (await school.post(f"{path}/submit", version=3)).json()
    assert (sent["status"], sent["submitted_on"], sent["allowed_actions"]) == ("submitted", "2026-12-03", [])
    read = (await county.post(f"{path}/accept", version=4)).json()
    assert (read["status"], read["accepted_on"]) == ("accepted", "2026-12-03")
    texts = {each["text"] for each in (await county.get(path)).json()["timeline"]}
    assert {"县里已收阅", "交了总结：语文教研组", "评定合格：语文教研组", "查验了材料"} <= texts


async def test_mentors_are_taken_over_with_what_they_wrote(
    world: World, pairing: Pairing, make: Make, school: Caller, partner: Caller
) -> None:
    mentor, other, mentee = [
        await make.teacher(world.rural, name="韩志强"), await make.teacher(world.rural, name="邓一鸣"),
        await make.teacher(world.neighbour, name="罗晓雯"),
    ]  # fmt: skip
    done = await make.mentor_pair(mentor, mentee)
    await make.mentor_pair(other, mentee, subject="数学")
    written = await school.post(f"/mentor-pairs/{done.id}/summarise", {"summary": "带出一节优质课"}, version=1)
    assert written.status_code == 200, written.text
    review = (await school.post("/term-reviews", body(world))).json()
    mentors = {each["who"]: each for each in review["contributions"] if each["kind"] == "mentor"}
    assert {name: (each["state"], each["practice"]) for name, each in mentors.items()} == {
        "韩志强": ("in_time", "带出一节优质课"), "邓一鸣": ("awaited", ""),
    }  # fmt: skip
    again = (await school.post(f"/term-reviews/{review['id']}/collect", version=1)).json()
    assert len(again["contributions"]) == len(review["contributions"])
    theirs = await partner.post("/term-reviews", body(world, school_id=str(world.neighbour.id)))
    assert [each["kind"] for each in theirs.json()["contributions"]] == ["school"]


async def test_nobody_judges_the_own_summary(world: World, make: Make, sign_in: SignIn, school: Caller) -> None:
    mentor, mentee = await make.teacher(world.rural, name="韩志强"), await make.teacher(world.rural, name="罗晓雯")
    await make.mentor_pair(mentor, mentee)
    leader = await sign_in(Role.school_leader, school=world.rural, person_id=mentor.person_id)
    review = (await school.post("/term-reviews", body(world))).json()
    path = f"/term-reviews/{review['id']}"
    review = await hand_in(school, review, "mentor")
    await school.post(f"{path}/check", SEEN, version=1)
    seen = (await leader.get(path)).json()["contributions"][0]
    assert "judge" not in seen["allowed_actions"]
    judge = f"{path}/contributions/{seen['id']}/judge"
    assert (await leader.post(judge, {"qualified": True}, version=seen["version"])).status_code == 403
    rest = await leader.post(f"{path}/decide", {"rest_qualified": True}, version=2)
    assert rest.json()["code"] == "term_review.undecided"
    assert (await school.post(f"{path}/decide", {"rest_qualified": True}, version=2)).json()["qualified_count"] == 1


async def test_the_partner_its_county_and_other_systems_see_how_far_it_is_and_no_words(
    world: World, pairing: Pairing, make: Make, sign_in: SignIn, school: Caller, partner: Caller, county: Caller
) -> None:
    review = await make.term_review(world.rural, pairing_id=pairing.id)
    await make.contribution(review, practice="每周备课", handed_on=date(2026, 12, 21), reward="奖状", reward_cents=100)
    path = f"/term-reviews/{review.id}"
    for caller in (school, county, await sign_in(Role.city_supervisor, CITY)):
        seen = (await caller.get(path)).json()
        assert (seen["words"], seen["contributions"][0]["practice"]) == (True, "每周备课")
        assert (seen["contributions"][0]["who"], seen["contributions"][0]["reward_amount"]) == ("语文教研组", "1.00")
    neighbour = await sign_in(Role.county_coordinator, NEIGHBOUR)
    client = await sign_in.client([ClientScope.records_read])
    for caller in (partner, neighbour, client):
        seen = (await caller.get(path)).json()
        found = seen["contributions"][0]
        assert (seen["words"], seen["late_count"], found["state"]) == (False, 1, "late")
        assert {found[name] for name in ("who", "practice", "effect", "reward", "reward_amount")} == {None}
        assert "语文" not in str(seen["timeline"])
        assert seen["allowed_actions"] == []
    for stranger in (
        await sign_in(Role.school_reporter, school=world.urban),
        await sign_in(Role.county_coordinator, THIRD),
    ):
        assert (await stranger.get(path)).status_code == 404
        assert (await stranger.get("/term-reviews")).json()["items"] == []


async def test_only_its_own_county_reads_and_returns_and_the_school_mends_it(
    world: World, pairing: Pairing, make: Make, sign_in: SignIn, school: Caller, partner: Caller, county: Caller
) -> None:
    review = await make.term_review(world.rural, pairing_id=pairing.id, status=TermReviewStatus.submitted)
    group = await make.contribution(review, handed_on=date(2026, 12, 1), qualified=True, reward="奖状")
    await make.contribution(review, kind=ContributionKind.school, handed_on=date(2026, 12, 1))
    path = f"/term-reviews/{review.id}"
    for caller in (school, partner, await sign_in(Role.county_coordinator, NEIGHBOUR)):
        assert (await caller.post(f"{path}/accept", version=1)).status_code == 403
        assert (await caller.post(f"{path}/return", REASON, version=1)).status_code == 403
    locked = f"{path}/contributions/{group.id}/hand-in"
    assert (await school.post(locked, SUMMARY, version=1)).json()["code"] == "state.illegal"
    back = (await county.post(f"{path}/return", REASON, version=1)).json()
    assert (back["status"], back["return_reason"]) == ("returned", REASON["reason"])
    again = (await school.post(locked, SUMMARY, version=1)).json()["contributions"][0]
    assert (again["qualified"], again["reward"], again["practice"]) == (None, "", SUMMARY["practice"])
    assert (await school.post(f"{path}/submit", version=2)).json()["code"] == "term_review.undecided"
    assert (await school.post(f"{path}/decide", {"rest_qualified": True}, version=1)).status_code == 412
    assert (await school.post(f"{path}/decide", {"rest_qualified": True}, version=2)).status_code == 200
    sent = (await school.post(f"{path}/submit", version=3)).json()
    assert (sent["status"], sent["return_reason"]) == ("submitted", "")


async def test_days_lie_in_the_term_and_pairings_are_the_schools_own(world: World, make: Make, school: Caller) -> None:
    for day in ("2026-08-31", "2027-02-01"):
        wrong = await school.post("/term-reviews", body(world, due_on=day))
        assert (wrong.status_code, wrong.json()["code"]) == (422, "term_review.outside")
    foreign = await make.pairing(world.neighbour, world.urban)
    assert (await school.post("/term-reviews", body(world, pairing_id=str(foreign.id)))).status_code == 404
    review = await make.term_review(world.rural)
    group = await make.contribution(review)
    path = f"/term-reviews/{review.id}/contributions"
    for day in ("2026-08-31", "2026-12-04"):
        wrong = await school.post(f"{path}/{group.id}/hand-in", {**SUMMARY, "handed_on": day}, version=1)
        assert (wrong.status_code, wrong.json()["code"]) == (422, "term_review.handed")
    twice = await school.post(path, {"who": "语文教研组"})
    assert (twice.status_code, twice.json()["code"]) == (409, "term_review.group_twice")
    assert (await school.post(f"{path}/{group.id}/void", version=1)).json()["contribution_count"] == 0
    assert (await school.post(path, {"who": "语文教研组"})).status_code == 201


async def test_of_fifty_that_begin_the_review_of_a_term_at_once_one_does(
    app: FastAPI, world: World, school: Caller
) -> None:
    answers = await asyncio.gather(*(school.insist("/term-reviews", body(world)) for _ in range(AT_ONCE)))
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * (AT_ONCE - 1)
    refused = next(answer.json() for answer in answers if answer.status_code == 409)
    assert refused["code"] == "term_review.duplicate"
    async with app.state.database.reader() as session:
        assert await session.scalar(select(func.count()).select_from(TermReview)) == 1


async def test_of_fifty_that_read_and_return_at_once_one_gets_through(world: World, make: Make, county: Caller) -> None:
    review = await make.term_review(world.rural, status=TermReviewStatus.submitted)
    path = f"/term-reviews/{review.id}"
    calls = [
        county.insist(f"{path}/accept", version=1) if number % 2 else county.insist(f"{path}/return", REASON, version=1)
        for number in range(AT_ONCE)
    ]
    answers = await asyncio.gather(*calls)
    assert sum(answer.status_code == 200 for answer in answers) == 1
    assert {answer.status_code for answer in answers} <= {200, 409, 412}


async def test_a_void_review_leaves_room_for_another(world: World, make: Make, school: Caller) -> None:
    review = await make.term_review(world.rural)
    assert (await school.post(f"/term-reviews/{review.id}/void", REASON, version=1)).status_code == 200
    assert (await school.post("/term-reviews", body(world))).status_code == 201
    assert len((await school.get("/term-reviews")).json()["items"]) == 1


async def test_school_and_county_are_told_what_is_due_and_what_waits(
    world: World, make: Make, school: Caller, county: Caller
) -> None:
    due = await make.term_review(world.rural, due_on=date(2026, 12, 17))
    await make.term_review(world.rural, term=SchoolTerm.spring, due_on=date(2027, 6, 30))
    await make.term_review(world.urban, status=TermReviewStatus.submitted)
    todos = [each for each in (await school.get("/workbench")).json()["todos"] if each["kind"] == "term_review"]
    assert [(each["id"], each["on"]) for each in todos] == [(str(due.id), "2026-12-17")]
    lists = {each["key"]: each for each in (await county.get("/workbench")).json()["lists"]}
    waiting = lists["term_reviews_waiting"]
    assert waiting["count"] == 1
    listed = (await county.get(waiting["query"].removeprefix("/api/v1"))).json()["items"]
    assert [each["school"]["name"] for each in listed] == ["县实验小学"]


async def test_a_hundred_summaries_cost_as_many_queries_as_one(
    app: FastAPI, world: World, make: Make, county: Caller
) -> None:
    review = await make.term_review(world.rural)
    counts = []
    for more in (1, 100):
        for number in range(more):
            await make.contribution(review, who=f"第{more}批第{number}组")
            await make.term_review(world.rural, school_year=1990 + number, term=list(SchoolTerm)[more > 1])
        with counted_reads(app) as listed:
            assert (await county.get("/term-reviews?limit=200")).status_code == 200
        with counted_reads(app) as shown:
            assert (await county.get(f"/term-reviews/{review.id}")).status_code == 200
        counts.append((len(listed), len(shown)))
    assert counts[0] == counts[1]


async def test_events_name_the_act_and_carry_no_typed_text(app: FastAPI, world: World, school: Caller) -> None:
    review = (await school.post("/term-reviews", body(world))).json()
    path = f"/term-reviews/{review['id']}"
    review = (await school.post(f"{path}/contributions", {"who": "语文教研组"})).json()
    review = await hand_in(school, review, "group")
    await school.post(f"{path}/check", SEEN, version=1)
    event: Any = Event
    async with app.state.database.reader() as session:
        rows = (await session.execute(select(event.entity, event.action, event.changes))).all()
    mine = [row for row in rows if row.entity.startswith("term_")]
    assert {(row.entity, row.action) for row in mine} == {
        ("term_review", "create"), ("term_contribution", "add"), ("term_contribution", "hand_in"),
        ("term_review", "check"),
    }  # fmt: skip
    for word in ("教研组", "备课", "好课"):
        assert word not in str([row.changes for row in mine])


async def test_an_open_review_goes_along_with_a_merged_school_and_two_of_a_term_stand_in_the_way(
    world: World, make: Make, school: Caller, county: Caller, sign_in: SignIn
) -> None:
    review = await make.term_review(world.rural)
    own = await make.term_review(world.urban)
    asked = await moving(county, "merge", world.rural, to_school_id=str(world.urban.id))
    assert (await county.post("/successions", asked)).status_code == 409
    urban = await sign_in(Role.school_leader, school=world.urban)
    assert (await urban.post(f"/term-reviews/{own.id}/void", REASON, version=1)).status_code == 200
    done = await county.post("/successions", asked)
    assert done.status_code == 201, done.text
    moved = (await county.get(f"/term-reviews/{review.id}")).json()
    assert (moved["school"]["name"], moved["status"]) == ("县实验小学", "collecting")


async def test_a_mentor_who_wrote_after_the_day_is_late(world: World, make: Make, school: Caller) -> None:
    review = await make.term_review(world.rural, due_on=date(2026, 12, 1))
    await make.contribution(review)
    told = (await school.get(f"/term-reviews/{review.id}")).json()
    assert (told["overdue"], told["awaited_count"]) == (True, 1)
    told = await hand_in(school, told, "group")
    assert (told["contributions"][0]["state"], told["late_count"]) == ("late", 1)
    assert len((await school.get("/term-reviews?overdue=true")).json()["items"]) == 1
