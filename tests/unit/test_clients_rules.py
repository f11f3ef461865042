"""Addresses of provincial systems, and how many calls a process takes at a time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from services.api.features.clients.rules import slice_of
from services.api.features.clients.rules_addresses import is_allowed
from services.contracts.clients import AddressRange

RANGE: TypeAdapter[str] = TypeAdapter(AddressRange)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("203.0.113.7/32", "203.0.113.7"),
        ("203.0.113.0/24", "203.0.113.0/24"),
        ("2001:DB8:0::/48", "2001:db8::/48"),
        ("2001:db8::1", "2001:db8::1"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.0/120", "203.0.113.0/24"),
    ],
)
def test_an_address_is_kept_in_one_way_of_writing(typed: str, kept: str) -> None:
    assert RANGE.validate_python(typed) == kept


@pytest.mark.parametrize(
    "typed", ["", "x", "203.0.113.7/24", "203.0.113", "fe80::1%eth0", "1.2.3.4/33", "*", "0", "x" * 60]
)
def test_what_is_no_address_or_has_bits_behind_its_prefix_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        RANGE.validate_python(typed)


@pytest.mark.parametrize(
    ("peer", "allowed"),
    [
        ("203.0.113.7", True),
        ("203.0.114.7", False),
        ("::ffff:203.0.113.7", True),
        ("::ffff:203.0.114.7", False),
        ("2001:db8::5", True),
        ("2001:db8::5%eth0", True),
        ("2001:db9::5", False),
        ("198.51.100.9", True),
        ("198.51.100.10", False),
        ("", False),
        ("unix:", False),
    ],
)
def test_a_call_comes_from_an_allowed_place_or_not(peer: str, allowed: bool) -> None:
    assert is_allowed(["203.0.113.0/24", "2001:db8::/32", "198.51.100.9"], peer) is allowed


@pytest.mark.parametrize("peer", ["203.0.113.7", "::1", "", "unix:"])
def test_without_a_list_every_place_is_allowed(peer: str) -> None:
    assert is_allowed([], peer)


@given(quota=st.integers(1, 10**8), taken=st.integers(0, 10**8))
def test_a_slice_is_never_more_than_what_is_left_nor_than_a_twentieth_of_many(quota: int, taken: int) -> None:
    left = max(0, quota - taken)
    found = slice_of(quota, left)
    assert (found > 0) is (left > 0)
    assert found <= min(left, max(1, quota // 20))
