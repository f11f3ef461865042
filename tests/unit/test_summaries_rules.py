"""SM-8 as a table: nothing is skipped, what is filed stays; and the days that a school year asks of."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.api.features.goals import rules as goals
from services.api.features.summaries import rules
from services.api.features.summaries.rules import Facts
from services.api.kernel.periods import Period, school_year_period
from services.api.kernel.problems import Problem
from services.contracts.codes import GoalStatus, SummaryStatus

S = SummaryStatus
ORDER = (S.draft, S.submitted_to_recipient, S.reviewed, S.forwarded, S.filed)
DAYS = st.dates(date(2024, 1, 1), date(2029, 12, 31))
FACTS = st.builds(Facts, writes=st.booleans(), reviews=st.booleans(), receives=st.booleans(), files=st.booleans())


def place(state: SummaryStatus) -> int:
    """Where a state stands in SM-8; what was returned is a draft again."""
    return ORDER.index(S.draft if state is S.returned else state)


@given(st.lists(st.tuples(st.sampled_from(sorted(rules.TABLE.transitions)), FACTS), max_size=40))
def test_a_random_history_never_skips_a_state_and_ends_with_the_file(acts: list[tuple[str, Facts]]) -> None:
    state = S.draft
    for action, facts in acts:
        offered = action in rules.TABLE.allowed(state, facts)
        try:
            after = rules.TABLE.take(state, action, facts)
        except Problem:
            assert not offered
            continue
        assert offered
        assert state is not S.filed
        step = place(after) - place(state)
        assert step == {"edit": 0, "return": -1}.get(action, 1)
        state = after


@given(DAYS, st.integers(0, 900), st.integers(2023, 2030))
def test_the_days_served_in_a_school_year_are_those_of_both(start: date, length: int, year: int) -> None:
    end, whole = start + timedelta(days=length), school_year_period(year)
    served = rules.served_in(start, end, year)
    days = [start + timedelta(days=n) for n in range(length + 1) if whole.contains(start + timedelta(days=n))]
    assert (served is None) == (not days)
    if served is not None:
        assert (served.start_on, served.end_on) == (days[0], days[-1])


@given(DAYS, st.integers(0, 900), DAYS)
def test_the_school_year_that_is_meant_is_one_of_the_assignments(start: date, length: int, today: date) -> None:
    period = Period(start, start + timedelta(days=length))
    assert goals.in_year(period, goals.present_year(period, today))
    assert goals.in_year(period, rules.present_year(period, today))


def test_a_summary_is_overdue_the_day_after_the_last_until_it_is_handed_in() -> None:
    last = date(2027, 8, 31)
    assert not rules.is_overdue(last, None, last)
    after = last + timedelta(days=1)
    assert [rules.is_overdue(last, state, after) for state in (None, S.draft, S.returned)] == [True] * 3
    assert not any(rules.is_overdue(last, state, after) for state in ORDER[1:])


def test_for_two_months_the_summaries_of_the_year_that_is_over_are_dealt_with() -> None:
    days = (date(2027, 8, 31), date(2027, 9, 1), date(2027, 10, 30), date(2027, 10, 31), date(2027, 12, 3))
    assert [rules.year_meant(day) for day in days] == [2026, 2026, 2026, 2027, 2027]


def test_a_goal_with_a_number_is_met_by_it_alone() -> None:
    assert goals.is_met(2, 2, said=False) is True
    assert goals.is_met(2, 1, said=True) is False
    assert goals.is_met(2, None, said=True) is None
    assert goals.is_met(None, None, said=None) is None
    assert goals.is_met(None, 5, said=False) is False


@given(st.sampled_from(list(GoalStatus)), st.booleans(), st.booleans(), st.booleans())
def test_what_is_closed_or_gone_is_never_agreed_to(
    status: GoalStatus,
    is_open: bool,
    begun: bool,
    changing: bool,
) -> None:
    facts = goals.Facts(frozenset(goals.SIDES), is_open, status is not GoalStatus.proposed, decides=True, judges=True)
    offered = goals.allowed(status, facts, [], begun=begun, changing=changing)
    assert ("agree" in offered) == (is_open and status is GoalStatus.proposed)
    assert ("revise" in offered) == (is_open and status is GoalStatus.agreed and not changing)
    assert ("progress" in offered) == (begun and is_open and status is GoalStatus.agreed)
    assert ("judge" in offered) == (begun and status in goals.LIVE)
