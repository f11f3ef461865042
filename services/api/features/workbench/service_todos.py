"""What a school has to do besides its report, each with the other side and the day it hangs on."""

from uuid import UUID

from services.api.features.activities.service_board import overdue_decisions
from services.api.features.assignments import service as assignments
from services.api.features.assignments.service import AssignmentFilter
from services.api.features.pairings import service as pairings
from services.api.features.pairings.service import PairingFilter
from services.api.features.supports import service as supports
from services.api.features.supports.service import SupportFilter
from services.api.features.workbench.service_agreeing import goals_to_agree, plans_of_school
from services.api.kernel.context import Ctx
from services.api.kernel.paging import MAX_LIMIT, PageAsked
from services.contracts.accounts import SchoolRef
from services.contracts.codes import AssignmentStatus, PairingStatus, SupportKind, SupportStatus
from services.contracts.pairings import PairingRow, PairingSchool
from services.contracts.workbench import TodoKind, TodoOut

ALL = PageAsked(limit=MAX_LIMIT, cursor=None, count=False)
GIVEN = (SupportStatus.paid, SupportStatus.handed_over)


async def todos_of(ctx: Ctx, school_id: UUID) -> list[TodoOut]:
    """Everything that waits for this school; a fixed number of queries."""
    return [
        *(await _arrivals(ctx, school_id)),
        *(await plans_of_school(ctx, school_id)),
        *(await _new_pairings(ctx, school_id)),
        *(await goals_to_agree(ctx, school_id)),
        *(await _given(ctx, school_id)),
        *(await _decisions(ctx, school_id)),
    ]


async def _arrivals(ctx: Ctx, school_id: UUID) -> list[TodoOut]:
    """Who should be here by today and is not said to have arrived."""
    asked = AssignmentFilter(receiving_school_id=school_id, status=AssignmentStatus.confirmed, starts_by=ctx.today)
    found = (await assignments.page(ctx, asked, ALL)).items
    return [
        TodoOut(kind="arrival", id=each.id, name=each.name or "", school=each.sending_school, on=each.start_on)
        for each in found
    ]


async def _new_pairings(ctx: Ctx, school_id: UUID) -> list[TodoOut]:
    """Pairings not signed by both whose next step is this school's: decide, name contacts, negotiate, sign."""
    found = (await pairings.page(ctx, PairingFilter(school_id=school_id, unsigned=True), ALL)).items
    steps = [(row, _step(row, school_id)) for row in found]
    return [_new_pairing(row, kind, school_id) for row, kind in steps if kind is not None]


def _step(row: PairingRow, school_id: UUID) -> TodoKind | None:
    if row.status is PairingStatus.decided and not _named(_sides(row, school_id)[0]):
        return "contacts"
    if "decide" in row.allowed_actions:
        return "pairing_decide"
    if "sign" in row.allowed_actions:
        return "signature"
    both_named = all(_named(side) for side in _sides(row, school_id))
    return "pairing_negotiate" if "negotiate" in row.allowed_actions and both_named else None


def _sides(row: PairingRow, school_id: UUID) -> tuple[PairingSchool, PairingSchool]:
    """The school's own side, and the other one."""
    both = (row.supporting, row.recipient)
    return both if row.supporting.school.id == school_id else (both[1], both[0])


def _named(side: PairingSchool) -> bool:
    return bool(side.leader and side.liaison)


def _new_pairing(row: PairingRow, kind: TodoKind, school_id: UUID) -> TodoOut:
    other = _sides(row, school_id)[1]
    on = other.signed_on if kind == "signature" else row.start_on
    return TodoOut(kind=kind, id=row.id, name=row.agreement_no, school=other.school, on=on)


def _other(school_id: UUID, one: SchoolRef, another: SchoolRef) -> SchoolRef:
    return another if one.id == school_id else one


async def _given(ctx: Ctx, school_id: UUID) -> list[TodoOut]:
    """Funds and goods that this school is to say it has got."""
    found = [
        row
        for status in GIVEN
        for row in (await supports.page(ctx, SupportFilter(school_id=school_id, status=status), ALL)).items
    ]
    return [
        TodoOut(
            kind="support",
            id=row.id,
            name=row.purpose or "",
            school=row.giver_school or row.receiver_school,
            giver=row.giver_name,
            on=row.given_on,
            amount=row.given if row.kind is SupportKind.fund else None,
        )
        for row in found
        if row.receiver_school.id == school_id and "confirm" in row.allowed_actions
    ]


async def _decisions(ctx: Ctx, school_id: UUID) -> list[TodoOut]:
    """Decisions of joint meetings past their last day that this school may say are done."""
    found = (await overdue_decisions(ctx, school_id, ALL)).items
    return [
        TodoOut(
            kind="decision", id=row.id, name=row.text or "", on=row.due_on,
            school=_other(school_id, row.supporting_school, row.recipient_school),
        )
        for row in found
        if "carry-out" in row.allowed_actions
    ]  # fmt: skip
