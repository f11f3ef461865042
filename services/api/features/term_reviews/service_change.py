"""Changing term reviews: each function is one use case in one transaction (W-26)."""

from datetime import date
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from services.api.features.activities import service_entries as activity_entries
from services.api.features.schools import service as schools
from services.api.features.term_reviews import queries, rules
from services.api.features.term_reviews.models import TermEvidence, TermReview
from services.api.features.term_reviews.service_mentors import take_mentors
from services.api.features.term_reviews.service_read import detail, facts_of
from services.api.kernel.context import Ctx
from services.api.kernel.entries import of_pairings
from services.api.kernel.etag import check_version
from services.api.kernel.periods import school_year_label
from services.api.kernel.problems import Problem, problem_on
from services.api.kernel.words import day_words
from services.contracts.codes import ContributionKind, EvidenceKind
from services.contracts.pairings import WithReason
from services.contracts.term_reviews import (
    CheckTermReview,
    DecideTermReview,
    TermReviewCreate,
    TermReviewDetail,
    TermReviewPatch,
)


async def create(ctx: Ctx, body: TermReviewCreate) -> TermReviewDetail:
    """Begin the review of a term, with the school's mentors (W-26.1).

    Raises 404 for a school or pairing out of scope; 403 unless the caller is the school; 409 `term_review.duplicate`;
    422 `term_review.outside`, `term_review.pairing`.
    """
    school = await schools.require(ctx, body.school_id)
    review = TermReview(**body.model_dump(), county_code=school.county_code, created_at=ctx.now)
    if not facts_of(ctx.principal, review).school:
        raise Problem("permission.denied", who=rules.WRITERS)
    _check_due(review)
    await _set_pairing(ctx, review, body.pairing_id)
    await _insert(ctx, review, school.name)
    await take_mentors(ctx, review)
    return await detail(ctx, review.id)


def _check_due(review: TermReview) -> None:
    term = rules.period_of(review.school_year, review.term)
    if not term.contains(review.due_on):
        assert term.end_on is not None
        first, last = (day_words(each, review.due_on) for each in (term.start_on, term.end_on))
        raise problem_on("due_on", "term_review.outside", first=first, last=last)


async def _set_pairing(ctx: Ctx, review: TermReview, pairing_id: UUID | None) -> None:
    """The pairing that it belongs to: one of the school's."""
    review.pairing_id, review.other_county_code = pairing_id, None
    if pairing_id is None:
        return
    found = await queries.pairing_for(ctx.db, ctx.scope, pairing_id)
    if found is None:
        raise Problem("resource.not_found")
    if review.school_id not in {found.supporting_school_id, found.recipient_school_id}:
        raise problem_on("pairing_id", "term_review.pairing")
    counties = {found.supporting_county_code, found.recipient_county_code} - {review.county_code}
    review.other_county_code = next(iter(counties), None)


async def _insert(ctx: Ctx, review: TermReview, school: str) -> None:
    """The unique index keeps a school from having two reviews of a term when two people begin at once."""
    try:
        async with ctx.db.begin_nested():
            ctx.db.add(review)
            ctx.act(review, "create")
            await ctx.db.flush()
    except IntegrityError as error:
        term = f"{school_year_label(review.school_year)}学年{review.term.label}"
        raise problem_on("term", "term_review.duplicate", school=school, term=term) from error


async def edit(ctx: Ctx, review_id: UUID, expected: int, body: TermReviewPatch) -> TermReviewDetail:
    """Change until when summaries are due, or the pairing. Raises as `create` does, and 412."""
    review = await load(ctx, review_id, expected, "edit")
    sent = body.model_dump(exclude_unset=True)
    if "pairing_id" in sent:
        with ctx.db.no_autoflush:
            await _set_pairing(ctx, review, sent["pairing_id"])
            for each in await queries.entities(ctx.db, review_id):
                each.other_county_code = review.other_county_code
    if sent.get("due_on") is not None:
        review.due_on = sent["due_on"]
        _check_due(review)
    return await saved(ctx, review, "edit")


async def collect(ctx: Ctx, review_id: UUID, expected: int) -> TermReviewDetail:
    """Take mentors over who were paired since, and the summaries that mentors have written since (HZ-11)."""
    review = await load(ctx, review_id, expected, "collect")
    await take_mentors(ctx, review)
    return await saved(ctx, review, "collect")


async def check(ctx: Ctx, review_id: UUID, expected: int, body: CheckTermReview) -> TermReviewDetail:
    """What of the four kinds was there (W-26.2). Raises 422 `term_review.nobody`, `term_review.twice`."""
    review = await load(ctx, review_id, expected, "check")
    named = [each.kind for each in body.evidence]
    if len(set(named)) != len(named):
        raise problem_on("evidence", "term_review.twice")
    with ctx.db.no_autoflush:
        rows = await queries.entities(ctx.db, review_id)
        if not any(each.handed_on and each.kind is not ContributionKind.school for each in rows):
            raise Problem("term_review.nobody")
        recorded = await _recorded(ctx, review)
    seen = [
        TermEvidence(review_id=review.id, kind=each.kind, papers=each.papers, recorded=recorded.get(each.kind, 0))
        for each in body.evidence
    ]
    with ctx.db.no_autoflush:
        await queries.put_evidence(ctx.db, review.id, seen)
    review.checked_on = ctx.today
    return await saved(ctx, review, "check")


