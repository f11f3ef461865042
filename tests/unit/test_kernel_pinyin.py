"""Names are spelled as the dictionary spells them, whichever way is faster."""

import random

import pytest
from pypinyin import lazy_pinyin
from pypinyin.constants import PHRASES_DICT

from services.api.kernel.pinyin import person_sort_key, person_spelling, place_spelling

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
