"""What follows from assignments and pairings as counted rows: summaries, goals, funds and goods."""

from typing import Any

from services.api.features.goals import service_counting as goals
from services.api.features.statistics.counting import TODAY, Days, Source, Years
from services.api.features.statistics.dimensions import column
from services.api.features.statistics.sides import seen_from
from services.api.features.summaries import service_counting as summaries
from services.api.features.supports import service_counting as supports
from services.api.kernel.scope import Permission
from services.contracts.codes import Unit

_OF_ASSIGNMENT: Any = {
    **{name: column(name) for name in ("mode", "post", "title", "stage")},
    "sending_school": column("sending_school_id"),
    "receiving_school": column("receiving_school_id"),
}
_SENT = seen_from(("home_county_code", "sending_school_id"), ("receiving_county_code", "receiving_school_id"))
SUMMARIES = Source(
    entity="assignment", unit=Unit.summaries, reads=Permission.assignment_read, rows=lambda: summaries.rows(TODAY),
    seen=_SENT, when=Years("school_year"), county="home_county_code",
    dimensions={**_OF_ASSIGNMENT, "summary_state": column("state")}, person="person_id",
    codes=("summary_id", "school_year", "state", "receiving_county_code", "sending_school_id", "receiving_school_id",
           "mode", "start_on", "end_on"),
    made_of=("support_summary",),
)  # fmt: skip
GOALS = Source(
    entity="assignment_goal", unit=Unit.goals, reads=Permission.assignment_read, rows=goals.rows, seen=_SENT,
    when=Days("due_on"), county="home_county_code", dimensions=_OF_ASSIGNMENT, person="person_id",
    codes=("assignment_id", "status", "due_on", "judged_on", "receiving_county_code", "sending_school_id",
           "receiving_school_id", "mode"),
    made_of=("assignment",),
)  # fmt: skip
SUPPORTS = Source(
    entity="support", unit=Unit.items, reads=Permission.support_read, rows=supports.rows,
    seen=seen_from(("county_code", "receiving_school_id"), ("other_county_code", "other_school_id")),
    when=Years("school_year"), county="county_code",
    dimensions={
        "support_kind": column("kind"), "support_giver": column("giver"), "support_item": column("item"),
        "term": column("term"), "receiving_school": column("receiving_school_id"),
    },
    codes=("pairing_id", "kind", "giver", "item", "status", "school_year", "term", "receiving_school_id",
           "other_school_id", "other_county_code", "given_on"),
    made_of=("pairing",),
)  # fmt: skip
