"""Funds and goods: planned, given, confirmed or contested by the other side; sums, checks and files of a pairing."""

import asyncio
import csv
import io
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from fastapi import FastAPI

from services.api.features.pairings.models import Pairing
from services.api.features.supports.models import Support
from services.api.kernel import bulk
from services.contracts.codes import (
    ClientScope,
    FundType,
    PairingStatus,
    Role,
    SchoolTerm,
    SupportGiver,
    SupportKind,
    SupportStatus,
)
from tests.factories.world import CITY, HOME, NEIGHBOUR, PROVINCE, Make, World
from tests.support.callers import Caller, SignIn
from tests.support.counting import counted_reads
from tests.support.pictures import jpeg


@pytest.fixture
async def pairing(make: Make, world: World) -> Pairing:
    """Across two counties of one city."""
    return await make.pairing(world.urban, world.neighbour)


@pytest.fixture
async def giver(sign_in: SignIn, world: World) -> Caller:
    return await sign_in(Role.school_reporter, school=world.urban)


@pytest.fixture
async def receiver(sign_in: SignIn, world: World) -> Caller:
    return await sign_in(Role.school_reporter, school=world.neighbour)


def fund(pairing: Pairing, **changes: Any) -> dict[str, Any]:
    return {
        "pairing_id": str(pairing.id), "giver": "supporting", "kind": "fund", "school_year": 2026, "term": "autumn",
        "purpose": "秋季教研活动", "amount": "10000.50", "fund_type": "teaching_research", **changes,
    }  # fmt: skip


def goods(pairing: Pairing, **changes: Any) -> dict[str, Any]:
    return {
        "pairing_id": str(pairing.id), "giver": "supporting", "kind": "goods", "school_year": 2026, "term": "autumn",
        "purpose": "补充图书角", "goods_type": "books", "quantity": 200, "unit": "册", "condition": "idle", **changes,
    }  # fmt: skip


async def planned(giver: Caller, body: dict[str, Any]) -> dict[str, Any]:
    made = await giver.post("/supports", body)
    assert made.status_code == 201, made.text
    answer: dict[str, Any] = made.json()
    return answer


async def test_a_fund_is_planned_paid_and_confirmed_and_both_schools_see_it(
    pairing: Pairing, giver: Caller, receiver: Caller
) -> None:
    made = await planned(giver, fund(pairing))
    assert (made["status"], made["planned"], made["given"]) == ("planned", "10000.50", None)
    assert made["allowed_actions"] == ["edit", "give", "void"]
    path = f"/supports/{made['id']}"
    assert (await receiver.get(path)).json()["allowed_actions"] == []
    body = {"given_on": "2026-11-20", "amount": "9000", "voucher_no": "记字35号"}
    paid = await giver.post(f"{path}/give", body, version=1)
    assert paid.status_code == 200, paid.text
    assert (paid.json()["status"], paid.json()["given"], paid.json()["planned"]) == ("paid", "9000.00", "10000.50")
    seen = (await receiver.get(path)).json()
    assert (seen["voucher_no"], seen["allowed_actions"]) == ("记字35号", ["confirm", "dispute"])
    done = await receiver.post(f"{path}/confirm", {"use": "买了教研资料"}, version=2)
    assert (done.json()["status"], done.json()["confirmed_on"], done.json()["use"]) == (
        "confirmed", "2026-12-03", "买了教研资料",
    )  # fmt: skip


async def test_goods_are_noted_as_handed_over_at_once(pairing: Pairing, giver: Caller, receiver: Caller) -> None:
    made = await planned(giver, goods(pairing, given_on="2026-11-18", amount="3600", voucher_no="收据12"))
    assert (made["status"], made["given_on"], made["given"]) == ("handed_over", "2026-11-18", "3600.00")
    assert (made["quantity"], made["unit"], made["condition"]) == (200, "册", "idle")
    assert (await receiver.get(f"/supports/{made['id']}")).json()["allowed_actions"] == ["confirm", "dispute"]


