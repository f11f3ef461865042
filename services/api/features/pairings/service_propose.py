"""Proposing a pairing, and holding two schools to one at a time (W-20.1)."""

from sqlalchemy.exc import IntegrityError

from services.api.features.pairings import queries, rules
from services.api.features.pairings.models import Pairing
from services.api.features.pairings.service_checks import findings
from services.api.features.pairings.service_read import one
from services.api.features.regions import service as regions
from services.api.features.schools import service as schools
from services.api.kernel.context import Ctx
from services.api.kernel.problems import invalid, problem_on
from services.api.kernel.words import day_words, period_words
from services.contracts.codes import PairingStatus
from services.contracts.pairings import PairingCreate, PairingRow


async def propose(ctx: Ctx, body: PairingCreate) -> PairingRow:
    """Propose a pairing between two schools (W-20.1); the level is derived from their counties (QX-05).

    Raises 422 `pairing.same_school`, `period.order` or on a school that is not there; 403 `permission.other_office`
    unless the caller decides between the two counties; 409 `pairing.duplicate`, `pairing.check_refused`; 422
    `pairing.check_warned` until it is wanted all the same (W-20.5).
    """
    if body.supporting_school_id == body.recipient_school_id:
        raise problem_on("recipient_school_id", "pairing.same_school")
    if body.end_on is not None and body.end_on < body.start_on:
        raise problem_on("end_on", "period.order", start_on=day_words(body.start_on, ctx.today))
    supporting = await schools.find(ctx.db, body.supporting_school_id, "supporting_school_id")
    recipient = await schools.find(ctx.db, body.recipient_school_id, "recipient_school_id")
    for field, school in (("supporting_school_id", supporting), ("recipient_school_id", recipient)):
        if school.closed_on is not None and school.closed_on < body.start_on:
            raise invalid(field, "school.closed", "这所学校已停办，请改选一所")
    counties = (supporting.county_code, recipient.county_code)
    await regions.must_decide(ctx, *counties)
    pairing = Pairing(
        **body.model_dump(exclude={"despite_warnings"}),
        supporting_county_code=counties[0],
        recipient_county_code=counties[1],
        level=rules.level_of(*counties),
        status=PairingStatus.proposed,
        status_at=ctx.now,
        created_at=ctx.now,
    )
    await refuse_duplicate(ctx, pairing)
    found = await findings(ctx, pairing)
    found.refuse()
    if not body.despite_warnings:
        found.ask()
    pairing.warned = found.warned
    await insert_new(ctx, pairing, "propose")
    return await one(ctx, pairing.id)


async def insert_new(ctx: Ctx, pairing: Pairing, action: str) -> None:
    """Two schools have one open pairing: looked up first, and held by unique indexes when two come at once.

    The one that it renews does not count. Raises 409 `pairing.duplicate`.
    """
    await refuse_duplicate(ctx, pairing)
    ctx.act(pairing, action)
    try:
        async with ctx.db.begin_nested():
            ctx.db.add(pairing)
            await ctx.db.flush()
    except IntegrityError:
        await refuse_duplicate(ctx, pairing)
        raise


async def refuse_duplicate(ctx: Ctx, pairing: Pairing) -> None:
    """Raises 409 `pairing.duplicate` while these schools have another open one than that it renews."""
    earlier = await queries.open_between(
        ctx.db, pairing.supporting_school_id, pairing.recipient_school_id, but=pairing.renews_id
    )
    if earlier is not None:
        period = period_words(earlier.start_on, earlier.end_on, ctx.today)
        raise problem_on("recipient_school_id", "pairing.duplicate", period=period)
