"""A small feature on the real kernel, only for tests: things to create, list, change, crash and wait with."""

import asyncio
from typing import Annotated, Any
from uuid import UUID

from fastapi import FastAPI, Request, Response
from sqlalchemy import select

from services.api.features.clients.models import ApiClient
from services.api.kernel import routing
from services.api.kernel.context import Ctx, needs
from services.api.kernel.etag import ExpectedVersion, check_version
from services.api.kernel.idempotency import Idempotent
from services.api.kernel.paging import Paging, page_of
from services.api.kernel.positions import head_position
from services.api.kernel.problems import Problem
from services.api.kernel.scope import Permission
from services.api.main import create_app
from services.contracts.base import Body, Page, ShortLine, VersionedOut
from tests.support.databases import settings_for

CRASH_WORDS = "身份证110101190001010000"
THING: Any = ApiClient
User = Annotated[Ctx, needs(Permission.self_read)]


class ThingIn(Body):
    """A thing to make."""

    code: ShortLine
    name: ShortLine


class ThingOut(VersionedOut):
    """A thing."""

    id: UUID
    client_id: str
    name: str


router = routing.router("probe", "/api/v1/probe")
PROBE = "/probe/things"


def thing(code: str, name: str) -> ApiClient:
    """A row that means nothing."""
    return ApiClient(client_id=code, name=name, region_code="610304", scopes=[])


async def _found(ctx: Ctx, thing_id: UUID, *, to_change: bool = True) -> ApiClient:
    statement = select(THING).where(THING.id == thing_id)
    statement = statement.with_for_update() if to_change else statement
    found: ApiClient | None = (await ctx.db.execute(statement)).scalar_one_or_none()
    if found is None:
        raise Problem("resource.not_found")
    return found


@router.post("/things", status_code=201, response_model=ThingOut, dependencies=[Idempotent])
async def make(ctx: User, body: ThingIn) -> ApiClient:
    """Make one."""
    if body.name == "refuse":
        ctx.db.add(thing(body.code, body.name))
        await ctx.db.flush()
        raise Problem("request.invalid")
    made = thing(body.code, body.name)
    ctx.db.add(made)
    ctx.act(made, "made")
    await ctx.db.flush()
    return made


@router.get("/things", response_model=Page[ThingOut])
async def things(ctx: User, asked: Paging) -> Page[ThingOut]:
    """List them by code."""
    columns = select(THING.id, THING.client_id, THING.name, THING.version).where(THING.client_id.startswith("t"))
    rows = await page_of(ctx.db, columns, asked, [(THING.client_id, str), (THING.id, UUID)])
    items = [ThingOut.model_validate(row) for row in rows.rows]
    position = await head_position(ctx.db)
    return Page(
        items=items,
        next_cursor=rows.next_cursor,
        prev_cursor=rows.prev_cursor,
        count=rows.count,
        as_of_position=position,
    )


@router.get("/things/{thing_id}", response_model=ThingOut)
async def one(ctx: User, thing_id: UUID) -> ApiClient:
    """Read one."""
    return await _found(ctx, thing_id, to_change=False)


@router.patch("/things/{thing_id}", response_model=ThingOut)
async def change(ctx: User, thing_id: UUID, body: ThingIn, expected: ExpectedVersion) -> ApiClient:
    """Change one."""
    found = await _found(ctx, thing_id)
    check_version(found, expected)
    found.name = body.name
    await ctx.db.flush()
    return found


@router.post("/things/{thing_id}/count", response_model=ThingOut)
async def count(ctx: User, thing_id: UUID) -> ApiClient:
    """Add one to the number in its name, reading before writing."""
    found = await _found(ctx, thing_id)
    await asyncio.sleep(0)
    found.name = str(int(found.name) + 1)
    await ctx.db.flush()
    return found


@router.post("/crash")
async def crash(_ctx: User) -> Response:
    """Fail with a message that nobody may see."""
    raise RuntimeError(CRASH_WORDS)


@router.post("/things/{thing_id}/overtake", response_model=ThingOut)
async def overtake(ctx: User, request: Request, thing_id: UUID) -> ApiClient:
    """Write what was read before another transaction wrote."""
    database = request.app.state.database
    mine = select(THING).where(THING.id == thing_id)
    async with database.reader() as session:
        stale: ApiClient = (await session.execute(mine)).scalar_one()
    async with database.writer(clock=ctx.clock) as session:
        (await session.execute(mine)).scalar_one().name = "先"
    ctx.db.add(stale)
    stale.name = "后"
    await ctx.db.flush()
    return stale


def add_probe(app: FastAPI) -> None:
    """Hang the probe into an application of one's own: other tests share theirs."""
    app.include_router(router)


def probing_app() -> FastAPI:
    """An application with the probe, to be equipped by each test."""
    app = create_app(settings_for("sqlite+aiosqlite://"))
    app.state.passwords.close()
    add_probe(app)
    return app
