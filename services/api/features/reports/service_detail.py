"""Everything the form, the receipt and the review page show of one report, in a fixed number of queries."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from services.api.features.assignments import service as assignments
from services.api.features.assignments.service import Serving
from services.api.features.regions import service as regions
from services.api.features.reports import queries, rules, rules_changes, rules_content
from services.api.features.reports.models import ReportDraft, ReportReview, ReportRevision
from services.api.features.reports.service_facts import Prefill, activities_of, held, load, read_content
from services.api.features.reports.service_rows import (
    around,
    facts_of,
    receipt_out,
    row_fields,
    user_names,
)
from services.api.features.reports.service_sent import bare, return_out
from services.api.features.reports.service_shown import as_kept
from services.api.features.reports.service_timeline import timeline
from services.api.kernel.context import Ctx
from services.api.kernel.periods import month_period
from services.api.kernel.problems import Problem
from services.contracts.accounts import ContactOut, SchoolRef
from services.contracts.activities import ActivityOut
from services.contracts.codes import ReportStatus
from services.contracts.reports import (
    ChangeOut,
    GoalRow,
    OutgoingRow,
    PairingActivities,
    PersonRow,
    QueuePlace,
    ReceiptOut,
    ReportContent,
    ReportDetail,
)


class Loaded:
    """One report with all that was read around it; `row` may be the entity, `activities` are those of the month now."""

    def __init__(
        self,
        row: Any,
        prefill: Prefill,
        revisions: Sequence[ReportRevision],
        reviews: Sequence[ReportReview],
        activities: Sequence[ActivityOut],
        *,
        draft: ReportDraft | None = None,
    ) -> None:
        self.row, self.prefill, self.revisions, self.reviews, self.draft = row, prefill, revisions, reviews, draft
        self.items, self.held = _as_sent(self, activities)
        self.names: Mapping[UUID, str] = {}

    @property
    def last(self) -> ReportRevision | None:
        """The last submission."""
        return self.revisions[0] if self.revisions else None

    @property
    def returned(self) -> ReportReview | None:
        """The last return."""
        return next((review for review in self.reviews if not review.accepted), None)

    @property
    def content(self) -> ReportContent:
        """What stands on the page: the draft while the school is at it, what was sent, or what was filled in."""
        if self.draft is not None and self.row.status in rules.OPEN:
            stored = read_content(self.draft.content)
        elif self.last is not None:
            stored = read_content(self.last.content)
            if self.row.status not in rules.OPEN:
                return stored
        else:
            return self.prefill.baseline
        return rules_content.project(stored, self.prefill.facts, self.prefill.baseline)


async def detail(ctx: Ctx, report_id: UUID, *, queue: bool) -> ReportDetail:
    """One report; `queue` adds its place among those waiting in the caller's scope. Raises 404."""
    loaded = await _load(ctx, report_id)
    row = loaded.row
    found = ReportDetail(
        **row_fields(ctx, row, await around(ctx, [row])),
        **await _calendar_fields(ctx, row.county_code),
        **_sent_fields(loaded),
        **await month_fields(ctx, loaded),
        grace_until=row.grace_until,
        content=loaded.content,
        returned=return_out(loaded.returned, loaded.names),
        last_receipt=_last_receipt(loaded),
        timeline=timeline(ctx, row, loaded.revisions, loaded.reviews, loaded.names),
        queue=await _place(ctx, row) if queue else None,
    )
    if loaded.last is not None and loaded.last.shown is not None and row.status not in rules.OPEN:
        found = await as_kept(ctx, found, loaded.last.shown)
    return found if ctx.principal.sees_names else _without_words(found)


async def month_fields(ctx: Ctx, loaded: Loaded) -> dict[str, Any]:
    """What stands around a month: the part of the page that a submission keeps. Three queries at most."""
    prefill, content, count = loaded.prefill, loaded.content, len(loaded.held)
    return {
        "people": _people(prefill),
        "outgoing": await _outgoing(ctx, loaded.row),
        "goals": _goals(prefill),
        "activities": await _by_pairing(ctx, loaded),
        "activity_count": count,
        "person_times": sum(each.person_times for each in loaded.held),
        "baseline": prefill.baseline,
        "changes": rules_changes.factual_changes(prefill.baseline, content, prefill.facts),
        "changes_since_return": _since_return(loaded),
        "outliers": rules_changes.outliers(content, prefill.facts, count, prefill.history),
    }


async def _load(ctx: Ctx, report_id: UUID) -> Loaded:
    row = await queries.row(ctx.db, ctx.scope, report_id)
    if row is None:
        raise Problem("resource.not_found")
    own = facts_of(ctx, row.school_id, row.county_code).own_school
    prefill = await load(ctx.db, row.school_id, row.month)
    loaded = Loaded(
        row,
        prefill,
        await queries.revisions(ctx.db, report_id),
        await queries.reviews(ctx.db, report_id),
        await activities_of(ctx.db, row.school_id, prefill.facts, ctx.principal),
        draft=await queries.draft(ctx.db, report_id) if own else None,
    )
    loaded.names = await user_names(ctx, _users(loaded))
    return loaded


def _as_sent(
    loaded: Loaded, items: Sequence[ActivityOut]
) -> tuple[Sequence[ActivityOut], Sequence[rules_changes.Held]]:
    """Of a report that was sent, what it was sent with: later records and corrections are not part of it."""
    if loaded.row.status in rules.OPEN or loaded.last is None:
        return items, held(items)
    sent = _stored_held(loaded.last)
    ids = {each.id for each in sent}
    return [item for item in items if item.id in ids], sent


