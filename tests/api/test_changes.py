"""The feed of changes: order, tombstones, who sees what, cursors (architecture §7)."""

from typing import Any

import pytest

from services.api.worker import Worker
from services.contracts.codes import ClientScope, Role
from tests.factories.world import CITY, HOME, NEIGHBOUR, THIRD, Make
from tests.support.callers import Caller, SignIn

READS = [ClientScope.changes_read]


async def told(caller: Caller, query: str = "", limit: int = 50) -> list[dict[str, Any]]:
    """Everything from the beginning, page by page."""
    items: list[dict[str, Any]] = []
    after = ""
    while True:
        page = (await caller.get(f"/changes?limit={limit}{after}{query}")).json()
        items += page["items"]
        after = f"&after={page['next_cursor']}"
        if not page["more"]:
            return items


async def test_changes_come_in_the_order_of_their_positions_with_the_whole_row(
    make: Make, worker: Worker, sign_in: SignIn
) -> None:
    caller = await sign_in.client(READS, "610000")
    world = await make.county_world()
    await worker.run_once()
    items = await told(caller, limit=3)
    positions = [item["position"] for item in items]
    assert positions == sorted(set(positions))
    school = next(item for item in items if item["id"] == str(world.urban.id))
    assert school["record"]["code"] == world.urban.code
    assert school["version"] == 1
    assert not school["tombstone"]
