"""What the page of a pairing tells of this feature."""

from services.api.features.support_classes import queries, rules
from services.api.kernel.history import Branch, Moment, Told


def _tell(moment: Moment) -> Told:
    text = f"支援班：{rules.timeline_text(moment.action)}"
    return Told(moment.at, f"support_class.{moment.action}", text, moment.user_id, moment.action in rules.BAD)


IN_PAIRING = Branch(queries.ids_of_pairing, _tell)
"""In the timeline of the pairing."""
