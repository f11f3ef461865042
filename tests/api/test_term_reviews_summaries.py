"""Reviews of a term: changing one, its papers, what may become of a summary, and who goes along with whom (W-26)."""

from datetime import date
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import select

from services.api.features.pairings.models import Pairing
from services.api.features.staff.models import Staff
from services.api.features.term_reviews.models import TermContribution, TermReview
from services.contracts.codes import ContributionKind, Role, SchoolTerm, Sex, TermReviewStatus
from services.contracts.term_reviews import MOST_CONTRIBUTIONS
from tests.api.test_successions import PART
from tests.api.test_successions import plan as moving
from tests.api.test_term_reviews import REASON, SEEN, SUMMARY, body, hand_in
from tests.factories.world import HOME, NEIGHBOUR, THIRD, Make, World
from tests.support.callers import Caller, SignIn
from tests.support.pictures import jpeg

TWIN: dict[str, Any] = {"name": "罗志强", "sex": Sex.male, "birth_on": date(1979, 3, 2)}


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


def path_of(review: Any, found: Any = None) -> str:
    path = f"/term-reviews/{review.id}"
    return path if found is None else f"{path}/contributions/{found.id}"


async def counties_of(app: FastAPI) -> set[str | None]:
    """The other county of every review and summary."""
    async with app.state.database.reader() as db:
        rows = [*await db.scalars(select(TermReview)), *await db.scalars(select(TermContribution))]
    return {row.other_county_code for row in rows}


async def test_papers_are_for_the_school_and_the_offices_over_it_and_none_comes_after_it_was_sent(
    world: World, pairing: Pairing, school: Caller, partner: Caller, county: Caller, sign_in: SignIn
) -> None:
    review = (await school.post("/term-reviews", body(world, pairing_id=str(pairing.id)))).json()
    path = f"/term-reviews/{review['id']}"
    part: dict[str, Any] = {"data": {"kind": "term_paper"}, "files": {"file": ("z.jpg", jpeg(), "image/jpeg")}}
    paper = (await school.request("POST", "/files", **part)).json()
    await school.post(f"{path}/contributions", {"who": "语文教研组"})
    review = await hand_in(school, (await school.get(path)).json(), "group", file_ids=[paper["id"]])
    group = review["contributions"][0]
    assert group["file_count"] == 1
    listing = f"/files?kind=term_paper&owner_id={group['id']}"
    for reader in (school, county):
        assert [each["id"] for each in (await reader.get(listing)).json()["items"]] == [paper["id"]]
        assert (await reader.get(f"/files/{paper['id']}")).status_code == 200
    for other in (
        partner,
        await sign_in(Role.county_coordinator, NEIGHBOUR),
        await sign_in(Role.county_coordinator, THIRD),
        await sign_in(Role.school_reporter, school=world.urban),
    ):
        assert (await other.get(listing)).status_code == 404
        assert (await other.get(f"/files/{paper['id']}")).status_code == 404
    added: dict[str, Any] = {**part, "data": {"kind": "term_paper", "owner_id": group["id"]}}
    assert (await county.request("POST", "/files", **added)).status_code == 403
    assert (await school.request("POST", "/files", **added)).status_code == 201
    await school.post(f"{path}/check", SEEN, version=1)
    await school.post(f"{path}/decide", {"rest_qualified": True}, version=2)
    await hand_in(school, (await school.get(path)).json(), "school")
    assert (await school.post(f"{path}/submit", version=3)).json()["status"] == "submitted"
    assert (await school.request("POST", "/files", **added)).status_code == 403


async def test_only_the_school_itself_begins_its_review(world: World, county: Caller, sign_in: SignIn) -> None:
    assert (await county.post("/term-reviews", body(world))).status_code == 403
    elsewhere = await sign_in(Role.school_leader, school=world.urban)
    assert (await elsewhere.post("/term-reviews", body(world))).status_code in {403, 404}
    assert (await county.get("/term-reviews")).json()["items"] == []


