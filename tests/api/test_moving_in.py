"""A whole county moves in within one run, small: spreadsheets with mistakes, slips, sign-ins, first reports."""

from datetime import timedelta

import httpx
from fastapi import FastAPI

from services.api.kernel.clock import SHANGHAI, SetClock
from services.api.worker import Worker
from services.contracts.codes import Role
from tests.factories.county import County
from tests.factories.world import PROVINCE
from tests.support.callers import SignIn
from tests.support.moving import Move, new_coordinator

SCHOOLS, STAFF = 6, 200


async def test_a_county_moves_in_and_every_school_has_two_accounts_its_roster_and_a_sent_report(
    app: FastAPI, api: httpx.AsyncClient, sign_in: SignIn, worker: Worker, clock: SetClock
) -> None:
    county = County(SCHOOLS, STAFF, clock.now().astimezone(SHANGHAI).date())

    async def later() -> None:
        clock.forward(timedelta(minutes=1))
        await worker.run_once()

    move = Move(api, county, worker.run_once, later)
    username, code = await new_coordinator(await sign_in(Role.administrator, PROVINCE), county)
    await move.run(username, code)
    tables = [getattr(county, kind)() for kind in ("schools", "staff", "users", "pairings", "assignments")]
    assert all(table.faults for table in tables), "every table has something to mend"
    wanted = {table.kind: len(table.right) for table in tables}
    wanted["users"] += 1
    assert {kind: move.counts[kind] for kind in wanted} == wanted
    assert (move.counts["slips"], move.counts["reports sent"]) == (2 * SCHOOLS, SCHOOLS)
