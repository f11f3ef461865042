"""Accounts for the search box."""

from services.api.features.accounts import queries_search
from services.api.features.schools import service as schools
from services.api.kernel.context import Ctx
from services.contracts.search import AccountHit


async def search(ctx: Ctx, q: str, limit: int) -> list[AccountHit]:
    """Accounts in scope by account name or name, open ones first. Two queries."""
    rows = (await ctx.db.execute(queries_search.found(ctx.scope, q).limit(limit))).all()
    refs = await schools.refs(ctx.db, {row.school_id for row in rows if row.school_id})
    return [
        AccountHit(
            id=row.id, username=row.username, name=row.name, role=row.role, school=refs.get(row.school_id),
            disabled=row.disabled_at is not None,
        )
        for row in rows
    ]  # fmt: skip
