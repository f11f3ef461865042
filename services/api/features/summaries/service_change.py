"""Changing summaries: each function is one step of SM-8 in one transaction (W-23)."""

from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from services.api.features.files import service as files
from services.api.features.summaries import queries, rules
from services.api.features.summaries.models import SupportSummary
from services.api.features.summaries.service_read import KIND, detail, facts_of, row_of
from services.api.kernel import papers
from services.api.kernel.context import Ctx
from services.api.kernel.periods import Period, school_year_label
from services.api.kernel.problems import Problem, problem_on
from services.contracts.pairings import WithReason
from services.contracts.summaries import ReviewSummary, SummaryCreate, SummaryDetail, SummaryPatch


async def create(ctx: Ctx, body: SummaryCreate) -> SummaryDetail:
    """Begin a summary (ND-44).

    Raises 404 for an assignment out of scope; 403 unless the caller writes it; 409 `summary.not_served`,
    `summary.exists`; 422 `summary.outside`, `file.not_waiting`.
    """
    task = await queries.task_of(ctx.db, ctx.scope, body.assignment_id)
    if task is None:
        raise Problem("resource.not_found")
    if not facts_of(ctx, task).writes:
        raise Problem("permission.denied", who=rules.WRITERS)
    if task.assignment_status not in rules.SERVED:
        raise Problem("summary.not_served", state=task.assignment_status.label)
    made = SupportSummary(
        **body.model_dump(exclude={"school_year", "file_ids"}), school_year=_year(ctx, task, body.school_year),
        county_code=task.home_county_code, other_county_code=task.receiving_county_code, created_at=ctx.now,
    )  # fmt: skip
    summary_id, year = made.id, made.school_year
    try:
        async with ctx.db.begin_nested():
            ctx.db.add(made)
            ctx.act(made, "create")
            await ctx.db.flush()
    except IntegrityError as error:
        raise problem_on("school_year", "summary.exists", year=school_year_label(year)) from error
    owner = files.Owner(summary_id, task.home_county_code, task.receiving_county_code)
    await files.attach(ctx, body.file_ids, KIND, owner)
    return await detail(ctx, summary_id)


def _year(ctx: Ctx, task: Any, asked: int | None) -> int:
    """A school year in which some day has been served. Raises 422 `summary.outside`."""
    year = asked if asked is not None else rules.present_year(Period(task.start_on, task.end_on), ctx.today)
    served = rules.served_in(task.start_on, task.end_on, year)
    if served is None or served.start_on > ctx.today:
        raise problem_on("school_year", "summary.outside", year=school_year_label(year))
    return year


async def edit(ctx: Ctx, summary_id: UUID, expected: int, body: SummaryPatch) -> SummaryDetail:
    """Save what is typed. Raises 403, 409 `state.illegal` once it is handed in, 412."""
    found = await _load(ctx, summary_id, expected, "edit")
    for name, value in body.model_dump(exclude_unset=True).items():
        setattr(found, name, value)
    return await _saved(ctx, found, "edit")


async def submit(ctx: Ctx, summary_id: UUID, expected: int) -> SummaryDetail:
    """Hand it in to the receiving school. Raises 422 `summary.incomplete` with each field that is still empty."""
    found = await _load(ctx, summary_id, expected, "submit")
    papers.require_filled(found, rules.NEEDED, "summary.incomplete")
    found.submitted_on, found.submitted_by, found.return_reason = ctx.today, ctx.principal.id, ""
    return await _saved(ctx, found, "submit")


async def send_back(ctx: Ctx, summary_id: UUID, expected: int, body: WithReason) -> SummaryDetail:
    """Give it back to be put right."""
    found = await _load(ctx, summary_id, expected, "return")
    found.submitted_on, found.submitted_by, found.return_reason = None, None, body.reason
    return await _saved(ctx, found, "return")


async def review(ctx: Ctx, summary_id: UUID, expected: int, body: ReviewSummary) -> SummaryDetail:
    """What the receiving school finds, and the grade (ND-45)."""
    found = await _load(ctx, summary_id, expected, "review")
    found.opinion, found.grade = body.opinion, body.grade
    found.reviewed_on, found.reviewed_by = ctx.today, ctx.principal.id
    return await _saved(ctx, found, "appraise")


async def forward(ctx: Ctx, summary_id: UUID, expected: int) -> SummaryDetail:
    """The reviewed summary goes to the sending school and its county (W-23.3)."""
    found = await _load(ctx, summary_id, expected, "forward")
    found.forwarded_on = ctx.today
    return await _saved(ctx, found, "forward")


async def file(ctx: Ctx, summary_id: UUID, expected: int) -> SummaryDetail:
    """The sending school puts it into the person's file; nothing changes after that (W-23.4)."""
    found = await _load(ctx, summary_id, expected, "file")
    found.filed_on, found.filed_by = ctx.today, ctx.principal.id
    return await _saved(ctx, found, "file")


async def _load(ctx: Ctx, summary_id: UUID, expected: int, action: str) -> SupportSummary:
    """The summary, locked, in the state after the action.

    Raises 404, 403, 412; 409 `state.illegal`, `summary.not_served` when its assignment never was.
    """
    row = await row_of(ctx, summary_id)
    found = await queries.locked(ctx.db, summary_id)
    assert found is not None, "nothing is deleted"
    if row.assignment_status in rules.NEVER:
        raise Problem("summary.not_served", state=row.assignment_status.label)
    papers.take(rules.TABLE, found, action, facts_of(ctx, row), expected)
    return found


async def _saved(ctx: Ctx, found: SupportSummary, action: str) -> SummaryDetail:
    summary_id = found.id
    await papers.save(ctx, found, action)
    return await detail(ctx, summary_id)
