"""Mentors offered and needs listed in the demo: two pairings in which they meet by subject."""

from collections.abc import Mapping
from datetime import date

from services.api.demo.base import Cast
from services.api.features.mentor_listings.models import MentorListing
from services.api.features.pairings.models import Pairing
from services.api.features.staff.models import Staff
from services.contracts.codes import ListingKind, MentorPurpose, PairSide

PLACES = ("yangping", "tc_wenjia")
"""The recipient schools whose pairings have lists."""
NOTE = "每周三下午可以来校听课、一起备课。"
WANTED = "两位新教师，想有人带着备课、上汇报课。"


def mentor_listings(cast: Cast, pairings: Mapping[tuple[str, str], Pairing]) -> list[MentorListing]:
    """An offer of each such pairing, and a need in its subject."""
    rows = []
    for (supporting, recipient), pairing in pairings.items():
        if recipient in PLACES:
            mentor = cast.people[supporting][1][0]
            offer = _row(pairing, ListingKind.offer, PairSide.supporting, mentor, 3, NOTE)
            offer.staff_id = mentor.id
            need = _row(pairing, ListingKind.need, PairSide.recipient, mentor, 2, WANTED)
            need.purpose = MentorPurpose.new_teacher
            rows += [offer, need]
    return rows


def _row(pairing: Pairing, kind: ListingKind, side: PairSide, of: Staff, people: int, note: str) -> MentorListing:
    own, other = pairing.supporting_county_code, pairing.recipient_county_code
    counties = (own, other) if side is PairSide.supporting else (other, own)
    return MentorListing(
        pairing_id=pairing.id, county_code=counties[0], other_county_code=counties[1], kind=kind,
        subject=of.subject, stage=of.stage, people=people, note=note, start_on=pairing.start_on,
        end_on=date(pairing.start_on.year + 1, 8, 31), status_at=pairing.status_at,
    )  # fmt: skip
