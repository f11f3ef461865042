"""Reading partners."""

from typing import Any
from uuid import UUID

from services.api.features.pairings import service as pairings
from services.api.features.partners import queries, rules
from services.api.features.partners.filters import PartnerFilter
from services.api.kernel.competence import coordinates
from services.api.kernel.context import Ctx
from services.api.kernel.paging import PageAsked
from services.api.kernel.problems import Problem
from services.api.kernel.scope import Permission, Principal
from services.contracts.accounts import SchoolRef
from services.contracts.base import Page
from services.contracts.partners import PartnerOut


def writes(principal: Principal, row: Any) -> bool:
    """Whether the caller records for whom it helps: a school for itself, a side of a pairing, or their county."""
    if Permission.pairing_act not in principal.permissions:
        return False
    if row.pairing_id is not None:
        return pairings.speaks(principal, row)
    own = principal.is_school and principal.school_id == row.school_id
    return own or coordinates(principal, row.county_code)


async def page(ctx: Ctx, asked: PartnerFilter, paging: PageAsked) -> Page[PartnerOut]:
    """One page of the partners in scope, the latest start first."""
    found = await queries.page(ctx.db, ctx.scope, asked, paging)
    return Page(
        items=[_out(ctx, row) for row in found.rows],
        **found.around(),
    )


async def detail(ctx: Ctx, partner_id: UUID) -> PartnerOut:
    """One partner in scope. Raises 404."""
    row = await queries.row(ctx.db, ctx.scope, partner_id)
    if row is None:
        raise Problem("resource.not_found")
    return _out(ctx, row)


def _out(ctx: Ctx, row: Any) -> PartnerOut:
    sees = not ctx.principal.is_client and (row.pairing_id is None or pairings.is_concerned(ctx.principal, row))
    school, helped = None, f"{row.supporting_name}与{row.recipient_name}"
    if row.school_id is not None:
        school, helped = SchoolRef(id=row.school_id, code=row.school_code, name=row.school_name), row.school_name
    over, voided = rules.is_over(row.end_on, ctx.today), row.voided_at is not None
    return PartnerOut(
        id=row.id, version=row.version,
        allowed_actions=rules.allowed(writes=writes(ctx.principal, row), voided=voided, over=over), name=row.name,
        kind=row.kind, helped=helped, pairing_id=row.pairing_id, school=school,
        helps_with=row.helps_with if sees else None, contact=row.contact if sees else None,
        phone=row.phone if sees else None, start_on=row.start_on, end_on=row.end_on, is_over=over, voided=voided,
        closed_reason=row.closed_reason if sees else None,
    )  # fmt: skip
