"""Reading mentors offered and needs listed: pages, one with its history, both lists of a pairing."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from services.api.features.mentor_listings import queries, rules
from services.api.features.mentor_listings.filters import BoardFilter, MentorListingFilter
from services.api.features.mentor_pairs import service_entries as mentor_pairs
from services.api.features.pairings import service as pairings
from services.api.features.persons import service_honours as honours
from services.api.kernel.context import Ctx
from services.api.kernel.history import Told, history
from services.api.kernel.paging import PageAsked
from services.api.kernel.problems import Problem
from services.api.kernel.scope import Permission, Principal
from services.contracts.base import Page
from services.contracts.codes import HonourType, ListingKind, ListingStatus, PairingStatus
from services.contracts.mentor_listings import MentorBoard, MentorListingDetail, MentorListingRow, MentorMatch

_SAME = (
    "id", "version", "pairing_id", "kind", "subject", "stage", "people", "staff_id", "person_id", "purpose",
    "start_on", "end_on", "status",
)  # fmt: skip


def speaks(principal: Principal, pairing: Any, kind: ListingKind) -> bool:
    """Whether the caller lists offers or needs of a pairing: its side's school, or the coordinator of its county."""
    may = Permission.pairing_act in principal.permissions
    return may and pairings.speaks_for(principal, pairing, rules.SIDES[kind])


def facts_of(principal: Principal, kind: ListingKind, pairing: Any) -> rules.Facts:
    """What the caller is to a listing. `pairing` carries the sides' schools and counties: a row of the listing may."""
    return rules.Facts(speaks(principal, pairing, kind))


def _fields(row: Any, ctx: Ctx, used: Mapping[UUID, int], held: Mapping[UUID, frozenset[HonourType]]) -> dict[str, Any]:
    who, taken = ctx.principal, used.get(row.id, 0)
    names = who.sees_names
    kept = held.get(row.id, frozenset())
    return {
        **{name: getattr(row, name) for name in _SAME},
        **pairings.both_schools(row),
        "allowed_actions": rules.TABLE.allowed(row.status, facts_of(who, row.kind, row)),
        "name": row.person_name if names else None,
        "title": row.person_title,
        "honours": [each for each in HonourType if each in kept],
        "there": _is_there(row, ctx),
        "grades": row.grades if names else None,
        "note": row.note if names else None,
        "taken": taken,
        "left": rules.left(row.status, row.end_on, ctx.today, row.people, taken) if _is_there(row, ctx) else 0,
        "over": rules.is_over(row.status, row.end_on, ctx.today),
    }


def _is_there(row: Any, ctx: Ctx) -> bool:
    """Whether the person is at the school that listed it; a need for nobody in particular is always there."""
    if row.staff_id is None or row.status is not ListingStatus.listed:
        return True
    return bool(row.at_school) and (row.person_ended_on is None or row.person_ended_on >= ctx.today)


async def _told(ctx: Ctx, rows: Sequence[Any]) -> list[dict[str, Any]]:
    """The fields of rows: three queries for any number of them, none for no rows."""
    if not rows:
        return []
    used = await _used(ctx, {row.pairing_id for row in rows})
    asked = {
        row.id: honours.During(row.person_id, ctx.today, ctx.today) for row in rows if row.person_id is not None
    }  # fmt: skip
    held = await honours.held(ctx.db, asked)
    return [_fields(row, ctx, used, held) for row in rows]


async def _used(ctx: Ctx, pairing_ids: set[UUID]) -> dict[UUID, int]:
    listed = [
        rules.Listed(
            row.id, row.pairing_id, row.kind, row.subject, row.people, row.person_id, row.created_at,
            None if row.status is ListingStatus.listed else row.status_at,
        )
        for row in await queries.counted(ctx.db, pairing_ids)
    ]  # fmt: skip
    pairs = [
        rules.LivePair(row.pairing_id, row.subject, row.mentor_person_id, row.mentee_person_id, row.created_at)
        for row in await mentor_pairs.live_under(ctx.db, pairing_ids)
    ]
    return rules.taken(listed, pairs)


async def page(ctx: Ctx, asked: MentorListingFilter, paging: PageAsked) -> Page[MentorListingRow]:
    """One page of what is listed under the pairings in the caller's scope, the latest first day first."""
    found = await queries.page(ctx.db, ctx.scope, asked, paging, ctx.today)
    return Page(items=[MentorListingRow(**each) for each in await _told(ctx, found.rows)], **found.around())


async def visible(ctx: Ctx, listing_id: UUID) -> Any:
    """One listing in scope. Raises 404 `resource.not_found`."""
    row = await queries.row(ctx.db, ctx.scope, listing_id)
    if row is None:
        raise Problem("resource.not_found")
    return row


async def detail(ctx: Ctx, listing_id: UUID) -> MentorListingDetail:
    """One listing with its history. Raises 404 `resource.not_found`."""
    row = await visible(ctx, listing_id)
    told = [
        Told(m.at, m.action, rules.timeline_text(m.action), m.user_id, m.action in rules.BAD)
        for m in await history(ctx.db, [listing_id])
    ]
    return MentorListingDetail(
        **(await _told(ctx, [row]))[0],
        closed_reason=None if ctx.principal.is_client else row.closed_reason,
        timeline=await pairings.timeline(ctx, told),
    )


async def board(ctx: Ctx, asked: BoardFilter) -> MentorBoard:
    """Both lists of a pairing, and where they meet by subject (W-22.3). Raises 404 `resource.not_found`."""
    pairing = await pairings.visible(ctx, asked.pairing_id)
    rows = [MentorListingRow(**each) for each in await _told(ctx, await queries.of_pairing(ctx.db, pairing.id))]
    kinds = {kind: [row for row in rows if row.kind is kind] for kind in ListingKind}
    runs = pairing.status is PairingStatus.active
    return MentorBoard(
        offers=kinds[ListingKind.offer],
        needs=kinds[ListingKind.need],
        matches=_matches(rows),
        allowed_actions=[kind.value for kind in ListingKind if runs and speaks(ctx.principal, pairing, kind)],
    )


def _matches(rows: Sequence[MentorListingRow]) -> list[MentorMatch]:
    """Subjects of which something is left on either side; those on which both sides have some come first."""
    found = []
    for subject in dict.fromkeys(row.subject for row in rows):
        of = {kind: [row for row in rows if (row.subject, row.kind) == (subject, kind)] for kind in ListingKind}
        sums = {kind: sum(row.left for row in of[kind]) for kind in ListingKind}
        if any(sums.values()):
            first = {kind: next((row.id for row in of[kind] if row.left), None) for kind in ListingKind}
            found.append(
                MentorMatch(
                    subject=subject, offered=sums[ListingKind.offer], needed=sums[ListingKind.need],
                    offer_id=first[ListingKind.offer], need_id=first[ListingKind.need],
                )
            )  # fmt: skip
    return sorted(found, key=lambda each: not (each.offered and each.needed))
