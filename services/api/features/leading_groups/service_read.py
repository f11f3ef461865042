"""Reading leading groups."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from services.api.features.leading_groups import queries
from services.api.features.leading_groups.filters import LeadingGroupFilter
from services.api.features.pairings import service as pairings
from services.api.features.regions import service as regions
from services.api.kernel.competence import coordinates
from services.api.kernel.context import Ctx
from services.api.kernel.paging import PageAsked
from services.api.kernel.problems import Problem
from services.api.kernel.scope import Permission, Principal
from services.contracts.accounts import SchoolRef
from services.contracts.base import Page
from services.contracts.leading_groups import GroupMemberOut, LeadingGroupOut


def writes(principal: Principal, row: Any) -> bool:
    """Whether the caller says who leads: a school for itself, a county for its schools, an office for its region."""
    if Permission.pairing_act not in principal.permissions:
        return False
    if row.pairing_id is not None:
        return pairings.speaks(principal, row)
    if row.school_id is not None:
        own = principal.is_school and principal.school_id == row.school_id
        return own or coordinates(principal, row.county_code)
    return not principal.is_school and principal.region_code == row.region_code


async def page(ctx: Ctx, asked: LeadingGroupFilter, paging: PageAsked) -> Page[LeadingGroupOut]:
    """One page of the groups in scope, the latest first."""
    found = await queries.page(ctx.db, ctx.scope, asked, paging)
    names = await regions.names(ctx.db, {row.region_code for row in found.rows if row.region_code})
    return Page(
        items=[_out(ctx, row, names) for row in found.rows],
        **found.around(),
    )


async def detail(ctx: Ctx, group_id: UUID) -> LeadingGroupOut:
    """One group in scope. Raises 404."""
    row = await queries.row(ctx.db, ctx.scope, group_id)
    if row is None:
        raise Problem("resource.not_found")
    return _out(ctx, row, await regions.names(ctx.db, {row.region_code} if row.region_code else set()))


async def of_pairing(ctx: Ctx, pairing: Any) -> list[LeadingGroupOut]:
    """The groups of a pairing that the caller sees, and of its two schools, as they lead today."""
    both = (pairing.supporting_school_id, pairing.recipient_school_id)
    concerned = pairings.is_concerned(ctx.principal, pairing)
    return [
        _out(ctx, row, {}, hides=not concerned)
        for row in await queries.around(ctx.db, pairing.id, both, ctx.today)
    ]  # fmt: skip


def _out(ctx: Ctx, row: Any, names: Mapping[str, str], *, hides: bool = False) -> LeadingGroupOut:
    sees = not ctx.principal.is_client and not hides
    if sees and row.pairing_id is not None:
        sees = pairings.is_concerned(ctx.principal, row)
    school = None
    if row.school_id is not None:
        school = SchoolRef(id=row.school_id, code=row.school_code, name=row.school_name)
    may = writes(ctx.principal, row) and row.voided_at is None
    return LeadingGroupOut(
        id=row.id, version=row.version, allowed_actions=["void"] if may else [], owner=_owner(row, names),
        region_code=row.region_code, school=school, pairing_id=row.pairing_id, from_on=row.from_on,
        until_on=row.until_on, head=row.members[0]["name"] if sees and row.members else None,
        members=[GroupMemberOut.model_validate(each) for each in row.members] if sees else None,
        member_count=len(row.members), office=row.office, office_head=row.office_head if sees else None,
        phone=row.phone if sees else None, basis=row.basis, voided=row.voided_at is not None,
        void_reason=row.void_reason if sees else None,
    )  # fmt: skip


def _owner(row: Any, names: Mapping[str, str]) -> str:
    if row.pairing_id is not None:
        return f"{row.supporting_name}与{row.recipient_name}"
    return str(row.school_name) if row.school_id is not None else names.get(row.region_code, row.region_code)
