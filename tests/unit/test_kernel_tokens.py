"""Access tokens: nothing but our own, fresh, complete HS256 tokens is believed."""

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import jose.jwt  # noqa: TID251 - forging needs the library
import pytest

from services.api.kernel.ids import new_id
from services.api.kernel.problems import Problem
from services.api.kernel.tokens import Tokens
from tests.support.databases import settings_for

NOW = datetime(2026, 12, 3, 1, 40, tzinfo=UTC)
KEY_1, KEY_2 = "test-signing-key-of-thirty-two-bytes-1", "test-signing-key-of-thirty-two-bytes-2"
SUBJECT, SESSION = new_id(), new_id()


def tokens(keys: str = f"k1:{KEY_1}") -> Tokens:
    return Tokens(settings_for("sqlite+aiosqlite://", jwt_keys=keys))


def claims(**changes: Any) -> dict[str, Any]:
    whole = {
        "iss": "jiedui-api",
        "aud": "jiedui",
        "sub": str(SUBJECT),
        "sid": str(SESSION),
        "knd": "user",
        "iat": int(NOW.timestamp()),
        "exp": int(NOW.timestamp()) + 600,
        "jti": "0123456789",
        **changes,
    }
    return {name: value for name, value in whole.items() if value is not None}


def forged(claimed: dict[str, Any], key: str = KEY_1, algorithm: str = "HS256", kid: str | None = "k1") -> str:
    return str(jose.jwt.encode(claimed, key, algorithm, headers={"kid": kid} if kid else None))


def unsigned(algorithm: str) -> str:
    def part(content: dict[str, Any]) -> str:
        return base64.urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")

    return f"{part({'alg': algorithm, 'typ': 'JWT', 'kid': 'k1'})}.{part(claims())}."


def test_a_token_names_the_subject_and_its_session_and_nothing_personal() -> None:
    read = tokens().read(tokens().make(SUBJECT, SESSION, "user", NOW), NOW)
    assert (read["sub"], read["sid"], read["knd"]) == (str(SUBJECT), str(SESSION), "user")
    assert set(read) == {"iss", "aud", "sub", "sid", "knd", "iat", "exp", "jti"}


def test_the_end_is_compared_with_the_clock_given_and_not_with_the_machines() -> None:
    long_ago = NOW - timedelta(days=2000)
    made = tokens().make(SUBJECT, SESSION, "user", long_ago)
    assert tokens().read(made, long_ago + timedelta(minutes=9))["sub"] == str(SUBJECT)
    with pytest.raises(Problem):
        tokens().read(made, long_ago + timedelta(minutes=10))


def test_a_token_made_by_hand_with_our_key_and_all_claims_is_read_so_that_the_forgeries_below_mean_something() -> None:
    assert tokens().read(forged(claims()), NOW)["sub"] == str(SUBJECT)


@pytest.mark.parametrize(
    "token",
    [
        pytest.param(unsigned("none"), id="alg none"),
        pytest.param(unsigned("HS256"), id="no signature"),
        pytest.param(forged(claims(), algorithm="HS512"), id="another algorithm with the same key"),
        pytest.param(forged(claims(), key=KEY_2), id="another key"),
        pytest.param(forged(claims(), kid="k9"), id="unknown kid"),
        pytest.param(forged(claims(), kid=None), id="no kid"),
        pytest.param(forged(claims(aud="another")), id="another audience"),
        pytest.param(forged(claims(iss="another")), id="another issuer"),
        pytest.param(forged(claims(exp=None)), id="no exp"),
        pytest.param(forged(claims(iat=None)), id="no iat"),
        pytest.param(forged(claims(jti=None)), id="no jti"),
        pytest.param(forged(claims(sub=None)), id="no sub"),
        pytest.param(forged(claims(aud=None)), id="no aud"),
        pytest.param(forged(claims(iss=None)), id="no iss"),
        pytest.param(forged(claims(exp=int(NOW.timestamp()))), id="expired this second"),
        pytest.param(forged(claims(iat=int(NOW.timestamp()) + 60)), id="from the future"),
        pytest.param("", id="empty"),
        pytest.param("a.b.c", id="garbage"),
        pytest.param("令牌", id="not latin"),
        pytest.param("x" * 5000, id="far too long"),
    ],
)
def test_a_forged_or_stale_token_is_an_invalid_token(token: str) -> None:
    with pytest.raises(Problem) as refused:
        tokens().read(token, NOW)
    assert refused.value.code == "auth.invalid_token"
    assert refused.value.status == 401


def test_a_token_lives_ten_minutes() -> None:
    made = tokens().make(SUBJECT, SESSION, "user", NOW)
    assert tokens().read(made, NOW + timedelta(seconds=599))
    with pytest.raises(Problem):
        tokens().read(made, NOW + timedelta(seconds=600))


def test_keys_rotate_without_signing_anybody_out() -> None:
    old = tokens().make(SUBJECT, SESSION, "user", NOW)
    both = tokens(f"k2:{KEY_2},k1:{KEY_1}")
    new = both.make(SUBJECT, SESSION, "user", NOW)
    assert both.read(old, NOW)
    assert both.read(new, NOW)
    only_new = tokens(f"k2:{KEY_2}")
    assert only_new.read(new, NOW)
    with pytest.raises(Problem):
        only_new.read(old, NOW)


@pytest.mark.parametrize("keys", ["", "k1:", "k1:short", f"k1:{KEY_1},k2:short"])
def test_a_missing_or_short_key_stops_the_start(keys: str) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        tokens(keys)


def test_a_token_that_was_verified_once_ends_with_its_time_all_the_same() -> None:
    ours = tokens()
    token = ours.make(SUBJECT, SESSION, "user", NOW)
    for _ in range(2):
        assert ours.read(token, NOW)["sid"] == str(SESSION)
    with pytest.raises(Problem):
        ours.read(token, NOW + timedelta(seconds=ours.lifetime_seconds))
    with pytest.raises(Problem):
        ours.read(token[:-1] + ("A" if token[-1] != "A" else "B"), NOW)
