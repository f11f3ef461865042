"""Schools for the search box."""

from services.api.features.regions import service as regions
from services.api.features.schools import queries_search
from services.api.kernel.context import Ctx
from services.contracts.search import SchoolHit


async def search(ctx: Ctx, q: str, limit: int) -> list[SchoolHit]:
    """Schools in scope that are or were called so or have such a code. Two queries."""
    rows = (await ctx.db.execute(queries_search.found(ctx.scope, q).limit(limit))).all()
    names = await regions.names(ctx.db, {row.county_code for row in rows})
    return [
        SchoolHit(
            id=row.id, code=row.code, name=row.name, county_name=names.get(row.county_code, row.county_code),
            closed_on=row.closed_on,
        )
        for row in rows
    ]  # fmt: skip
