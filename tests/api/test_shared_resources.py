"""Shared papers: given by one school of a pairing to the other, read by both sides, counted for promises (W-21.6)."""

from datetime import date, timedelta
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import select

from services.api.features.pairings.models import Pairing
from services.api.features.shared_resources.models import SharedResource
from services.api.kernel.events import Event
from services.contracts.codes import ClientScope, PairingStatus, PairSide, ResourceKind, Role
from tests.factories.world import CITY, HOME, NEIGHBOUR, THIRD, Make, World
from tests.support.callers import Caller, SignIn
from tests.support.counting import counted_reads
from tests.support.pictures import jpeg

REASON = {"reason": "传错了文件"}


@pytest.fixture
async def pairing(make: Make, world: World) -> Pairing:
    return await make.pairing(world.urban, world.neighbour)


@pytest.fixture
async def school(sign_in: SignIn, world: World) -> Caller:
    """The reporter of the supporting school."""
    return await sign_in(Role.school_reporter, school=world.urban)


async def paper(caller: Caller, pairing: Pairing, **changes: Any) -> dict[str, Any]:
    """What is sent, with a file that waits for it."""
    upload = {"data": {"kind": "shared_resource"}, "files": {"file": ("jihua.jpg", jpeg(), "image/jpeg")}}
    file = (await caller.request("POST", "/files", **upload)).json()
    return {
        "pairing_id": str(pairing.id), "kind": "work_plan", "title": "秋季学期工作计划", "audience": "语文教研组",
        "shared_on": "2026-11-05", "file_ids": [file["id"]], **changes,
    }  # fmt: skip


async def shared(caller: Caller, pairing: Pairing, **changes: Any) -> dict[str, Any]:
    made = await caller.post("/shared-resources", await paper(caller, pairing, **changes))
    assert made.status_code == 201, made.text
    answer: dict[str, Any] = made.json()
    return answer


async def test_both_sides_and_those_above_open_what_one_school_shared_and_nobody_else(
    pairing: Pairing, world: World, school: Caller, sign_in: SignIn
) -> None:
    made = await shared(school, pairing)
    assert (made["giver_school"]["name"], made["receiver_school"]["name"]) == ("县实验小学", "白果镇小学")
    path, listing = f"/shared-resources/{made['id']}", f"/files?kind=shared_resource&owner_id={made['id']}"
    for reader in (
        await sign_in(Role.school_reporter, school=world.neighbour),
        await sign_in(Role.county_coordinator, HOME),
        await sign_in(Role.county_coordinator, NEIGHBOUR),
        await sign_in(Role.city_supervisor, CITY),
    ):
        assert (await reader.get(path)).json()["title"] == "秋季学期工作计划"
        file = (await reader.get(listing)).json()["items"][0]
        assert (await reader.get(f"/files/{file['id']}")).status_code == 200
    for stranger in (
        await sign_in(Role.school_reporter, school=world.rural),
        await sign_in(Role.county_coordinator, THIRD),
    ):
        assert (await stranger.get(path)).status_code == 404
        assert (await stranger.get(listing)).status_code == 404
    client = await sign_in.client([ClientScope.records_read])
    told = (await client.get(path)).json()
    assert (told["title"], told["audience"], told["kind"], told["file_count"]) == (None, None, "work_plan", 1)


async def test_either_school_shares_files_of_a_day_of_a_pairing_that_has_begun(
    pairing: Pairing, make: Make, world: World, school: Caller, sign_in: SignIn
) -> None:
    other = await sign_in(Role.school_reporter, school=world.neighbour)
    assert (await shared(other, pairing))["giver_school"]["name"] == "白果镇小学"
    early = await school.post("/shared-resources", await paper(school, pairing, shared_on="2026-08-01"))
    assert early.json()["errors"][0]["code"] == "shared_resource.outside"
    empty = await school.post("/shared-resources", {**await paper(school, pairing), "file_ids": []})
    assert (empty.status_code, empty.json()["errors"][0]["field"]) == (422, "file_ids")
    waits = await make.pairing(world.urban, world.rural, status=PairingStatus.signed)
    refused = await school.post("/shared-resources", await paper(school, waits))
    assert (refused.status_code, refused.json()["code"]) == (409, "shared_resource.not_started")


