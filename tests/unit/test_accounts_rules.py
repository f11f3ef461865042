"""The back-off after wrong passwords, places, and who manages whom."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.api.features.accounts import rules
from services.api.features.accounts.doors import place_of
from services.api.features.accounts.rules import ACCOUNT, ADDRESS, BackOff, Tries
from services.contracts.codes import RegionLevel, Role

NOW = datetime(2026, 12, 3, tzinfo=UTC)
POLICIES = st.sampled_from([ACCOUNT, ADDRESS])


def tried(policy: BackOff, times: int) -> Tries:
    tries = Tries()
    for _ in range(times):
        tries = rules.after_failure(tries, policy, NOW)
    return tries


@given(POLICIES, st.integers(0, 300))
def test_the_wait_never_shrinks_with_more_wrong_passwords_and_never_passes_its_longest(
    policy: BackOff, times: int
) -> None:
    less, more = rules.wait(tried(policy, times), NOW), rules.wait(tried(policy, times + 1), NOW)
    assert timedelta(0) <= less <= more <= policy.longest


@given(POLICIES, st.integers(0, 60))
def test_there_is_a_wait_exactly_from_the_last_free_try_on(policy: BackOff, times: int) -> None:
    assert (rules.wait(tried(policy, times), NOW) > timedelta(0)) is (times >= policy.free)


def test_twenty_wrong_ones_from_one_address_wait_a_minute_or_longer() -> None:
    assert rules.wait(tried(ADDRESS, 20), NOW) >= timedelta(minutes=1)


@given(POLICIES, st.integers(1, 40))
def test_after_its_memory_a_count_begins_anew(policy: BackOff, times: int) -> None:
    tries = tried(policy, times)
    later = max(tries.locked_until or NOW, NOW) + policy.memory + timedelta(seconds=1)
    assert rules.after_failure(tries, policy, later).failures == 1
    assert rules.remembered(tries, policy, later) == Tries()


@given(st.integers(0, 50), st.integers(0, 50))
def test_an_owner_is_forgiven_the_own_mistakes_alone(others: int, own: int) -> None:
    assert rules.after_success(Tries(others + own), Tries(own)).failures == others


@given(st.text(max_size=60))
def test_an_account_name_is_the_same_when_read_twice(typed: str) -> None:
    assert rules.account_name(rules.account_name(typed)) == rules.account_name(typed)


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("203.0.113.7", "203.0.113.7"),
        (" 203.0.113.7 ", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8::1", "2001:db8::/64"),
        ("2001:db8::ffff:1", "2001:db8::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", "unknown"),
        ("203.0.113.7, 10.0.0.1", "unknown"),
        ("x" * 10_000, "unknown"),
    ],
)
def test_an_address_is_one_place(address: str, place: str) -> None:
    assert place_of(address) == place


def test_only_administrators_manage_administrators_and_coordinators() -> None:
    for manager in Role:
        managed = rules.managed_roles(manager)
        beside = {Role.administrator, Role.county_coordinator} & managed
        assert bool(beside) is (manager is Role.administrator)
    assert rules.managed_roles(None) == frozenset()


@pytest.mark.parametrize(
    ("code", "level"),
    [
        ("610000", RegionLevel.province),
        ("610300", RegionLevel.city),
        ("610304", RegionLevel.county),
        ("6102Z1", RegionLevel.county),
    ],
)
def test_the_shape_of_a_code_says_its_level(code: str, level: RegionLevel) -> None:
    assert rules.level_of(code) is level
    fitting = {
        RegionLevel.province: Role.province_supervisor,
        RegionLevel.city: Role.city_supervisor,
        RegionLevel.county: Role.county_coordinator,
    }
    for wanted, role in fitting.items():
        assert rules.level_wanted(role, code) is (None if wanted is level else wanted)
    assert rules.level_wanted(Role.finance, code) is None
