"""Sharing papers: each function is one use case in one transaction (E-38, W-21.6)."""

from uuid import UUID

from services.api.features.files import service as files
from services.api.features.pairings import service as pairings
from services.api.features.shared_resources import queries, rules
from services.api.features.shared_resources.models import SharedResource
from services.api.features.shared_resources.service_read import KIND, detail, facts_of, file_owner, visible
from services.api.kernel.context import Ctx
from services.api.kernel.etag import check_version
from services.api.kernel.problems import Problem, problem_on
from services.api.kernel.words import day_words
from services.contracts.codes import PairSide
from services.contracts.pairings import WithReason
from services.contracts.shared_resources import SharedResourceCreate, SharedResourceDetail


async def share(ctx: Ctx, body: SharedResourceCreate) -> SharedResourceDetail:
    """Share files with the other school of a pairing.

    Raises 404 for a pairing out of scope; 403 for who acts for neither school; 409 `shared_resource.not_started`; 422
    `shared_resource.outside`, `file.not_waiting`.
    """
    pairing = await pairings.held(ctx, body.pairing_id)
    who = ctx.principal
    acts_for = who.school_id if who.is_school else None
    giver = next((side for side in PairSide if acts_for and getattr(pairing, f"{side}_school_id") == acts_for), None)
    if giver is None:
        raise Problem("permission.denied", who=rules.WHO)
    if pairing.status not in rules.STARTED:
        raise Problem("shared_resource.not_started", state=pairing.status.label)
    last = rules.last_possible_day(pairing.end_on, ctx.today)
    if not pairing.start_on <= body.shared_on <= last:
        words = {"start_on": day_words(pairing.start_on, ctx.today), "end_on": day_words(last, ctx.today)}
        raise problem_on("shared_on", "shared_resource.outside", **words)
    resource = SharedResource(
        **body.model_dump(exclude={"file_ids"}), giver=giver, county_code=getattr(pairing, f"{giver}_county_code"),
        other_county_code=getattr(pairing, f"{rules.OTHER[giver]}_county_code"), created_at=ctx.now,
    )  # fmt: skip
    ctx.db.add(resource)
    ctx.act(resource, "record")
    await ctx.db.flush()
    await files.attach(ctx, body.file_ids, KIND, file_owner(resource))
    return await detail(ctx, resource.id)


async def void(ctx: Ctx, resource_id: UUID, expected: int, body: WithReason) -> SharedResourceDetail:
    """It should not have been shared; the record stays and counts no more. Raises 404, 403, 409, 412."""
    row = await visible(ctx, resource_id)
    resource = await queries.lock(ctx.db, resource_id)
    if not facts_of(ctx.principal, row).gives:
        raise Problem("permission.denied", who=rules.GIVERS)
    if resource.voided_at is not None:
        raise Problem("state.illegal", state="已作废", action="作废")
    check_version(resource, expected)
    resource.voided_at, resource.void_reason = ctx.now, body.reason
    ctx.act(resource, "void")
    await ctx.db.flush()
    return await detail(ctx, resource_id)
