"""The sandbox of a system that practises: looking, telling the next step, beginning anew.

A step is one transaction with the call's idempotency key: whoever is cut off finds it told whole or not at all.
"""

from uuid import UUID

from services.api.features.clients import service as clients
from services.api.features.regions import service as regions
from services.api.features.regions import service_sandbox as invented
from services.api.features.sandbox import queries
from services.api.features.sandbox.models import Sandbox, SandboxStory
from services.api.features.sandbox.play import Play
from services.api.features.sandbox.rules import school_year_told
from services.api.features.sandbox.service_views import NOTE, told
from services.api.features.sandbox.stories import STORIES
from services.api.kernel.context import Ctx
from services.api.kernel.events import now_acting
from services.api.kernel.periods import school_year_of
from services.api.kernel.problems import Problem
from services.contracts.codes import SandboxScenario
from services.contracts.sandbox import SandboxOut, SandboxRegion, SandboxStoryOut


async def look(ctx: Ctx) -> SandboxOut:
    """The caller's regions and stories. Raises 403 `sandbox.not_a_sandbox`."""
    return await _told(ctx, await _own(ctx))


async def open_for(ctx: Ctx, client_id: UUID) -> str:
    """Regions for a new client that practises; the code of the city. Raises 409 `sandbox.full`."""
    return (await _open(ctx, client_id, 1)).city_code


async def reset(ctx: Ctx) -> SandboxOut:
    """Begin anew in fresh regions; what was told stays where it is, and nobody sees it any more.

    Raises 403 `sandbox.not_a_sandbox`; 409 `sandbox.full`; 429 `sandbox.too_many_resets`.
    """
    before = await _own(ctx, locked=True)
    most = ctx.settings.sandbox_resets_per_day
    if await queries.made_on(ctx.db, ctx.principal.id, ctx.today) >= most:
        raise Problem("sandbox.too_many_resets", most=most)
    made = await _open(ctx, ctx.principal.id, before.run + 1)
    await clients.move_sandbox(ctx, ctx.principal.id, made.city_code)
    return await _told(ctx, made)


async def tell_next(ctx: Ctx, scenario: SandboxScenario) -> SandboxStoryOut:
    """Tell the next step of a story. Raises 403 `sandbox.not_a_sandbox`; 409 `sandbox.at_its_end`."""
    sandbox, steps = await _own(ctx, locked=True), STORIES[scenario].steps
    row = await queries.story(ctx.db, sandbox.id, scenario)
    if row is None:
        row = SandboxStory(sandbox_id=sandbox.id, scenario=scenario, told_at=ctx.now)
        ctx.db.add(row)
        await ctx.db.flush()
    if row.done >= len(steps):
        raise Problem("sandbox.at_its_end", title=scenario.label)
    step = steps[row.done]
    serial = list(STORIES).index(scenario) + 1
    play = Play(ctx, sandbox, serial, step.told_on(sandbox.school_year), dict(row.ids))
    await step.tell(play)
    await now_acting(ctx.db, ctx.principal.kind, ctx.principal.id)
    row.done, row.ids, row.told_at = row.done + 1, play.ids, ctx.now
    await ctx.db.flush()
    return told(sandbox, scenario, row)


async def _own(ctx: Ctx, *, locked: bool = False) -> Sandbox:
    found = await queries.current(ctx.db, ctx.principal.id, locked=locked) if ctx.principal.in_sandbox else None
    if found is None:
        raise Problem("sandbox.not_a_sandbox")
    return found


async def _open(ctx: Ctx, client_id: UUID, run: int) -> Sandbox:
    city = await invented.invent(ctx.db)
    year = school_year_told(ctx.today, school_year_of(ctx.today))
    made = Sandbox(client_id=client_id, run=run, city_code=city, school_year=year, made_on=ctx.today, made_at=ctx.now)
    ctx.db.add(made)
    await ctx.db.flush()
    return made


async def _told(ctx: Ctx, sandbox: Sandbox) -> SandboxOut:
    begun = {row.scenario: row for row in await queries.stories(ctx.db, sandbox.id)}
    used = await queries.made_on(ctx.db, ctx.principal.id, ctx.today)
    named = await regions.names(ctx.db, invented.codes_of(sandbox.city_code))
    return SandboxOut(
        region_code=sandbox.city_code,
        regions=[SandboxRegion(code=code, name=name) for code, name in sorted(named.items())],
        run=sandbox.run,
        resets_left=max(0, ctx.settings.sandbox_resets_per_day - used),
        school_year=sandbox.school_year,
        stories=[told(sandbox, scenario, begun.get(scenario)) for scenario in STORIES],
        note=NOTE,
    )