async def test_day_and_pairing_are_changed_and_summaries_go_along(
    app: FastAPI, world: World, pairing: Pairing, school: Caller, partner: Caller
) -> None:
    review = (await school.post("/term-reviews", body(world))).json()
    path = f"/term-reviews/{review['id']}"
    for day in ("2026-08-31", "2027-02-01"):
        wrong = await school.patch(path, {"due_on": day}, version=1)
        assert (wrong.status_code, wrong.json()["code"]) == (422, "term_review.outside")
    assert (await partner.get(path)).status_code == 404
    changed = await school.patch(path, {"due_on": "2027-01-31", "pairing_id": str(pairing.id)}, version=1)
    assert (changed.status_code, changed.json()["due_on"]) == (200, "2027-01-31")
    assert changed.json()["partner"]["name"] == world.neighbour.name
    assert await counties_of(app) == {NEIGHBOUR}
    assert (await partner.get(path)).status_code == 200
    assert (await partner.patch(path, {"due_on": "2027-01-30"}, version=2)).status_code == 403
    assert (await school.patch(path, {"due_on": "2027-01-30"}, version=1)).status_code == 412
    assert (await school.patch(path, {"pairing_id": None}, version=2)).json()["due_on"] == "2027-01-31"
    assert await counties_of(app) == {None}
    assert (await partner.get(path)).status_code == 404


async def test_a_review_of_a_pairing_is_told_to_both_counties_from_its_first_day(
    app: FastAPI, world: World, pairing: Pairing, school: Caller
) -> None:
    assert (await school.post("/term-reviews", body(world, pairing_id=str(pairing.id)))).status_code == 201
    assert await counties_of(app) == {NEIGHBOUR}


async def test_a_summary_is_reached_by_its_own_review_in_its_own_version_until_it_is_taken_out(
    world: World, make: Make, school: Caller, sign_in: SignIn
) -> None:
    mine, theirs = await make.term_review(world.rural), await make.term_review(world.urban)
    found, foreign = await make.contribution(mine), await make.contribution(theirs)
    spring = {"term": SchoolTerm.spring, "due_on": date(2027, 6, 30)}
    closed = await make.term_review(world.rural, status=TermReviewStatus.submitted, **spring)
    locked = await make.contribution(closed, handed_on=date(2026, 12, 1))
    for foreign_path in (path_of(mine, locked), path_of(mine, foreign)):
        for step, sent in (("hand-in", SUMMARY), ("void", None)):
            assert (await school.post(f"{foreign_path}/{step}", sent, version=1)).status_code == 404
    assert (await school.post(f"{path_of(mine, found)}/hand-in", SUMMARY, version=2)).status_code == 412
    assert (await school.post(f"{path_of(mine, found)}/hand-in", SUMMARY, version=1)).status_code == 200
    assert (await school.post(f"{path_of(mine, found)}/void", version=1)).status_code == 412
    assert (await school.post(f"{path_of(mine, found)}/void", version=2)).status_code == 200
    assert (await school.post(f"{path_of(mine, found)}/hand-in", SUMMARY, version=3)).status_code == 404
    elsewhere = await sign_in(Role.school_leader, school=world.urban)
    assert (await elsewhere.get(path_of(theirs))).json()["contribution_count"] == 1


async def test_the_schools_own_summary_stays_and_what_is_awaited_is_not_judged(
    world: World, make: Make, school: Caller
) -> None:
    review = await make.term_review(world.rural, status=TermReviewStatus.checked)
    own = await make.contribution(review, kind=ContributionKind.school, handed_on=date(2026, 12, 1))
    group = await make.contribution(review)
    kept = await school.post(f"{path_of(review, own)}/void", version=1)
    assert (kept.status_code, kept.json()["code"]) == (409, "term_review.own_stays")
    for found in (own, group):
        early = await school.post(f"{path_of(review, found)}/judge", {"qualified": True}, version=1)
        assert (early.status_code, early.json()["code"]) == (409, "term_review.not_handed_in")