async def test_what_is_contested_goes_back_to_the_giver_and_both_see_both_words(
    pairing: Pairing, giver: Caller, receiver: Caller
) -> None:
    made = await planned(giver, fund(pairing, given_on="2026-11-20"))
    path = f"/supports/{made['id']}"
    refused = await receiver.post(f"{path}/dispute", {"reason": "只到账八千元"}, version=1)
    assert (refused.json()["status"], refused.json()["given"]) == ("disputed", "10000.50")
    assert (await giver.get(path)).json()["allowed_actions"] == ["give", "void"]
    body = {"given_on": "2026-11-21", "amount": "8000", "answer": "分两次拨，先拨八千"}
    again = (await giver.post(f"{path}/give", body, version=2)).json()
    assert (again["status"], again["given"]) == ("paid", "8000.00")
    seen = (await receiver.get(path)).json()
    assert (seen["dispute_reason"], seen["answer"]) == ("只到账八千元", "分两次拨，先拨八千")
    confirmed = await receiver.post(f"{path}/confirm", {}, version=3)
    taken_back = await receiver.post(f"{path}/dispute", {"reason": "点错了"}, version=4)
    assert (confirmed.status_code, taken_back.json()["status"], taken_back.json()["confirmed_on"]) == (
        200, "disputed", None,
    )  # fmt: skip


async def test_only_the_giving_side_plans_and_gives_and_only_the_other_confirms(
    world: World, pairing: Pairing, giver: Caller, receiver: Caller, sign_in: SignIn
) -> None:
    assert (await receiver.post("/supports", fund(pairing))).status_code == 403
    made = await planned(giver, fund(pairing, given_on="2026-11-20"))
    path = f"/supports/{made['id']}"
    assert (await giver.post(f"{path}/confirm", {}, version=1)).status_code == 403
    home, there = await sign_in(Role.county_coordinator, HOME), await sign_in(Role.county_coordinator, NEIGHBOUR)
    assert (await home.post(f"{path}/confirm", {}, version=1)).status_code == 403
    for role, region in ((Role.city_supervisor, CITY), (Role.auditor, PROVINCE), (Role.finance, HOME)):
        reader = await sign_in(role, region)
        assert (await reader.get(path)).json()["allowed_actions"] == []
        assert (await reader.post(f"{path}/void", {"reason": "试一试"}, version=1)).status_code == 403
    stranger = await sign_in(Role.school_reporter, school=world.rural)
    assert (await stranger.get(path)).status_code == 404
    assert (await there.post(f"{path}/confirm", {}, version=1)).json()["status"] == "confirmed"


async def test_the_recipient_may_give_too_and_the_check_says_it_should_not_pay(
    pairing: Pairing, giver: Caller, receiver: Caller
) -> None:
    listed = f"/supports?pairing_id={pairing.id}&count=true"
    assert [each["ok"] for each in (await giver.get(listed)).json()["checks"]["items"]] == [True]
    await planned(receiver, fund(pairing, giver="recipient", amount="3000"))
    checks = (await giver.get(listed)).json()["checks"]
    assert (checks["school_year"], checks["term"]) == (2026, "autumn")
    (found,) = checks["items"]
    assert (found["rule"], found["ok"]) == ("support.recipient_pays", False)
    assert found["text"] == "受援学校要出3,000元，帮扶的费用不由受援学校负担"
    assert "不能增加被帮扶学校经济负担" in found["source"]


async def test_a_county_says_how_much_a_term_and_the_check_names_its_document(
    pairing: Pairing, giver: Caller, sign_in: SignIn
) -> None:
    county = await sign_in(Role.county_coordinator, HOME)
    rule = {"effective_from": "2026-12-01", "effect": "warn", "least": 20000, "most": 30000, "source": "县发9号"}
    said = await county.put(f"/policy-rules/{HOME}/support.per_term", rule, version=0)
    assert said.status_code == 200, said.text
    await planned(giver, fund(pairing, amount="15000"))
    found = (await giver.get(f"/supports?pairing_id={pairing.id}&count=true")).json()["checks"]["items"]
    assert [(each["rule"], each["ok"]) for each in found] == [
        ("support.recipient_pays", True), ("support.per_term", False),
    ]  # fmt: skip
    assert found[1]["text"] == "经费：本学期要2万元至3万元，已安排1.5万元（已拨付0元），还差5,000元"
    assert found[1]["source"] == "县发9号"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"amount": None}, "amount"),
        ({"amount": "0"}, "amount"),
        ({"amount": "1.005"}, "amount"),
        ({"amount": "-5"}, "amount"),
        ({"amount": "1000000000"}, "amount"),
        ({"amount": "许多"}, "amount"),
        ({"fund_type": None}, "fund_type"),
        ({"goods_type": "books"}, "goods_type"),
        ({"quantity": 3}, "quantity"),
        ({"given_on": "2026-12-04"}, "given_on"),
        ({"given_on": "2026-08-31"}, "given_on"),
        ({"purpose": ""}, "purpose"),
        ({"giver": "both"}, "giver"),
        ({"school_year": 1900}, "school_year"),
    ],
)
async def test_a_bad_fund_names_the_field(pairing: Pairing, giver: Caller, changes: dict[str, Any], field: str) -> None:
    answer = await giver.post("/supports", fund(pairing, **changes))
    assert answer.status_code == 422, answer.text
    assert [error["field"] for error in answer.json()["errors"]] == [field]


