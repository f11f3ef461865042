"""`X-Sandbox-Date`: a system that practises may read as of another day, and nobody else may."""

import re
from datetime import UTC, date, datetime

from fastapi import Request

from services.api.kernel.clock import SHANGHAI, Clock, SetClock
from services.api.kernel.db import SAFE_METHODS
from services.api.kernel.problems import Problem, problem_on
from services.api.kernel.scope import Principal

HEADER = "X-Sandbox-Date"
FIRST_YEAR, LAST_YEAR = 2000, 2099
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def refuse_header(request: Request) -> None:
    """For routes without a principal. Raises 422 `sandbox.date_not_allowed`."""
    if HEADER in request.headers:
        raise problem_on(HEADER, "sandbox.date_not_allowed")


def clock_for(request: Request, principal: Principal, clock: Clock) -> Clock:
    """The clock of this request: with the header that day in Asia/Shanghai, at the present time of day.

    What is written keeps the true time, so that the log never goes backwards. Raises 422
    `sandbox.date_not_allowed`, `sandbox.date_reads_only`, `sandbox.date_malformed`.
    """
    if HEADER not in request.headers:
        return clock
    if not principal.in_sandbox:
        refuse_header(request)
    if request.method not in SAFE_METHODS:
        raise problem_on(HEADER, "sandbox.date_reads_only")
    day = _day(request.headers.getlist(HEADER))
    now = clock.now().astimezone(SHANGHAI)
    return SetClock(datetime.combine(day, now.timetz()).astimezone(UTC))


def _day(given: list[str]) -> date:
    problem: Problem = problem_on(HEADER, "sandbox.date_malformed", first=FIRST_YEAR, last=LAST_YEAR)
    if len(given) != 1 or not _DAY.fullmatch(given[0]):
        raise problem
    try:
        day = date.fromisoformat(given[0])
    except ValueError as error:
        raise problem from error
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise problem
    return day
