"""Amounts, terms, states and checks of funds and goods, without a database."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.api.features.policy_rules.service import Rule, RuleKind
from services.api.features.supports import rules
from services.api.features.supports import rules_kinds as kinds
from services.api.features.supports.rules_checks import Fund, outcomes
from services.api.kernel.problems import Problem
from services.contracts.codes import FundType, RuleEffect, SchoolTerm, SupportGiver, SupportKind, SupportStatus

CENTS = st.integers(min_value=1, max_value=99_999_999_999)
S = SupportStatus
JIAHE = "431024"


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
    assert rules.term_of(day) == (year, SchoolTerm(term))


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


def fund(
    yuan: int, kind: FundType, status: SupportStatus = S.planned, giver: SupportGiver = SupportGiver.supporting
) -> Fund:
    return Fund(giver, kind, status, yuan * 100, yuan * 100 if status is not S.planned else None)


def in_force(*said: tuple[RuleKind, int | None, int | None]) -> dict[str, Rule]:
    """The rules of a county that has set these bounds, in yuan, and leaves the others as they are."""
    found = {kind.key: Rule(kind.effect, kind.least, kind.most, kind.source, "000000") for kind in kinds.KINDS}
    return found | {kind.key: Rule(RuleEffect.warn, least, most, "县里的方案", JIAHE) for kind, least, most in said}


def test_the_checks_of_a_county_show_their_arithmetic() -> None:
    rules_of_jiahe = in_force(
        (kinds.PER_TERM, 20_000, 30_000), (kinds.TEACHING_RESEARCH, 10_000, None), (kinds.ENROLMENT, 10_000, 20_000),
        (kinds.EQUIPMENT, 10_000, 20_000),
    )  # fmt: skip
    funds = [
        fund(10_000, FundType.teaching_research, S.confirmed),
        fund(5_000, FundType.enrolment),
        fund(900, FundType.enrolment, S.paid, SupportGiver.recipient),
    ]
    found = outcomes(rules_of_jiahe, SchoolTerm.autumn, funds)
    assert [(each.rule, each.ok) for each in found] == [
        ("support.recipient_pays", False), ("support.per_term", False), ("support.teaching_research", True),
        ("support.enrolment", False),
    ]  # fmt: skip
    assert found[1].text == "经费：本学期要2万元至3万元，已安排1.5万元（已拨付1万元），还差5,000元"
    assert found[3].text == "招生宣传：本学期要1万元至2万元，已安排5,000元（已拨付0元），还差5,000元"
    assert all(each.source for each in found)
    spring = outcomes(rules_of_jiahe, SchoolTerm.spring, funds)
    assert spring[3].text.startswith("器材添置：本学期要1万元至2万元，已安排0元")


def test_a_county_that_has_set_nothing_is_told_of_the_recipients_cost_alone() -> None:
    found = outcomes(in_force(), SchoolTerm.autumn, [])
    assert [(each.rule, each.ok, each.text) for each in found] == [("support.recipient_pays", True, "受援学校没有出钱")]


def test_what_is_contested_is_arranged_and_not_paid_and_too_much_is_said() -> None:
    funds = [fund(8_000, FundType.project, S.disputed), fund(4_000, FundType.award, S.paid)]
    _, found = outcomes(in_force((kinds.PER_TERM, None, 10_000)), SchoolTerm.autumn, funds)
    assert (found.ok, found.text) == (False, "经费：本学期要不超过1万元，已安排1.2万元（已拨付4,000元），多了2,000元")
