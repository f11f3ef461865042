"""Pairings and mentor pairs as counted rows."""

from services.api.features.mentor_pairs import service_counting as mentor_pairs
from services.api.features.pairings import service_counting as pairings
from services.api.features.statistics.counting import Days, Source
from services.api.features.statistics.dimensions import column, subjects
from services.api.features.statistics.sides import seen_from
from services.api.kernel.scope import Permission
from services.contracts.codes import Unit

PAIRINGS = Source(
    entity="pairing", unit=Unit.pairings, reads=Permission.pairing_read, rows=pairings.rows,
    seen=seen_from(
        ("recipient_county_code", "recipient_school_id"), ("supporting_county_code", "supporting_school_id")
    ),
    when=Days("start_on", "end_on"), county="recipient_county_code",
    dimensions={
        "pairing_level": column("level"), "pairing_category": column("category"), "relation": column("relation"),
        "pairing_batch": column("batch"), "pairing_shape": column("shape"), "pairing_status": column("status"),
        "supporting_school": column("supporting_school_id"), "recipient_school": column("recipient_school_id"),
    },
    codes=("supporting_county_code", "supporting_school_id", "recipient_school_id", "level", "category", "relation",
           "shape", "status", "start_on", "end_on", "supporting_signed_on", "recipient_signed_on"),
    made_of=("pairing_agreement",),
)  # fmt: skip
MENTOR_PAIRS = Source(
    entity="mentor_pair", unit=Unit.mentor_pairs, reads=Permission.mentor_pair_read, rows=mentor_pairs.rows,
    seen=seen_from(("mentee_county_code", "mentee_school_id"), ("mentor_county_code", "mentor_school_id")),
    when=Days("start_on", "last_on"), county="mentee_county_code",
    dimensions={
        "subject": subjects("subject"), "mentor_kind": column("kind"), "mentor_pair_status": column("status"),
        "mentor_school": column("mentor_school_id"), "mentee_school": column("mentee_school_id"),
    },
    person="mentee_person_id",
    codes=("mentor_person_id", "mentor_school_id", "mentor_county_code", "mentee_school_id", "pairing_id", "kind",
           "start_on", "last_on", "status"),
)  # fmt: skip
