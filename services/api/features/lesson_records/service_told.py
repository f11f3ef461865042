"""What the page of a pairing tells of this feature."""

from services.api.features.lesson_records import queries, rules
from services.api.kernel.history import Branch, Moment, Told


def _tell(moment: Moment) -> Told:
    text = f"听评课：{rules.timeline_text(moment.action, moment.was)}"
    return Told(moment.at, f"lesson_record.{moment.action}", text, moment.user_id, moment.action == "void")


IN_PAIRING = Branch(queries.ids_of_pairing, _tell)
"""In the timeline of the pairing."""
