"""What was sent and what was decided on it: receipts, revisions, and a team's month (G-108)."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.assignments import service as assignments
from services.api.features.regions import service as regions
from services.api.features.reports import queries
from services.api.features.reports.models import ReportReview, ReportRevision
from services.api.features.reports.rules_changes import Held
from services.api.features.reports.service_facts import read_content
from services.api.features.reports.service_rows import receipt_out, user_names
from services.api.features.teams import service as teams
from services.api.kernel.context import Ctx
from services.api.kernel.periods import month_period
from services.api.kernel.problems import Problem
from services.contracts.assignments import MonthState
from services.contracts.codes import ActivityType, ReportStatus
from services.contracts.reports import (
    ReceiptOut,
    ReportContent,
    ReturnOut,
    RevisionList,
    RevisionOut,
    SectionComment,
    TeamLine,
    TeamReport,
)

SENTENCES = ("problem", "plan", "public_line")
"""What a receipt says as it was written."""


async def receipt(ctx: Ctx, report_id: UUID) -> ReceiptOut:
    """The receipt of the last submission. Raises 404 when nothing was sent yet."""
    row = await queries.row(ctx.db, ctx.scope, report_id)
    revisions = await queries.revisions(ctx.db, report_id) if row is not None else []
    if row is None or not revisions:
        raise Problem("resource.not_found")
    return await receipt_of(ctx, row, revisions[0], await user_names(ctx, [row.submitted_by, row.accepted_by]))


async def receipt_of(ctx: Ctx, row: Any, last: ReportRevision, names: Mapping[UUID, str]) -> ReceiptOut:
    """The receipt of a report (a row or the entity) and its last submission. One query."""
    found = receipt_out(row, last.summary, names)
    calendar = await regions.calendar(ctx.db, row.county_code)
    sent = read_content(last.content)
    said = {name: getattr(sent, name) or None for name in SENTENCES} if ctx.principal.sees_names else {}
    return found.model_copy(update={"review_workdays": calendar.review_workdays, **said})


async def revisions(ctx: Ctx, report_id: UUID) -> RevisionList:
    """All submissions with what was decided on each. Raises 404."""
    if await queries.row(ctx.db, ctx.scope, report_id) is None:
        raise Problem("resource.not_found")
    sent, reviews = await queries.revisions(ctx.db, report_id), await queries.reviews(ctx.db, report_id)
    who = [each.submitted_by for each in sent] + [each.decided_by for each in reviews]
    names = await user_names(ctx, who)
    decided = {review.revision: review for review in reviews}
    items = [_revision_out(ctx, each, decided.get(each.revision), names) for each in sent]
    return RevisionList(items=items)


async def shown_activities(
    db: AsyncSession, school_id: UUID, months: Collection[str]
) -> dict[str, frozenset[tuple[UUID, ActivityType, date, int]]]:
    """What a school's sent reports show, by month: activity, kind, day, persons. Months not sent are missing (SM-6)."""
    found = await queries.sent_summaries(db, school_id, months)
    held = {row.month: [Held.from_stored(each) for each in row.summary["activities"]] for row in found}
    return {
        month: frozenset((each.id, each.type, each.held_on, each.person_times) for each in rows)
        for month, rows in held.items()
    }


async def states(db: AsyncSession, report_ids: Collection[UUID]) -> dict[UUID, ReportStatus]:
    """Where reports stand, for messages about them."""
    return await queries.states(db, report_ids)


async def last_return(ctx: Ctx, report_id: UUID) -> ReturnOut | None:
    """Why a report came back the last time, None if it never did."""
    review = next((each for each in await queries.reviews(ctx.db, report_id) if not each.accepted), None)
    return return_out(review, await user_names(ctx, [review.decided_by] if review else []))


def return_out(review: ReportReview | None, names: Mapping[UUID, str]) -> ReturnOut | None:
    """A return with its comments."""
    if review is None:
        return None
    return ReturnOut(
        revision=review.revision, at=review.decided_at, by=names.get(review.decided_by),
        comments=[SectionComment.model_validate(comment) for comment in review.comments], mend_by=review.mend_by,
    )  # fmt: skip


def _revision_out(
    ctx: Ctx, sent: ReportRevision, decided: ReportReview | None, names: Mapping[UUID, str]
) -> RevisionOut:
    content = read_content(sent.content)
    words = ctx.principal.sees_names
    return RevisionOut(
        revision=sent.revision,
        submitted_at=sent.submitted_at,
        submitted_by=names.get(sent.submitted_by),
        no_change=sent.no_change,
        content=content if words else bare(content),
        accepted_at=decided.decided_at if decided is not None and decided.accepted else None,
        returned=return_out(decided, names) if decided is not None and not decided.accepted and words else None,
    )


def bare(content: ReportContent) -> ReportContent:
    """Ids, states, days and totals alone: no typed text, no category of a leave (A-40)."""
    people = [line.model_copy(update={"category": "", "note": ""}) for line in content.people]
    return content.model_copy(update={"people": people, "problem": "", "plan": "", "public_line": ""})


async def team_month(ctx: Ctx, team_id: UUID, month: str) -> TeamReport:
    """A team's month as a view over its members' lines; each is what the receiving school reported. Raises 404."""
    name, year = await teams.named(ctx, team_id)
    members = await assignments.of_team(ctx.db, team_id, month_period(month))
    lines = await queries.lines_in(ctx.db, [each.assignment_id for each in members], month)
    statuses = await queries.statuses_in(ctx.db, [each.receiving_school.id for each in members], month)
    return TeamReport(
        team_id=team_id,
        name=name,
        school_year=year,
        month=month,
        lines=[
            TeamLine(
                assignment_id=each.assignment_id,
                name=each.name if ctx.principal.sees_names else None,
                receiving_school=each.receiving_school,
                state=_state(lines.get(each.assignment_id)),
                report_status=statuses.get(each.receiving_school.id),
            )
            for each in members
        ],
    )


def _state(line: Any) -> str | None:
    return line.state.value if line is not None else None


async def assignment_months(db: AsyncSession, assignment_id: UUID) -> list[MonthState]:
    """What the monthly reports say of an assignment, oldest month first; for its detail page."""
    return [MonthState(month=line.month, state=line.state.value) for line in await queries.lines_of(db, assignment_id)]