@pytest.mark.parametrize("missing", ["goods_type", "quantity", "unit"])
async def test_goods_need_kind_number_and_unit(pairing: Pairing, giver: Caller, missing: str) -> None:
    answer = await giver.post("/supports", goods(pairing, **{missing: None}))
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, missing)
    assert (await giver.post("/supports", goods(pairing, fund_type="award"))).status_code == 422


async def test_a_plan_is_put_right_until_it_is_given(pairing: Pairing, giver: Caller) -> None:
    made = await planned(giver, fund(pairing))
    path = f"/supports/{made['id']}"
    changed = await giver.patch(path, {"amount": "12000", "term": "spring", "fund_source": "award"}, version=1)
    assert changed.status_code == 200, changed.text
    assert (changed.json()["planned"], changed.json()["term"], changed.json()["fund_source"]) == (
        "12000.00", "spring", "award",
    )  # fmt: skip
    assert (await giver.patch(path, {"quantity": 3}, version=2)).status_code == 422
    await giver.post(f"{path}/give", {"given_on": "2026-12-01"}, version=2)
    late = await giver.patch(path, {"amount": "1"}, version=3)
    assert (late.status_code, late.json()["code"]) == (409, "state.illegal")


async def test_a_void_row_leaves_the_list_and_the_sums_and_stays_readable(pairing: Pairing, giver: Caller) -> None:
    made = await planned(giver, fund(pairing))
    gone = await giver.post(f"/supports/{made['id']}/void", {"reason": "记了两次"}, version=1)
    assert (gone.json()["status"], gone.json()["void_reason"], gone.json()["allowed_actions"]) == (
        "void", "记了两次", [],
    )  # fmt: skip
    listed = (await giver.get("/supports?count=true")).json()
    assert (listed["items"], listed["count"], listed["sums"]) == ([], 0, [])
    assert len((await giver.get("/supports?status=void")).json()["items"]) == 1


async def test_a_pairing_that_does_not_run_takes_nothing_new_but_what_stands_is_brought_to_its_end(
    app: FastAPI, world: World, pairing: Pairing, make: Make, giver: Caller, receiver: Caller, sign_in: SignIn
) -> None:
    signed = await make.pairing(world.urban, world.rural, status=PairingStatus.signed)
    early = await giver.post("/supports", fund(signed))
    assert (early.status_code, early.json()["code"]) == (409, "support.pairing_closed")
    made = await planned(giver, fund(pairing))
    city = await sign_in(Role.city_supervisor, CITY)
    ended = await city.post(f"/pairings/{pairing.id}/end", {"end_on": "2026-12-01", "reason": "到期了"}, version=1)
    assert ended.status_code == 200, ended.text
    assert (await giver.post("/supports", fund(pairing))).status_code == 409
    path = f"/supports/{made['id']}"
    assert (await giver.post(f"{path}/give", {"given_on": "2026-12-02"}, version=1)).status_code == 200
    assert (await receiver.post(f"{path}/confirm", {}, version=2)).json()["status"] == "confirmed"


async def test_two_who_act_at_once_do_not_both_win(pairing: Pairing, giver: Caller, receiver: Caller) -> None:
    made = await planned(giver, fund(pairing, given_on="2026-11-20"))
    path = f"/supports/{made['id']}"
    answers = await asyncio.gather(
        *(receiver.post(f"{path}/confirm", {}, version=1) for _ in range(5)),
        *(receiver.post(f"{path}/dispute", {"reason": "没有收到"}, version=1) for _ in range(5)),
        *(giver.post(f"{path}/void", {"reason": "记错了"}, version=1) for _ in range(5)),
    )
    codes = sorted(answer.status_code for answer in answers)
    assert codes[0] == 200
    assert set(codes[1:]) <= {409, 412}
    stored = (await giver.get(path)).json()
    assert stored["version"] == 2
    assert [answer.json()["status"] for answer in answers if answer.status_code == 200] == [stored["status"]]


