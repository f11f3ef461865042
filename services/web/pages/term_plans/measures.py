"""Measures as they are typed: one a line for each side, what, who and when between semicolons; commitments as ticks."""

import re
from collections.abc import Mapping, Sequence

from services.contracts.codes import PromisedBy
from services.contracts.commitments import CommitmentOut
from services.contracts.term_plans import PlanMeasureOut

BOXES = {
    PromisedBy.supporting: "supporting_measures",
    PromisedBy.recipient: "recipient_measures",
    PromisedBy.both: "both_measures",
}
TICKS = "commitments"
_BETWEEN = re.compile(r"[；;]")
PARTS = ("what", "responsible", "when")


def measures_of(body: Mapping[str, object], promised: Mapping[str, CommitmentOut]) -> list[dict[str, object]]:
    """Return what was ticked and typed as the API's measures: 每月送教一次；教导处；每月下旬."""
    ticked = body.get(TICKS) or []
    chosen = [str(each) for each in ticked] if isinstance(ticked, list) else []
    return [
        *({"side": promised[each].side.value, "commitment_id": each} for each in chosen if each in promised),
        *(
            {"side": side.value, **_parts(line)}
            for side, box in BOXES.items()
            for line in str(body.get(box) or "").splitlines()
            if line.strip()
        ),
    ]


def _parts(line: str) -> dict[str, object]:
    """What, who and when; what stands after a third semicolon belongs to when."""
    found = [each.strip() for each in _BETWEEN.split(line.strip(), maxsplit=2)]
    return dict(zip(PARTS, [*found, "", ""], strict=False))


def as_typed(measures: Sequence[PlanMeasureOut]) -> dict[str, object]:
    """Return the boxes and ticks that stand for stored measures."""
    boxes: dict[str, object] = {
        box: "\n".join(_line(each) for each in measures if each.side is side and each.commitment_id is None)
        for side, box in BOXES.items()
    }
    return {**boxes, TICKS: [str(each.commitment_id) for each in measures if each.commitment_id is not None]}


def _line(measure: PlanMeasureOut) -> str:
    parts = [getattr(measure, name) or "" for name in PARTS]
    while parts and not parts[-1]:
        parts.pop()
    return "；".join(parts)
