"""What happened to a month: opened, sent, returned with its reasons, accepted; for its own page and its school's."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from services.api.features.reports import queries_school
from services.api.features.reports.models import ReportReview, ReportRevision
from services.api.features.reports.rules import is_late
from services.api.kernel.clock import SHANGHAI
from services.api.kernel.context import Ctx
from services.api.kernel.scope import Permission
from services.api.kernel.words import month_words
from services.contracts.codes import ReportSection
from services.contracts.pairings import TimelineItem
from services.contracts.school_history import HistoryItem

LATEST = 240
"""Submissions and decisions on a school's timeline: some ten years of months."""
SECTIONS = {section.value: section.label for section in ReportSection}
OPENED, SENT, DECIDED = range(3)
"""Of one instant a submission stands before the decision on it."""


class Step(NamedTuple):
    """One thing that happened; steps sort by instant, then revision, then kind."""

    at: datetime
    revision: int
    kind: int
    action: str
    text: str
    note: str = ""
    who: UUID | None = None
    bad: bool = False


def _reasons(comments: Iterable[Mapping[str, Any]]) -> str:
    return "；".join(f"{SECTIONS[each['section']]}：{each['text'].rstrip('。；')}" for each in comments)


def _sent_words(revision: int, *, late: bool) -> str:
    if revision > 1:
        return f"已报送第{revision}次修订"
    return "已报送（迟报）" if late else "已报送"


def _sent(report: Any, sent: Any) -> Step:
    late = sent.revision == 1 and is_late(report.first_submitted_at, report.due_at)
    words = _sent_words(sent.revision, late=late)
    return Step(sent.submitted_at, sent.revision, SENT, "submit", words, who=sent.submitted_by, bad=late)


def _decided(row: Any, *, words: bool) -> Step:
    action, text = ("accept", "已受理") if row.accepted else ("return", "退回")
    note = _reasons(row.comments) if words and not row.accepted else ""
    return Step(row.decided_at, row.revision, DECIDED, action, text, note, row.decided_by, bad=not row.accepted)


def timeline(
    ctx: Ctx, row: Any, revisions: Sequence[ReportRevision], reviews: Sequence[ReportReview], names: Mapping[UUID, str]
) -> list[TimelineItem]:
    """One report's steps, newest first; without names and reasons for callers that get none."""
    words = ctx.principal.sees_names
    steps = [Step(row.opened_at, 0, OPENED, "open", "开放填报")]
    steps += [_sent(row, each) for each in revisions]
    steps += [_decided(each, words=words) for each in reviews]
    return [
        TimelineItem(
            at=step.at, action=step.action, text=f"{step.text}。{step.note}" if step.note else step.text,
            who=names.get(step.who) if step.who is not None else None, bad=step.bad,
        )
        for step in sorted(steps, key=_order, reverse=True)
    ]  # fmt: skip


def _order(step: Step) -> tuple[datetime, int, int]:
    return step.at, step.revision, step.kind


async def school_history(ctx: Ctx, school_id: UUID) -> list[HistoryItem]:
    """When each month was sent, returned and accepted, for the timeline of a school; newest first. Two queries.

    Nothing for who may not read reports; the reasons of a return are for people only.
    """
    if Permission.report_read not in ctx.principal.permissions:
        return []
    words = ctx.principal.sees_names
    sent = [(row, _sent(row, row)) for row in await queries_school.sent_by(ctx.db, school_id, LATEST)]
    decided = [(row, _decided(row, words=words)) for row in await queries_school.decided_on(ctx.db, school_id, LATEST)]
    newest = sorted([*sent, *decided], key=lambda told: (*_order(told[1]), told[0].month), reverse=True)
    return [_item(ctx, row, step) for row, step in newest]


def _item(ctx: Ctx, row: Any, step: Step) -> HistoryItem:
    text = f"{month_words(row.month, ctx.today)}月报{step.text}"
    return HistoryItem(
        on=step.at.astimezone(SHANGHAI).date(), kind="report", text=text, note=step.note, bad=step.bad,
        noun="reports", id=row.report_id,
    )  # fmt: skip