async def test_a_voucher_is_shown_to_both_and_an_upload_of_another_is_refused(
    pairing: Pairing, giver: Caller, receiver: Caller
) -> None:
    parts = {"files": {"file": ("凭证.jpg", jpeg(40, 30), "image/jpeg")}, "data": {"kind": "support_voucher"}}
    mine = (await giver.request("POST", "/files", **parts)).json()
    made = await planned(giver, fund(pairing, given_on="2026-11-20", file_ids=[mine["id"]]))
    assert made["file_count"] == 1
    seen = await receiver.get(f"/files?kind=support_voucher&owner_id={made['id']}")
    assert [each["id"] for each in seen.json()["items"]] == [mine["id"]]
    assert (await receiver.get(f"/files/{mine['id']}")).status_code == 200
    body = {"given_on": "2026-11-20", "file_ids": [mine["id"]]}
    other = await planned(giver, fund(pairing))
    again = await giver.post(f"/supports/{other['id']}/give", body, version=1)
    assert (again.status_code, again.json()["errors"][0]["code"]) == (422, "file.not_waiting")
    assert (await giver.get(f"/supports/{other['id']}")).json()["status"] == "planned"


async def test_the_story_tells_amounts_and_no_typed_word(
    app: FastAPI, pairing: Pairing, giver: Caller, receiver: Caller
) -> None:
    made = await planned(giver, fund(pairing, amount="20000"))
    path = f"/supports/{made['id']}"
    await giver.post(f"{path}/give", {"given_on": "2026-11-20", "amount": "15000"}, version=1)
    await receiver.post(f"{path}/dispute", {"reason": "对不上账目"}, version=2)
    told = (await giver.get(path)).json()["timeline"]
    assert [each["text"] for each in told] == [
        "提出异议：教研教改活动经费", "拨付教研教改活动经费1.5万元", "计划教研教改活动经费2万元",
    ]  # fmt: skip
    whole = (await giver.get(f"/pairings/{pairing.id}")).json()["timeline"]
    assert {"support.plan", "support.give", "support.dispute"} <= {each["action"] for each in whole}
    assert "对不上账目" not in str([each["text"] for each in whole])


async def test_a_system_reads_amounts_and_codes_and_no_typed_word(
    pairing: Pairing, giver: Caller, sign_in: SignIn
) -> None:
    made = await planned(giver, fund(pairing, given_on="2026-11-20", voucher_no="记字35号"))
    client = await sign_in.client([ClientScope.records_read])
    row = (await client.get(f"/supports/{made['id']}")).json()
    assert (row["given"], row["purpose"], row["voucher_no"], row["allowed_actions"]) == ("10000.50", None, None, [])


async def test_filters_narrow_the_list_and_the_sums_alike(pairing: Pairing, giver: Caller) -> None:
    await planned(giver, fund(pairing, given_on="2026-11-20"))
    await planned(giver, fund(pairing, term="spring", school_year=2025))
    await planned(giver, goods(pairing))
    for query, count in (
        ("kind=fund", 2), ("kind=goods", 1), ("school_year=2025", 1), ("term=spring", 1), ("status=paid", 1),
        (f"pairing_id={pairing.id}", 3), (f"school_id={pairing.recipient_school_id}", 3), (f"county_code={CITY}", 3),
        ("kind=fund&status=planned&school_year=2026", 0),
    ):  # fmt: skip
        answer = (await giver.get(f"/supports?count=true&{query}")).json()
        summed = sum(each["count"] for each in answer["sums"])
        assert (len(answer["items"]), answer["count"], summed) == (count, count, count), query
    years = [(each["school_year"], each["kind"]) for each in (await giver.get("/supports?count=true")).json()["sums"]]
    assert years == [(2026, "fund"), (2026, "goods"), (2025, "fund")]


async def test_the_downloads_carry_the_exact_amounts(pairing: Pairing, giver: Caller) -> None:
    for amount in ("0.10", "20000.00", "999999999.99"):
        await planned(giver, fund(pairing, amount=amount, purpose="=1+1"))
    text = (await giver.get("/supports.csv")).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["计划金额（元）"] for row in rows] == ["999999999.99", "20000.00", "0.10"]
    assert {row["具体用途"] for row in rows} == {"'=1+1"}
    lines = (await giver.get("/supports.ndjson")).text.splitlines()
    assert '"planned":"0.10"' in lines[-1]
    assert (await giver.get("/supports.xlsx")).content.startswith(b"PK")


