"""People for the search box."""

from services.api.features.staff import queries_search
from services.api.kernel.context import Ctx
from services.contracts.accounts import SchoolRef
from services.contracts.search import PersonHit


async def search(ctx: Ctx, q: str, limit: int) -> list[PersonHit]:
    """People in service in scope whose name, present or former, spelling, initials or staff number begin so.

    One query.
    """
    rows = (await ctx.db.execute(queries_search.found(ctx.scope, q, ctx.today).limit(limit))).all()
    return [
        PersonHit(
            person_id=row.person_id, staff_id=row.id, name=row.name, post=row.post,
            former_name=row.former_name,
            school=SchoolRef(id=row.school_id, code=row.code, name=row.school_name),
        )
        for row in rows
    ]  # fmt: skip
