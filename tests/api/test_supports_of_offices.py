"""Money of an education office: planned and paid by the county of the school that gets it, confirmed by that school."""

import asyncio
from typing import Any

import pytest
from fastapi import FastAPI

from services.api.features.pairings.models import Pairing
from services.contracts.codes import ClientScope, Role
from tests.api.test_supports import fund, goods, planned, promised
from tests.factories.world import CITY, HOME, NEIGHBOUR, Make, World
from tests.support.callers import Caller, SignIn
from tests.support.counting import counted_reads


@pytest.fixture
async def pairing(make: Make, world: World) -> Pairing:
    """The supporting school is of one county, the recipient of another one of the same city."""
    return await make.pairing(world.urban, world.neighbour)


@pytest.fixture
async def office(sign_in: SignIn) -> Caller:
    """The coordinator of the recipient's county."""
    return await sign_in(Role.county_coordinator, NEIGHBOUR)


@pytest.fixture
async def receiver(sign_in: SignIn, world: World) -> Caller:
    return await sign_in(Role.school_reporter, school=world.neighbour)


def award(pairing: Pairing, **changes: Any) -> dict[str, Any]:
    values = {
        "amount": "10000",
        "giver": "office",
        "receiver": "recipient",
        "fund_type": "award",
        "fund_source": "award",
    }
    return fund(pairing, purpose="学年考核奖补", **{**values, **changes})


async def test_an_office_plans_its_finance_pays_with_a_voucher_and_the_school_confirms(
    pairing: Pairing, office: Caller, receiver: Caller, sign_in: SignIn
) -> None:
    made = await planned(office, award(pairing))
    assert (made["status"], made["giver"], made["giver_school"]) == ("planned", "office", None)
    assert made["giver_name"].endswith("教育局")
    assert made["receiver_school"]["id"] == str(pairing.recipient_school_id)
    path = f"/supports/{made['id']}"
    finance = await sign_in(Role.finance, NEIGHBOUR)
    assert (await finance.get(path)).json()["allowed_actions"] == ["edit", "give", "void"]
    body = {"given_on": "2026-11-20", "amount": "9000", "voucher_no": "财字12号"}
    paid = await finance.post(f"{path}/give", body, version=1)
    assert paid.status_code == 200, paid.text
    assert (paid.json()["status"], paid.json()["given"]) == ("paid", "9000.00")
    assert (await receiver.get(path)).json()["allowed_actions"] == ["confirm", "dispute"]
    done = await receiver.post(f"{path}/confirm", {}, version=2)
    assert (done.json()["status"], done.json()["confirmed_on"]) == ("confirmed", "2026-12-03")


async def test_an_office_does_not_confirm_or_contest_its_own_money(
    pairing: Pairing, office: Caller, receiver: Caller
) -> None:
    made = await planned(office, award(pairing, given_on="2026-11-20"))
    path = f"/supports/{made['id']}"
    assert made["allowed_actions"] == ["void"]
    assert (await office.post(f"{path}/confirm", {}, version=1)).status_code == 403
    assert (await office.post(f"{path}/dispute", {"reason": "试一试"}, version=1)).status_code == 403
    assert (await receiver.post(f"{path}/void", {"reason": "试一试"}, version=1)).status_code == 403


async def test_only_the_county_of_the_school_that_gets_it_gives(
    world: World, pairing: Pairing, office: Caller, receiver: Caller, sign_in: SignIn
) -> None:
    home, finance = await sign_in(Role.county_coordinator, HOME), await sign_in(Role.finance, HOME)
    above = await sign_in(Role.finance, CITY)
    giver = await sign_in(Role.school_reporter, school=world.urban)
    city = await sign_in(Role.city_supervisor, CITY)
    for caller in (home, finance, above, giver, receiver, city):
        refused = await caller.post("/supports", award(pairing))
        assert refused.status_code == 403, refused.text
    mine = await planned(home, award(pairing, receiver="supporting"))
    assert mine["receiver_school"]["id"] == str(pairing.supporting_school_id)
    path = f"/supports/{mine['id']}"
    for caller in (office, above, giver, receiver):
        answer = await caller.post(f"{path}/give", {"given_on": "2026-11-20"}, version=1)
        assert answer.status_code == 403, answer.text
    assert (await finance.post(f"{path}/give", {"given_on": "2026-11-20"}, version=1)).status_code == 200
    assert (await receiver.post(f"{path}/confirm", {}, version=2)).status_code == 403
    assert (await giver.post(f"{path}/confirm", {}, version=2)).json()["status"] == "confirmed"


async def test_finance_writes_nothing_that_schools_give(world: World, pairing: Pairing, sign_in: SignIn) -> None:
    finance = await sign_in(Role.finance, HOME)
    assert (await finance.post("/supports", fund(pairing))).status_code == 403
    made = await planned(await sign_in(Role.school_reporter, school=world.urban), fund(pairing))
    assert (await finance.post(f"/supports/{made['id']}/void", {"reason": "试一试"}, version=1)).status_code == 403


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"receiver": None}, "receiver"), ({"receiver": "both"}, "receiver"), ({"giver": "county"}, "giver")],
)
async def test_a_bad_gift_of_an_office_names_the_field(
    pairing: Pairing, office: Caller, changes: dict[str, Any], field: str
) -> None:
    answer = await office.post("/supports", award(pairing, **changes))
    assert (answer.status_code, [each["field"] for each in answer.json()["errors"]]) == (422, [field])


