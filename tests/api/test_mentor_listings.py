"""Mentors offered and needs listed under a pairing: who lists what, how much is taken, what becomes of it."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from services.api.features.mentor_listings import rules
from services.api.features.mentor_listings.models import MentorListing
from services.api.features.pairings.models import Pairing
from services.api.features.persons.models import StaffHonour
from services.api.features.staff.models import Staff
from services.api.kernel.clock import SetClock
from services.api.kernel.events import Event
from services.contracts.codes import (
    ClientScope,
    HonourLevel,
    HonourType,
    ListingKind,
    MentorPurpose,
    PairingStatus,
    Role,
    Stage,
)
from tests.factories.world import CITY, HOME, NEIGHBOUR, THIRD, Make, World
from tests.support.callers import Caller, SignIn
from tests.support.counting import counted_reads

AT_ONCE = 50
WORDS = "只带低年级，每周三下午"
REASON = {"reason": "这学期课太多"}


@pytest.fixture
async def pairing(make: Make, world: World) -> Pairing:
    """A school of the home county helps one of the next county."""
    return await make.pairing(world.urban, world.neighbour)


@pytest.fixture
async def mentee(make: Make, world: World) -> Staff:
    return await make.teacher(world.neighbour, name="罗晓雯")


@pytest.fixture
async def supporter(sign_in: SignIn, world: World) -> Caller:
    return await sign_in(Role.school_reporter, school=world.urban)


@pytest.fixture
async def recipient(sign_in: SignIn, world: World) -> Caller:
    return await sign_in(Role.school_leader, school=world.neighbour)


def offered(pairing: Pairing, mentor: Staff, **changes: Any) -> dict[str, Any]:
    return {
        "pairing_id": str(pairing.id), "staff_id": str(mentor.id), "subject": "语文", "stage": "primary", "people": 3,
        "grades": "一至三年级", "note": WORDS, "start_on": "2026-11-01", "end_on": "2027-08-31", **changes,
    }  # fmt: skip


def needed(pairing: Pairing, **changes: Any) -> dict[str, Any]:
    return {
        "pairing_id": str(pairing.id), "subject": "语文", "stage": "primary", "people": 2, "purpose": "new_teacher",
        "note": "两位刚毕业", "start_on": "2026-11-01", "end_on": "2027-08-31", **changes,
    }  # fmt: skip


async def made(caller: Caller, what: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = await caller.post(f"/mentor-listings/{what}", body)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def board(caller: Caller, pairing: Pairing) -> dict[str, Any]:
    answer = await caller.get(f"/mentor-listings/board?pairing_id={pairing.id}")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def paired(caller: Caller, pairing: Pairing, mentor: Staff, mentee: Staff, subject: str = "语文") -> str:
    body = {
        "mentor_staff_id": str(mentor.id), "mentee_staff_id": str(mentee.id), "subject": subject,
        "pairing_id": str(pairing.id), "start_on": "2026-12-01", "end_on": "2027-08-31", "subject_differs": True,
    }  # fmt: skip
    answer = await caller.post("/mentor-pairs", body)
    assert answer.status_code == 201, answer.text
    found: str = answer.json()["id"]
    return found


async def test_offers_and_needs_meet_by_subject_and_live_pairs_take_them(
    make: Make, world: World, pairing: Pairing, mentee: Staff, supporter: Caller, recipient: Caller
) -> None:
    honour = StaffHonour(
        county_code=HOME, person_id=world.staff[0].person_id, type=HonourType.teaching_expert, level=HonourLevel.city,
        awarded_on=date(2020, 9, 10),
    )  # fmt: skip
    await make.add(honour)
    offer = await made(supporter, "offers", offered(pairing, world.staff[0], subject=" 语 文 "))
    assert (offer["title"], offer["honours"], offer["left"]) == ("first", ["teaching_expert"], 3)
    need = await made(recipient, "needs", needed(pairing))
    await made(recipient, "needs", needed(pairing, subject="数学", people=1))
    seen = await board(recipient, pairing)
    assert seen["matches"] == [
        {"subject": "语文", "offered": 3, "needed": 2, "offer_id": offer["id"], "need_id": need["id"]},
        {"subject": "数学", "offered": 0, "needed": 1, "offer_id": None, "need_id": seen["matches"][1]["need_id"]},
    ]
    assert (seen["allowed_actions"], (await board(supporter, pairing))["allowed_actions"]) == (["need"], ["offer"])
    pair = await paired(supporter, pairing, world.staff[0], mentee)
    seen = await board(recipient, pairing)
    assert (seen["matches"][0]["offered"], seen["matches"][0]["needed"]) == (2, 1)
    assert (seen["offers"][0]["taken"], [each["taken"] for each in seen["needs"]]) == (1, [0, 1])
    voided = await supporter.post(f"/mentor-pairs/{pair}/void", {"reason": "登记错了"}, version=1)
    assert voided.status_code == 200, voided.text
    assert (await board(recipient, pairing))["matches"][0]["needed"] == 2


async def test_a_need_for_somebody_is_met_by_that_persons_pair_alone(
    make: Make, world: World, pairing: Pairing, mentee: Staff, supporter: Caller, recipient: Caller
) -> None:
    two = await recipient.post("/mentor-listings/needs", needed(pairing, staff_id=str(mentee.id)))
    assert (two.status_code, two.json()["errors"][0]["code"]) == (422, "mentor_listing.one")
    mine = await made(recipient, "needs", needed(pairing, staff_id=str(mentee.id), people=1))
    assert mine["name"] == "罗晓雯"
    await paired(supporter, pairing, world.staff[0], await make.teacher(world.neighbour))
    assert (await recipient.get(f"/mentor-listings/{mine['id']}")).json()["left"] == 1
    await paired(supporter, pairing, world.staff[0], mentee)
    assert (await recipient.get(f"/mentor-listings/{mine['id']}")).json()["left"] == 0


async def test_pairs_made_before_a_need_was_listed_do_not_meet_it(
    clock: SetClock, world: World, pairing: Pairing, mentee: Staff, supporter: Caller, recipient: Caller
) -> None:
    await paired(supporter, pairing, world.staff[0], mentee)
    clock.forward(timedelta(minutes=1))
    need = await made(recipient, "needs", needed(pairing))
    assert (need["taken"], need["left"]) == (0, 2)
    offer = await made(supporter, "offers", offered(pairing, world.staff[0]))
    assert (offer["taken"], offer["left"]) == (1, 2)


async def test_each_side_lists_its_own_and_its_county_may_for_it(
    world: World, pairing: Pairing, mentee: Staff, supporter: Caller, recipient: Caller, sign_in: SignIn
) -> None:
    refused = await recipient.post("/mentor-listings/offers", offered(pairing, world.staff[0]))
    assert (refused.status_code, refused.json()["code"]) == (403, "permission.denied")
    assert (await supporter.post("/mentor-listings/needs", needed(pairing))).status_code == 403
    theirs = await supporter.post("/mentor-listings/offers", offered(pairing, mentee))
    assert (theirs.status_code, theirs.json()["errors"][0]["code"]) == (422, "mentor_listing.not_of_school")
    home, next_ = await sign_in(Role.county_coordinator, HOME), await sign_in(Role.county_coordinator, NEIGHBOUR)
    offer = await made(home, "offers", offered(pairing, world.staff[0]))
    assert (await next_.post("/mentor-listings/offers", offered(pairing, world.staff[1]))).status_code == 403
    path = f"/mentor-listings/{offer['id']}"
    assert (await next_.get(path)).json()["allowed_actions"] == []
    assert (await supporter.get(path)).json()["allowed_actions"] == ["edit", "withdraw"]
    for stranger in (
        await sign_in(Role.county_coordinator, THIRD), await sign_in(Role.school_reporter, school=world.rural)
    ):  # fmt: skip
        assert (await stranger.get(path)).status_code == 404
        assert (await stranger.get(f"/mentor-listings/board?pairing_id={pairing.id}")).status_code == 404
        assert (await stranger.post("/mentor-listings/offers", offered(pairing, world.staff[1]))).status_code == 404


async def test_it_is_put_right_and_withdrawn_with_a_reason_both_see(
    world: World, pairing: Pairing, supporter: Caller, recipient: Caller
) -> None:
    row = await made(supporter, "offers", offered(pairing, world.staff[0]))
    path = f"/mentor-listings/{row['id']}"
    wrong = await supporter.patch(path, {"end_on": "2026-10-01"}, version=row["version"])
    assert (wrong.status_code, wrong.json()["errors"][0]["code"]) == (422, "period.order")
    need_only = await supporter.patch(path, {"purpose": "research"}, version=row["version"])
    assert need_only.json()["errors"][0]["code"] == "mentor_listing.no_purpose"
    row = (await supporter.patch(path, {"people": 1, "note": ""}, version=row["version"])).json()
    assert (row["people"], row["note"], row["left"]) == (1, "", 1)
    assert (await recipient.post(f"{path}/withdraw", REASON, version=row["version"])).status_code == 403
    gone = (await supporter.post(f"{path}/withdraw", REASON, version=row["version"])).json()
    assert (gone["status"], gone["left"], gone["closed_reason"]) == ("withdrawn", 0, REASON["reason"])
    told = (await recipient.get(path)).json()["timeline"]
    assert [each["text"] for each in told] == ["撤回", "改了内容", "列出"]
    again = await supporter.post(f"{path}/withdraw", REASON, version=gone["version"])
    assert (again.status_code, again.json()["code"]) == (409, "state.illegal")
    assert (await board(recipient, pairing))["offers"] == []
    assert (await made(supporter, "offers", offered(pairing, world.staff[0])))["left"] == 3


async def test_it_needs_a_running_pairing_and_days_of_it(
    make: Make, world: World, pairing: Pairing, supporter: Caller
) -> None:
    early = await supporter.post("/mentor-listings/offers", offered(pairing, world.staff[0], start_on="2019-09-01"))
    assert (early.status_code, early.json()["errors"][0]["code"]) == (422, "mentor_listing.outside")
    signed = await make.pairing(world.urban, world.rural, status=PairingStatus.signed)
    closed = await supporter.post("/mentor-listings/offers", offered(signed, world.staff[0]))
    assert (closed.status_code, closed.json()["code"]) == (409, "mentor_listing.pairing_closed")


async def test_what_is_listed_ends_with_its_pairing(
    world: World, pairing: Pairing, supporter: Caller, recipient: Caller, sign_in: SignIn
) -> None:
    offer = await made(supporter, "offers", offered(pairing, world.staff[0]))
    need = await made(recipient, "needs", needed(pairing))
    office = await sign_in(Role.city_supervisor, CITY)
    now = (await office.get(f"/pairings/{pairing.id}")).json()
    sent = {"end_on": "2026-12-03", "reason": "协议到期"}
    assert (await office.post(f"/pairings/{pairing.id}/end", sent, version=now["version"])).status_code == 200
    for row in (offer, need):
        seen = (await supporter.get(f"/mentor-listings/{row['id']}")).json()
        assert (seen["status"], seen["allowed_actions"], seen["closed_reason"]) == ("closed", [], "两校结对结束")


async def test_who_leaves_is_not_offered_any_more(
    make: Make, world: World, pairing: Pairing, supporter: Caller, sign_in: SignIn
) -> None:
    leaver, later = await make.teacher(world.urban), await make.teacher(world.urban)
    home = await sign_in(Role.county_coordinator, HOME)
    seen = {}
    for person, day in ((leaver, "2026-12-01"), (later, "2027-01-31")):
        row = await made(supporter, "offers", offered(pairing, person))
        ended = await home.post(f"/staff/{person.id}/end", {"ended_on": day, "reason": "调出"}, version=1)
        assert ended.status_code == 200, ended.text
        seen[day] = (await supporter.get(f"/mentor-listings/{row['id']}")).json()
    assert (seen["2026-12-01"]["status"], seen["2026-12-01"]["left"]) == ("closed", 0)
    assert (seen["2027-01-31"]["status"], seen["2027-01-31"]["end_on"]) == ("listed", "2027-01-31")


async def test_fifty_who_offer_one_mentor_at_once_list_one(
    app: FastAPI, world: World, pairing: Pairing, supporter: Caller, sign_in: SignIn
) -> None:
    home = await sign_in(Role.county_coordinator, HOME)
    body = offered(pairing, world.staff[0])
    calls = [each.insist("/mentor-listings/offers", body) for each in (supporter, home) for _ in range(AT_ONCE // 2)]
    answers = await asyncio.gather(*calls)
    assert sorted(each.status_code for each in answers) == [201, *[409] * (AT_ONCE - 1)]
    assert {each.json()["code"] for each in answers if each.status_code == 409} == {"mentor_listing.duplicate"}
    async with app.state.database.reader() as db:
        assert await db.scalar(select(func.count()).select_from(MentorListing)) == 1


async def test_systems_and_events_see_neither_names_nor_words(
    app: FastAPI, world: World, pairing: Pairing, mentee: Staff, supporter: Caller, recipient: Caller, sign_in: SignIn
) -> None:
    row = await made(supporter, "offers", offered(pairing, world.staff[0]))
    row = (await supporter.post(f"/mentor-listings/{row['id']}/withdraw", REASON, version=row["version"])).json()
    await made(recipient, "needs", needed(pairing, staff_id=str(mentee.id), people=1))
    system = await sign_in.client([ClientScope.records_read])
    seen = (await system.get(f"/mentor-listings/{row['id']}")).json()
    hidden = ("name", "note", "grades", "closed_reason")
    assert [seen[each] for each in hidden] == [None] * len(hidden)
    assert (seen["allowed_actions"], (await system.get("/mentor-listings?count=true")).json()["count"]) == ([], 2)
    async with app.state.database.reader() as db:
        told = [str(each.changes) for each in await db.scalars(select(Event))]
    assert told
    assert not [each for each in told if WORDS in each or "两位刚毕业" in each or REASON["reason"] in each]


async def test_the_list_is_narrowed_and_is_a_file(
    world: World, pairing: Pairing, supporter: Caller, recipient: Caller, sign_in: SignIn
) -> None:
    row = await made(supporter, "offers", offered(pairing, world.staff[0]))
    await made(recipient, "needs", needed(pairing, subject="数学", stage="junior", end_on="2026-12-01"))
    for asked, count in (
        ("kind=offer", 1), ("subject=数学", 1), ("stage=junior", 1), ("open=true", 1), ("status=withdrawn", 0),
        (f"county_code={NEIGHBOUR}", 2), (f"county_code={THIRD}", 0), (f"school_id={world.urban.id}", 2),
        (f"school_id={world.rural.id}", 0), (f"pairing_id={pairing.id}", 2),
    ):  # fmt: skip
        assert (await supporter.get(f"/mentor-listings?{asked}&count=true")).json()["count"] == count, asked
    stranger = await sign_in(Role.school_reporter, school=world.rural)
    assert (await stranger.get("/mentor-listings?count=true")).json()["count"] == 0
    file = await recipient.get("/mentor-listings.csv?kind=offer")
    head, line = file.content.decode("utf-8-sig").strip().splitlines()
    assert "已结成" in head
    assert row["name"] in line
    assert "可带的师傅" in line


async def test_two_records_of_a_person_listed_for_the_same_are_not_merged_and_otherwise_it_goes_along(
    make: Make, world: World, pairing: Pairing, supporter: Caller, sign_in: SignIn
) -> None:
    kept, merged = await make.teacher(world.urban), await make.teacher(world.urban, hired_on=date(2024, 9, 1))
    home = await sign_in(Role.county_coordinator, HOME)
    first = await made(supporter, "offers", offered(pairing, kept))
    second = await made(supporter, "offers", offered(pairing, merged))
    asked = {"kept_person_id": str(kept.person_id), "merged_person_id": str(merged.person_id)}
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    told = (await home.get(f"/person-merges/preview?{query}")).json()
    assert "两条记录在同一结对里都列进了语文师徒供需，先撤回其中一条。" in told["obstacles"]
    gone = await supporter.post(f"/mentor-listings/{first['id']}/withdraw", REASON, version=first["version"])
    assert gone.status_code == 200
    told = (await home.get(f"/person-merges/preview?{query}")).json()
    assert not [each for each in told["obstacles"] if "师徒供需" in each]
    assert second["status"] == "listed"


async def test_a_page_takes_the_same_queries_for_2000_listings(
    app: FastAPI, make: Make, sign_in: SignIn, pairing: Pairing, world: World
) -> None:
    caller = await sign_in(Role.city_supervisor, CITY)

    async def queries(path: str) -> int:
        with counted_reads(app) as statements:
            assert (await caller.get(path)).status_code == 200
        return len(statements)

    await _fill(make, pairing, world.staff[0], range(20))
    paths = ("/mentor-listings?count=true&limit=20", f"/mentor-listings/board?pairing_id={pairing.id}")
    few = [await queries(path) for path in paths]
    await _fill(make, pairing, world.staff[0], range(20, 2000))
    assert [await queries(path) for path in paths] == few


async def _fill(make: Make, pairing: Pairing, person: Staff, numbers: range) -> None:
    counties: dict[str, Any] = {"county_code": HOME, "other_county_code": NEIGHBOUR}
    days: dict[str, Any] = {"start_on": date(2026, 9, 1), "end_on": date(2027, 8, 31)}
    await make.add(*[
        MentorListing(
            pairing_id=pairing.id, kind=ListingKind.offer if number % 2 else ListingKind.need, staff_id=person.id,
            subject=f"科目{number}", stage=Stage.primary, people=1, purpose=MentorPurpose.other,
            status_at=datetime(2026, 9, 1, tzinfo=UTC), **counties, **days,
        )
        for number in numbers
    ])  # fmt: skip


PEOPLE = [UUID(int=number) for number in range(1, 5)]
START = datetime(2026, 9, 1, tzinfo=UTC)
HOURS = st.integers(0, 20).map(lambda hours: START + timedelta(hours=hours))
SUBJECTS = st.sampled_from(["语文", "数学"])
LISTED = st.builds(
    rules.Listed, id=st.uuids(), pairing_id=st.just(PEOPLE[0]), kind=st.sampled_from(ListingKind), subject=SUBJECTS,
    people=st.integers(1, 4), person_id=st.none() | st.sampled_from(PEOPLE), since=HOURS,
    until=st.none() | HOURS,
)  # fmt: skip
PAIRS = st.builds(
    rules.LivePair, pairing_id=st.just(PEOPLE[0]), subject=SUBJECTS, mentor_id=st.sampled_from(PEOPLE),
    mentee_id=st.sampled_from(PEOPLE), made_at=HOURS,
)  # fmt: skip


@settings(max_examples=200)
@given(
    st.lists(LISTED, max_size=8, unique_by=lambda each: each.id),
    st.lists(PAIRS, max_size=10, unique_by=lambda each: (each.mentee_id, each.subject)),
)
def test_no_pair_meets_two_needs_and_no_need_gets_more_than_it_asked_for(
    listed: list[rules.Listed], pairs: list[rules.LivePair]
) -> None:
    found = rules.taken(listed, pairs)
    assert found.keys() == {each.id for each in listed}
    needs = [each for each in listed if each.kind is ListingKind.need]
    assert all(found[each.id] <= each.people for each in needs)
    for subject in ("语文", "数学"):
        made_in = [pair for pair in pairs if pair.subject == subject]
        assert sum(found[each.id] for each in needs if each.subject == subject) <= len(made_in)
    for each in listed:
        if each.kind is ListingKind.offer:
            mine = [pair for pair in pairs if (pair.subject, pair.mentor_id) == (each.subject, each.person_id)]
            assert found[each.id] == len(mine)
