"""Passwords: argon2id, bounded, weak ones refused."""

import asyncio

import pytest

from services.api.kernel.passwords import Passwords, is_weak, new_secret, secret_digest, start_code
from tests.support.databases import settings_for


@pytest.fixture
def passwords() -> Passwords:
    return Passwords(settings_for("sqlite+aiosqlite://"))


async def test_a_password_fits_its_own_hash_and_no_other(passwords: Passwords) -> None:
    stored = await passwords.hash("青山yuanyuan27")
    assert stored.startswith("$argon2id$")
    assert await passwords.verify(stored, "青山yuanyuan27")
    assert not await passwords.verify(stored, "青山yuanyuan28")
    passwords.close()


async def test_the_same_password_never_has_the_same_hash(passwords: Passwords) -> None:
    assert await passwords.hash("green-hill-27") != await passwords.hash("green-hill-27")
    passwords.close()


@pytest.mark.parametrize("stored", [None, "", "-", "$argon2id$broken"])
async def test_no_account_or_a_broken_hash_fits_nothing(passwords: Passwords, stored: str | None) -> None:
    assert not await passwords.verify(stored, "green-hill-27")
    passwords.close()


async def test_many_at_once_wait_their_turn_and_all_are_answered(passwords: Passwords) -> None:
    stored = await passwords.hash("green-hill-27")
    answers = await asyncio.gather(*(passwords.verify(stored, f"green-hill-{n}") for n in range(20, 40)))
    assert answers == [n == 27 for n in range(20, 40)]
    assert passwords._pool._max_workers == 2
    passwords.close()


@pytest.mark.parametrize(
    "password",
    [
        "",
        "short9",
        "1234567890",
        "0987654321",
        "aaaaaaaaaaaa",
        "abcabcabcabc",
        "qwertyuiop12",
        "hexiaolan2026",
        "abcdefghij",
        "12345abcde",
    ],
)
def test_a_guessable_password_is_weak(password: str) -> None:
    assert is_weak(password, "hexiaolan", "何晓兰")


@pytest.mark.parametrize("password", ["green-hill-27", "青山绿水常相伴二十七", "t7Kp-m3vQ-9xzd"])
def test_an_ordinary_good_password_is_not_weak(password: str) -> None:
    assert not is_weak(password, "hexiaolan", "何晓兰")


def test_start_codes_and_secrets_are_never_twice_the_same_and_start_codes_are_easily_read() -> None:
    codes = {start_code() for _ in range(500)}
    assert len(codes) == 500
    assert all(len(code) == 14 and not set(code) & set("01loi") for code in codes)
    assert len({new_secret() for _ in range(500)}) == 500
    assert len(secret_digest(new_secret())) == 64
