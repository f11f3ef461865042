"""Mentor pairs of the demo: in the first pairings, the same place in both schools teaches the same subject."""

from collections.abc import Mapping
from datetime import date

from services.api.demo.base import Cast
from services.api.features.mentor_pairs.models import MentorPair
from services.api.features.pairings.models import Pairing
from services.contracts.codes import MentorKind

PAIRINGS = 3
GOAL = "每月互相听评课两次，期末徒弟上一节汇报课。"


def mentor_pairs(cast: Cast, pairings: Mapping[tuple[str, str], Pairing]) -> list[MentorPair]:
    """One running pair of each of the first pairings."""
    rows = []
    for (supporting, recipient), pairing in list(pairings.items())[:PAIRINGS]:
        place = min(len(cast.people[supporting]), len(cast.people[recipient])) - 1
        mentor, mentee = cast.people[supporting][place][0], cast.people[recipient][place][0]
        rows.append(
            MentorPair(
                mentor_staff_id=mentor.id, mentor_person_id=mentor.person_id, mentor_school_id=mentor.school_id,
                mentor_county_code=mentor.county_code, mentee_staff_id=mentee.id, mentee_person_id=mentee.person_id,
                mentee_school_id=mentee.school_id, mentee_county_code=mentee.county_code, pairing_id=pairing.id,
                kind=MentorKind.mentor, subject=mentee.subject, subject_differs=mentor.subject != mentee.subject,
                start_on=pairing.start_on, end_on=date(pairing.start_on.year + 1, 8, 31), goal=GOAL,
                status_at=pairing.status_at,
            )
        )  # fmt: skip
    return rows
