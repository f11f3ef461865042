"""The snapshot: every row in sight with its place in the log; with the changes after it, a copy equals the tables."""

import gzip
import json
import random
from collections.abc import Callable, Coroutine
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import or_, select

from services.api.kernel.exporting import AT_ONCE
from services.api.kernel.scope import below, prefix_of
from services.api.main import equip
from services.api.wiring_feeds import FEEDS
from services.api.worker import Worker
from services.contracts.codes import AssignmentStatus, ClientScope, Locality, PairingStatus
from tests.factories.world import CITY, HOME, NEIGHBOUR, THIRD, Make, World
from tests.support.callers import Caller, SignIn
from tests.support.counting import counted_reads
from tests.support.databases import settings_for

READS = [ClientScope.changes_read]
Copy = dict[tuple[str, str], int]
"""What a reader keeps: kind and id of each row → version."""


def lines_of(answer: httpx.Response) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The first line, and the rows; the last line must count them."""
    assert answer.status_code == 200, answer.text
    first, *rows, last = [json.loads(line) for line in answer.text.splitlines()]
    assert last == {"rows": len(rows)}
    return first, rows


async def taken(caller: Caller, query: str = "") -> tuple[str, Copy]:
    """A copy made from a snapshot, and the cursor it stands at."""
    first, rows = lines_of(await caller.get(f"/changes/snapshot.ndjson{query}"))
    return first["cursor"], {(row["entity"], row["id"]): row["version"] for row in rows}


async def follow(caller: Caller, copy: Copy, cursor: str, query: str = "") -> str:
    """Bring a copy up to date by the rule of the guide; the new cursor."""
    while True:
        page = (await caller.get(f"/changes?limit=7&after={cursor}{query}")).json()
        for item in page["items"]:
            key = item["entity"], item["id"]
            if item["version"] < copy.get(key, 0):
                continue
            if item["tombstone"]:
                copy.pop(key, None)
            else:
                copy[key] = item["version"]
        cursor = page["next_cursor"]
        if not page["more"]:
            return cursor


async def tables(app: FastAPI, region: str) -> Copy:
    """What the tables hold of a region."""
    found: Copy = {}
    async with app.state.database.reader() as session:
        for feed in FEEDS:
            model: Any = feed.model
            there = or_(*(below(getattr(model, name), prefix_of(region)) for name in feed.counties))
            for row in await session.execute(select(model.id, model.version).where(there)):
                found[feed.entity, str(row.id)] = row.version
    return found


@pytest.mark.parametrize("region", [HOME, NEIGHBOUR, THIRD, CITY, "610000", "000000"])
async def test_a_snapshot_holds_every_row_of_the_region_and_no_other(
    app: FastAPI, make: Make, world: World, worker: Worker, sign_in: SignIn, region: str
) -> None:
    await make.pairing(world.urban, world.third)
    await make.assignment(world.staff[0], world.urban, world.neighbour)
    await worker.run_once()
    caller = await sign_in.client(READS, region)
    first, rows = lines_of(await caller.get("/changes/snapshot.ndjson"))
    assert {(row["entity"], row["id"]): row["version"] for row in rows} == await tables(app, region)
    assert first["cursor"] == f"{first['epoch']}.{first['position']}"
    assert first["entities"] == [feed.entity for feed in FEEDS]


async def test_a_row_of_a_snapshot_is_what_the_changes_say_of_it(
    make: Make, world: World, worker: Worker, sign_in: SignIn
) -> None:
    await make.pairing(world.urban, world.third)
    await make.assignment(world.staff[0], world.urban, world.neighbour)
    await worker.run_once()  # opens the reports of the month
    await worker.run_once()
    caller = await sign_in.client(READS, "610000")
    _, rows = lines_of(await caller.get("/changes/snapshot.ndjson"))
    items = (await caller.get("/changes?limit=200")).json()["items"]
    told = {(item["entity"], item["id"]): item for item in items}
    assert {row["entity"] for row in rows} >= {"school", "staff", "person", "pairing", "assignment", "school_locality"}
    for row in rows:
        item = told[row["entity"], row["id"]]
        assert {name: item[name] for name in row} == row


async def test_a_snapshot_can_be_of_some_kinds_and_one_county(world: World, worker: Worker, sign_in: SignIn) -> None:
    await worker.run_once()
    caller = await sign_in.client(READS, "610000")
    first, rows = lines_of(await caller.get(f"/changes/snapshot.ndjson?entity=school&county_code={NEIGHBOUR}"))
    assert first["entities"] == ["school"]
    assert [row["id"] for row in rows] == [str(world.neighbour.id)]
    assert rows[0]["record"]["code"] == world.neighbour.code
    assert (await caller.get("/changes/snapshot.ndjson?entity=refusal")).json()["code"] == "changes.entity"
    assert (await caller.get("/changes/snapshot.ndjson?after=1")).json()["code"] == "query.unknown"


async def test_a_packed_snapshot_is_the_same(world: World, worker: Worker, sign_in: SignIn) -> None:
    await worker.run_once()
    caller = await sign_in.client(READS, HOME)
    plain = await caller.get("/changes/snapshot.ndjson")
    packed = await caller.get("/changes/snapshot.ndjson.gz")
    assert packed.headers["content-type"] == "application/gzip"
    assert packed.headers["content-disposition"].startswith(
        'attachment; filename="changes_snapshot-20261203.ndjson.gz"'
    )
    before, after = plain.text.splitlines(), gzip.decompress(packed.content).decode().splitlines()
    assert before[1:] == after[1:]
    assert str(world.urban.id) in "".join(after)


@pytest.mark.usefixtures("world")
async def test_a_snapshot_is_written_down_with_its_rows(worker: Worker, sign_in: SignIn) -> None:
    await worker.run_once()
    caller = await sign_in.client(READS, HOME)
    _, rows = lines_of(await caller.get("/changes/snapshot.ndjson?entity=school&entity=staff"))
    noted = (await caller.get("/exports")).json()["items"]
    assert [(each["list_name"], each["format"], each["row_count"]) for each in noted] == [
        ("changes_snapshot", "ndjson", len(rows))
    ]
    assert noted[0]["list_label"] == "变更全量快照"
    assert noted[0]["filters"] == {"entity": ["school", "staff"]}


async def test_snapshots_have_a_limit_a_minute_and_at_once(
    app: FastAPI, sign_in: SignIn, database_url: str, clock: Any
) -> None:
    await app.state.database.close()
    equip(app, settings_for(database_url, export_limit_per_minute=1), clock)
    caller = await sign_in.client(READS, HOME)
    assert (await caller.get("/changes/snapshot.ndjson")).status_code == 200
    assert (await caller.get("/changes/snapshot.ndjson.gz")).json()["code"] == "rate.limited"
    other = await sign_in.client(READS, HOME)
    held = [app.state.exports.slot() for _ in range(AT_ONCE)]
    for slot in held:
        await slot.__aenter__()
    assert (await other.get("/changes/snapshot.ndjson")).json()["code"] == "export.busy"
    for slot in held:
        await slot.__aexit__(None, None, None)


async def test_a_snapshot_has_the_same_number_of_queries_however_many_rows(
    app: FastAPI, make: Make, worker: Worker, sign_in: SignIn
) -> None:
    caller = await sign_in.client(READS, HOME)
    counts = []
    for schools in (1, 40):
        for _ in range(schools):
            await make.school(HOME)
        await worker.run_once()
        with counted_reads(app) as statements:
            assert (await caller.get("/changes/snapshot.ndjson")).status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("seed", [1, 2])
async def test_a_copy_kept_from_a_snapshot_and_changes_equals_the_tables_whatever_is_done(
    app: FastAPI, make: Make, world: World, worker: Worker, sign_in: SignIn, seed: int
) -> None:
    chance = random.Random(seed)
    acts = Acts(app, make, world, chance)
    await worker.run_once()
    regions = (HOME, NEIGHBOUR, CITY, "610000")
    callers = {region: await sign_in.client(READS, region) for region in regions}
    copies = {region: await taken(caller) for region, caller in callers.items()}
    narrow = f"&county_code={NEIGHBOUR}&entity=school&entity=pairing"
    cursor, part = await taken(callers["610000"], narrow.replace("&", "?", 1))
    for _ in range(4):
        for _ in range(chance.randint(2, 6)):
            await acts.one()
        await worker.run_once()
        for region, caller in callers.items():
            copies[region] = await follow(caller, copies[region][1], copies[region][0]), copies[region][1]
            assert copies[region][1] == await tables(app, region), region
        cursor = await follow(callers["610000"], part, cursor, narrow)
        wanted = await tables(app, NEIGHBOUR)
        assert part == {key: version for key, version in wanted.items() if key[0] in {"school", "pairing"}}


class Acts:
    """Random things that happen: rows begin, change, and move between counties."""

    def __init__(self, app: FastAPI, make: Make, world: World, chance: random.Random) -> None:
        self.app, self.make, self.chance = app, make, chance
        self.schools, self.staff = [world.urban, world.rural, world.neighbour], list(world.staff)
        self.rows: list[Any] = []

    async def one(self) -> None:
        """One of them."""
        acts: list[Callable[[], Coroutine[Any, Any, None]]] = [
            self.new_school, self.new_pairing, self.new_assignment, self.move_school, self.change, self.several,
        ]  # fmt: skip
        await self.chance.choice(acts)()

    async def new_school(self) -> None:
        """A school in one of three counties."""
        county = self.chance.choice([HOME, NEIGHBOUR, THIRD])
        self.schools.append(await self.make.school(county, self.chance.choice(list(Locality))))

    async def new_pairing(self) -> None:
        """Two schools pair."""
        one, other = self.chance.sample(self.schools, 2)
        self.rows.append(await self.make.pairing(one, other, status=PairingStatus.ended))

    async def new_assignment(self) -> None:
        """Somebody goes."""
        one, other = self.chance.sample(self.schools, 2)
        teacher = await self.make.teacher(one)
        self.rows.append(await self.make.assignment(teacher, one, other))

    async def move_school(self) -> None:
        """A school goes to another county, or to the one it is in."""
        school = self.chance.choice(self.schools)
        await self.write(school, county_code=self.chance.choice([HOME, NEIGHBOUR, THIRD]))

    async def change(self) -> None:
        """A pairing's or an assignment's counties or state change."""
        if not self.rows:
            return
        row, county = self.chance.choice(self.rows), self.chance.choice([HOME, NEIGHBOUR, THIRD])
        if hasattr(row, "home_county_code"):
            await self.write(row, home_county_code=county, status=self.chance.choice(list(AssignmentStatus)[:5]))
        else:
            await self.write(row, supporting_county_code=county)

    async def several(self) -> None:
        """Two changes of one school in one transaction, the first one undone at times."""
        school = self.chance.choice(self.schools)
        async with self.app.state.database.writer(clock=self.app.state.clock) as session:
            row = await session.get(type(school), school.id)
            inner = await session.begin_nested()
            row.county_code = NEIGHBOUR
            await session.flush()
            if self.chance.random() < 0.5:
                await inner.rollback()
                await session.refresh(row)
            row.township = "沙坪镇" if row.township != "沙坪镇" else "河西镇"
            await session.flush()
            row.county_code = self.chance.choice([HOME, THIRD])

    async def write(self, row: Any, **values: Any) -> None:
        """Set values in a transaction."""
        async with self.app.state.database.writer(clock=self.app.state.clock) as session:
            found = await session.get(type(row), row.id)
            for name, value in values.items():
                setattr(found, name, value)
