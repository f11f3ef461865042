"""What the page of a pairing tells of this feature."""

from services.api.features.shared_resources import queries, rules
from services.api.kernel.history import Branch, Moment, Told


def _tell(moment: Moment) -> Told:
    text = rules.timeline_text(moment.action)
    return Told(moment.at, f"shared_resource.{moment.action}", text, moment.user_id, moment.action == "void")


IN_PAIRING = Branch(queries.ids_of_pairing, _tell)
"""In the timeline of the pairing."""