async def test_looking_needs_a_summary_of_a_group_or_mentor_and_each_kind_once(
    world: World, make: Make, school: Caller
) -> None:
    review = await make.term_review(world.rural)
    await make.contribution(review, kind=ContributionKind.school, handed_on=date(2026, 12, 1))
    nobody = await school.post(f"{path_of(review)}/check", SEEN, version=1)
    assert (nobody.status_code, nobody.json()["code"]) == (409, "term_review.nobody")
    await make.contribution(review, handed_on=date(2026, 12, 1))
    twice = {"evidence": [{"kind": "critiques", "papers": 1}, {"kind": "critiques", "papers": 2}]}
    refused = await school.post(f"{path_of(review)}/check", twice, version=1)
    assert (refused.status_code, refused.json()["code"]) == (422, "term_review.twice")


async def test_nothing_is_sent_without_a_judged_summary_and_the_list_has_an_end(
    world: World, make: Make, school: Caller
) -> None:
    review = await make.term_review(world.rural, status=TermReviewStatus.returned)
    await make.contribution(review, kind=ContributionKind.school, handed_on=date(2026, 12, 1))
    alone = await school.post(f"{path_of(review)}/submit", version=1)
    assert (alone.status_code, alone.json()["code"]) == (409, "term_review.undecided")
    for number in range(MOST_CONTRIBUTIONS - 1):
        await make.contribution(review, who=f"第{number}组")
    full = await school.post(f"{path_of(review)}/contributions", {"who": "又一组"})
    assert (full.status_code, full.json()["code"]) == (422, "term_review.too_many")


async def test_what_the_county_has_read_it_may_still_return(world: World, make: Make, county: Caller) -> None:
    review = await make.term_review(world.rural, status=TermReviewStatus.accepted, accepted_on=date(2026, 12, 1))
    back = (await county.post(f"{path_of(review)}/return", REASON, version=1)).json()
    assert (back["status"], back["accepted_on"]) == ("returned", None)


async def test_a_mentor_has_handed_in_when_every_pair_has_its_summary(world: World, make: Make, school: Caller) -> None:
    mentor, first, second = [await make.teacher(world.rural, name=name) for name in ("韩志强", "罗晓雯", "邓一鸣")]
    pairs = [await make.mentor_pair(mentor, mentee) for mentee in (first, second)]
    told = (await school.post("/term-reviews", body(world))).json()
    path = f"/term-reviews/{told['id']}"
    for number, pair in enumerate(pairs):
        text = {"summary": f"带出第{number}节优质课"}
        assert (await school.post(f"/mentor-pairs/{pair.id}/summarise", text, version=1)).status_code == 200
        told = (await school.post(f"{path}/collect", version=told["version"])).json()
        states = [each["state"] for each in told["contributions"] if each["kind"] == "mentor"]
        assert states == [["awaited"], ["in_time"]][number]
    (one,) = [each for each in told["contributions"] if each["kind"] == "mentor"]
    assert set(one["practice"].splitlines()) == {"带出第0节优质课", "带出第1节优质课"}


async def test_the_last_day_is_in_time_and_not_overdue(world: World, make: Make, school: Caller) -> None:
    review = await make.term_review(world.rural, due_on=date(2026, 12, 3))
    await make.contribution(review, handed_on=date(2026, 12, 3))
    told = (await school.get(path_of(review))).json()
    assert (told["overdue"], told["late_count"], told["contributions"][0]["state"]) == (False, 0, "in_time")
    assert (await school.get("/term-reviews?overdue=true")).json()["items"] == []


async def test_the_list_is_narrowed_by_county(world: World, make: Make, sign_in: SignIn) -> None:
    await make.term_review(world.rural)
    await make.term_review(world.neighbour)
    city = await sign_in(Role.city_supervisor, "610300")
    for code, count in ((HOME, 1), (NEIGHBOUR, 1), (THIRD, 0)):
        assert (await city.get(f"/term-reviews?county_code={code}&count=true")).json()["count"] == count, code


