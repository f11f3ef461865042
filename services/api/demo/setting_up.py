"""Agreements and leading groups of the demo: the first pairings have words, their supporting schools a group."""

from collections.abc import Mapping

from services.api.features.leading_groups.models import LeadingGroup
from services.api.features.pairings.models import Pairing, PairingAgreement

PAIRINGS = 3
GOALS = "三年内两校教研常态化：每学期联合教研四次，受援学校各学科都有能上公开课的教师。"
DUTIES = (
    "每学期送教两次，接收受援学校教师跟岗，教研活动向受援学校开放。",
    "安排教师参加教研和跟岗，落实帮扶措施，每月报送进展。",
)
SIGNATORIES = ("宋启明", "江若兰")
PEOPLE = [
    {"role": "head", "name": "宋启明", "post": "校长"},
    {"role": "deputy", "name": "卫知远", "post": "副校长"},
    {"role": "member", "name": "沈亦清", "post": "教导主任"},
]


def agreements(pairings: Mapping[tuple[str, str], Pairing]) -> list[PairingAgreement]:
    """The words of the first pairings."""
    return [
        PairingAgreement(
            pairing_id=pairing.id, county_code=pairing.supporting_county_code,
            other_county_code=pairing.recipient_county_code, created_at=pairing.status_at,
            aid_areas=["management", "teaching", "research", "teacher_development"], goals=GOALS,
            supporting_duties=DUTIES[0], recipient_duties=DUTIES[1], supporting_signatory=SIGNATORIES[0],
            recipient_signatory=SIGNATORIES[1],
        )
        for pairing in list(pairings.values())[:PAIRINGS]
    ]  # fmt: skip


def leading_groups(pairings: Mapping[tuple[str, str], Pairing]) -> list[LeadingGroup]:
    """A group of each supporting school of the first pairings."""
    first = {each.supporting_school_id: each for each in list(pairings.values())[:PAIRINGS]}
    return [
        LeadingGroup(
            school_id=school_id, county_code=pairing.supporting_county_code, from_on=pairing.start_on,
            members=PEOPLE, office="教导处", office_head="沈亦清", phone="6210 0188", created_at=pairing.status_at,
        )
        for school_id, pairing in first.items()
    ]  # fmt: skip
