"""The agreement of a pairing: its words while both negotiate, corrections afterwards, who reads them (E-31, F-22)."""

import asyncio
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import func, select

from services.api.features.pairings.models import Pairing, PairingAgreement
from services.api.kernel.events import Event
from services.contracts.codes import ClientScope, PairingStatus, Role
from tests.factories.world import CITY, HOME, NEIGHBOUR, PROVINCE, THIRD, Make, World
from tests.support.callers import Caller, SignIn

AT_ONCE = 50
UNSIGNED: dict[str, Any] = {
    "status": PairingStatus.negotiating, "supporting_signed_on": None, "recipient_signed_on": None,
}  # fmt: skip
CONTACTS = {
    "supporting_leader": "马文涛", "supporting_liaison": "何晓兰", "supporting_phone": "6231 0045",
    "recipient_leader": "林立群", "recipient_liaison": "谢雯", "recipient_phone": "6231 0077",
}  # fmt: skip
WORDS = {
    "agreement_no": "结〔2026〕7号", "start_on": "2026-12-10", "end_on": "2029-08-31",
    "aid_areas": ["teaching", "management"], "goals": "三年内教研常态化",
    "supporting_duties": "每学期送教两次", "recipient_duties": "安排教师跟岗",
    "supporting_signatory": "马文涛", "recipient_signatory": "林立群",
}  # fmt: skip


@pytest.fixture
async def pairing(make: Make, world: World) -> Pairing:
    """Two counties of one city negotiate."""
    return await make.pairing(world.urban, world.neighbour, **UNSIGNED, **CONTACTS)


def path_of(pairing: Pairing) -> str:
    return f"/pairings/{pairing.id}"


async def written(caller: Caller, pairing: Pairing, version: int = 1, **changes: Any) -> dict[str, Any]:
    answer = await caller.put(f"{path_of(pairing)}/agreement", {**WORDS, **changes}, version=version)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_both_sides_write_the_words_until_one_has_signed_and_a_correction_keeps_what_stood_before(
    app: FastAPI, world: World, pairing: Pairing, sign_in: SignIn
) -> None:
    supporting = await sign_in(Role.school_leader, school=world.urban)
    recipient = await sign_in(Role.school_leader, school=world.neighbour)
    first = await written(supporting, pairing)
    assert (first["revision"], first["aid_areas"], first["allowed_actions"]) == (
        1,
        ["management", "teaching"],
        ["agree"],
    )
    assert (first["pairing"]["agreement_no"], first["pairing"]["start_on"]) == ("结〔2026〕7号", "2026-12-10")
    second = await written(recipient, pairing, first["version"], goals="三年内教研和体艺都常态化")
    assert (second["revision"], second["goals"]) == (1, "三年内教研和体艺都常态化")
    signed = {"side": "recipient", "signed_on": "2026-12-02"}
    stale = await recipient.post(f"{path_of(pairing)}/sign", signed, version=first["version"])
    assert stale.status_code == 412, "nobody signs other words than those of the own page"
    done = await recipient.post(f"{path_of(pairing)}/sign", signed, version=second["version"])
    assert "agree" not in done.json()["allowed_actions"]
    late = await supporting.put(f"{path_of(pairing)}/agreement", WORDS, version=done.json()["version"])
    assert (late.status_code, late.json()["code"]) == (409, "pairing.agreement_signed")
    county = await sign_in(Role.county_coordinator, NEIGHBOUR)
    body = {**WORDS, "goals": "三年内教研常态化，体艺有特色", "reason": "漏写了体艺"}
    put_right = await county.post(f"{path_of(pairing)}/agreement/correct", body, version=done.json()["version"])
    assert put_right.status_code == 200, put_right.text
    found = put_right.json()
    assert (found["revision"], [each["reason"] for each in found["corrections"]]) == (2, ["漏写了体艺"])
    words: Any = PairingAgreement
    async with app.state.database.reader() as session:
        kept = list((await session.scalars(select(words.goals).order_by(words.revision))).all())
    assert kept == ["三年内教研和体艺都常态化", "三年内教研常态化，体艺有特色"]


async def test_the_words_never_stand_in_the_log(app: FastAPI, pairing: Pairing, sign_in: SignIn) -> None:
    await written(await sign_in(Role.city_supervisor, CITY), pairing)
    event: Any = Event
    async with app.state.database.reader() as session:
        said = [str(each) for each in (await session.scalars(select(event.changes))).all()]
    assert said
    for typed in ("教研常态化", "送教两次", "马文涛", "林立群"):
        assert not any(typed in each for each in said)


