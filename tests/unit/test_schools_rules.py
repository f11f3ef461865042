"""School codes, dated decisions and who may act."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.api.features.schools import rules
from services.api.features.schools.rules import SCHOOL_ACTIONS, Decision, SchoolFacts, SchoolState
from services.api.kernel.problems import Problem
from services.contracts.codes import Locality, SchoolKind

DAYS = st.dates(date(2000, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("code", "kind", "fits"),
    [
        ("2161000123", SchoolKind.primary, True),
        ("3161000123", SchoolKind.primary, False),
        ("3161000123", SchoolKind.nine_year, True),
        ("9161000123", SchoolKind.vocational, True),
    ],
)
def test_the_category_of_a_code_fits_the_kind(code: str, kind: SchoolKind, *, fits: bool) -> None:
    assert rules.category_fits(code, kind) is fits


def test_every_kind_of_school_has_a_category() -> None:
    assert all(
        any(rules.category_fits(f"{category:02d}61000001", kind) for category in range(90)) for kind in SchoolKind
    )


def test_the_province_of_a_code_is_the_province_of_the_location() -> None:
    assert rules.province_fits("2161000123", "610304")
    assert not rules.province_fits("2144000123", "610304")


@pytest.mark.parametrize(
    ("code", "proposed"),
    [("111", Locality.urban), ("112", Locality.urban), ("121", None), ("122", None), ("123", Locality.rural),
     ("210", Locality.rural), ("220", Locality.rural), (None, None)],
)  # fmt: skip
def test_the_statistical_class_proposes_a_locality_only_where_it_is_sure(
    code: str | None, proposed: Locality | None
) -> None:
    assert rules.proposed_locality(code) is proposed


@given(st.lists(DAYS, max_size=12))
def test_decisions_taken_one_after_another_never_overlap(days: list[date]) -> None:
    decisions: list[Decision] = []
    for day in days:
        last = rules.last_decision(decisions)
        if last is not None and day <= last.start_on:
            with pytest.raises(Problem, match=r"fact\.overlap"):
                rules.check_after(last, day)
            continue
        rules.check_after(last, day)
        if last is not None:
            decisions[-1] = Decision(last.value, last.start_on, rules.ends_before(day))
        decisions.append(Decision("rural", day, None))
    for earlier, later in pairwise(decisions):
        assert earlier.end_on is not None
        assert earlier.start_on <= earlier.end_on == later.start_on - timedelta(days=1)


@given(DAYS, st.integers(0, 400), st.integers(0, 400))
def test_a_flag_cannot_come_back_on_a_day_when_it_was_set(start_on: date, length: int, after: int) -> None:
    lifted = Decision("weak", start_on, start_on + timedelta(days=length))
    day = start_on + timedelta(days=after)
    if after <= length:
        with pytest.raises(Problem, match=r"fact\.overlap"):
            rules.check_after(lifted, day)
    else:
        rules.check_after(lifted, day)


def test_only_who_manages_the_school_may_act_and_only_while_it_is_open() -> None:
    manager, reader = SchoolFacts(may_write=True, covers=True), SchoolFacts(may_write=False, covers=True)
    assert SCHOOL_ACTIONS.allowed(SchoolState.open, manager) == ["update", "decide-locality", "set-flag", "close"]
    assert SCHOOL_ACTIONS.allowed(SchoolState.closed, manager) == []
    assert SCHOOL_ACTIONS.allowed(SchoolState.open, reader) == []
    with pytest.raises(Problem, match=r"permission\.denied"):
        SCHOOL_ACTIONS.take(SchoolState.open, "close", reader)
