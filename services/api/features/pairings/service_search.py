"""Pairings for the search box."""

from services.api.features.pairings import queries
from services.api.features.pairings.filters import PairingFilter
from services.api.kernel.context import Ctx
from services.api.kernel.paging import PageAsked
from services.contracts.accounts import SchoolRef
from services.contracts.search import PairingHit


async def search(ctx: Ctx, q: str, limit: int) -> list[PairingHit]:
    """Pairings in scope by either school or the agreement's number, the latest start first. One query."""
    page = PageAsked(limit, None, count=False)
    found = await queries.page(ctx.db, ctx.scope, PairingFilter(q=q), page, ctx.today)
    return [
        PairingHit(
            id=row.id, agreement_no=row.agreement_no, status=row.status,
            supporting_school=SchoolRef(
                id=row.supporting_school_id, code=row.supporting_code, name=row.supporting_name
            ),
            recipient_school=SchoolRef(id=row.recipient_school_id, code=row.recipient_code, name=row.recipient_name),
        )
        for row in found.rows
    ]  # fmt: skip
