"""What stood on the page of a month when it was sent: kept with the revision, shown as long as it counts as sent.

What becomes of people, pairings and schools afterwards changes no report. Who may do what now is not part of it.
"""

from collections.abc import Mapping
from typing import Any

from services.api.features.reports import queries
from services.api.kernel.context import Ctx
from services.contracts.activities import ActivityOut
from services.contracts.reports import OutgoingRow, ReportDetail


async def as_kept(ctx: Ctx, found: ReportDetail, shown: Mapping[str, Any]) -> ReportDetail:
    """The page with the part that was kept; where colleagues elsewhere are is what was last reported of them."""
    then = ReportDetail.model_validate({**found.model_dump(), **shown})
    now = {item.id: item for each in found.activities for item in each.items}
    activities = [
        each.model_copy(update={"items": [_item(item, now.get(item.id)) for item in each.items]})
        for each in then.activities
    ]
    lines = await queries.lines_in(ctx.db, [row.assignment_id for row in then.outgoing], found.month)
    outgoing = [outgoing_state(row, lines.get(row.assignment_id)) for row in then.outgoing]
    return then.model_copy(update={"activities": activities, "outgoing": outgoing})


def _item(then: ActivityOut, now: ActivityOut | None) -> ActivityOut:
    if now is None:
        return then.model_copy(update={"allowed_actions": [], "in_report": None})
    schools = {"supporting_school": then.supporting_school, "recipient_school": then.recipient_school}
    return now.model_copy(update=schools)


def outgoing_state(row: OutgoingRow, line: Any) -> OutgoingRow:
    """A colleague elsewhere with what the receiving school last reported."""
    return row.model_copy(
        update={
            "state": line.state.value if line is not None else None,
            "from_on": line.from_on.isoformat() if line is not None and line.from_on else "",
            "to_on": line.to_on.isoformat() if line is not None and line.to_on else "",
        }
    )
