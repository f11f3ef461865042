"""The rules of assignments: periods, direction, ages and transitions."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.api.features.assignments import rules
from services.api.features.assignments.rules import Part
from services.contracts.codes import AssignmentStatus, Direction, Locality, Workload

PARTS = st.frozensets(st.sampled_from(Part))
FACTS = st.builds(
    rules.Facts,
    parts=PARTS,
    decides=st.booleans(),
    home_office=st.booleans(),
    receiving_office=st.booleans(),
    confirmed=PARTS,
    over=st.booleans(),
    begun=st.booleans(),
)
LOCALITIES = st.none() | st.sampled_from(Locality)


def test_full_time_and_post_cover_fill_a_persons_time() -> None:
    assert {workload for workload in Workload if rules.is_exclusive(workload)} == {
        Workload.full_time,
        Workload.post_cover,
    }


@given(sending=LOCALITIES, receiving=LOCALITIES, same=st.booleans())
def test_a_known_difference_of_locality_decides_the_direction(
    sending: Locality | None, receiving: Locality | None, same: bool
) -> None:
    found = rules.direction("610304", "610304" if same else "440883", sending, receiving)
    if sending is not None and receiving is not None and sending is not receiving:
        assert found is (Direction.urban_to_rural if sending is Locality.urban else Direction.rural_to_urban)
    else:
        assert found is (Direction.peer if same else Direction.out_of_area)


@given(sending=LOCALITIES, receiving=LOCALITIES)
def test_the_way_back_has_the_opposite_direction(sending: Locality | None, receiving: Locality | None) -> None:
    opposite = {
        Direction.urban_to_rural: Direction.rural_to_urban,
        Direction.rural_to_urban: Direction.urban_to_rural,
    }
    there = rules.direction("610304", "610302", sending, receiving)
    back = rules.direction("610302", "610304", receiving, sending)
    assert back is opposite.get(there, there)


@pytest.mark.parametrize(
    ("birth_on", "age"),
    [(date(1985, 9, 1), 41), (date(1985, 9, 2), 40), (date(1985, 8, 31), 41), (date(1984, 2, 29), 42)],
)
def test_age_is_counted_on_the_first_of_september(birth_on: date, age: int) -> None:
    assert rules.age_in(2026, birth_on) == age


@given(status=st.sampled_from(AssignmentStatus), facts=FACTS)
def test_every_allowed_action_can_be_taken(status: AssignmentStatus, facts: rules.Facts) -> None:
    for action in rules.allowed(status, facts):
        rules.TABLE.take(status, action, facts)
    if not facts.over:
        assert "complete" not in rules.allowed(status, facts)


@given(facts=FACTS)
def test_confirming_is_offered_while_an_own_part_is_missing(facts: rules.Facts) -> None:
    offered = "confirm" in rules.allowed(AssignmentStatus.planned, facts)
    assert offered is bool(facts.parts - facts.confirmed)


@given(steps=st.lists(st.tuples(st.sampled_from(sorted(rules.TABLE.transitions)), FACTS), max_size=30))
def test_nobody_is_active_before_all_three_have_confirmed(steps: list[tuple[str, rules.Facts]]) -> None:
    status, confirmed = AssignmentStatus.planned, frozenset[Part]()
    final = {
        AssignmentStatus.completed,
        AssignmentStatus.incomplete,
        AssignmentStatus.terminated,
        AssignmentStatus.refused,
        AssignmentStatus.void,
    }
    for action, facts in steps:
        if action not in rules.TABLE.allowed(status, facts):
            continue
        assert status not in final
        after = rules.TABLE.take(status, action, facts)
        if action == "confirm":
            confirmed |= facts.parts
            after = rules.status_after_confirming(confirmed)
        if after is AssignmentStatus.active:
            assert confirmed == frozenset(Part)
        status = after


@given(status=st.sampled_from(AssignmentStatus), facts=FACTS)
def test_a_receiving_office_alone_records_the_arrival_and_disagrees(
    status: AssignmentStatus, facts: rules.Facts
) -> None:
    alone = rules.Facts(
        parts=frozenset(), decides=False, home_office=False, receiving_office=True, confirmed=facts.confirmed,
        over=facts.over,
    )  # fmt: skip
    assert set(rules.allowed(status, alone)) <= {"arrive", "disagree"}
