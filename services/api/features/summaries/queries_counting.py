"""Summaries that are owed as the rows that numbers are made of (S-17)."""

from typing import Any

from sqlalchemy import ColumnElement, FromClause, Subquery, and_, case, literal_column, or_, select

from services.api.features.assignments import service as assignments
from services.api.features.summaries.models import SupportSummary
from services.api.features.summaries.rules import HANDED_IN, OWING, OWING_MODES
from services.api.kernel.calendars import calendar
from services.contracts.codes import SummaryState, SummaryStatus

M: Any = SupportSummary
_STATES = {
    SummaryStatus.submitted_to_recipient: SummaryState.submitted, SummaryStatus.reviewed: SummaryState.reviewed,
    SummaryStatus.forwarded: SummaryState.forwarded, SummaryStatus.filed: SummaryState.filed,
}  # fmt: skip
_OF_ASSIGNMENT = (
    "id", "person_id", "home_county_code", "receiving_county_code", "sending_school_id", "receiving_school_id", "mode",
    "post", "title", "stage", "start_on", "end_on",
)  # fmt: skip


def rows(today: Any) -> Subquery:
    """One row for each school year in which an assignment owes a summary up to a day, as the list of those due counts.

    `state` is how far it is; `id` is that of the assignment. No scope of its own.
    """
    task, years = assignments.directory(), calendar(today, "school_year")
    year = years.c.school_year
    columns = (
        *(task.c[name] for name in _OF_ASSIGNMENT), year, M.id.label("summary_id"), M.grade,
        _state().label("state"), or_(task.c.end_on < today, years.c.last_on < today).label("is_over"),
    )  # fmt: skip
    found = (
        select(*columns)
        .join_from(years, task, and_(task.c.school_year <= year, task.c.end_on >= years.c.first_on))
        .outerjoin(SupportSummary, and_(M.assignment_id == task.c.id, M.school_year == year))
    )
    owing = (task.c.mode.in_(OWING_MODES), task.c.status.in_(OWING), task.c.arrived_on.is_not(None))
    return found.where(*owing, task.c.start_on <= today).subquery("summary_counting")


def _state() -> ColumnElement[Any]:
    steps: list[tuple[Any, Any]] = [(M.status == status, _text(state)) for status, state in _STATES.items()]
    return case(*steps, else_=_text(SummaryState.missing))


def _text(state: SummaryState) -> ColumnElement[str]:
    return literal_column(f"'{state.value}'")


def owed(rows: FromClause) -> ColumnElement[bool]:
    """All of them."""
    return rows.c.id.is_not(None)


def at_least(rows: FromClause, status: SummaryStatus) -> ColumnElement[bool]:
    """Handed in, reviewed, forwarded or filed: as far as a status, or farther."""
    return rows.c.state.in_([_STATES[each].value for each in HANDED_IN[HANDED_IN.index(status) :]])


def overdue(rows: FromClause) -> ColumnElement[bool]:
    """The last day has passed and nothing is handed in."""
    return and_(rows.c.state == SummaryState.missing.value, rows.c.is_over)
