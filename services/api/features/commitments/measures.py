"""What commitments are counted from: each measure has a source of dated entries, filled in by the wiring."""

from dataclasses import dataclass

from services.api.kernel.entries import Source
from services.contracts.codes import ActivityType, Code, CommitmentMeasure, ExchangeMode, ResourceKind

KINDS: dict[CommitmentMeasure, type[Code]] = {
    CommitmentMeasure.activities: ActivityType,
    CommitmentMeasure.activity_people: ActivityType,
    CommitmentMeasure.lessons: ActivityType,
    CommitmentMeasure.resources: ResourceKind,
    CommitmentMeasure.persons_sent: ExchangeMode,
    CommitmentMeasure.persons_received: ExchangeMode,
}
"""Which codes narrow a measure; the others are counted whole."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure with the feature that has its entries; `who` in a row makes persons count once each."""

    code: CommitmentMeasure
    source: Source


measures: list[Measure] = []
"""Filled by the features that have dated entries of a pairing."""


def source_of(code: CommitmentMeasure) -> Source | None:
    """Where a measure is counted from, None while no feature has records of it."""
    return next((each.source for each in measures if each.code is code), None)