def _users(loaded: Loaded) -> list[UUID | None]:
    earlier = [who for row in loaded.prefill.earlier[:1] for who in (row.submitted_by, row.accepted_by)]
    return [
        loaded.row.submitted_by,
        loaded.row.accepted_by,
        loaded.draft.saved_by if loaded.draft is not None else None,
        *(revision.submitted_by for revision in loaded.revisions),
        *(review.decided_by for review in loaded.reviews),
        *earlier,
    ]


async def _calendar_fields(ctx: Ctx, county_code: str) -> dict[str, Any]:
    calendar = await regions.calendar(ctx.db, county_code)
    named = calendar.contact_name or calendar.contact_phone
    contact = ContactOut(office=calendar.contact_office, name=calendar.contact_name, phone=calendar.contact_phone)
    return {"review_workdays": calendar.review_workdays, "contact": contact if named else None}


def _sent_fields(loaded: Loaded) -> dict[str, Any]:
    row, draft, names = loaded.row, loaded.draft, loaded.names
    return {
        "submitted_by": names.get(row.submitted_by),
        "first_submitted_at": row.first_submitted_at,
        "accepted_at": row.accepted_at,
        "accepted_by": names.get(row.accepted_by),
        "draft_version": draft.version if draft is not None else 0,
        "draft_saved_at": draft.saved_at if draft is not None else None,
        "draft_saved_by": names.get(draft.saved_by) if draft is not None else None,
    }


def _people(prefill: Prefill) -> list[PersonRow]:
    last = prefill.earlier_content
    states = {line.assignment_id: line.state for line in last.people} if last is not None else {}
    return [person_row(each, states.get(each.assignment_id, "")) for each in prefill.serving]


def person_row(each: Serving, last_state: str) -> PersonRow:
    """A person at the school."""
    return PersonRow(
        assignment_id=each.assignment_id, name=each.name, subject=each.subject, workload=each.workload,
        from_school=each.sending_school, start_on=each.start_on, end_on=each.end_on, last_state=last_state,
    )  # fmt: skip


async def _outgoing(ctx: Ctx, row: Any) -> list[OutgoingRow]:
    sent = await assignments.sent_from(ctx.db, row.school_id, month_period(row.month))
    lines = await queries.lines_in(ctx.db, [each.assignment_id for each in sent], row.month)
    return [_outgoing_row(each, lines.get(each.assignment_id)) for each in sent]


def _outgoing_row(each: Serving, line: Any) -> OutgoingRow:
    return OutgoingRow(
        assignment_id=each.assignment_id,
        name=each.name,
        to_school=each.receiving_school,
        state=line.state.value if line is not None else None,
        from_on=line.from_on.isoformat() if line is not None and line.from_on else "",
        to_on=line.to_on.isoformat() if line is not None and line.to_on else "",
    )


def _goals(prefill: Prefill) -> list[GoalRow]:
    last = {goal.goal_id: goal.last_value for goal in prefill.facts.goals}
    return [
        GoalRow(
            goal_id=goal.id, pairing_id=goal.pairing_id, title=goal.title, unit=goal.unit, target=goal.target,
            last_value=last[goal.id],
        )
        for goal in prefill.goals
    ]  # fmt: skip


async def _by_pairing(ctx: Ctx, loaded: Loaded) -> list[PairingActivities]:
    """Every pairing of the month, those without an activity too: one can be added there."""
    school_id, items = loaded.row.school_id, loaded.items
    partners = await queries.partners(ctx.db, school_id, month_period(loaded.row.month))
    found = {row.id: SchoolRef(id=row.school_id, code=row.code, name=row.name) for row in partners}
    for item in items:
        other = item.recipient_school if item.supporting_school.id == school_id else item.supporting_school
        found.setdefault(item.pairing_id, other)
    return [
        PairingActivities(pairing_id=key, partner=partner, items=[item for item in items if item.pairing_id == key])
        for key, partner in found.items()
    ]


def _since_return(loaded: Loaded) -> list[ChangeOut]:
    review = loaded.returned
    before = next((each for each in loaded.revisions if review is not None and each.revision == review.revision), None)
    if before is None or loaded.last is None:
        return []
    earlier, facts = read_content(before.content), loaded.prefill.facts
    return rules_changes.all_changes(earlier, loaded.content, facts, _stored_held(before), loaded.held)


def _stored_held(revision: ReportRevision) -> list[rules_changes.Held]:
    return [rules_changes.Held.from_stored(each) for each in revision.summary["activities"]]


def _last_receipt(loaded: Loaded) -> ReceiptOut | None:
    """This report's own receipt, or before the first submission that of the last month sent."""
    if loaded.last is not None:
        return receipt_out(loaded.row, loaded.last.summary, loaded.names)
    earlier = loaded.prefill.earlier
    return receipt_out(earlier[0], earlier[0].summary, loaded.names) if earlier else None


async def _place(ctx: Ctx, row: Any) -> QueuePlace | None:
    if row.status is not ReportStatus.submitted:
        return None
    place = await queries.queue_place(ctx.db, ctx.scope, row.submitted_at, row.id)
    return QueuePlace(index=place[0], total=place[1], previous_id=place[2], next_id=place[3])


def _without_words(found: ReportDetail) -> ReportDetail:
    """The same report for a provincial system: no names, no phones, nothing typed."""
    return found.model_copy(
        update={
            "contact": None,
            "people": [row.model_copy(update={"name": None}) for row in found.people],
            "outgoing": [row.model_copy(update={"name": None}) for row in found.outgoing],
            "goals": [row.model_copy(update={"title": ""}) for row in found.goals],
            "baseline": bare(found.baseline),
            "content": bare(found.content),
            "changes": [],
            "changes_since_return": [],
            "returned": None,
            "outliers": [],
        }
    )