async def test_only_the_giver_takes_it_back_and_once(
    pairing: Pairing, world: World, school: Caller, sign_in: SignIn
) -> None:
    made = await shared(school, pairing)
    path = f"/shared-resources/{made['id']}"
    other = await sign_in(Role.school_reporter, school=world.neighbour)
    assert (await other.post(f"{path}/void", REASON, version=1)).status_code == 403
    assert (await school.post(f"{path}/void", REASON, version=9)).status_code == 412
    gone = await school.post(f"{path}/void", REASON, version=1)
    assert (gone.json()["voided"], gone.json()["allowed_actions"]) == (True, [])
    assert (await school.post(f"{path}/void", REASON, version=2)).status_code == 409
    client = await sign_in.client([ClientScope.records_read])
    assert [(await caller.get(path)).json()["void_reason"] for caller in (other, client)] == [REASON["reason"], None]
    assert (await school.get("/shared-resources")).json()["items"] == []
    assert len((await school.get("/shared-resources?include_void=true")).json()["items"]) == 1


async def test_the_first_and_the_last_day_of_the_pairing_count_and_no_day_to_come(
    make: Make, world: World, school: Caller, pairing: Pairing
) -> None:
    over = await make.pairing(world.urban, world.rural, status=PairingStatus.ended, end_on=date(2026, 11, 5))
    for of, day, status in (
        (over, "2026-08-31", 422), (over, "2026-09-01", 201), (over, "2026-11-05", 201), (over, "2026-11-06", 422),
        (pairing, "2026-12-03", 201), (pairing, "2026-12-04", 422),
    ):  # fmt: skip
        answer = await school.post("/shared-resources", await paper(school, of, shared_on=day))
        assert answer.status_code == status, day


async def test_the_giver_alone_changes_the_files_and_what_it_took_back_the_other_school_opens_no_more(
    pairing: Pairing, world: World, school: Caller, sign_in: SignIn
) -> None:
    made = await shared(school, pairing)
    listing = f"/files?kind=shared_resource&owner_id={made['id']}"
    other = await sign_in(Role.school_reporter, school=world.neighbour)
    county = await sign_in(Role.county_coordinator, NEIGHBOUR)
    added: dict[str, Any] = {
        "data": {"kind": "shared_resource", "owner_id": made["id"]}, "files": {"file": ("z.jpg", jpeg(), "image/jpeg")}
    }  # fmt: skip
    file = (await other.get(listing)).json()["items"][0]
    assert file["allowed_actions"] == ["open"]
    assert (await other.post(f"/files/{file['id']}/void", REASON, version=1)).status_code == 403
    for caller, status in ((other, 403), (county, 403), (school, 201)):
        assert (await caller.request("POST", "/files", **added)).status_code == status
    assert (await school.post(f"/shared-resources/{made['id']}/void", REASON, version=1)).status_code == 200
    assert (await school.request("POST", "/files", **added)).status_code == 403
    for caller, status in ((other, 404), (county, 200), (school, 200)):
        assert (await caller.get(listing)).status_code == status
        assert (await caller.get(f"/files/{file['id']}")).status_code == status
    assert (await other.get(f"/shared-resources/{made['id']}")).json()["voided"] is True


