"""Reading handovers: the list of what ends, and one with its words."""

from typing import Any
from uuid import UUID

from services.api.features.accounts import service as accounts
from services.api.features.assignments.service_beside import Standing, assigned, standing
from services.api.features.files import service as files
from services.api.features.handovers import queries, rules
from services.api.features.handovers.filters import HandoverFilter
from services.api.features.pairings import service as pairings
from services.api.features.refusals import service as refusals
from services.api.kernel.context import Ctx
from services.api.kernel.history import Moment, Tellers, Told, history
from services.api.kernel.paging import PageAsked
from services.api.kernel.periods import school_year_of
from services.api.kernel.problems import Problem, invalid
from services.api.kernel.scope import Permission
from services.contracts.base import Page
from services.contracts.codes import FeedbackStatus, HandoverStatus
from services.contracts.files import FileKind
from services.contracts.handovers import HandoverDetail, HandoverRow
from services.contracts.refusals import GradeCap

KIND = FileKind.feedback_paper
_DAYS = ("handed_over_on", "feedback_filed_on", "feedback_read_on", "shared_on")
_TYPED = ("notes", "appraisal", "learnt", "to_apply")
_PEOPLE = ("handed_over_by", "feedback_filed_by", "feedback_read_by")


def facts_of(own: Standing) -> rules.Facts:
    """What the caller is to the end of an assignment; the deciding office may do what both sides do."""
    return rules.Facts(
        receives=own.receives or own.receiving_office or own.decides,
        writes=own.is_self or own.sends,
        reads=own.sends or own.home_office or own.decides,
    )


def _reads_words(own: Standing) -> bool:
    """The person, both schools, their counties and who decides between these; nobody else, no system."""
    return any((own.is_self, own.sends, own.receives, own.home_office, own.receiving_office, own.decides))


def is_ready(ctx: Ctx, row: Any) -> bool:
    """Whether the end of the assignment is near enough."""
    return rules.is_ready(row.assignment_status, row.arrived_on, row.end_on, ctx.today)


def states_of(row: Any) -> tuple[HandoverStatus, FeedbackStatus]:
    """What is not begun stands in the first state."""
    return row.status or HandoverStatus.open, row.feedback_status or FeedbackStatus.open


def _fields(ctx: Ctx, row: Any, own: Standing) -> dict[str, Any]:
    status, feedback = states_of(row)
    ready = is_ready(ctx, row)
    late = ready and rules.is_over(row.assignment_status, row.end_on, ctx.today)
    may = ready and Permission.summary_write in ctx.principal.permissions
    return {
        **assigned(ctx.principal, row),
        **{name: getattr(row, name) for name in _DAYS},
        "version": row.version or 0,
        "opens_on": rules.opens_on(row.end_on),
        "ready": ready,
        "status": status,
        "items": row.items or [],
        "grade": row.grade if _reads_words(own) else None,
        "handover_overdue": late and status is HandoverStatus.open,
        "feedback_status": feedback,
        "feedback_overdue": late and feedback is FeedbackStatus.open,
        "allowed_actions": rules.allowed(status, feedback, facts_of(own)) if may else [],
    }


async def page(ctx: Ctx, asked: HandoverFilter, paging: PageAsked) -> Page[HandoverRow]:
    """One page of the assignments in scope that are near or past their end, the latest end first.

    Raises 422 `query.names_hidden` when a caller without names searches by name.
    """
    if asked.q and not ctx.principal.sees_names:
        raise invalid("q", "query.names_hidden", "这个接口账号看不到姓名，不能按姓名查")
    found = await queries.page(ctx.db, ctx.scope, asked, ctx.today, paging)
    return Page(
        items=[HandoverRow(**_fields(ctx, row, standing(ctx.principal, row))) for row in found.rows],
        **found.around(),
    )


async def row_of(ctx: Ctx, assignment_id: UUID) -> Any:
    """An assignment in scope beside what is written of its end. Raises 404 `resource.not_found`."""
    row = await queries.row(ctx.db, ctx.scope, assignment_id)
    if row is None:
        raise Problem("resource.not_found")
    return row


async def grade_cap(ctx: Ctx, row: Any) -> GradeCap | None:
    """What was decided about grades of the school year in which the assignment ends; one query where nothing was."""
    return await refusals.cap_of(ctx, row.person_id, school_year_of(row.end_on))


async def detail(ctx: Ctx, assignment_id: UUID) -> HandoverDetail:
    """The end of one assignment with its words and history. Raises 404 `resource.not_found`."""
    row = await row_of(ctx, assignment_id)
    own = standing(ctx.principal, row)
    shown = _reads_words(own)
    ids = {getattr(row, name) for name in _PEOPLE} - {None} if shown else set()
    names = await accounts.names(ctx.db, sorted(ids)) if ids else {}
    counts = await files.counts(ctx.db, KIND, [assignment_id]) if shown else {}
    told = [_told(moment) for moment in await history(ctx.db, [row.handover_id])] if row.handover_id else []
    fields = _fields(ctx, row, own)
    return HandoverDetail(
        **fields,
        **{name: getattr(row, name) or "" if shown else None for name in _TYPED},
        **{name: names.get(getattr(row, name)) for name in _PEOPLE},
        words_shown=shown,
        file_count=counts.get(assignment_id, 0),
        grade_cap=await grade_cap(ctx, row) if fields["ready"] and facts_of(own).receives else None,
        timeline=await pairings.timeline(ctx, told),
    )


def _told(moment: Moment) -> Told:
    return Told(moment.at, f"handover.{moment.action}", rules.timeline_text(moment.action), moment.user_id)


async def assignment_moments(ctx: Ctx, assignment_id: UUID) -> Tellers:
    """What was done at its end, for the timeline of the assignment; one query. No typed word is in it."""
    handover_id = await queries.id_of(ctx.db, assignment_id)
    return {handover_id: _told} if handover_id is not None else {}


async def file_access(ctx: Ctx, assignment_id: UUID) -> files.Access:
    """What the caller is to the papers of the feedback. Raises 404 `resource.not_found`, for whom it is not meant too.

    The paper belongs to the assignment, so that it goes along with it.
    """
    row = await row_of(ctx, assignment_id)
    own = standing(ctx.principal, row)
    if not _reads_words(own):
        raise Problem("resource.not_found")
    facts = facts_of(own)
    return files.Access(file_owner(row), facts.writes and states_of(row)[1] is FeedbackStatus.filed, facts.reads)


def file_owner(row: Any) -> files.Owner:
    """The assignment as what its papers belong to."""
    return files.Owner(row.assignment_id, row.home_county_code, row.receiving_county_code)
