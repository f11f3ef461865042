"""Refusals that wait to be heard: the person's own words, or what the leader of the school writes down (W-18)."""

from services.api.features.refusals import service as refusals
from services.api.features.refusals.service import RefusalFilter
from services.api.kernel.context import Ctx
from services.api.kernel.paging import MAX_LIMIT, PageAsked
from services.api.kernel.scope import Permission
from services.contracts.codes import Role
from services.contracts.workbench import TodoKind, TodoOut

ALL = PageAsked(limit=MAX_LIMIT, cursor=None, count=False)


async def refusals_to_hear(ctx: Ctx) -> list[TodoOut]:
    """Those of the caller, a teacher, or of the school that the caller leads; two queries, none for others."""
    if Permission.refusal_read not in ctx.principal.permissions:
        return []
    kind: TodoKind = "refusal_state" if ctx.principal.role is Role.teacher else "refusal_hear"
    found = (await refusals.page(ctx, RefusalFilter(waiting=True), ALL)).items
    return [
        TodoOut(kind=kind, id=row.id, name=row.name or "", school=row.school, on=row.refused_on) for row in found
    ]  # fmt: skip
