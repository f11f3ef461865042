"""Amounts, terms, states and checks of funds and goods, without a database."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.api.features.supports import rules
from services.api.features.supports.rules_checks import Check, Fund, checks, outcomes
from services.api.kernel.problems import Problem
from services.contracts.codes import FundType, PairSide, SchoolTerm, SupportKind, SupportStatus

CENTS = st.integers(min_value=1, max_value=99_999_999_999)
S = SupportStatus
JIAHE, CHENCANG = "431024", "610304"


@given(CENTS)
def test_an_amount_comes_back_as_it_went_in(cents: int) -> None:
    yuan = rules.yuan_of(cents)
    assert yuan is not None
    assert rules.cents_of(yuan) == cents
    assert rules.cents_of(Decimal(str(yuan))) == cents


@pytest.mark.parametrize(
    ("cents", "words"),
    [(1_500_000, "1.5万元"), (2_000_000, "2万元"), (1_234_500, "12,345元"), (80_000, "800元"),
     (1_000_050, "10,000.50元"), (100_000_000, "100万元"), (0, "0元"), (10, "0.10元")],
)  # fmt: skip
def test_an_amount_is_said_short_and_exactly(cents: int, words: str) -> None:
    assert rules.money_words(cents) == words


@pytest.mark.parametrize(
    ("day", "year", "term"),
    [(date(2026, 9, 1), 2026, "autumn"), (date(2027, 1, 31), 2026, "autumn"), (date(2027, 2, 1), 2026, "spring"),
     (date(2027, 8, 31), 2026, "spring")],
)  # fmt: skip
def test_a_day_belongs_to_a_term(day: date, year: int, term: str) -> None:
    assert rules.term_of(day) == (year, SchoolTerm(term))  # type: ignore[call-arg]


@given(st.lists(st.tuples(st.sampled_from(sorted(rules.TABLE.transitions)), st.booleans(), st.booleans()), max_size=30))
def test_no_history_confirms_what_was_not_given_or_moves_what_is_void(steps: list[tuple[str, bool, bool]]) -> None:
    state, holds, history = S.planned, False, []
    for action, gives, receives in steps:
        before = state
        try:
            after = rules.TABLE.take(state, action, rules.Facts(gives, receives))
        except Problem:
            assert action not in rules.TABLE.allowed(state, rules.Facts(gives, receives))
            continue
        state = rules.after_giving(SupportKind.fund) if action == "give" else after
        holds = {"give": True, "dispute": False, "void": False}.get(action, holds)
        history.append(action)
        assert before is not S.void
        assert gives if action in {"edit", "give", "void"} else receives
        assert (state in rules.HELD) is holds
        assert state is not S.confirmed or "give" in history


def fund(yuan: int, kind: FundType, status: SupportStatus = S.planned, giver: PairSide = PairSide.supporting) -> Fund:
    return Fund(giver, kind, status, yuan * 100, yuan * 100 if status is not S.planned else None)


def test_the_checks_of_a_county_show_their_arithmetic() -> None:
    funds = [
        fund(10_000, FundType.teaching_research, S.confirmed),
        fund(5_000, FundType.enrolment),
        fund(900, FundType.enrolment, S.paid, PairSide.recipient),
    ]
    found = outcomes(checks(), JIAHE, SchoolTerm.autumn, funds)
    assert [(each.rule, each.ok) for each in found] == [
        ("QX-15", False), ("JH-03", False), ("JH-04", True), ("JH-05", False),
    ]  # fmt: skip
    assert found[1].text == "经费：本学期要2万元至3万元，已安排1.5万元（已拨付1万元），还差5,000元"
    assert found[3].text == "招生宣传：本学期要1万元至2万元，已安排5,000元（已拨付0元），还差5,000元"
    assert all(each.source for each in found)
    spring = outcomes(checks(), JIAHE, SchoolTerm.spring, funds)
    assert spring[3].text.startswith("器材添置：本学期要1万元至2万元，已安排0元")


def test_a_county_that_has_set_nothing_is_told_of_the_recipients_cost_alone() -> None:
    found = outcomes(checks(), CHENCANG, SchoolTerm.autumn, [])
    assert [(each.rule, each.ok, each.text) for each in found] == [("QX-15", True, "受援学校没有出钱")]


def test_what_is_contested_is_arranged_and_not_paid_and_too_much_is_said() -> None:
    check = Check("X-1", "per_term", ("000000",), "测试", least=None, most=1_000_000)
    funds = [fund(8_000, FundType.project, S.disputed), fund(4_000, FundType.award, S.paid)]
    (found,) = outcomes([check], CHENCANG, SchoolTerm.autumn, funds)
    assert (found.ok, found.text) == (False, "经费：本学期要不超过1万元，已安排1.2万元（已拨付4,000元），多了2,000元")
