"""Names are spelled as the dictionary spells them, whichever way is faster."""

import random

import pytest
from pypinyin import lazy_pinyin
from pypinyin.constants import PHRASES_DICT

from services.api.kernel.pinyin import half_spelled, person_sort_key, person_spelling, place_spelling, typed_spelling

WORDS = sorted(word for word in PHRASES_DICT if 2 <= len(word) <= 4)
CHARACTERS = sorted({character for word in WORDS for character in word})


def names() -> list[str]:
    """Names of common and rare characters, with and without words of the dictionary; invented, the same each time."""
    chance = random.Random(5)
    plain = ["".join(chance.choices(CHARACTERS, k=chance.randint(1, 5))) for _ in range(1500)]
    rare = ["".join(chr(chance.randrange(0x4E00, 0x9FA6)) for _ in range(3)) for _ in range(500)]
    worded = [chance.choice(CHARACTERS) + chance.choice(WORDS) + chance.choice(CHARACTERS) for _ in range(1500)]
    return plain + rare + worded


def test_a_name_is_spelled_as_the_dictionary_reads_the_whole_of_it() -> None:
    different = [
        name for name in names() if place_spelling(name).pinyin != "".join(lazy_pinyin(name)).lower().replace("'", "")
    ]
    assert different == []


@pytest.mark.parametrize(
    ("name", "pinyin", "key"),
    [
        ("单立群", "shanliqun", "shan 单 li 立 qun 群"),
        ("尉迟小满", "yuchixiaoman", "yu 尉 chi 迟 xiao 小 man 满"),
        ("任重庆", "renchongqing", "ren 任 chong 重 qing 庆"),
        ("阿依古丽·买买提", "ayigulimaimaiti", None),
    ],
)
def test_surnames_words_and_other_peoples_names_have_their_readings(name: str, pinyin: str, key: str | None) -> None:
    assert person_spelling(name).pinyin == pinyin
    assert key is None or person_sort_key(name) == key


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("秦小莉", "qinxl"),
        ("郑中华", "zhengzh"),
        ("欧阳小明", "ouyangxm"),
        ("安娜娜", "annn"),
        ("吕布威", "lvbw"),
        ("吕布威", "LÜbw"),
    ],
)
def test_a_surname_in_full_and_the_initials_of_the_rest_are_read_as_both(name: str, typed: str) -> None:
    keys = person_spelling(name)
    read = half_spelled(typed_spelling(typed))
    assert [way for way in read if keys.pinyin.startswith(way.pinyin) and keys.initials.startswith(way.initials)]


@pytest.mark.parametrize(
    ("name", "typed"), [("庆小莉", "qinxl"), ("秦小莉", "qingxl"), ("张文", "wangwj"), ("王伟", "wangwj")]
)
def test_another_surname_or_another_given_name_is_not_read_so(name: str, typed: str) -> None:
    keys = person_spelling(name)
    read = half_spelled(typed)
    assert read
    assert not [way for way in read if keys.pinyin.startswith(way.pinyin) and keys.initials.startswith(way.initials)]


@pytest.mark.parametrize("typed", ["", "q", "qxl", "qinxiaoli", "n2016", "秦xl", "qin"])
def test_spellings_initials_numbers_and_names_need_no_second_reading(typed: str) -> None:
    assert half_spelled(typed) == []


def test_the_longest_search_has_few_readings() -> None:
    assert max(len(half_spelled(letters * 30)) for letters in ("an", "na", "gh", "ao", "ha")) < 40
