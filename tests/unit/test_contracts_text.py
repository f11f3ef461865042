"""Which characters typed texts and names may hold: asked of all of Unicode, because fast patterns give the answers."""

import sys
import unicodedata

import pytest
from pydantic import TypeAdapter, ValidationError

from services.contracts.base import RARE_HAN, Line, PersonName, Reason, ShortLine

LINE, NAME = TypeAdapter(Line), TypeAdapter(PersonName)
SHORT, REASON = TypeAdapter(ShortLine), TypeAdapter(Reason)
DIRECTIONS = {"\u061c", "\u200e", "\u200f", *map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x206A))}
EVERY = [chr(code) for code in range(sys.maxunicode + 1)]


def taken(adapter: TypeAdapter[str], text: str) -> bool:
    try:
        adapter.validate_python(text)
    except ValidationError:
        return False
    return True


def test_a_line_holds_every_character_but_controls_halves_lost_ones_and_those_that_turn_it() -> None:
    def readable(character: str) -> bool:
        unseen = unicodedata.category(character) in {"Cc", "Cs"} and character not in "\n\r\t"
        return not (unseen or character == "\ufffd" or character in DIRECTIONS)

    assert [character for character in EVERY if taken(LINE, f"学{character}校") != readable(character)] == []


def test_a_name_holds_letters_marks_and_the_signs_of_names_and_nothing_else() -> None:
    def of_a_name(character: str) -> bool:
        letter = unicodedata.category(character)[0] in "LM" or ord(character) in RARE_HAN
        return (letter or character in "·•.-' \u0f0b") and character not in DIRECTIONS

    assert [character for character in EVERY if taken(NAME, f"陈{character}立") != of_a_name(character)] == []


@pytest.mark.parametrize("name", ["陈立群", "阿依古丽·买买提", "O'Neill", "𠮷田", "བཀྲ་ཤིས"])
def test_names_of_many_peoples_are_taken(name: str) -> None:
    assert taken(NAME, name)


@pytest.mark.parametrize("text", ["\u200b\u200b", "\u3164\u3164", "\ufeff \u2060", "\u00ad\u00ad", "\u3000\u3000"])
def test_what_nobody_sees_is_neither_a_name_nor_a_reason(text: str) -> None:
    assert [taken(adapter, text) for adapter in (SHORT, REASON, NAME)] == [False, False, False]


def test_what_something_is_called_is_one_line() -> None:
    assert (taken(SHORT, "云坪\n小学"), taken(SHORT, "云坪\u200b小学"), taken(REASON, "更名\n依据见附件")) == (
        False,
        True,
        True,
    )
