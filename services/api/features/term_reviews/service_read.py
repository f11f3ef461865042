"""Reading term reviews: pages, one with its summaries, evidence and history."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from services.api.features.files import service as files
from services.api.features.pairings import service as pairings
from services.api.features.term_reviews import queries, rules
from services.api.features.term_reviews.filters import TermReviewFilter
from services.api.kernel.competence import decides_between
from services.api.kernel.context import Ctx
from services.api.kernel.history import Moment, Told, history
from services.api.kernel.paging import PageAsked
from services.api.kernel.problems import Problem
from services.api.kernel.scope import Permission, Principal
from services.contracts.accounts import SchoolRef
from services.contracts.base import Page
from services.contracts.codes import ContributionKind, EvidenceKind, TermReviewStatus
from services.contracts.files import FileKind
from services.contracts.term_reviews import (
    ContributionDetail,
    ContributionOut,
    EvidenceOut,
    TermReviewDetail,
    TermReviewRow,
)

KIND = FileKind.term_paper
_SAME = (
    "id", "version", "county_code", "school_year", "term", "status", "due_on", "pairing_id", "contribution_count",
    "awaited_count", "late_count", "qualified_count", "evidence_count", "submitted_on",
)  # fmt: skip
_TEXTS = ("practice", "effect", "mentoring", "reward")


def facts_of(principal: Principal, review: Any) -> rules.Facts:
    """What the caller is to a review (a row or an entity)."""
    if Permission.term_review_write not in principal.permissions:
        return rules.Facts(school=False, office=False)
    return rules.Facts(
        school=principal.is_school and principal.school_id is not None and principal.school_id == review.school_id,
        office=decides_between(principal, review.county_code, review.county_code),
    )


def reads_words(principal: Principal, review: Any) -> bool:
    """Whether the caller reads what was typed: the school itself, and the offices over it; never other systems."""
    return not principal.is_client and principal.scope.has(review.county_code, review.school_id)


def _school(row: Any) -> SchoolRef:
    return SchoolRef(id=row.school_id, code=row.school_code, name=row.school_name)


def _fields(row: Any, ctx: Ctx) -> dict[str, Any]:
    partner = None
    if row.partner_id is not None:
        partner = SchoolRef(id=row.partner_id, code=row.partner_code, name=row.partner_name)
    allowed = rules.TABLE.allowed(row.status, facts_of(ctx.principal, row))
    return {
        **{name: getattr(row, name) for name in _SAME},
        "allowed_actions": [action for action in allowed if action != "judge"],
        "school": _school(row),
        "partner": partner,
        "overdue": rules.is_overdue(row.status, row.due_on, ctx.today),
    }


async def page(ctx: Ctx, asked: TermReviewFilter, paging: PageAsked) -> Page[TermReviewRow]:
    """One page of the reviews in the caller's scope, the latest school year first."""
    found = await queries.page(ctx.db, ctx.scope, asked, paging, ctx.today)
    return Page(items=[TermReviewRow(**_fields(row, ctx)) for row in found.rows], **found.around())


async def detail(ctx: Ctx, review_id: UUID) -> TermReviewDetail:
    """One review with its summaries, evidence and history. Raises 404 `resource.not_found`."""
    row = await _row(ctx, review_id)
    rows = await queries.contributions(ctx.db, review_id)
    counts = await files.counts(ctx.db, KIND, [each.id for each in rows])
    words = reads_words(ctx.principal, row)
    return TermReviewDetail(
        **_fields(row, ctx), words=words, checked_on=row.checked_on, decided_on=row.decided_on,
        accepted_on=row.accepted_on,
        return_reason=row.return_reason if words else None, void_reason=row.void_reason if words else None,
        contributions=[ContributionOut(**_contribution(ctx, each, row, counts)) for each in rows],
        evidence=_evidence(await queries.evidence(ctx.db, review_id)),
        timeline=await pairings.timeline(ctx, await _told(ctx, review_id, words=words)),
    )  # fmt: skip


def _evidence(rows: Sequence[Any]) -> list[EvidenceOut]:
    seen = {each.kind: each for each in rows}
    return [
        EvidenceOut(
            kind=kind, seen=kind in seen, papers=seen[kind].papers if kind in seen else 0,
            recorded=seen[kind].recorded if kind in seen else 0,
        )
        for kind in EvidenceKind
    ]  # fmt: skip


