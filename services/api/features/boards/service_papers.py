"""The plan and the record of a pairing, made of what other features tell; each list in the caller's own field set."""

from uuid import UUID

from services.api.features.activities.service_board import held_by, planned_by
from services.api.features.assignments import service as assignments
from services.api.features.assignments.service import AssignmentFilter
from services.api.features.commitments import service as commitments
from services.api.features.commitments.service import CommitmentFilter
from services.api.features.mentor_pairs import service as mentor_pairs
from services.api.features.mentor_pairs.service import MentorPairFilter
from services.api.features.pairings import service as pairings
from services.api.features.supports import service as supports
from services.api.features.supports.service import SupportFilter
from services.api.features.term_plans import service as term_plans
from services.api.kernel.context import Ctx
from services.api.kernel.paging import MAX_LIMIT, PageAsked
from services.contracts.codes import AssignmentStatus, SupportStatus
from services.contracts.pairing_papers import PairingPlan, PairingRecord

LATEST = PageAsked(limit=MAX_LIMIT, cursor=None, count=False)
S = AssignmentStatus
SERVED = frozenset({S.active, S.completed, S.incomplete, S.terminated})


async def plan(ctx: Ctx, pairing_id: UUID) -> PairingPlan:
    """Goals, promises, dates to come and who answers (F-24). Raises 404 `resource.not_found`."""
    agreement = await pairings.agreement(ctx, pairing_id)
    promised = await commitments.page(ctx, CommitmentFilter(pairing_id=pairing_id), LATEST)
    planned = await planned_by(ctx, pairing_id, LATEST)
    return PairingPlan(
        agreement=agreement,
        term_plan=await term_plans.agreed_on(ctx, pairing_id, ctx.today),
        goals=await pairings.goals_of(ctx, pairing_id),
        commitments=promised.items,
        planned=planned.items,
        whole=not (promised.next_cursor or planned.next_cursor),
    )


async def record(ctx: Ctx, pairing_id: UUID) -> PairingRecord:
    """What each school gave the other (F-34). Raises 404 `resource.not_found`."""
    pairing = await pairings.one(ctx, pairing_id)
    held = await held_by(ctx, pairing_id, LATEST)
    given = await supports.page(ctx, SupportFilter(pairing_id=pairing_id), LATEST)
    people = await assignments.page(ctx, AssignmentFilter(pairing_id=pairing_id), LATEST)
    pairs = await mentor_pairs.page(ctx, MentorPairFilter(pairing_id=pairing_id), LATEST)
    return PairingRecord(
        pairing=pairing,
        activities=held.items,
        supports=[each for each in given.items if each.given_on and each.status is not SupportStatus.void],
        assignments=[each for each in people.items if each.status in SERVED],
        mentor_pairs=pairs.items,
        whole=not any(each.next_cursor for each in (held, given, people, pairs)),
    )
