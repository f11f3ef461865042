"""Many invented pairings and what follows from them, for counting: all states, kinds and tenses."""

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any

from services.api.kernel.ids import new_id
from services.contracts.codes import (
    ActivityType,
    MentorKind,
    MentorPairStatus,
    PairCategory,
    PairingStatus,
    PairLevel,
    PairRelation,
    PairSide,
)
from tests.factories.many import Place, Rows

AT = datetime(2026, 9, 1, tzinfo=UTC)
CLOSED = {PairingStatus.ended, PairingStatus.void}


def _day(chance: random.Random, first: date = date(2023, 3, 1), days: int = 1300) -> date:
    return first + timedelta(days=chance.randrange(days))


def random_pairings(seed: int, count: int, places: list[Place]) -> Rows:
    """Pairings of every state, some without an end; two schools have one that is not closed."""
    chance, taken = random.Random(seed), set()
    found = []
    for _ in range(count):
        supporting, recipient = chance.sample(places, 2)
        status, start = chance.choice(list(PairingStatus)), _day(chance)
        key = (supporting.school_id, recipient.school_id)
        status = PairingStatus.ended if key in taken and status not in CLOSED else status
        taken |= {key} if status not in CLOSED else set()
        found.append(_pairing(chance, (supporting, recipient), status, start))
    return found


def _pairing(chance: random.Random, places: tuple[Place, Place], status: PairingStatus, start: date) -> dict[str, Any]:
    supporting, recipient = places
    is_open = status not in CLOSED and chance.random() < 0.3
    return {
        "id": new_id(), "version": 1, "created_at": AT, "supporting_school_id": supporting.school_id,
        "recipient_school_id": recipient.school_id, "supporting_county_code": supporting.county_code,
        "recipient_county_code": recipient.county_code, "relation": chance.choice(list(PairRelation)),
        "level": chance.choice(list(PairLevel)), "category": chance.choice(list(PairCategory)),
        "batch": chance.choice(["第一批", "第二批", ""]), "start_on": start, "status": status, "status_at": AT,
        "end_on": None if is_open else start + timedelta(days=chance.randrange(900)),
        "supporting_signed_on": chance.choice([None, start]), "recipient_signed_on": chance.choice([None, start]),
    }  # fmt: skip


def random_activities(seed: int, count: int, pairings: Rows) -> tuple[Rows, Rows]:
    """Activities of these pairings, a quarter void, and the pairings that joined some of them."""
    chance = random.Random(seed)
    found: Rows = []
    joined: Rows = []
    for _ in range(count):
        pairing = chance.choice(pairings)
        hosts, guests = chance.sample(["supporting", "recipient"], 2)
        found.append({
            "id": new_id(), "version": 1, "created_at": AT, "pairing_id": pairing["id"],
            "host_school_id": pairing[f"{hosts}_school_id"], "county_code": pairing[f"{hosts}_county_code"],
            "other_county_code": pairing[f"{guests}_county_code"], "type": chance.choice(list(ActivityType)),
            "held_on": _day(chance), "topic": "古诗教学", "supporting_count": chance.randrange(9),
            "recipient_count": chance.randrange(30), "voided_at": AT if chance.random() < 0.25 else None,
        })  # fmt: skip
        for other in chance.sample(pairings, 2) if chance.random() < 0.3 else []:
            joined.append(_joined(chance, found[-1]["id"], other))
    return found, joined


def _joined(chance: random.Random, activity_id: Any, pairing: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": new_id(), "version": 1, "created_at": AT, "activity_id": activity_id, "pairing_id": pairing["id"],
        "county_code": pairing["recipient_county_code"], "other_county_code": pairing["supporting_county_code"],
        "side": PairSide.recipient, "count": chance.randrange(12),
        "absent_on": chance.choice([None, None, date(2026, 9, 2)]),
        "removed_on": chance.choice([None, None, date(2026, 9, 2)]),
    }  # fmt: skip


def random_mentor_pairs(seed: int, count: int, places: list[Place], subjects: list[str]) -> Rows:
    """Mentor pairs of every state, some ended before their day; those that are open differ in their subject."""
    chance, taken = random.Random(seed), set()
    found: Rows = []
    for _ in range(count):
        (mentor, at), (mentee, there) = chance.sample(
            [(each, place) for place in places for each in place.staff], 2
        )  # fmt: skip
        status, subject = chance.choice(list(MentorPairStatus)), chance.choice(subjects)
        key = (mentee.person_id, subject)
        is_open = status not in {MentorPairStatus.ended, MentorPairStatus.void}
        status = MentorPairStatus.ended if is_open and key in taken else status
        taken.add(key)
        start = _day(chance)
        end = start + timedelta(days=chance.randrange(30, 700))
        found.append({
            "id": new_id(), "version": 1, "created_at": AT, "mentor_person_id": mentor.person_id,
            "mentor_staff_id": mentor.id, "mentor_school_id": at.school_id, "mentor_county_code": at.county_code,
            "mentee_person_id": mentee.person_id, "mentee_staff_id": mentee.id, "mentee_school_id": there.school_id,
            "mentee_county_code": there.county_code, "kind": chance.choice(list(MentorKind)), "subject": subject,
            "start_on": start, "end_on": end, "status": status, "status_at": AT,
            "ended_on": start + (end - start) / 2 if status is MentorPairStatus.ended else None,
        })  # fmt: skip
    return found