async def test_an_office_gives_money_alone_and_a_school_names_no_receiver(
    world: World, pairing: Pairing, office: Caller, sign_in: SignIn
) -> None:
    answer = await office.post("/supports", goods(pairing, giver="office", receiver="recipient"))
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "kind")
    giver = await sign_in(Role.school_reporter, school=world.urban)
    answer = await giver.post("/supports", fund(pairing, receiver="recipient"))
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "receiver")


async def test_sums_filters_and_files_tell_offices_from_schools(
    world: World, pairing: Pairing, office: Caller, sign_in: SignIn
) -> None:
    giver = await sign_in(Role.school_reporter, school=world.urban)
    await planned(giver, fund(pairing, amount="7000", given_on="2026-11-20"))
    await planned(office, award(pairing, amount="5000", given_on="2026-11-20"))
    await planned(office, award(pairing, amount="300"))
    told = (await office.get("/supports?count=true")).json()["sums"]
    assert [(each["from_office"], each["count"], each["planned"], each["given"]) for each in told] == [
        (False, 1, "7000.00", "7000.00"), (True, 2, "5300.00", "5000.00"),
    ]  # fmt: skip
    assert [each["giver"] for each in (await office.get("/supports?giver=supporting")).json()["items"]] == [
        "supporting"
    ]
    assert (await office.get("/supports?giver=office&status=planned&count=true")).json()["count"] == 1
    text = (await office.get("/supports.csv?giver=office")).content.decode("utf-8-sig")
    assert (text.count("教育局"), "支援学校," in text) == (4, False)


async def test_what_schools_promised_and_the_checks_of_them_do_not_count_money_of_offices(
    world: World, pairing: Pairing, office: Caller, sign_in: SignIn
) -> None:
    giver = await sign_in(Role.school_reporter, school=world.urban)
    promise = {"aid_area": "funds", "item": "每学期资助2至3万元", "measure": "funds", "minimum": 20000}
    path = await promised(giver, pairing, **promise)
    county = await sign_in(Role.county_coordinator, HOME)
    for key in ("per_term", "office_per_term"):
        rule = {"effective_from": "2026-12-01", "effect": "warn", "least": 20000, "most": None, "source": "县发9号"}
        said = await county.put(f"/policy-rules/{HOME}/support.{key}", rule, version=0)
        assert said.status_code == 200, said.text
    await planned(office, award(pairing, amount="25000", given_on="2026-11-20"))
    assert (await giver.get(path)).json()["progress"]["done"] == 0
    checks = (await giver.get(f"/supports?pairing_id={pairing.id}&count=true")).json()["checks"]["items"]
    assert [(each["rule"], each["ok"]) for each in checks] == [
        ("support.recipient_pays", True), ("support.per_term", False), ("support.office_per_term", True),
    ]  # fmt: skip
    assert checks[2]["text"] == "教育局经费：本学期要2万元以上，已安排2.5万元（已拨付2.5万元）"


async def test_the_school_is_told_and_the_office_finds_what_is_to_be_paid_and_what_is_contested(
    pairing: Pairing, office: Caller, receiver: Caller
) -> None:
    made = await planned(office, award(pairing))
    bench = {each["key"]: each["count"] for each in (await office.get("/workbench")).json()["lists"]}
    assert (bench["supports_to_pay"], bench["supports_disputed"]) == (1, 0)
    path = f"/supports/{made['id']}"
    await office.post(f"{path}/give", {"given_on": "2026-11-20"}, version=1)
    (note,) = (await receiver.get("/notices")).json()["items"]
    assert (note["kind"], note["support_id"]) == ("support_given", made["id"])
    (todo,) = [each for each in (await receiver.get("/workbench")).json()["todos"] if each["kind"] == "support"]
    assert (todo["id"], todo["giver"]) == (made["id"], made["giver_name"])
    said = await receiver.post(f"{path}/dispute", {"reason": "只到账一半"}, version=2)
    assert said.status_code == 200, said.text
    bench = {each["key"]: each["count"] for each in (await office.get("/workbench")).json()["lists"]}
    assert (bench["supports_to_pay"], bench["supports_disputed"]) == (0, 1)
    story = [each["text"] for each in (await office.get(path)).json()["timeline"]]
    assert story == ["提出异议：以奖代补", "教育局拨付以奖代补1万元", "教育局计划以奖代补1万元"]


async def test_two_who_pay_at_once_do_not_both_win(pairing: Pairing, office: Caller, sign_in: SignIn) -> None:
    made = await planned(office, award(pairing))
    finance = await sign_in(Role.finance, NEIGHBOUR)
    path = f"/supports/{made['id']}/give"
    answers = await asyncio.gather(
        *(who.post(path, {"given_on": "2026-11-20"}, version=1) for who in (office, finance) for _ in range(5))
    )
    codes = sorted(answer.status_code for answer in answers)
    assert (codes[0], set(codes[1:]) <= {409, 412}) == (200, True)
    assert (await office.get(f"/supports/{made['id']}")).json()["version"] == 2


async def test_a_system_reads_who_gives_and_no_typed_word(pairing: Pairing, office: Caller, sign_in: SignIn) -> None:
    made = await planned(office, award(pairing))
    client = await sign_in.client([ClientScope.records_read])
    row = (await client.get(f"/supports/{made['id']}")).json()
    assert (row["giver"], row["giver_name"], row["purpose"]) == ("office", made["giver_name"], None)


async def test_gifts_of_offices_cost_no_more_queries(app: FastAPI, pairing: Pairing, office: Caller) -> None:
    numbers = []
    for more in (1, 20):
        for _ in range(more):
            await planned(office, award(pairing))
        with counted_reads(app) as statements:
            await office.get(f"/supports?pairing_id={pairing.id}&count=true&limit=200")
        numbers.append(len(statements))
    assert numbers[0] == numbers[1]
