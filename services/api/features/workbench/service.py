"""The start page of each role in one answer; counts are those of the lists they lead to (guide §3)."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.api.features.accounts import service as accounts
from services.api.features.accounts.service import UserFilter
from services.api.features.activities import service as activities
from services.api.features.activities.service_board import overdue_decisions
from services.api.features.assignments import service as assignments
from services.api.features.assignments.service import AssignmentFilter
from services.api.features.clients import service as clients
from services.api.features.commitments import service as commitments
from services.api.features.commitments.service import CommitmentFilter
from services.api.features.disagreements import service as disagreements
from services.api.features.disagreements.service import DisagreementFilter
from services.api.features.improvement_plans.service_waiting import submitted
from services.api.features.pairings import service as pairings
from services.api.features.pairings.service import PairingFilter
from services.api.features.refusals import service as refusals
from services.api.features.refusals.service import RefusalFilter
from services.api.features.reports import service as reports
from services.api.features.reports.service import ReportFilter
from services.api.features.schools import service as schools
from services.api.features.staff import service as staff
from services.api.features.staff_bases import service as staff_bases
from services.api.features.staff_moves import service as staff_moves
from services.api.features.staff_moves.service import StaffMoveFilter
from services.api.features.statistics import service as statistics
from services.api.features.statistics.service import ReportsAsked
from services.api.features.summaries.service_waiting import overdue
from services.api.features.support_classes import service as support_classes
from services.api.features.support_classes.service import SupportClassFilter
from services.api.features.supports import service as supports
from services.api.features.supports.service import SupportFilter
from services.api.features.term_reviews import service as term_reviews
from services.api.features.webhooks import service as webhooks
from services.api.features.workbench import rules, service_papers
from services.api.features.workbench.service_first_week import first_week
from services.api.features.workbench.service_mentors import todos_of_mentors
from services.api.features.workbench.service_moves import todos_of_moves
from services.api.features.workbench.service_refusals import refusals_to_hear
from services.api.features.workbench.service_term_plans import present_of, todos_of_plans
from services.api.features.workbench.service_todos import ALL, todos_of
from services.api.kernel.context import Ctx
from services.api.kernel.paging import PageAsked
from services.api.kernel.periods import month_of, months_of_school_year, school_year_of
from services.contracts.codes import (
    AssignmentStatus,
    PairingStatus,
    ReportStatus,
    Role,
    SupportGiver,
    SupportStatus,
    WebhookStatus,
)
from services.contracts.reports import ReportRow, ReturnOut
from services.contracts.workbench import WorkbenchOut, WorkItem, WorkKey

OF_COUNTIES = frozenset({"commitments_lagging", "refusals_waiting"})
ACCEPTED = frozenset({ReportStatus.accepted, ReportStatus.published})
SHOWN_PEOPLE = 8
SHOWN_RECEIPTS = 2
COUNT_ONLY = PageAsked(limit=0, cursor=None, count=True)


@dataclass(frozen=True, slots=True)
class Counted:
    """The rows of a worklist, and since when the oldest of them waits."""

    count: int
    oldest_at: datetime | None = None
    oldest_days: int | None = None


Counter = Callable[[Ctx, str | None], Awaitable[Counted]]


async def show(ctx: Ctx, month: str | None) -> WorkbenchOut:
    """What the caller must do next; `month` chooses the month of an office's reporting rates."""
    who = ctx.principal
    if who.is_school and who.school_id is not None:
        return await _of_school(ctx, who.school_id)
    if who.role is Role.teacher:
        return await service_papers.of_teacher(ctx)
    if who.role in rules.OFFICES:
        return await _of_office(ctx, month)
    lists = await _lists(ctx, _ADMINISTRATOR, None) if who.role is Role.administrator else []
    return WorkbenchOut(today=ctx.today, lists=lists)


async def _of_school(ctx: Ctx, school_id: UUID) -> WorkbenchOut:
    current = await reports.to_fill(ctx, school_id)
    month = current.month if current is not None else month_of(ctx.today)
    prefill = await reports.load(ctx.db, school_id, month)
    delegated, taken_over = await _for_others(ctx)
    held = await activities.of_school_in(ctx.db, school_id, prefill.facts.first_day, prefill.facts.last_day)
    live = PairingFilter(school_id=school_id, status=PairingStatus.active)
    plans = await present_of(ctx, school_id)
    return WorkbenchOut(
        today=ctx.today,
        month=current.month if current is not None else None,
        current=current,
        current_people=len(prefill.serving),
        current_activities=len(held),
        current_goals=len(prefill.goals),
        current_returned=await _why_returned(ctx, current),
        todos=[
            *await todos_of(ctx, school_id),
            *todos_of_plans(school_id, plans),
            *await service_papers.of_school(ctx),
            *await todos_of_moves(ctx),
            *await todos_of_mentors(ctx, school_id),
            *await refusals_to_hear(ctx),
        ],
        without_staff=current is None and not (await staff.counts(ctx.db, [school_id])).get(school_id),
        people=[reports.person_row(each, "") for each in prefill.serving[:SHOWN_PEOPLE]],
        pairings=(await pairings.page(ctx, live, ALL)).items,
        term_plans=plans,
        months=await _school_year(ctx, school_id),
        receipts=await reports.receipts(ctx, school_id, SHOWN_RECEIPTS),
        delegated=delegated,
        taken_over=taken_over,
    )


