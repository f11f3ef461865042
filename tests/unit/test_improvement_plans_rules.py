"""Improvement plans without a database: random histories, what a plan still needs, and who does which step."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.api.features.improvement_plans import rules
from services.api.kernel.problems import Problem
from services.contracts.codes import ImprovementSide, ImprovementStatus, MilestoneState

S = ImprovementStatus
FACTS = st.builds(rules.Facts, school=st.booleans(), supporting=st.booleans(), office=st.booleans())
DAYS = st.dates(date(2026, 1, 1), date(2028, 12, 31))


@given(st.lists(st.tuples(st.sampled_from(sorted(rules.TABLE.transitions)), FACTS), max_size=30))
def test_no_history_closes_what_was_not_taken_nor_changes_what_is_closed(
    steps: list[tuple[str, rules.Facts]],
) -> None:
    state, taken = S.draft, False
    for action, facts in steps:
        before = state
        try:
            state = rules.TABLE.take(state, action, facts)
        except Problem:
            assert action not in rules.TABLE.allowed(before, facts)
            continue
        assert before not in {S.closed, S.void}
        taken = action == "accept" or (taken and action not in {"return", "submit"})
        assert state not in {S.accepted, S.running, S.closed} or taken
        assert facts.office if action in {"accept", "return", "close"} else facts.does
        assert action != "edit" or state in {S.draft, S.returned}


@given(DAYS, DAYS)
def test_a_step_is_overdue_from_the_day_after_its_last_one(due_on: date, today: date) -> None:
    state = rules.milestone_state(None, due_on, today)
    assert (state is MilestoneState.overdue) == (today >= due_on + timedelta(days=1))
    assert rules.milestone_state(today, due_on, today) is MilestoneState.done


@given(st.sampled_from(list(S)), FACTS, st.sampled_from(list(ImprovementSide)), st.none() | DAYS)
def test_a_step_offers_what_the_table_allows_and_nothing_of_another_side(
    status: S, facts: rules.Facts, side: ImprovementSide, done_on: date | None
) -> None:
    found = set(rules.milestone_actions(status, facts, side, done_on))
    assert ("done" in found) == (status in rules.UNDER_WAY and facts.does_of(side))
    assert ("reopen" in found) == ("done" in found and done_on is not None)
    assert not found & {"done", "reopen"} or not found & {"edit", "void"}
    helper = rules.Facts(school=False, supporting=True, office=False)
    assert helper.does_of(side) == (side is ImprovementSide.supporting)


@pytest.mark.parametrize(
    ("goals", "measures", "steps", "missing"),
    [("", " ", 0, ["goals", "measures", "milestones"]), ("达标", "送教", 0, ["milestones"]), ("达标", "送教", 1, [])],
)
def test_goals_measures_and_schedule_are_all_asked_for(
    goals: str, measures: str, steps: int, missing: list[str]
) -> None:
    assert list(rules.missing_parts(goals, measures, steps)) == missing
