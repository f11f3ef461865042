"""What a school does with its month: type, start again, submit."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from pydantic_core import to_jsonable_python

from services.api.features.accounts import service as accounts
from services.api.features.pairings import service as pairings
from services.api.features.reports import queries, rules, rules_content
from services.api.features.reports.models import Report, ReportDraft, ReportLine, ReportRevision
from services.api.features.reports.rules_changes import factual_changes
from services.api.features.reports.service_detail import Loaded, month_fields
from services.api.features.reports.service_facts import Prefill, activities_of, load, read_content, summary_of
from services.api.features.reports.service_rows import facts_of, user_names
from services.api.features.reports.service_sent import receipt_of
from services.api.kernel.context import Ctx
from services.api.kernel.etag import check_version
from services.api.kernel.problems import Problem, problem_on
from services.contracts.accounts import SchoolRef
from services.contracts.codes import PersonState, ReportStatus
from services.contracts.reports import DraftOut, DraftPut, ReceiptOut, ReportContent, SubmitReport

STATES = {state.value: state for state in PersonState}


async def save_draft(ctx: Ctx, report_id: UUID, body: DraftPut) -> DraftOut:
    """Store what is typed, as typed. The first save of a 待填报 report makes it 填写中.

    Saving what is stored already is no conflict, so a save whose answer was lost can be repeated.
    Raises 404, 409 `state.illegal`, 412 `report.draft_changed` when another device saved in between.
    """
    report = await _locked(ctx, report_id)
    _take_filling(ctx, report)
    draft = await queries.draft(ctx.db, report_id)
    typed = body.content.model_dump(mode="json")
    if draft is None or draft.content != typed:
        await _refuse_other_draft(ctx, draft, body.draft_version)
        draft = _store(ctx, report, draft, typed)
    return await _draft_out(ctx, report, draft)


async def reset_draft(ctx: Ctx, report_id: UUID, expected: int) -> DraftOut:
    """Back to what the system filled in. Raises 404, 409 `state.illegal`, 412."""
    report = await _locked(ctx, report_id)
    _take_filling(ctx, report)
    check_version(report, expected)
    prefill = await load(ctx.db, report.school_id, report.month)
    draft = await queries.draft(ctx.db, report_id)
    draft = _store(ctx, report, draft, prefill.baseline.model_dump(mode="json"))
    return await _draft_out(ctx, report, draft, prefill)


async def submit(ctx: Ctx, report_id: UUID, body: SubmitReport, expected: int) -> ReceiptOut:
    """Send the month: an immutable revision with its lines and a receipt.

    The first submission alone decides whether it was in time. Raises 404, 403, 409 `state.illegal`,
    409 `report.changed_not_sent`, 412 `report.draft_changed` or `precondition.stale`, 422 `report.incomplete`
    with every wrong field.
    """
    report, school = await _to_send(ctx, report_id)
    after = rules.REPORT_STATES.take(report.status, "submit", facts_of(ctx, report.school_id, report.county_code))
    # The first save makes a report 填写中: of one that is due nothing was saved
    draft = await queries.draft(ctx.db, report_id) if report.status is not ReportStatus.due else None
    if body.draft_version is not None:
        await _refuse_other_draft(ctx, draft, body.draft_version)
    check_version(report, expected)
    prefill = await load(ctx.db, report.school_id, report.month)
    earlier = await queries.revisions(ctx.db, report_id) if report.revision else []
    chosen = _chosen(body, _typed(draft, earlier, prefill), prefill)
    sent, errors = rules_content.check(chosen, prefill.facts)
    if errors:
        raise Problem("report.incomplete", errors=errors, count=len(errors))
    items = await activities_of(ctx.db, report.school_id, prefill.facts, ctx.principal)
    reviews = await queries.reviews(ctx.db, report_id) if earlier else []
    _take_submission(ctx, report, after, school)
    report.no_change = not factual_changes(prefill.baseline, sent, prefill.facts)
    revision = _revision(ctx, report, sent, summary_of(sent, prefill, items))
    loaded = Loaded(report, prefill, [revision, *earlier], reviews, items)
    revision.shown = to_jsonable_python(await month_fields(ctx, loaded))
    ctx.db.add_all([revision, *_lines(report, sent)])
    if draft is not None:
        _store(ctx, report, draft, sent.model_dump(mode="json"))
    await _report_goals(ctx, report, sent)
    _act(ctx, report, "submit")
    await ctx.db.flush()
    return await receipt_of(ctx, report, revision, {ctx.principal.id: ctx.principal.name})


async def _to_send(ctx: Ctx, report_id: UUID) -> tuple[Report, SchoolRef]:
    """The report, locked, and its school as it is called now."""
    found = await queries.to_send(ctx.db, ctx.scope, report_id)
    if found is None:
        raise Problem("resource.not_found")
    report: Report = found.Report
    return report, SchoolRef(id=report.school_id, code=found.code, name=found.name)


async def _locked(ctx: Ctx, report_id: UUID) -> Report:
    found = await queries.for_change(ctx.db, ctx.scope, [report_id])
    if not found:
        raise Problem("resource.not_found")
    return found[0]


def _take_filling(ctx: Ctx, report: Report) -> None:
    action = rules.filling_action(report.status)
    facts = facts_of(ctx, report.school_id, report.county_code)
    after = rules.REPORT_STATES.take(report.status, action, facts)
    if after is not report.status:
        report.status = after
        _act(ctx, report, action)


def _act(ctx: Ctx, report: Report, action: str) -> None:
    """Name the action; a centre that reports for another school says for which."""
    is_own = report.school_id == ctx.principal.school_id
    ctx.act(report, action, on_behalf_of=None if is_own else report.school_id)


async def _refuse_other_draft(ctx: Ctx, draft: ReportDraft | None, seen: int) -> None:
    stored = draft.version if draft is not None else 0
    if stored == seen:
        return
    who = (await accounts.names(ctx.db, [draft.saved_by])).get(draft.saved_by, "别人") if draft is not None else "别人"
    raise problem_on("draft_version", "report.draft_changed", who=who, draft_version=stored)


def _store(ctx: Ctx, report: Report, draft: ReportDraft | None, content: dict[str, Any]) -> ReportDraft:
    if draft is None:
        draft = ReportDraft(report_id=report.id, content=content, saved_at=ctx.now, saved_by=ctx.principal.id)
        ctx.db.add(draft)
    draft.version += 1
    draft.content, draft.saved_at, draft.saved_by = content, ctx.now, ctx.principal.id
    return draft


async def _draft_out(ctx: Ctx, report: Report, draft: ReportDraft, prefill: Prefill | None = None) -> DraftOut:
    await ctx.db.flush()
    known = prefill or await load(ctx.db, report.school_id, report.month)
    content = rules_content.project(read_content(draft.content), known.facts, known.baseline)
    names = await user_names(ctx, [draft.saved_by])
    return DraftOut(
        version=draft.version,
        report_version=report.version,
        status=report.status,
        saved_at=draft.saved_at,
        saved_by=names.get(draft.saved_by, ""),
        content=content,
        changes=factual_changes(known.baseline, content, known.facts),
    )


def _typed(draft: ReportDraft | None, earlier: Sequence[ReportRevision], prefill: Prefill) -> ReportContent:
    """What stands on the school's page when the request brings nothing: the draft, or what was sent, or the start."""
    if draft is not None:
        stored = read_content(draft.content)
    elif earlier:
        stored = read_content(earlier[0].content)
    else:
        return prefill.baseline
    return rules_content.project(stored, prefill.facts, prefill.baseline)