def _contribution(ctx: Ctx, each: Any, review: Any, counts: Mapping[UUID, int]) -> dict[str, Any]:
    who, words = ctx.principal, reads_words(ctx.principal, review)
    own = each.person_id is not None and each.person_id == who.person_id
    named = each.kind is not ContributionKind.mentor or who.sees_names
    return {
        "id": each.id, "version": each.version, "review_id": each.review_id, "kind": each.kind,
        "handed_on": each.handed_on, "qualified": each.qualified, "file_count": counts.get(each.id, 0),
        "state": rules.state_of(each.handed_on, review.due_on),
        "allowed_actions": rules.contribution_actions(
            review.status, facts_of(who, review), each.kind, handed=each.handed_on is not None, own=own
        ),
        "who": (each.staff_name or each.who) if words and named else None,
        **{name: getattr(each, name) if words else None for name in _TEXTS},
        "reward_amount": rules.yuan_of(each.reward_cents) if words else None,
    }  # fmt: skip


async def contribution(ctx: Ctx, contribution_id: UUID) -> ContributionDetail:
    """One summary with whose term it belongs to. Raises 404 `resource.not_found`."""
    review, found = await _found(ctx, contribution_id)
    counts = await files.counts(ctx.db, KIND, [contribution_id])
    return ContributionDetail(
        **_contribution(ctx, found, review, counts), school=_school(review), school_year=review.school_year,
        term=review.term, due_on=review.due_on,
    )  # fmt: skip


async def _found(ctx: Ctx, contribution_id: UUID) -> tuple[Any, Any]:
    review_id = await queries.review_of(ctx.db, contribution_id)
    if review_id is None:
        raise Problem("resource.not_found")
    review = await _row(ctx, review_id)
    rows = {each.id: each for each in await queries.contributions(ctx.db, review_id)}
    if contribution_id not in rows:
        raise Problem("resource.not_found")
    return review, rows[contribution_id]


async def _told(ctx: Ctx, review_id: UUID, *, words: bool) -> Sequence[Told]:
    names = await queries.names_of(ctx.db, review_id)
    shown = names if words and ctx.principal.sees_names else dict.fromkeys(names, "")
    return [_moment(each, review_id, shown) for each in await history(ctx.db, [review_id, *names])]


def _moment(moment: Moment, review_id: UUID, names: Mapping[UUID, str]) -> Told:
    who = None if moment.entity_id == review_id else names[moment.entity_id]
    text = rules.timeline_text(moment.action, moment.became, who)
    return Told(moment.at, moment.action, text, moment.user_id, moment.action in rules.BAD)


async def _row(ctx: Ctx, review_id: UUID) -> Any:
    row = await queries.row(ctx.db, ctx.scope, review_id)
    if row is None:
        raise Problem("resource.not_found")
    return row


def file_owner(found: Any) -> files.Owner:
    """The summary as what its papers belong to."""
    return files.Owner(found.id, found.county_code, found.other_county_code)


async def file_access(ctx: Ctx, contribution_id: UUID) -> files.Access:
    """What the caller is to the papers of a summary. Raises 404 also for who does not read what was typed."""
    review, found = await _found(ctx, contribution_id)
    if not reads_words(ctx.principal, review):
        raise Problem("resource.not_found")
    facts = facts_of(ctx.principal, review)
    writes = facts.school and review.status in rules.OPEN
    return files.Access(file_owner(found), writes, facts.office)


async def due_of_school(ctx: Ctx, school_id: UUID, most: int) -> Collection[TermReviewRow]:
    """The reviews that a school must soon send, or should have sent. One query."""
    asked = TermReviewFilter(school_id=school_id, due=True)
    return (await page(ctx, asked, PageAsked(limit=most, cursor=None, count=False))).items


async def waiting(ctx: Ctx, paging: PageAsked) -> Page[TermReviewRow]:
    """Reviews that schools have sent and nobody has taken."""
    return await page(ctx, TermReviewFilter(status=TermReviewStatus.submitted), paging)
