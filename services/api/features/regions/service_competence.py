"""Who decides between two counties, refused in words that name them."""

from services.api.features.regions import queries
from services.api.kernel.competence import deciders, decides_between
from services.api.kernel.context import Ctx
from services.api.kernel.problems import Problem


async def must_decide(ctx: Ctx, one: str, other: str) -> None:
    """Raises 403 `permission.other_office` unless the caller is the office that decides between the two counties.

    The refusal says where the schools are and whose business that is (architecture §5). One query, only to refuse.
    """
    if decides_between(ctx.principal, one, other):
        return
    names = await queries.names(ctx.db, {one, other})
    known = [names[code] for code in dict.fromkeys((one, other)) if code in names]
    where = f"两所学校都在{known[0]}" if len(known) == 1 else f"两所学校分别在{'和'.join(known)}"
    raise Problem("permission.other_office", where=where, who=deciders(one, other))
