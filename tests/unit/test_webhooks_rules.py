"""When a message is tried again, and which addresses are of the Internet at large."""

from datetime import UTC, date, datetime, timedelta

import pytest

from services.api.features.webhooks.addresses import Refused, is_public, target_of
from services.api.features.webhooks.rules import (
    DELAYS,
    JITTER,
    LONGEST_ASKED,
    TABLE,
    Standing,
    held_back,
    next_pause,
    retry_after,
)
from services.contracts.codes import WebhookHold, WebhookStatus

NOW = datetime(2026, 12, 3, 1, 40, tzinfo=UTC)
TODAY = date(2026, 12, 3)
READS = frozenset({"changes:read"})
PUBLIC = ("8.8.8.8", "93.184.216.34", "2001:4860:4860::8888", "::ffff:8.8.8.8", "64:ff9b::808:808")
NOT_PUBLIC = (
    "0.1.2.3", "10.0.0.1", "100.64.0.1", "127.0.0.1", "127.9.9.9", "169.254.169.254", "172.16.0.1", "192.168.1.1",
    "192.0.0.8", "192.0.2.1", "192.88.99.1", "198.18.0.1", "198.51.100.7", "203.0.113.9", "224.0.0.1", "240.0.0.1",
    "255.255.255.255", "::", "::1", "::ffff:10.0.0.1", "::ffff:127.0.0.1", "64:ff9b::a00:1", "64:ff9b::7f00:1",
    "64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1", "2002:a00:1::1", "fd12::1", "fe80::1", "fe80::1%eth0",
    "fec0::1", "ff02::1", "ff0e::1", "", "example.invalid", "1.2.3", "0x7f000001",
)  # fmt: skip


@pytest.mark.parametrize("address", PUBLIC)
def test_an_address_of_the_internet_is_one(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_an_address_of_a_private_special_or_unreadable_kind_is_none(address: str) -> None:
    assert not is_public(address)


def test_a_url_is_taken_apart_as_it_will_be_called() -> None:
    found = target_of("https://Example.invalid:8443/a/b?key=1", plain_http=False, private=False)
    assert (found.host, found.port, found.path) == ("example.invalid", 8443, "/a/b?key=1")
    assert found.host_header == "example.invalid:8443"
    assert found.at("2001:4860:4860::8888") == "https://[2001:4860:4860::8888]:8443/a/b?key=1"
    plain = target_of("https://example.invalid", plain_http=False, private=False)
    assert (plain.host_header, plain.path) == ("example.invalid", "/")


@pytest.mark.parametrize("url", ["http://example.invalid/", "https://a@b.invalid/", "https://a.invalid\\@b.invalid/"])
def test_a_url_that_hides_where_it_leads_is_refused(url: str) -> None:
    with pytest.raises(Refused):
        target_of(url, plain_http=False, private=False)


def test_pauses_grow_for_three_days_and_end() -> None:
    pauses = [next_pause(tries, None, 0.0) for tries in range(1, len(DELAYS) + 1)]
    assert pauses == list(DELAYS) == sorted(DELAYS)
    assert next_pause(len(DELAYS) + 1, None, 0.0) is None
    assert next_pause(1, None, 1.0) == DELAYS[0] * (1 + JITTER)
    assert timedelta(days=3) < sum(DELAYS, timedelta()) < timedelta(days=4)


def test_what_a_receiver_asks_for_lengthens_a_pause_within_bounds() -> None:
    assert next_pause(1, timedelta(minutes=3), 0.0) == timedelta(minutes=3)
    assert next_pause(1, timedelta(days=9), 0.0) == LONGEST_ASKED
    assert next_pause(7, timedelta(seconds=1), 0.0) == DELAYS[6]


@pytest.mark.parametrize(
    ("status", "said", "asked"),
    [
        (503, "120", timedelta(seconds=120)),
        (429, "Thu, 03 Dec 2026 01:50:00 GMT", timedelta(minutes=10)),
        (429, "Thu, 03 Dec 2026 01:30:00 GMT", timedelta()),
        (503, "9" * 5000, LONGEST_ASKED),
        (503, "soon", None),
        (503, "-5", None),
        (503, None, None),
        (500, "120", None),
    ],
)
def test_retry_after_is_read_as_seconds_or_a_date(status: int, said: str | None, asked: timedelta | None) -> None:
    assert retry_after(status, said, NOW) == asked


def test_a_system_that_may_not_read_changes_today_is_sent_nothing() -> None:
    assert held_back(Standing(False, TODAY, READS), TODAY) is None
    assert held_back(Standing(True, None, READS), TODAY) is WebhookHold.client_revoked
    assert held_back(Standing(False, date(2026, 12, 2), READS), TODAY) is WebhookHold.client_expired
    assert held_back(Standing(False, None, frozenset()), TODAY) is WebhookHold.scope_missing


def test_nothing_leads_out_of_void() -> None:
    assert TABLE.allowed(WebhookStatus.void, facts=True) == []
    assert "resume" in TABLE.allowed(WebhookStatus.failing, facts=True)
    assert TABLE.allowed(WebhookStatus.active, facts=False) == []
