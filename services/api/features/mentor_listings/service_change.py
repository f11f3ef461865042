"""Changing mentors offered and needs listed: each function is one use case in one transaction (W-22.1, W-22.2)."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from services.api.features.mentor_listings import queries, rules
from services.api.features.mentor_listings.models import MentorListing
from services.api.features.mentor_listings.service_read import detail, facts_of, speaks, visible
from services.api.features.mentor_pairs import service as mentor_pairs
from services.api.features.pairings import service as pairings
from services.api.features.staff import service as staff
from services.api.features.staff import service_people as people
from services.api.kernel.context import Ctx
from services.api.kernel.etag import check_version
from services.api.kernel.problems import Problem, invalid, problem_on
from services.api.kernel.words import day_words
from services.contracts.codes import ListingKind, PairingStatus
from services.contracts.mentor_listings import (
    MentorListingDetail,
    MentorListingPatch,
    MentorNeedCreate,
    MentorOfferCreate,
)
from services.contracts.pairings import WithReason


async def offer(ctx: Ctx, body: MentorOfferCreate) -> MentorListingDetail:
    """The supporting school offers one of its people as mentor (W-22.1, CI-04).

    Raises 404 for a pairing out of scope; 403 unless the caller speaks for the side; 409
    `mentor_listing.pairing_closed`, `mentor_listing.duplicate`; 422 `staff.unknown`, `mentor_listing.not_of_school`,
    `mentor_listing.outside`, `period.order`.
    """
    return await _list(ctx, ListingKind.offer, body)


async def need(ctx: Ctx, body: MentorNeedCreate) -> MentorListingDetail:
    """The recipient school lists for whom it needs mentors (W-22.2). Raises as `offer`, and `mentor_listing.one`."""
    return await _list(ctx, ListingKind.need, body)


async def _list(ctx: Ctx, kind: ListingKind, body: MentorOfferCreate | MentorNeedCreate) -> MentorListingDetail:
    _check_order(ctx, body.start_on, body.end_on)
    pairing = await pairings.held(ctx, body.pairing_id)
    if not speaks(ctx.principal, pairing, kind):
        raise Problem("permission.denied", who=rules.WHO[kind])
    if pairing.status is not PairingStatus.active:
        raise Problem("mentor_listing.pairing_closed", state=pairing.status.label)
    side = rules.SIDES[kind]
    made = MentorListing(
        **body.model_dump(), **pairings.counties_of(pairing, side), kind=kind, status_at=ctx.now, created_at=ctx.now
    )
    made.subject = mentor_pairs.one_subject(body.subject)
    name = await _check_person(ctx, made, getattr(pairing, f"{side.value}_school_id"))
    _check_inside(ctx, made, pairing)
    await _insert(ctx, made, name)
    return await detail(ctx, made.id)


async def _check_person(ctx: Ctx, made: MentorListing, school_id: UUID) -> str:
    """Who is named is in service at the school that lists; the employment stays locked. Returns the name."""
    if made.staff_id is None:
        return ""
    _check_one(made)
    person_id = await queries.person_of(ctx.db, made.staff_id)
    if person_id is None:
        raise invalid("staff_id", "staff.unknown", "没有这名教职工，请重新选择")
    employed = {each.id: each for each in await people.employments_of(ctx.db, person_id, locked=True)}[made.staff_id]
    is_over = employed.ended_on is not None and employed.ended_on < ctx.today
    if employed.school_id != school_id or is_over:
        raise problem_on("staff_id", "mentor_listing.not_of_school")
    return (await staff.person_names(ctx.db, [person_id]))[person_id]


def _check_one(listing: MentorListing) -> None:
    if listing.kind is ListingKind.need and listing.staff_id is not None and listing.people != 1:
        raise problem_on("people", "mentor_listing.one")


def _check_order(ctx: Ctx, start_on: date, end_on: date) -> None:
    if end_on < start_on:
        raise problem_on("end_on", "period.order", start_on=day_words(start_on, ctx.today))


def _check_inside(ctx: Ctx, listing: MentorListing, pairing: Any) -> None:
    """Both days are inside the pairing."""
    if listing.start_on < pairing.start_on or (pairing.end_on is not None and listing.end_on > pairing.end_on):
        field = "start_on" if listing.start_on < pairing.start_on else "end_on"
        last = "以后" if pairing.end_on is None else day_words(pairing.end_on, ctx.today)
        raise problem_on(
            field, "mentor_listing.outside", start_on=day_words(pairing.start_on, ctx.today), end_on=last
        )  # fmt: skip


async def _insert(ctx: Ctx, made: MentorListing, name: str) -> None:
    """The index keeps a person from being listed twice in a subject."""
    subject = made.subject
    try:
        async with ctx.db.begin_nested():
            ctx.db.add(made)
            ctx.act(made, "list")
            await ctx.db.flush()
    except IntegrityError as error:
        raise problem_on("staff_id", "mentor_listing.duplicate", name=name, subject=subject) from error


async def edit(ctx: Ctx, listing_id: UUID, expected: int, body: MentorListingPatch) -> MentorListingDetail:
    """Put right what was typed. Raises as `offer` does, and 412; 422 `mentor_listing.no_purpose`."""
    found, pairing = await _load(ctx, listing_id, expected, "edit")
    if body.purpose is not None and found.kind is ListingKind.offer:
        raise problem_on("purpose", "mentor_listing.no_purpose")
    for name, value in body.model_dump(exclude_unset=True, exclude_none=True).items():
        setattr(found, name, value)
    with ctx.db.no_autoflush:
        _check_one(found)
        _check_order(ctx, found.start_on, found.end_on)
        _check_inside(ctx, found, pairing)
    return await _saved(ctx, found, "edit")


async def withdraw(ctx: Ctx, listing_id: UUID, expected: int, body: WithReason) -> MentorListingDetail:
    """It is not offered or needed any more; mentor pairs made of it stay."""
    found, _ = await _load(ctx, listing_id, expected, "withdraw")
    found.closed_reason = body.reason
    return await _saved(ctx, found, "withdraw")


async def _load(ctx: Ctx, listing_id: UUID, expected: int, action: str) -> tuple[MentorListing, Any]:
    """The listing in its state after the action, and its pairing, held first, as its end locks it first."""
    row = await visible(ctx, listing_id)
    pairing = await pairings.find(ctx.db, row.pairing_id, hold=True)
    found = await queries.locked(ctx.db, listing_id)
    after = rules.TABLE.take(found.status, action, facts_of(ctx.principal, found.kind, pairing))
    check_version(found, expected)
    if after is not found.status:
        found.status, found.status_at = after, ctx.now
    return found, pairing


async def _saved(ctx: Ctx, found: MentorListing, action: str) -> MentorListingDetail:
    ctx.act(found, action)
    await ctx.db.flush()
    return await detail(ctx, found.id)
