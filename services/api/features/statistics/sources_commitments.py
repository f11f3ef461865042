"""Commitments in each of their periods as counted rows."""

from services.api.features.commitments import service_counting as commitments
from services.api.features.statistics.counting import TODAY, Source, Years
from services.api.features.statistics.dimensions import column
from services.api.features.statistics.sides import seen_from
from services.api.kernel.scope import Permission
from services.contracts.codes import Unit

COMMITMENTS = Source(
    entity="commitment", unit=Unit.commitments, reads=Permission.pairing_read, rows=lambda: commitments.rows(TODAY),
    seen=seen_from(
        ("recipient_county_code", "recipient_school_id"), ("supporting_county_code", "supporting_school_id")
    ),
    when=Years("school_year"), county="recipient_county_code",
    dimensions={
        "term": column("term"), "aid_area": column("aid_area"), "commitment_measure": column("measure"),
        "commitment_period": column("period"), "promised_by": column("side"), "relation": column("relation"),
        "supporting_school": column("supporting_school_id"), "recipient_school": column("recipient_school_id"),
    },
    codes=("pairing_id", "supporting_county_code", "supporting_school_id", "recipient_school_id", "measure", "side",
           "aid_area", "period", "first_on", "last_on", "minimum", "done"),
    then="last_on",
    made_of=("pairing", "activity", "activity_pairing", "assignment", "lesson_record", "mentor_pair", "support",
             "shared_resource"),
)  # fmt: skip
