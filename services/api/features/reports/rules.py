"""Pure rules of the monthly report: states (SM-6), calendar (A-32, A-58), what is due to whom, what is late."""

from calendar import monthrange
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from services.api.kernel.periods import end_of_day, month_of, next_month
from services.api.kernel.states import Transition, TransitionTable
from services.contracts.codes import ReportStatus

SENT = frozenset({ReportStatus.submitted, ReportStatus.accepted, ReportStatus.published})
"""已报: a returned report is not, until it is sent again (guide §5)."""
OPEN = frozenset({ReportStatus.due, ReportStatus.draft, ReportStatus.returned})
"""还没报: the school's turn."""
UNSENT = frozenset({ReportStatus.due, ReportStatus.draft})
"""Never sent: what can be overdue."""

SCHOOL, COUNTY = "学校报送员", "区县协调人"


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """Who is asking: somebody of the report's own school, or somebody who reviews its county."""

    own_school: bool
    reviews: bool


def _own(facts: ReportFacts) -> bool:
    return facts.own_school


def _reviews(facts: ReportFacts) -> bool:
    return facts.reviews


REPORT_STATES: TransitionTable[ReportStatus, ReportFacts] = TransitionTable(
    "report",
    [
        Transition("draft", "填写", UNSENT, ReportStatus.draft, SCHOOL, _own),
        Transition("mend", "改", frozenset({ReportStatus.returned}), None, SCHOOL, _own),
        Transition("submit", "报送", OPEN, ReportStatus.submitted, SCHOOL, _own),
        Transition("return", "退回", frozenset({ReportStatus.submitted}), ReportStatus.returned, COUNTY, _reviews),
        Transition("accept", "受理", frozenset({ReportStatus.submitted}), ReportStatus.accepted, COUNTY, _reviews),
        Transition("remind", "提醒", OPEN, None, COUNTY, _reviews),
    ],
)
"""SM-6. A returned report stays 已退回 while it is mended, so that the chase list tells it from a new one; an
accepted one is locked. 未到期 has no row yet, and 逾期, 迟报 are computed."""


def filling_action(status: ReportStatus) -> str:
    """The action that typing is: `mend` after a return, otherwise `draft`."""
    return "mend" if status is ReportStatus.returned else "draft"


@dataclass(frozen=True, slots=True)
class Deadlines:
    """When a month's report opens, is due and may be handed in late without a word; instants in UTC."""

    opens_on: date
    due_at: datetime
    grace_until: datetime


def deadlines(month: str, open_day: int, due_day: int, grace_day: int) -> Deadlines:
    """The calendar of `month` (`YYYY-MM`): opens on a day of the month, due and grace on days of the next one,
    24:00 in Asia/Shanghai. A day that the month lacks is its last one (A-32).
    """
    following = next_month(month)
    return Deadlines(
        opens_on=_day_of(month, open_day),
        due_at=end_of_day(_day_of(following, due_day)),
        grace_until=end_of_day(_day_of(following, max(grace_day, due_day))),
    )


def _day_of(month: str, day: int) -> date:
    year, number = int(month[:4]), int(month[5:7])
    return date(year, number, min(max(day, 1), monthrange(year, number)[1]))


def is_exempt(month: str, exempt_months: Collection[int]) -> bool:
    """Whether the policy asks for no report of this month (A-58); `exempt_months` are 1 to 12."""
    return int(month[5:7]) in exempt_months


def months_to_open(today: date) -> tuple[str, str]:
    """The months that may still get expectations: this one and the one before (until it is due)."""
    this = month_of(today)
    return next_month(this, -1), this


def opens_now(month: str, when: Deadlines, today: date, now: datetime) -> bool:
    """A month opens on its opening day; one that is over opens no more once it was due."""
    return today >= when.opens_on and now < when.due_at and month <= month_of(today)


def is_overdue(status: ReportStatus, due_at: datetime, now: datetime) -> bool:
    """逾期: never sent, and past the due instant."""
    return status in UNSENT and now > due_at


def overdue_days(status: ReportStatus, due_day: date, today: date) -> int:
    """逾期{n}天: calendar days after the last day in time; 0 when it is not overdue."""
    return max((today - due_day).days, 0) if status in UNSENT else 0


def is_late(first_submitted_at: datetime | None, due_at: datetime) -> bool:
    """迟报: looks at the first submission only."""
    return first_submitted_at is not None and first_submitted_at > due_at


def receipt_number(month: str, school_code: str, revision: int) -> str:
    """`202611-2161000001`, from the second revision on `202611-2161000001-2`.

    Made of what the receipt stands for, so it is unique in the nation without a counter that all schools of a
    county would have to queue for on the last evening.
    """
    number = f"{month.replace('-', '')}-{school_code}"
    return number if revision == 1 else f"{number}-{revision}"


def previous_months(month: str, count: int) -> list[str]:
    """The `count` months before, newest first."""
    return [next_month(month, -step) for step in range(1, count + 1)]
