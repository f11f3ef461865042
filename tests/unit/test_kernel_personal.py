"""Personal numbers: encrypted, matched by a keyed hash, masked."""

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given
from hypothesis import strategies as st

from services.api.kernel.personal import PersonalData, masked, normal_id_number
from tests.support.databases import settings_for

NUMBER = "110101190001010000"
PERSONAL = PersonalData(settings_for("sqlite+aiosqlite://"))


def numbered(first_17: str) -> str:
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return first_17 + "10X98765432"[sum(w * int(d) for w, d in zip(weights, first_17, strict=True)) % 11]


@given(st.text(max_size=40))
def test_what_is_encrypted_comes_back_and_is_never_stored_twice_alike(value: str) -> None:
    first, second = PERSONAL.encrypt(value), PERSONAL.encrypt(value)
    assert PERSONAL.decrypt(first) == value
    assert first != second
    assert PERSONAL.match_key(value) == PERSONAL.match_key(value)


def test_a_number_that_was_tampered_with_is_refused() -> None:
    stored = PERSONAL.encrypt(NUMBER)
    flipped = ("A" if stored[20] != "A" else "B").join((stored[:20], stored[21:]))
    with pytest.raises(InvalidTag):
        PERSONAL.decrypt(flipped)


def test_another_key_reads_and_matches_nothing() -> None:
    other = PersonalData(
        settings_for(
            "sqlite+aiosqlite://",
            personal_data_key="another-personal-data-key-of-32-bytes",
            personal_data_hash_key="another-personal-hash-key-of-32-bytes",
        )
    )
    with pytest.raises(InvalidTag):
        other.decrypt(PERSONAL.encrypt(NUMBER))
    assert other.match_key(NUMBER) != PERSONAL.match_key(NUMBER)


@given(st.text("0123456789", min_size=17, max_size=17), st.integers(0, 16))
def test_one_wrong_digit_is_always_noticed(first_17: str, place: int) -> None:
    right = numbered(first_17)
    assert normal_id_number(right) == right
    wrong = right[:place] + str((int(right[place]) + 1) % 10) + right[place + 1 :]
    assert normal_id_number(wrong) is None


def test_full_width_digits_and_a_small_x_are_read() -> None:
    with_x = next(number for n in range(100) if (number := numbered(f"110101190001010{n:02d}"))[-1] == "X")
    assert normal_id_number(f"  {with_x.lower()} ") == with_x
    wide = with_x.translate(str.maketrans("0123456789X", "０１２３４５６７８９Ｘ"))
    assert normal_id_number(wide) == with_x


@pytest.mark.parametrize(
    "value", ["", "1", "11010119000101000", "1101011900010100000", "11010119000101000Y", "😀" * 18]
)
def test_anything_else_is_no_number(value: str) -> None:
    assert normal_id_number(value) is None


def test_only_the_region_and_the_last_two_stay_visible() -> None:
    assert masked(NUMBER) == "110101**********00"