async def test_what_waits_for_the_county_goes_along_when_a_school_is_merged_and_stays_when_it_is_split(
    world: World, make: Make, county: Caller
) -> None:
    review = await make.term_review(world.rural, status=TermReviewStatus.submitted)
    part = {**PART, "staff_ids": [str(world.staff[3].id)]}
    done = await county.post("/successions", await moving(county, "split", world.rural, new_schools=[part]))
    assert done.status_code == 201, done.text
    assert (await county.get(path_of(review))).json()["school"]["name"] == world.rural.name
    heir = await make.school(HOME, name="南坡镇中心小学")
    done = await county.post("/successions", await moving(county, "merge", world.rural, to_school_id=str(heir.id)))
    assert done.status_code == 201, done.text
    told = (await county.get(path_of(review))).json()
    assert (told["school"]["name"], told["status"]) == ("南坡镇中心小学", "submitted")


async def twins(make: Make, world: World) -> tuple[Staff, Staff]:
    """One man twice at one school."""
    return await make.teacher(world.rural, **TWIN), await make.teacher(world.rural, **TWIN)


def merging(kept: Staff, merged: Staff) -> dict[str, Any]:
    ids = {"kept_person_id": str(kept.person_id), "merged_person_id": str(merged.person_id)}
    return {**ids, "reason": "同一个人登记了两次"}


async def test_a_mentors_summary_goes_along_when_two_records_of_a_person_become_one(
    world: World, make: Make, school: Caller, county: Caller, sign_in: SignIn
) -> None:
    kept, merged = await twins(make, world)
    await make.mentor_pair(merged, await make.teacher(world.rural))
    review = (await school.post("/term-reviews", body(world))).json()
    path = f"/term-reviews/{review['id']}"
    await hand_in(school, review, "mentor")
    done = await county.post("/person-merges", merging(kept, merged))
    assert done.status_code == 201, done.text
    leader = await sign_in(Role.school_leader, school=world.rural, person_id=kept.person_id)
    await school.post(f"{path}/check", SEEN, version=1)
    told = (await leader.post(f"{path}/collect", version=2)).json()
    (mentor,) = [each for each in told["contributions"] if each["kind"] == "mentor"]
    assert (mentor["who"], "judge" in mentor["allowed_actions"]) == ("罗志强", False)
    judge = f"{path}/contributions/{mentor['id']}/judge"
    assert (await leader.post(judge, {"qualified": True}, version=mentor["version"])).status_code == 403
    undone = await county.post(
        f"/person-merges/{done.json()['id']}/undo", {"reason": "弄错了"}, version=done.json()["version"]
    )
    assert undone.status_code == 200, undone.text


async def test_two_summaries_of_one_person_for_one_term_keep_the_records_apart(
    world: World, make: Make, county: Caller, school: Caller
) -> None:
    kept, merged = await twins(make, world)
    review = await make.term_review(world.rural)
    for each in (kept, merged):
        found = await make.contribution(review, kind=ContributionKind.mentor, staff_id=each.id)
    refused = await county.post("/person-merges", merging(kept, merged))
    assert (refused.status_code, refused.json()["code"]) == (409, "person.merge_blocked")
    assert "两条记录在2026-2027学年秋季学期（下半年）的考核里各有一份总结，先去掉其中一份。" in refused.json()["detail"]
    assert (await school.post(f"{path_of(review, found)}/void", version=1)).status_code == 200
    assert (await county.post("/person-merges", merging(kept, merged))).status_code == 201


async def test_what_the_county_has_taken_stays_as_it_was_when_records_become_one(
    world: World, make: Make, county: Caller
) -> None:
    kept, merged = await twins(make, world)
    review = await make.term_review(world.rural, status=TermReviewStatus.accepted)
    for each in (kept, merged):
        await make.contribution(review, kind=ContributionKind.mentor, staff_id=each.id, handed_on=date(2026, 12, 1))
    assert (await county.post("/person-merges", merging(kept, merged))).status_code == 201
    told = (await county.get(path_of(review))).json()["contributions"]
    assert [each["who"] for each in told] == ["罗志强", "罗志强"]
