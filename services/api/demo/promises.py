"""What the pairings of the demo promised: from the templates of their real models, and typed by two schools."""

from datetime import date

from services.api.features.commitments.measures import source_of
from services.api.features.commitments.models import Commitment
from services.api.features.commitments.rules import UNITS
from services.api.features.commitments.templates import templates
from services.api.features.pairings.models import Pairing
from services.contracts.codes import ActivityType, AidArea, CommitmentMeasure, CommitmentPeriod, PromisedBy

TAKEN_OVER = {"jh_chengguan": "jiahe", "cx_chongshou": "cixi", "cx_longnan": "cixi", "panxi": "houzhuang"}
"""Recipient → template."""
SUBJECTS = 3
TYPED: dict[str, tuple[tuple[str, AidArea, list[ActivityType], int, CommitmentPeriod], ...]] = {
    "fenggeling": (
        ("上示范课", AidArea.teaching, [ActivityType.demo_lesson], 4, CommitmentPeriod.term),
        ("集中教研", AidArea.research, [ActivityType.research_meeting], 1, CommitmentPeriod.month),
    ),
    "yangping": (("两校领导联席会议", AidArea.management, [ActivityType.joint_meeting], 2, CommitmentPeriod.term),),
}


def promises(recipient: str, pairing: Pairing, start_on: date) -> list[Commitment]:
    """The commitments of one pairing; those that nothing is recorded of yet are left out."""
    found = [
        _commitment(
            pairing, start_on, item=item, aid_area=area, kinds=[kind.value for kind in kinds], minimum=minimum,
            period=period, side=PromisedBy.supporting, measure=CommitmentMeasure.activities, source="两校结对协议",
        )
        for item, area, kinds, minimum, period in TYPED.get(recipient, ())
    ]  # fmt: skip
    template = templates().get(TAKEN_OVER.get(recipient, ""))
    for item in template.items if template else ():
        times = SUBJECTS if item.per_subject else 1
        if source_of(item.measure) is not None:
            found.append(_commitment(
                pairing, start_on, **item.model_dump(exclude={"rule", "per_subject", "countable", "minimum",
                                                              "maximum", "unit"}),
                unit=item.unit, minimum=item.minimum * times, template_item=item.rule,
                maximum=None if item.maximum is None else item.maximum * times,
                source=template.source if template else "",
            ))  # fmt: skip
    return found


def _commitment(pairing: Pairing, start_on: date, **values: object) -> Commitment:
    made = Commitment.model_validate(
        {
            "unit": "",
            **values,
            "pairing_id": pairing.id,
            "county_code": pairing.supporting_county_code,
            "other_county_code": pairing.recipient_county_code,
            "start_on": start_on,
        }
    )
    made.unit = made.unit or UNITS[made.measure]
    return made
