"""The base school of a term: one of the two schools, set by either side or its county (E-30.6, HZ-06, W-21.2)."""

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from services.api.features.activities import queries_base, rules_joined
from services.api.features.activities.filters import BaseSchoolFilter
from services.api.features.activities.models import BaseSchool
from services.api.features.pairings import service as pairings
from services.api.kernel.context import Ctx
from services.api.kernel.etag import check_version
from services.api.kernel.paging import PageAsked
from services.api.kernel.problems import Problem, problem_on
from services.contracts.accounts import SchoolRef
from services.contracts.base import Page
from services.contracts.codes import PairingStatus, PairSide, SchoolTerm
from services.contracts.joint_work import BaseSchoolOut, BaseSchoolPut

OPEN = frozenset({PairingStatus.signed, PairingStatus.active, PairingStatus.suspended})
WHO = "结对的两所学校，或主管它们的区县协调人"


def out(row: Any) -> BaseSchoolOut:
    """A row with both schools, and the base where it is another's, as an answer."""
    school, partner = pairings.school_of(row, row.side), pairings.school_of(row, pairings.OTHER_SIDE[row.side])
    if row.base_pairing_id is not None:
        school, partner = SchoolRef(id=row.base_id, code=row.base_code, name=row.base_name), school
    return BaseSchoolOut(
        pairing_id=row.pairing_id, school_year=row.school_year, term=row.term, side=row.side, school=school,
        partner=partner, version=row.version, elsewhere=row.base_pairing_id is not None,
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
    """Set the base school of a term, or change it, of several pairings in one act (CI-02); `expected`: 0 while none is.

    Raises 404 for a pairing out of scope, 403 for who speaks for neither side, and of others for who does not speak
    for the school that all have in common; 409 `base_school.pairing_closed`; 412; 422 `activity.joined_shared`.
    """
    pairing = await pairings.held(ctx, pairing_id)
    if not any(pairings.speaks_for(ctx.principal, pairing, side) for side in PairSide):
        raise Problem("permission.denied", who=WHO)
    others = [await pairings.held(ctx, each) for each in sorted({each.pairing_id for each in body.also})]
    shared = _shared(ctx, pairing, others, len(body.also))
    versions = {each.pairing_id: each.version for each in body.also} | {pairing_id: expected}
    rows = {}
    for each in sorted([pairing, *others], key=lambda found: found.id):
        away = None if each is pairing or body.side is shared else pairing_id
        rows[each.id] = await _set(ctx, each, when, versions[each.id], Base(body.side, away))
    return out(await queries_base.row(ctx.db, ctx.scope, rows[pairing_id].id))


class Base(NamedTuple):
    """The side of the base school, and the pairing whose side it is where that is another one."""

    side: PairSide
    pairing_id: UUID | None


def _shared(ctx: Ctx, own: Any, others: Sequence[Any], asked: int) -> PairSide | None:
    """The side that all pairings have in common; None when there is one pairing alone."""
    if not others:
        return None
    side = rules_joined.shared_side(own, others)
    if side is None or len(others) != asked:
        raise problem_on("also", "activity.joined_shared")
    if not pairings.speaks_for(ctx.principal, own, side):
        raise Problem("permission.denied", who=rules_joined.SHARED)
    return side


async def _set(ctx: Ctx, pairing: Any, when: tuple[int, SchoolTerm], expected: int, base: Base) -> BaseSchool:
    if pairing.status not in OPEN:
        raise Problem("base_school.pairing_closed", state=pairing.status.label)
    row = await queries_base.locked(ctx.db, pairing.id, *when)
    if row is None:
        return await _insert(ctx, pairing, when, expected, base)
    check_version(row, expected)
    row.side, row.base_pairing_id = base
    ctx.act(row, "set-base-school")
    await ctx.db.flush()
    return row


async def _insert(ctx: Ctx, pairing: Any, when: tuple[int, SchoolTerm], expected: int, base: Base) -> BaseSchool:
    if expected != 0:
        raise Problem("precondition.stale", headers={"ETag": '"0"'})
    row = BaseSchool(
        pairing_id=pairing.id, school_year=when[0], term=when[1], side=base.side, base_pairing_id=base.pairing_id,
        created_at=ctx.now, **pairings.counties_of(pairing, PairSide.supporting),
    )  # fmt: skip
    ctx.act(row, "set-base-school")
    try:
        async with ctx.db.begin_nested():
            ctx.db.add(row)
            await ctx.db.flush()
    except IntegrityError as error:
        raise Problem("precondition.stale", headers={"ETag": '"1"'}) from error
    return row
