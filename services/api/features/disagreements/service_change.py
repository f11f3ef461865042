"""Raising, answering and settling disagreements, and how they keep a plan from being confirmed (SM-4)."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from services.api.features.assignments import service as assignments
from services.api.features.disagreements import queries, rules
from services.api.features.disagreements.models import Disagreement, DisagreementAnswer
from services.api.features.disagreements.service_read import detail
from services.api.kernel.context import Ctx
from services.api.kernel.etag import check_version
from services.api.kernel.problems import Problem
from services.contracts.codes import AssignmentParty, AssignmentStatus, DisagreementStatus
from services.contracts.disagreements import AnswerDisagreement, DisagreementCreate, DisagreementDetail, KeepPlan

PARTS = {
    AssignmentParty.sending_school: "sending",
    AssignmentParty.receiving_school: "receiving",
    AssignmentParty.home_county: "county",
}
"""Which confirmation a party gives; the receiving county gives none."""


async def create(ctx: Ctx, body: DisagreementCreate) -> DisagreementDetail:
    """A party does not agree to a plan; its own confirmation, if it gave one, is taken back.

    Raises 404 for an assignment out of scope; 403 unless the caller is a school or county of it, or for the office
    that decides itself; 409 `state.illegal` once the plan is confirmed, `disagreement.open` while one is open.
    """
    assignment = await assignments.in_scope_locked(ctx, body.assignment_id)
    party = rules.party_of(ctx.principal, assignment)
    if party is None or party is AssignmentParty.office:
        raise Problem("permission.denied", who=rules.PARTIES)
    if assignment.status is not AssignmentStatus.planned:
        raise Problem("state.illegal", state=assignment.status.label, action="提不同意见")
    if await queries.open_of(ctx.db, assignment.id) is not None:
        raise Problem("disagreement.open")
    made = _new(ctx, body, assignment, party)
    if (part := PARTS.get(party)) is not None:
        await assignments.take_back(ctx, assignment, part)
    try:
        async with ctx.db.begin_nested():
            ctx.db.add(made)
            ctx.act(made, "raise")
            await ctx.db.flush()
    except IntegrityError as error:
        raise Problem("disagreement.open") from error
    return await detail(ctx, made.id)


def _new(ctx: Ctx, body: DisagreementCreate, assignment: Any, party: AssignmentParty) -> Disagreement:
    return Disagreement(
        assignment_id=assignment.id, home_county_code=assignment.home_county_code,
        sending_school_id=assignment.sending_school_id, receiving_county_code=assignment.receiving_county_code,
        receiving_school_id=assignment.receiving_school_id, raised_by_party=party, raised_by=ctx.principal.id,
        raised_at=ctx.now, created_at=ctx.now, words=body.words,
    )  # fmt: skip


async def _load(ctx: Ctx, disagreement_id: UUID, expected: int, action: str) -> Disagreement:
    """The disagreement, locked after its assignment, with the state that the action leads to.

    Raises 404 `resource.not_found`, 403, 409, 412.
    """
    assignment_id = await queries.assignment_of(ctx.db, ctx.scope, disagreement_id)
    if assignment_id is None:
        raise Problem("resource.not_found")
    await assignments.lock(ctx.db, assignment_id)
    row = await queries.locked(ctx.db, disagreement_id)
    after = rules.TABLE.take(row.status, action, rules.facts_of(ctx.principal, row))
    check_version(row, expected)
    if after is not row.status:
        _settle(ctx, row, after)
    ctx.act(row, action)
    return row


def _settle(ctx: Ctx, row: Disagreement, status: DisagreementStatus) -> None:
    row.status, row.settled_at, row.settled_by = status, ctx.now, ctx.principal.id


async def answer(ctx: Ctx, disagreement_id: UUID, expected: int, body: AnswerDisagreement) -> DisagreementDetail:
    """A party says something. What the office says is read by everybody."""
    row = await _load(ctx, disagreement_id, expected, "answer")
    party = rules.party_of(ctx.principal, row)
    assert party is not None
    row.answer_count += 1
    ctx.db.add(
        DisagreementAnswer(
            county_code=row.home_county_code, disagreement_id=row.id, party=party, said_by=ctx.principal.id,
            said_at=ctx.now, words=body.words, own_side_only=body.own_side_only,
        )
    )  # fmt: skip
    await ctx.db.flush()
    return await detail(ctx, disagreement_id)


async def keep(ctx: Ctx, disagreement_id: UUID, expected: int, body: KeepPlan) -> DisagreementDetail:
    """The office leaves the plan as it is; the party is still asked to confirm."""
    row = await _load(ctx, disagreement_id, expected, "keep")
    row.reason = body.reason
    await ctx.db.flush()
    return await detail(ctx, disagreement_id)


async def withdraw(ctx: Ctx, disagreement_id: UUID, expected: int) -> DisagreementDetail:
    """The party that raised it takes it back."""
    await _load(ctx, disagreement_id, expected, "withdraw")
    await ctx.db.flush()
    return await detail(ctx, disagreement_id)


async def before_confirming(ctx: Ctx, assignment: Any, *, completes: bool) -> None:
    """Confirming by the party that disagreed withdraws; the last confirmation waits for the others.

    Raises 409 `assignment.disputed`.
    """
    row = await queries.open_of(ctx.db, assignment.id)
    if row is None:
        return
    if rules.facts_of(ctx.principal, row).raised:
        _settle(ctx, row, DisagreementStatus.withdrawn)
        ctx.act(row, "withdraw")
    elif completes:
        raise Problem("assignment.disputed", who=row.raised_by_party.label)


async def plan_changed(ctx: Ctx, assignment: Any, action: str) -> None:
    """The office changed the plan or took it back: an open disagreement about it is settled."""
    status = rules.settled_by_plan(action)
    row = await queries.open_of(ctx.db, assignment.id) if status is not None else None
    if row is not None and status is not None:
        _settle(ctx, row, status)
        ctx.act(row, "change" if status is DisagreementStatus.changed else "void")


async def schools_moved(ctx: Ctx, moved: Collection[Any]) -> None:
    """A succession takes open assignments along, and what is disputed about them."""
    for assignment in moved:
        row = await queries.open_of(ctx.db, assignment.id)
        if row is not None:
            row.sending_school_id = assignment.sending_school_id
            row.receiving_school_id = assignment.receiving_school_id
            ctx.act(row, "succession")