def _chosen(body: SubmitReport, typed: ReportContent, prefill: Prefill) -> ReportContent:
    content = body.content or typed
    if not body.no_change:
        return content
    count = len(factual_changes(prefill.baseline, content, prefill.facts))
    if count and not body.discard_changes:
        raise problem_on("no_change", "report.changed_not_sent", count=count)
    texts = {"plan": content.plan, "public_line": content.public_line}
    return prefill.baseline.model_copy(update=texts)


def _take_submission(ctx: Ctx, report: Report, after: ReportStatus, school: SchoolRef) -> None:
    report.status = after
    report.revision += 1
    report.receipt_no = rules.receipt_number(report.month, school.code, report.revision)
    report.school_code, report.school_name = school.code, school.name
    report.submitted_at, report.submitted_by, report.mend_by = ctx.now, ctx.principal.id, None
    report.first_submitted_at = report.first_submitted_at or ctx.now


def _revision(ctx: Ctx, report: Report, sent: ReportContent, summary: dict[str, Any]) -> ReportRevision:
    return ReportRevision(
        county_code=report.county_code, report_id=report.id, revision=report.revision, submitted_at=ctx.now,
        submitted_by=ctx.principal.id, no_change=bool(report.no_change), content=sent.model_dump(mode="json"),
        summary=summary,
    )  # fmt: skip


def _lines(report: Report, sent: ReportContent) -> list[ReportLine]:
    return [
        ReportLine(
            county_code=report.county_code, report_id=report.id, revision=report.revision, month=report.month,
            assignment_id=line.assignment_id, state=STATES[line.state], from_on=rules_content.read_day(line.from_on),
            to_on=rules_content.read_day(line.to_on), category=line.category or None, note=line.note,
        )
        for line in sent.people
    ]  # fmt: skip


async def _report_goals(ctx: Ctx, report: Report, sent: ReportContent) -> None:
    """The running totals go to the pairings, unless a later month has said more already."""
    if sent.goals and not await queries.was_sent_after(ctx.db, report.school_id, report.month):
        await pairings.report_goals(ctx, {line.goal_id: int(line.value) for line in sent.goals})
