"""The base school of a term: one of the two schools, set by either side or its county (E-30.6, HZ-06, W-21.2)."""

from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from services.api.features.activities import queries_base
from services.api.features.activities.filters import BaseSchoolFilter
from services.api.features.activities.models import BaseSchool
from services.api.features.pairings import service as pairings
from services.api.kernel.context import Ctx
from services.api.kernel.etag import check_version
from services.api.kernel.paging import PageAsked
from services.api.kernel.problems import Problem
from services.contracts.base import Page
from services.contracts.codes import PairingStatus, PairSide, SchoolTerm
from services.contracts.joint_work import BaseSchoolOut, BaseSchoolPut

OPEN = frozenset({PairingStatus.signed, PairingStatus.active, PairingStatus.suspended})
WHO = "结对的两所学校，或主管它们的区县协调人"


def out(row: Any) -> BaseSchoolOut:
    """A row with both schools as an answer."""
    return BaseSchoolOut(
        pairing_id=row.pairing_id, school_year=row.school_year, term=row.term, side=row.side,
        school=pairings.school_of(row, row.side), version=row.version,
        partner=pairings.school_of(row, pairings.OTHER_SIDE[row.side]),
    )  # fmt: skip


async def page(ctx: Ctx, asked: BaseSchoolFilter, paging: PageAsked) -> Page[BaseSchoolOut]:
    """One page of the base schools in the caller's scope, the latest school year first."""
    found = await queries_base.page(ctx.db, ctx.scope, asked, paging)
    return Page(
        items=[out(row) for row in found.rows],
        **found.around(),
    )


async def put(
    ctx: Ctx, pairing_id: UUID, when: tuple[int, SchoolTerm], expected: int, body: BaseSchoolPut
) -> BaseSchoolOut:
    """Set the base school of a term, or change it; `expected` is 0 while none is set.

    Raises 404 for a pairing out of scope, 403 for who speaks for neither side, 409 `base_school.pairing_closed`, 412.
    """
    pairing = await pairings.held(ctx, pairing_id)
    if not any(pairings.speaks_for(ctx.principal, pairing, side) for side in PairSide):
        raise Problem("permission.denied", who=WHO)
    if pairing.status not in OPEN:
        raise Problem("base_school.pairing_closed", state=pairing.status.label)
    school_year, term = when
    row = await queries_base.locked(ctx.db, pairing_id, school_year, term)
    if row is None:
        row = await _insert(ctx, pairing, when, expected, body.side)
    else:
        check_version(row, expected)
        row.side = body.side
        ctx.act(row, "set-base-school")
        await ctx.db.flush()
    return out(await queries_base.row(ctx.db, ctx.scope, row.id))


async def _insert(ctx: Ctx, pairing: Any, when: tuple[int, SchoolTerm], expected: int, side: PairSide) -> BaseSchool:
    if expected != 0:
        raise Problem("precondition.stale", headers={"ETag": '"0"'})
    row = BaseSchool(
        pairing_id=pairing.id, school_year=when[0], term=when[1], side=side, created_at=ctx.now,
        **pairings.counties_of(pairing, PairSide.supporting),
    )  # fmt: skip
    ctx.act(row, "set-base-school")
    try:
        async with ctx.db.begin_nested():
            ctx.db.add(row)
            await ctx.db.flush()
    except IntegrityError as error:
        raise Problem("precondition.stale", headers={"ETag": '"1"'}) from error
    return row
