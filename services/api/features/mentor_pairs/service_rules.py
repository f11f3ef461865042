"""The checks on mentor pairs: a region's own, or those of the nearest one above it."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.mentor_pairs import queries, rules
from services.api.features.mentor_pairs.models import MentorRule
from services.api.features.regions import service as regions
from services.api.kernel.context import Ctx
from services.api.kernel.etag import check_version
from services.api.kernel.problems import Problem
from services.contracts.mentor_pairs import MentorRules, MentorRulesPut


async def checks(db: AsyncSession, code: str) -> rules.Checks:
    """The checks in force for a county. One query."""
    chain = regions.chain(code)
    own = {
        row.region_code: rules.Checks(row.region_code, row.source, row.most_open, row.subject_check, row.version)
        for row in await queries.rules_of(db, chain)
    }
    return rules.in_force(chain, own)


async def shown(ctx: Ctx, code: str) -> MentorRules:
    """The checks in force for a region of the caller's, or one above it. Raises 404."""
    await _require_visible(ctx, code)
    found = await checks(ctx.db, code)
    return MentorRules(
        region_code=code, source_region_code=found.source_region_code, source=found.source,
        most_open=found.most_open, subject_check=found.subject_check,
        version=found.version if found.source_region_code == code else 0,
    )  # fmt: skip


async def put(ctx: Ctx, code: str, body: MentorRulesPut, expected: int) -> MentorRules:
    """Give a region its own checks, or change them; pairs that stand are left as they are. `expected` is 0 when it
    has none yet.

    Raises 404; 403 `permission.out_of_region`; 412 `precondition.stale`.
    """
    region = await _require_visible(ctx, code)
    if not ctx.principal.covers(code):
        raise Problem("permission.out_of_region", region=region)
    row = await queries.own_rule(ctx.db, code)
    if row is None:
        if expected != 0:
            raise Problem("precondition.stale", headers={"ETag": '"0"'})
        row = MentorRule(region_code=code, **body.model_dump())
        ctx.db.add(row)
    else:
        check_version(row, expected)
        row.sqlmodel_update(body.model_dump())
    ctx.act(row, "set-mentor-rules")
    await ctx.db.flush()
    return await shown(ctx, code)


async def _require_visible(ctx: Ctx, code: str) -> str:
    region = await regions.require(ctx.db, code)
    if not ctx.principal.covers(code) and code not in regions.chain(ctx.principal.region_code):
        raise Problem("resource.not_found")
    return region.name