async def _for_others(ctx: Ctx) -> tuple[list[ReportRow], list[UUID]]:
    """The months to report for other schools, and which of those schools are closed; these leave when all is done."""
    rows = await reports.to_fill_for_others(ctx)
    closed = await schools.closed_among(ctx.db, [row.school.id for row in rows], ctx.today) if rows else set()
    left = [row for row in rows if row.school.id not in closed or row.status not in ACCEPTED]
    return left, [row.school.id for row in left if row.school.id in closed]


async def _why_returned(ctx: Ctx, current: ReportRow | None) -> ReturnOut | None:
    if current is None or current.status is not ReportStatus.returned:
        return None
    return await reports.last_return(ctx, current.id)


async def _school_year(ctx: Ctx, school_id: UUID) -> list[ReportRow]:
    return await reports.of_months(ctx, school_id, months_of_school_year(school_year_of(ctx.today)))


async def _of_office(ctx: Ctx, month: str | None) -> WorkbenchOut:
    shown = month or await reports.month_to_watch(ctx)
    dimension = "township" if ctx.principal.role is Role.county_coordinator else "county"
    reporting = await statistics.reporting(ctx, None, ReportsAsked(shown, None), [dimension]) if shown else None
    return WorkbenchOut(
        today=ctx.today,
        month=shown,
        lists=await _lists(ctx, _office_lists(ctx), shown),
        reporting=reporting,
        first_week=(week := await first_week(ctx)),
        staff_base_due=None if week else await _base_due(ctx),
    )


async def _base_due(ctx: Ctx) -> int | None:
    who = ctx.principal
    if who.role is not Role.county_coordinator or not await staff_bases.is_due(ctx, who.region_code):
        return None
    return school_year_of(ctx.today)


def _office_lists(ctx: Ctx) -> dict[WorkKey, Counter]:
    """The lists of an office. What lags is the county's to mend, and counting a province's promises takes long; who
    refuses is the county's to hear."""
    if ctx.principal.role is Role.county_coordinator:
        return _OFFICE
    return {key: count for key, count in _OFFICE.items() if key not in OF_COUNTIES}


async def _lists(ctx: Ctx, counters: dict[WorkKey, Counter], month: str | None) -> list[WorkItem]:
    lists = []
    for key, count in counters.items():
        found, query = await count(ctx, month), rules.list_query(key, ctx.today, month)
        counts = {"count": found.count, "oldest_at": found.oldest_at, "oldest_days": found.oldest_days}
        lists.append(WorkItem(key=key, query=query, **counts))
    return lists


async def _waiting(ctx: Ctx, _month: str | None) -> Counted:
    found = await reports.tally(ctx, ReportFilter(waiting=True))
    return Counted(found.count, found.oldest_submitted_at, found.waiting_days)


async def _open(ctx: Ctx, month: str | None) -> Counted:
    found = await reports.tally(ctx, ReportFilter(open=True, month=month))
    return Counted(found.count, found.oldest_due_at)


async def _overdue(ctx: Ctx, _month: str | None) -> Counted:
    found = await reports.tally(ctx, ReportFilter(overdue=True))
    return Counted(found.count, found.oldest_due_at, found.overdue_days)


def _assignments(make: Callable[[Ctx], AssignmentFilter]) -> Counter:
    async def count(ctx: Ctx, _month: str | None) -> Counted:
        return Counted((await assignments.page(ctx, make(ctx), COUNT_ONLY)).count or 0)

    return count


def _pairings(make: Callable[[Ctx], PairingFilter]) -> Counter:
    async def count(ctx: Ctx, _month: str | None) -> Counted:
        return Counted((await pairings.page(ctx, make(ctx), COUNT_ONLY)).count or 0)

    return count


async def _disagreements(ctx: Ctx, _month: str | None) -> Counted:
    return Counted((await disagreements.page(ctx, DisagreementFilter(waiting=True), COUNT_ONLY)).count or 0)


async def _plans(ctx: Ctx, _month: str | None) -> Counted:
    return Counted((await submitted(ctx, COUNT_ONLY)).count or 0)