async def test_the_term_of_a_running_pairing_is_not_corrected(make: Make, world: World, sign_in: SignIn) -> None:
    pairing = await make.pairing(world.urban, world.rural)
    county = await sign_in(Role.county_coordinator, HOME)
    path = f"{path_of(pairing)}/agreement/correct"
    body = {**WORDS, "start_on": "2026-09-01", "end_on": "2030-08-31", "reason": "写错了"}
    wrong = await county.post(path, body, version=1)
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "end_on")
    assert "续签" in wrong.json()["detail"]
    right = await county.post(path, {**body, "end_on": "2029-08-31"}, version=1)
    assert right.status_code == 200, right.text


async def test_what_nobody_has_signed_is_changed_and_not_corrected(pairing: Pairing, sign_in: SignIn) -> None:
    city = await sign_in(Role.city_supervisor, CITY)
    answer = await city.post(f"{path_of(pairing)}/agreement/correct", {**WORDS, "reason": "写错了"}, version=1)
    assert (answer.status_code, answer.json()["code"]) == (409, "pairing.agreement_unsigned")


async def test_names_and_phones_go_to_both_sides_and_their_offices_alone(
    make: Make, world: World, pairing: Pairing, sign_in: SignIn
) -> None:
    await written(await sign_in(Role.city_supervisor, CITY), pairing)
    inside = await make.pairing(world.urban, world.rural, **CONTACTS)
    names = {"leader": "马文涛", "liaison": "何晓兰", "phone": "6231 0045"}
    for caller in (
        await sign_in(Role.school_reporter, school=world.urban),
        await sign_in(Role.school_reporter, school=world.neighbour),
        await sign_in(Role.county_coordinator, HOME),
        await sign_in(Role.county_coordinator, NEIGHBOUR),
        await sign_in(Role.city_supervisor, CITY),
    ):
        seen = (await caller.get(path_of(pairing))).json()
        assert {name: seen["supporting"][name] for name in names} == names
        words = (await caller.get(f"{path_of(pairing)}/agreement")).json()
        assert (words["supporting_signatory"], words["goals"]) == ("马文涛", "三年内教研常态化")
        row = next(e for e in (await caller.get("/pairings")).json()["items"] if e["id"] == str(pairing.id))
        assert row["recipient"]["phone"] == "6231 0077"
    nobody = dict.fromkeys(names)
    province = await sign_in(Role.province_supervisor, PROVINCE)
    city = await sign_in(Role.city_supervisor, CITY)
    for caller, seen_pairing in ((province, pairing), (city, inside)):
        seen = (await caller.get(path_of(seen_pairing))).json()
        assert {name: seen["supporting"][name] for name in names} == nobody
        assert (await caller.get(f"{path_of(seen_pairing)}/agreement")).json()["supporting_signatory"] is None
    assert (await province.get(f"{path_of(pairing)}/agreement")).json()["goals"] == "三年内教研常态化"
    third = await sign_in(Role.county_coordinator, THIRD)
    for path in (path_of(pairing), f"{path_of(pairing)}/agreement"):
        assert (await third.get(path)).status_code == 404
    client = await sign_in.client([ClientScope.records_read])
    told = (await client.get(f"{path_of(pairing)}/agreement")).json()
    assert (told["goals"], told["supporting_duties"], told["supporting_signatory"]) == (None, None, None)
    assert told["aid_areas"] == ["management", "teaching"]
    assert {name: told["pairing"]["supporting"][name] for name in names} == nobody
    legal = await sign_in.client([ClientScope.records_read, ClientScope.records_identified])
    side = (await legal.get(path_of(pairing))).json()["supporting"]
    assert (side["leader"], side["phone"]) == ("马文涛", None)


async def test_of_fifty_who_sign_both_sides_at_once_each_side_signs_once(
    app: FastAPI, world: World, pairing: Pairing, sign_in: SignIn
) -> None:
    callers = {
        "supporting": await sign_in(Role.school_leader, school=world.urban),
        "recipient": await sign_in(Role.school_leader, school=world.neighbour),
    }

    async def sign(number: int) -> int:
        side = ("supporting", "recipient")[number % 2]
        body = {"side": side, "signed_on": "2026-12-02"}
        for version in (1, 2):
            answer = await callers[side].insist(f"{path_of(pairing)}/sign", body, version=version)
            if answer.status_code != 412:
                break
        return answer.status_code

    answers = await asyncio.gather(*(sign(each) for each in range(AT_ONCE)))
    assert set(answers) <= {200, 409, 412}
    city = await sign_in(Role.city_supervisor, CITY)
    seen = (await city.get(path_of(pairing))).json()
    signed = [seen[side]["signed_on"] for side in ("supporting", "recipient")]
    assert answers.count(200) == sum(1 for each in signed if each)
    assert (seen["status"] == "signed") is all(signed)
    event: Any = Event
    async with app.state.database.reader() as session:
        told = select(func.count()).where(event.entity_id == pairing.id, event.action == "sign")
        assert await session.scalar(told) == answers.count(200)