async def test_a_promise_counts_papers_of_its_kinds_once_each(pairing: Pairing, make: Make, school: Caller) -> None:
    promise = {
        "pairing_id": str(pairing.id), "side": "both", "aid_area": "teaching", "item": "材料共享", "unit": "份",
        "measure": "resources", "kinds": ["work_plan", "test_paper"], "minimum": 2, "period": "whole",
        "start_on": "2026-09-01",
    }  # fmt: skip
    made = await school.post("/commitments", promise)
    assert made.status_code == 201, made.text
    for kind in (ResourceKind.work_plan, ResourceKind.test_paper, ResourceKind.it_resource):
        await make.shared_resource(pairing, kind=kind)
    await make.shared_resource(pairing, voided_at=make.app.state.clock.now())
    for day in (date(2026, 8, 31), date(2029, 9, 1)):
        await make.shared_resource(pairing, shared_on=day)
    row = (await school.get(f"/commitments/{made.json()['id']}")).json()
    assert (row["progress"]["done"], row["progress"]["state"]) == (2, "met")


async def test_the_list_is_narrowed_by_kind_giver_sides_and_days_and_is_empty_for_strangers(
    pairing: Pairing, make: Make, world: World, school: Caller, sign_in: SignIn
) -> None:
    await make.shared_resource(pairing)
    await make.shared_resource(pairing, giver=PairSide.recipient, kind=ResourceKind.test_paper, title="期中试卷")

    async def titles(query: str) -> list[str]:
        return [row["title"] for row in (await school.get(f"/shared-resources?{query}")).json()["items"]]

    assert await titles("kind=test_paper") == ["期中试卷"]
    assert await titles(f"giver_school_id={world.urban.id}") == ["秋季学期工作计划"]
    assert await titles("from_on=2026-11-06") == []
    for query, count in (
        ("until_on=2026-11-04", 0), ("until_on=2026-11-05", 2), (f"school_id={world.urban.id}", 2),
        (f"school_id={world.neighbour.id}", 2), (f"school_id={world.rural.id}", 0), (f"county_code={HOME}", 2),
        (f"county_code={NEIGHBOUR}", 2), (f"county_code={THIRD}", 0),
    ):  # fmt: skip
        assert len(await titles(query)) == count, query
    for stranger in (
        await sign_in(Role.school_reporter, school=world.rural),
        await sign_in(Role.county_coordinator, THIRD),
    ):
        assert (await stranger.get("/shared-resources?include_void=true")).json()["items"] == []
        assert "秋季学期工作计划" not in (await stranger.get("/shared-resources.csv")).text
    backwards = await school.get("/shared-resources?from_on=2026-11-06&until_on=2026-11-01")
    assert backwards.json()["errors"][0]["code"] == "period.order"


async def test_no_typed_word_reaches_the_log(app: FastAPI, pairing: Pairing, school: Caller) -> None:
    made = await shared(school, pairing)
    await school.post(f"/shared-resources/{made['id']}/void", REASON, version=1)
    event: Any = Event
    async with app.state.database.reader() as session:
        mine = select(event).where(event.entity == "shared_resource").order_by(event.entity_version)
        rows = (await session.scalars(mine)).all()
    assert [row.action for row in rows] == ["record", "void"]
    told = str([row.changes for row in rows])
    assert "work_plan" in told
    assert not any(word in told for word in ("秋季", "教研组", "传错"))


async def test_a_page_of_two_thousand_needs_the_queries_of_one_of_twenty(
    app: FastAPI, make: Make, pairing: Pairing, school: Caller
) -> None:
    counted = []
    for first, last in ((0, 20), (20, 2000)):
        await make.add(*(
            SharedResource(
                pairing_id=pairing.id, county_code=HOME, other_county_code=NEIGHBOUR, giver=PairSide.supporting,
                kind=ResourceKind.other, title="材料", shared_on=date(2026, 9, 1) + timedelta(days=number % 60),
            )
            for number in range(first, last)
        ))  # fmt: skip
        with counted_reads(app) as statements:
            page = await school.get("/shared-resources?limit=100&count=true")
        assert page.json()["count"] == last
        counted.append(len(statements))
    assert counted[0] == counted[1]
