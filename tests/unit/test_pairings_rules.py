"""The rules of pairings hold for every history."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.api.features.pairings import rules
from services.api.kernel.problems import Problem
from services.api.kernel.states import mermaid
from services.contracts.codes import PairingStatus, PairSide

SIDES = st.frozensets(st.sampled_from(PairSide))
FACTS = st.builds(
    rules.Facts,
    school=st.none() | st.sampled_from(PairSide),
    offices=SIDES,
    decides=st.booleans(),
    signed=SIDES,
)
ORDER = [
    PairingStatus.proposed,
    PairingStatus.decided,
    PairingStatus.negotiating,
    PairingStatus.signed,
    PairingStatus.active,
    PairingStatus.ended,
]


@given(status=st.sampled_from(PairingStatus), facts=FACTS)
def test_every_allowed_action_can_be_taken(status: PairingStatus, facts: rules.Facts) -> None:
    for action in rules.allowed(status, facts):
        assert rules.TABLE.take(status, action, facts) in PairingStatus


@given(status=st.sampled_from(PairingStatus), facts=FACTS, action=st.sampled_from(sorted(rules.TABLE.transitions)))
def test_what_is_not_allowed_is_refused(status: PairingStatus, facts: rules.Facts, action: str) -> None:
    if action in rules.TABLE.allowed(status, facts):
        return
    with pytest.raises(Problem) as refused:
        rules.TABLE.take(status, action, facts)
    assert refused.value.code in {"permission.denied", "state.illegal"}


@given(status=st.sampled_from([PairingStatus.ended, PairingStatus.void]), facts=FACTS)
def test_nothing_happens_to_a_closed_pairing_but_that_one_that_ended_is_renewed(
    status: PairingStatus, facts: rules.Facts
) -> None:
    may_renew = status is PairingStatus.ended and facts.decides
    assert rules.allowed(status, facts) == (["renew"] if may_renew else [])


@given(actions=st.lists(st.tuples(st.sampled_from(sorted(rules.TABLE.transitions)), FACTS), max_size=30))
def test_no_history_becomes_active_without_both_signatures(actions: list[tuple[str, rules.Facts]]) -> None:
    status, signed = PairingStatus.proposed, frozenset[PairSide]()
    for action, facts in actions:
        if action not in rules.TABLE.allowed(status, facts):
            continue
        after = rules.TABLE.take(status, action, facts)
        if action == "sign":
            side = next(side for side in PairSide if facts.speaks_for(side))
            signed |= {side}
            after = rules.status_after_signing(signed)
        if after is PairingStatus.active:
            assert signed == frozenset(PairSide)
        if status in ORDER and after in ORDER:
            assert ORDER.index(after) >= ORDER.index(status)
        status = after


@given(facts=FACTS)
def test_a_school_never_speaks_for_the_other_side(facts: rules.Facts) -> None:
    other = {PairSide.supporting: PairSide.recipient, PairSide.recipient: PairSide.supporting}
    if facts.school is not None and not facts.decides and not facts.offices:
        assert facts.speaks_for(facts.school)
        assert not facts.speaks_for(other[facts.school])


def test_the_unsigned_side_is_named_until_both_have_signed() -> None:
    state = PairingStatus.negotiating
    assert rules.unsigned_side(state, frozenset()) is PairSide.supporting
    assert rules.unsigned_side(state, frozenset({PairSide.supporting})) is PairSide.recipient
    assert rules.unsigned_side(PairingStatus.signed, frozenset(PairSide)) is None
    assert rules.unsigned_side(PairingStatus.ended, frozenset()) is None


def test_cardinality_is_said_from_the_supporters_to_the_recipients() -> None:
    said = [rules.cardinality(recipients, supporters) for recipients, supporters in ((0, 0), (3, 1), (1, 2), (2, 2))]
    assert said == ["一对一", "一对多", "多对一", "多对多"]


def test_the_diagram_shows_every_state() -> None:
    diagram = mermaid(rules.TABLE)
    assert "signed --> active: activate" in diagram
    assert all(status.value in diagram for status in PairingStatus)