def row(pairing: Pairing, number: int) -> Support:
    """One of many, each its own amount; every state, both kinds and three years occur."""
    status = list(SupportStatus)[number % len(SupportStatus)]
    given = None if status is SupportStatus.planned else 101 + number
    return Support(
        pairing_id=pairing.id, county_code=HOME, other_county_code=NEIGHBOUR, kind=SupportKind.fund,
        status=SupportStatus.paid if status is SupportStatus.handed_over else status, giver=SupportGiver.supporting,
        school_year=2024 + number % 3, term=SchoolTerm.autumn, purpose="教研", planned_cents=99 + 7 * number,
        given_cents=given, fund_type=FundType.teaching_research,
        given_on=None if given is None else date(2026, 11, 1),
    )  # fmt: skip


async def test_sums_are_a_recount_of_the_rows_and_queries_do_not_grow(
    app: FastAPI, pairing: Pairing, make: Make, giver: Caller
) -> None:
    numbers: list[int] = []
    held = {SupportStatus.paid, SupportStatus.confirmed}
    for first, last in ((0, 20), (20, 2000)):
        async with app.state.database.writer(clock=app.state.clock) as session:
            await bulk.insert_many(session, [row(pairing, number) for number in range(first, last)], "plan")
        with counted_reads(app) as statements:
            answer = (await giver.get(f"/supports?pairing_id={pairing.id}&count=true&limit=200")).json()
        numbers.append(len(statements))
        rows = [each for each in (row(pairing, n) for n in range(last)) if each.status is not SupportStatus.void]
        assert answer["count"] == len(rows)
        for found in answer["sums"]:
            mine = [each for each in rows if each.school_year == found["school_year"]]
            given = [each.given_cents or 0 for each in mine if each.status in held]
            confirmed = [each.given_cents or 0 for each in mine if each.status is SupportStatus.confirmed]
            for name, cents in (("planned", [each.planned_cents or 0 for each in mine]), ("given", given),
                                ("confirmed", confirmed)):  # fmt: skip
                assert Decimal(found[name]) == Decimal(sum(cents)) / 100
            assert found["disputed_count"] == sum(each.status is SupportStatus.disputed for each in mine)
    assert numbers[0] == numbers[1]
    assert numbers[1] <= 12, numbers


async def promised(giver: Caller, pairing: Pairing, **changes: Any) -> str:
    body = {"pairing_id": str(pairing.id), "side": "supporting", "kinds": [], "period": "term", **changes}
    made = await giver.post("/commitments", {**body, "start_on": "2026-09-01"})
    assert made.status_code == 201, made.text
    return f"/commitments/{made.json()['id']}"


async def test_a_promise_of_money_is_counted_from_what_is_paid_and_not_contested(
    pairing: Pairing, giver: Caller, receiver: Caller
) -> None:
    given = {"aid_area": "funds", "item": "每学期资助2至3万元", "measure": "funds"}
    path = await promised(giver, pairing, **given, minimum=20000, maximum=30000)
    await planned(giver, fund(pairing, amount="20000", given_on="2026-11-20"))
    wrong = await planned(giver, fund(pairing, amount="5000.50", given_on="2026-11-20"))
    await planned(giver, fund(pairing, amount="7000"))
    await planned(giver, goods(pairing, amount="900", given_on="2026-11-20"))
    await planned(receiver, fund(pairing, giver="recipient", amount="800", given_on="2026-11-20"))
    assert (await giver.get(path)).json()["progress"]["done"] == 25000
    await receiver.post(f"/supports/{wrong['id']}/dispute", {"reason": "没有收到"}, version=1)
    assert (await giver.get(path)).json()["progress"]["done"] == 20000


async def test_a_promise_of_goods_is_counted_in_pieces_handed_over_and_not_contested(
    pairing: Pairing, giver: Caller, receiver: Caller
) -> None:
    path = await promised(giver, pairing, aid_area="hardware", item="捐图书", measure="goods", minimum=100)
    await planned(giver, goods(pairing, quantity=40, given_on="2026-11-20"))
    wrong = await planned(giver, goods(pairing, quantity=7, given_on="2026-11-21"))
    await planned(giver, goods(pairing, quantity=99))
    await planned(giver, fund(pairing, amount="5000", given_on="2026-11-20"))
    told = (await giver.get(path)).json()["progress"]
    assert (told["done"], "实有47件" in told["words"]) == (47, True)
    await receiver.post(f"/supports/{wrong['id']}/dispute", {"reason": "没有收到"}, version=1)
    assert (await giver.get(path)).json()["progress"]["done"] == 40
