"""What the page of a pairing tells of this feature."""

from services.api.features.improvement_plans import queries, rules
from services.api.kernel.history import Branch, Moment, Told


def _tell(moment: Moment) -> Told:
    text = f"改造规划：{rules.timeline_text(moment.action, moment.became)}"
    return Told(moment.at, f"improvement_plan.{moment.action}", text, moment.user_id, moment.action in rules.BAD)


IN_PAIRING = Branch(queries.ids_of_pairing, _tell)
"""In the timeline of the pairing."""
