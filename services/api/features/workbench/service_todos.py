"""What a school has to do besides its report, each with the other side and the day it hangs on."""

from uuid import UUID

from services.api.features.activities.service_board import overdue_decisions
from services.api.features.assignments import service as assignments
from services.api.features.assignments.service import AssignmentFilter
from services.api.features.disagreements import service as disagreements
from services.api.features.disagreements.service import DisagreementFilter
from services.api.features.pairings import service as pairings
from services.api.features.pairings.service import PairingFilter
from services.api.features.supports import service as supports
from services.api.features.supports.service import SupportFilter
from services.api.kernel.clock import SHANGHAI
from services.api.kernel.context import Ctx
from services.api.kernel.paging import MAX_LIMIT, PageAsked
from services.contracts.accounts import SchoolRef
from services.contracts.codes import AssignmentParty, AssignmentStatus, SupportStatus
from services.contracts.disagreements import DisagreementRow
from services.contracts.pairings import PairingRow
from services.contracts.workbench import TodoOut

ALL = PageAsked(limit=MAX_LIMIT, cursor=None, count=False)
GIVEN = (SupportStatus.paid, SupportStatus.handed_over)


async def todos_of(ctx: Ctx, school_id: UUID) -> list[TodoOut]:
    """Everything that waits for this school; a fixed number of queries."""
    return [
        *(await _arrivals(ctx, school_id)),
        *(await _signatures(ctx, school_id)),
        *(await _disagreements(ctx, school_id)),
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


async def _signatures(ctx: Ctx, school_id: UUID) -> list[TodoOut]:
    """Agreements under which this school's signature is missing and can be given now."""
    found = (await pairings.page(ctx, PairingFilter(school_id=school_id, unsigned=True), ALL)).items
    return [_signature(row, school_id) for row in found if "sign" in row.allowed_actions]


def _signature(row: PairingRow, school_id: UUID) -> TodoOut:
    other = row.recipient if row.supporting.school.id == school_id else row.supporting
    return TodoOut(kind="signature", id=row.id, name=row.agreement_no, school=other.school, on=other.signed_on)


def _other(school_id: UUID, one: SchoolRef, another: SchoolRef) -> SchoolRef:
    return another if one.id == school_id else one


async def _disagreements(ctx: Ctx, school_id: UUID) -> list[TodoOut]:
    """Open disagreements that somebody else has raised: this school may answer."""
    found = (await disagreements.page(ctx, DisagreementFilter(waiting=True), ALL)).items
    return [
        TodoOut(
            kind="disagreement", id=row.id, name=row.name or "", on=row.raised_at.astimezone(SHANGHAI).date(),
            school=_other(school_id, row.sending_school, row.receiving_school),
        )
        for row in found
        if row.raised_by is not _party(school_id, row)
    ]  # fmt: skip


def _party(school_id: UUID, row: DisagreementRow) -> AssignmentParty:
    if row.sending_school.id == school_id:
        return AssignmentParty.sending_school
    return AssignmentParty.receiving_school


async def _given(ctx: Ctx, school_id: UUID) -> list[TodoOut]:
    """Funds and goods that this school is to say it has got."""
    found = [
        row
        for status in GIVEN
        for row in (await supports.page(ctx, SupportFilter(school_id=school_id, status=status), ALL)).items
    ]
    return [
        TodoOut(kind="support", id=row.id, name=row.purpose or "", school=row.giver_school, on=row.given_on)
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
