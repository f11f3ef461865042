"""School codes, dated decisions and who may act."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.api.features.schools import rules, rules_codes
from services.api.features.schools.rules import SCHOOL_ACTIONS, Decision, SchoolFacts, SchoolState
from services.api.kernel.problems import Problem
from services.contracts.codes import Locality, SchoolKind, SchoolType, Stage

DAYS = st.dates(date(2000, 1, 1), date(2030, 12, 31))


CASES: list[tuple[str, SchoolKind, SchoolType | None, list[str]]] = [
    ("2161000123", SchoolKind.primary, None, []),
    ("3161000123", SchoolKind.primary, None, ["school.code_category"]),
    ("3161000123", SchoolKind.nine_year, None, []),
    ("2161000123", SchoolKind.nine_year, SchoolType.nine_year, ["school.code_category"]),
    ("9161000123", SchoolKind.vocational, None, []),
    ("2144000123", SchoolKind.primary, None, ["school.code_province"]),
    ("2161000000", SchoolKind.primary, None, ["school.code_serial"]),
    ("7744000000", SchoolKind.primary, None, ["school.code_category", "school.code_province", "school.code_serial"]),
]


@pytest.mark.parametrize(("code", "kind", "type_code", "wrong"), CASES)
def test_each_wrong_part_of_a_code_is_named(
    code: str, kind: SchoolKind, type_code: SchoolType | None, wrong: list[str]
) -> None:
    found = rules_codes.code_problems(code, kind, type_code, "610304")
    assert [each.code for each in found] == wrong


def test_a_wrong_part_is_said_with_what_would_fit() -> None:
    category, province, _ = rules_codes.code_problems("3144000000", SchoolKind.primary, None, "610304")
    assert "31" in category.detail
    assert "应是21" in category.detail
    assert "应是主管县区所在省的61" in province.detail


def test_every_kind_and_every_type_of_school_has_a_category() -> None:
    assert all(rules_codes.categories_for(kind, None) for kind in SchoolKind)
    for each in SchoolType:
        assert each.value[:2] in rules_codes.CATEGORIES
        assert rules_codes.kind_of(each, None) in rules_codes.KINDS_OF_TYPE[each]


def test_a_kind_that_the_type_does_not_have_is_named() -> None:
    assert rules_codes.kind_problems(SchoolType.primary, SchoolKind.centre_primary) == []
    (wrong,) = rules_codes.kind_problems(SchoolType.junior, SchoolKind.primary)
    assert "初级中学" in wrong.detail


def test_grades_belong_to_a_stage_of_the_school() -> None:
    assert rules_codes.grade_problems([1, 2, 6], [Stage.primary]) == []
    assert rules_codes.grade_problems([6, 9], [Stage.junior]) == []
    (wrong,) = rules_codes.grade_problems([6, 7, 10], [Stage.primary])
    assert "7、10年级" in wrong.detail


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
    assert SCHOOL_ACTIONS.allowed(SchoolState.open, manager) == [
        "update", "correct", "change", "decide-locality", "set-flag", "set-headcount", "delegate", "succeed", "close",
    ]  # fmt: skip
    assert SCHOOL_ACTIONS.allowed(SchoolState.closed, manager) == ["correct", "reopen"]
    assert SCHOOL_ACTIONS.allowed(SchoolState.open, reader) == []
    with pytest.raises(Problem, match=r"permission\.denied"):
        SCHOOL_ACTIONS.take(SchoolState.open, "close", reader)
