"""How easily a password is guessed, and what is said about it."""

import pytest

from services.api.features.accounts.strength import OWN_WORDS, TOO_SIMPLE, weakness

OWN = ["fgl.baosong", "白晓岚", "0917-6215888", "云坪镇中心小学"]


@pytest.mark.parametrize(
    "password",
    ["青山绿水长相伴1949", "shan-lu-18-wan", "correct horse battery", "x9#Kq2!mVz", "春天花会开鸟儿自由自在"],
)
def test_a_few_words_that_do_not_belong_together_are_good_enough(password: str) -> None:
    assert weakness(password, OWN) == ""


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("fgl.baosong-1", OWN_WORDS), ("BAOSONG-2026-xy", OWN_WORDS), ("我是白晓岚呀2026", OWN_WORDS),
        ("云坪镇中心小学2026", OWN_WORDS), ("tel09176215888", OWN_WORDS), ("1234567890", TOO_SIMPLE),
        ("aaaaaaaaaaaa", TOO_SIMPLE), ("password1234", "里面有常见的密码或词"), ("short", TOO_SIMPLE),
    ],
)  # fmt: skip
def test_what_others_know_or_guess_first_is_refused_with_the_reason(password: str, why: str) -> None:
    assert weakness(password, OWN) == why


@pytest.mark.parametrize("password", ["password" * 25, "1qaz2wsx3edc", "abcd1234efgh", "20260901abcde"])
def test_long_or_well_known_patterns_are_judged_quickly_and_refused(password: str) -> None:
    assert weakness(password, OWN)


def test_an_empty_telephone_or_a_short_piece_of_a_name_refuses_nothing() -> None:
    assert weakness("he-shui-qing-qing-62", ["yunping.he", "", "", "何"]) == ""