async def _recorded(ctx: Ctx, review: TermReview) -> dict[EvidenceKind, int]:
    """How many activities of each kind the school's pairings had in the term. One query."""
    found: dict[EvidenceKind, int] = {}
    period = rules.period_of(review.school_year, review.term)
    held = activity_entries.times(of_pairings(queries.pairings_of(review.school_id), period))
    for row in await queries.entries(ctx.db, held):
        kind = rules.EVIDENCE.get(row.kind)
        if kind is not None:
            found[kind] = found.get(kind, 0) + row.amount
    return found


async def decide(ctx: Ctx, review_id: UUID, expected: int, body: DecideTermReview) -> TermReviewDetail:
    """Everybody who handed in is judged (W-26.3). Raises 422 `term_review.undecided`."""
    review = await load(ctx, review_id, expected, "decide")
    with ctx.db.no_autoflush:
        rows = await queries.entities(ctx.db, review_id)
        for each in rows:
            if each.handed_on and each.qualified is None and each.kind is not ContributionKind.school:
                if not body.rest_qualified or await is_own(ctx, each.staff_id):
                    raise Problem("term_review.undecided")
                each.qualified = True
                ctx.act(each, "judge")
    review.decided_on = ctx.today
    return await saved(ctx, review, "decide")


async def is_own(ctx: Ctx, staff_id: UUID | None) -> bool:
    """Whether a summary is the caller's own; nobody judges that."""
    person_id = ctx.principal.person_id
    if staff_id is None or person_id is None:
        return False
    return person_id == await queries.person_of(ctx.db, staff_id)


async def submit(ctx: Ctx, review_id: UUID, expected: int) -> TermReviewDetail:
    """Send it to the county (W-26.4). Raises 422 `term_review.incomplete`, `term_review.undecided`."""
    review = await load(ctx, review_id, expected, "submit")
    with ctx.db.no_autoflush:
        rows = await queries.entities(ctx.db, review_id)
    own = [each for each in rows if each.kind is ContributionKind.school and each.handed_on]
    judged = [each for each in rows if each.kind is not ContributionKind.school and each.handed_on]
    if not own:
        raise Problem("term_review.incomplete")
    if not judged or any(each.qualified is None for each in judged):
        raise Problem("term_review.undecided")
    review.submitted_on, review.accepted_on, review.return_reason = ctx.today, None, ""
    return await saved(ctx, review, "submit")


async def accept(ctx: Ctx, review_id: UUID, expected: int) -> TermReviewDetail:
    """The county has read it (W-26.5)."""
    review = await load(ctx, review_id, expected, "accept")
    review.accepted_on = ctx.today
    return await saved(ctx, review, "accept")


async def send_back(ctx: Ctx, review_id: UUID, expected: int, body: WithReason) -> TermReviewDetail:
    """The county says what to change (W-26.5)."""
    review = await load(ctx, review_id, expected, "return")
    review.return_reason, review.accepted_on = body.reason, None
    return await saved(ctx, review, "return")


async def void(ctx: Ctx, review_id: UUID, expected: int, body: WithReason) -> TermReviewDetail:
    """It is not wanted; the record stays, and the school may begin another one for the term."""
    review = await load(ctx, review_id, expected, "void")
    review.void_reason = body.reason
    return await saved(ctx, review, "void")


async def load(ctx: Ctx, review_id: UUID, expected: int | None, action: str) -> TermReview:
    """The locked review after the transition. Raises 404, 403, 409 `state.illegal`, 412; `expected` None: any."""
    review = await queries.locked(ctx.db, ctx.scope, review_id)
    if review is None:
        raise Problem("resource.not_found")
    after = rules.TABLE.take(review.status, action, facts_of(ctx.principal, review))
    if expected is not None:
        check_version(review, expected)
    review.status = after
    return review


async def saved(ctx: Ctx, review: TermReview, action: str) -> TermReviewDetail:
    """Write it, and tell."""
    ctx.act(review, action)
    await ctx.db.flush()
    return await detail(ctx, review.id)


def check_handed(ctx: Ctx, review: TermReview, handed_on: date) -> None:
    """Nothing is handed in before its term or after today. Raises 422 `term_review.handed`."""
    first = rules.period_of(review.school_year, review.term).start_on
    if not first <= handed_on <= ctx.today:
        told = {"first": day_words(first, ctx.today), "today": day_words(ctx.today, ctx.today)}
        raise problem_on("handed_on", "term_review.handed", **told)