async def _reviews(ctx: Ctx, _month: str | None) -> Counted:
    return Counted((await term_reviews.waiting(ctx, COUNT_ONLY)).count or 0)


async def _classes(ctx: Ctx, _month: str | None) -> Counted:
    return Counted((await support_classes.page(ctx, SupportClassFilter(waiting=True), COUNT_ONLY)).count or 0)


async def _refusals(ctx: Ctx, _month: str | None) -> Counted:
    return Counted((await refusals.page(ctx, RefusalFilter(waiting=True), COUNT_ONLY)).count or 0)


def _moves(asked: StaffMoveFilter) -> Counter:
    async def count(ctx: Ctx, _month: str | None) -> Counted:
        return Counted((await staff_moves.page(ctx, asked, COUNT_ONLY)).count or 0)

    return count


async def _lagging(ctx: Ctx, _month: str | None) -> Counted:
    return Counted((await commitments.page(ctx, CommitmentFilter(lagging=True), COUNT_ONLY)).count or 0)


async def _decisions(ctx: Ctx, _month: str | None) -> Counted:
    return Counted((await overdue_decisions(ctx, None, COUNT_ONLY)).count or 0)


async def _summaries(ctx: Ctx, _month: str | None) -> Counted:
    return Counted((await overdue(ctx, COUNT_ONLY)).count or 0)


async def _disputed(ctx: Ctx, _month: str | None) -> Counted:
    asked = SupportFilter(status=SupportStatus.disputed)
    return Counted((await supports.page(ctx, asked, COUNT_ONLY)).count or 0)


async def _to_pay(ctx: Ctx, _month: str | None) -> Counted:
    asked = SupportFilter(giver=SupportGiver.office, status=SupportStatus.planned)
    return Counted((await supports.page(ctx, asked, COUNT_ONLY)).count or 0)


async def _held(ctx: Ctx, _month: str | None) -> Counted:
    return Counted((await schools.planned(ctx, schools.PlanFilter(held=True), COUNT_ONLY)).count or 0)


async def _never_signed_in(ctx: Ctx, _month: str | None) -> Counted:
    return Counted((await accounts.users(ctx, COUNT_ONLY, UserFilter(never_signed_in=True))).count or 0)


async def _expiring(ctx: Ctx, _month: str | None) -> Counted:
    soon = clients.ClientFilter(revoked=False, expires_by=rules.ends_by(ctx.today))
    found = await clients.clients(ctx, soon, COUNT_ONLY)
    return Counted(found.count or 0)


async def _failing(ctx: Ctx, _month: str | None) -> Counted:
    asked = webhooks.WebhookFilter(status=WebhookStatus.failing)
    return Counted((await webhooks.page(ctx, asked, COUNT_ONLY)).count or 0)


_OFFICE: dict[WorkKey, Counter] = {
    "reports_waiting": _waiting,
    "assignments_to_confirm": _assignments(lambda _ctx: AssignmentFilter(to_confirm=True)),
    "disagreements_waiting": _disagreements,
    "improvement_plans_waiting": _plans,
    "term_reviews_waiting": _reviews,
    "support_classes_waiting": _classes,
    "staff_moves_waiting": _moves(StaffMoveFilter(waiting=True)),
    "staff_moves_held": _moves(StaffMoveFilter(held=True)),
    "refusals_waiting": _refusals,
    "assignments_not_arrived": _assignments(
        lambda ctx: AssignmentFilter(status=AssignmentStatus.confirmed, starts_by=ctx.today)
    ),
    "pairings_to_start": _pairings(lambda _ctx: PairingFilter(to_start=True)),
    "pairings_unsigned": _pairings(lambda _ctx: PairingFilter(unsigned=True)),
    "pairings_ending": _pairings(lambda ctx: PairingFilter(ends_by=rules.ends_by(ctx.today))),
    "pairings_without_plan": _pairings(lambda _ctx: PairingFilter(without_plan=True)),
    "assignments_ending": _assignments(
        lambda ctx: AssignmentFilter(status=AssignmentStatus.active, ends_by=rules.ends_by(ctx.today))
    ),
    "commitments_lagging": _lagging,
    "decisions_overdue": _decisions,
    "summaries_overdue": _summaries,
    "supports_disputed": _disputed,
    "supports_to_pay": _to_pay,
    "successions_held": _held,
    "reports_open": _open,
    "reports_overdue": _overdue,
}
_ADMINISTRATOR: dict[WorkKey, Counter] = {
    "webhooks_failing": _failing,
    "users_never_signed_in": _never_signed_in,
    "clients_expiring": _expiring,
}
"""Each list with how it is counted: by the same function that lists it, so that the two cannot differ."""
