"""A random history of two schools never breaks what must hold of their pairings (SM-5, QX-01)."""

from random import Random
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import select

from services.api.features.pairings.models import Pairing
from services.contracts.codes import PairingStatus, Role
from tests.factories.world import HOME, Make
from tests.support.callers import Caller, SignIn

STEPS = 60
S = PairingStatus
OPEN = {S.proposed, S.decided, S.negotiating, S.signed, S.active, S.suspended}
CLOSED = {S.ended, S.void}
P: Any = Pairing
CONTACT = {"leader": "马文涛", "liaison": "何晓兰"}
WORDS = {"start_on": "2026-09-01", "aid_areas": ["teaching"], "goals": "教研常态化"}


def body_of(action: str, chance: Random) -> dict[str, Any]:
    """Something well-formed for each action; the days are sometimes impossible."""
    day = f"2026-{chance.choice(['09-01', '11-30', '12-01', '12-02', '12-03'])}"
    side = chance.choice(["supporting", "recipient"])
    bodies: dict[str, dict[str, Any]] = {
        "contacts": {"side": side, **CONTACT},
        "sign": {"side": side, "signed_on": "2026-12-01"},
        "suspend": {"reason": "学校修缮"},
        "void": {"reason": "登记错了"},
        "end": {"end_on": day, "reason": "两校商定"},
        "renew": {"start_on": day},
        "agree": {**WORDS, "start_on": day},
        "correct": {**WORDS, "reason": "写错了"},
    }
    return bodies.get(action, {})


ACTIONS = ("decide", "contacts", "negotiate", "agree", "correct", "sign", "sign", "activate", "suspend", "resume",
           "end", "renew", "void")  # fmt: skip
LIKELY = {
    S.proposed: ("decide",), S.decided: ("contacts", "negotiate"), S.negotiating: ("sign", "agree"),
    S.signed: ("activate",), S.active: ("renew", "end", "suspend"), S.suspended: ("resume",), S.ended: ("renew",),
}  # fmt: skip


async def step(county: Caller, row: Any, action: str, chance: Random) -> int:
    path, body = f"/pairings/{row.id}", body_of(action, chance)
    if action == "contacts":
        return (await county.patch(f"{path}/contacts", body, version=row.version)).status_code
    if action == "agree":
        return (await county.put(f"{path}/agreement", body, version=row.version)).status_code
    end = "agreement/correct" if action == "correct" else action
    return (await county.post(f"{path}/{end}", body, version=row.version)).status_code


async def all_of(app: FastAPI) -> list[Any]:
    async with app.state.database.reader() as session:
        return list((await session.execute(select(*P.__table__.c).order_by(P.id))).all())


def check(before: dict[Any, Any], rows: list[Any]) -> None:
    """What must hold after every step."""
    by_id = {row.id: row for row in rows}
    for row in rows:
        if row.status in {S.signed, S.active, S.suspended}:
            assert row.supporting_signed_on is not None
            assert row.recipient_signed_on is not None
        if row.status is S.ended:
            assert row.end_on is not None
        if row.renews_id is not None and row.status in {S.active, S.suspended}:
            old = by_id[row.renews_id]
            assert old.status in CLOSED
            assert old.end_on < row.start_on
        was = before.get(row.id)
        if was is not None and was.status in CLOSED:
            assert (row.status, row.end_on, row.version) == (was.status, was.end_on, was.version)
    running = [row for row in rows if row.status in {S.active, S.suspended}]
    forming = [row for row in rows if row.status in OPEN and row not in running]
    assert len(running) <= 1
    assert len(forming) <= 1
    if running and forming:
        assert forming[0].renews_id == running[0].id


@pytest.mark.parametrize("seed", range(4))
async def test_no_history_breaks_what_must_hold(app: FastAPI, make: Make, sign_in: SignIn, seed: int) -> None:
    chance = Random(seed)
    world = await make.county_world()
    county = await sign_in(Role.county_coordinator, HOME)
    new = {
        "supporting_school_id": str(world.urban.id), "recipient_school_id": str(world.rural.id),
        "category": "primary", "start_on": "2026-09-01",
    }  # fmt: skip
    taken, before = 0, dict[Any, Any]()
    for _ in range(STEPS):
        rows = await all_of(app)
        if not rows or chance.random() < 0.1:
            status = (await county.post("/pairings", new)).status_code
        else:
            row = chance.choice(rows[-2:])
            likely = LIKELY.get(row.status, ACTIONS)
            status = await step(county, row, chance.choice(likely if chance.random() < 0.7 else ACTIONS), chance)
        assert status in {200, 201, 409, 422}
        taken += status < 300
        rows = await all_of(app)
        check(before, rows)
        before = {each.id: each for each in rows}
    assert taken > STEPS // 5
