"""How Chinese names are spelled: the stored keys that lists sort by and people type to search.

Sorting by a stored spelling gives the same order and the same page cursors on every database. Readings that
the general dictionary gets wrong for places and surnames are corrected here.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from pypinyin import lazy_pinyin, load_phrases_dict, load_single_dict
from pypinyin.constants import PHRASES_DICT

LONGEST = 300
SHORT = 5
"""Characters up to which a name is looked through for words of the dictionary."""
LONGEST_KEY = 600
_READINGS = {
    "都": "dū", "长": "cháng", "勒": "lè", "什": "shí", "佛": "fó", "尾": "wěi", "柏": "bǎi", "珲": "hún",
    "莞": "guǎn", "漯": "luò", "堡": "bǎo", "曾": "zēng", "蚌": "bèng", "覃": "qín", "称": "chēng", "卡": "kǎ",
}  # fmt: skip
"""The reading of a character on its own, where places mean another one than the dictionary."""
_PHRASES = {
    "吴堡": "wú bǔ", "红寺堡": "hóng sì bǔ", "朝阳": "cháo yáng", "筠连": "jūn lián", "涡阳": "guō yáng",
    "乐陵": "lào líng", "浚县": "xùn xiàn", "洪洞": "hóng tóng", "单县": "shàn xiàn", "大城": "dài chéng",
    "郫都": "pí dū", "崆峒": "kōng tóng", "称多": "chèn duō", "穆棱": "mù líng", "泊头": "bó tóu",
    "闵行": "mǐn háng", "龙圩": "lóng xū", "繁峙": "fán shì", "子长": "zǐ cháng", "长子": "zhǎng zǐ",
    "大埔": "dà bù", "六安": "lù ān", "什邡": "shí fāng", "弓长岭": "gōng cháng lǐng", "实验": "shí yàn",
    "浪卡子": "làng kǎ zǐ", "都匀": "dū yún", "重庆": "chóng qìng", "长沙": "cháng shā", "吴川": "wú chuān",
}  # fmt: skip
_SURNAMES = {
    "单": "shan", "曾": "zeng", "仇": "qiu", "解": "xie", "朴": "piao", "区": "ou", "查": "zha", "盖": "ge",
    "任": "ren", "华": "hua", "覃": "qin", "召": "shao", "种": "chong", "缪": "miao", "乐": "yue", "员": "yun",
    "黑": "he", "折": "she", "纪": "ji", "葛": "ge", "翟": "zhai", "秘": "bi", "洗": "xian", "句": "gou",
    "费": "fei", "祭": "zhai", "都": "du", "藏": "zang", "车": "che", "沈": "shen", "柏": "bai", "卜": "bu",
    "燕": "yan", "应": "ying", "宁": "ning", "曲": "qu", "谌": "chen", "繁": "po", "贾": "jia", "尉": "wei",
}  # fmt: skip
_DOUBLE_SURNAMES = {"尉迟": ["yu", "chi"], "万俟": ["mo", "qi"], "令狐": ["ling", "hu"], "长孙": ["zhang", "sun"]}

load_single_dict({ord(character): reading for character, reading in _READINGS.items()})
load_phrases_dict({phrase: [[syllable] for syllable in said.split()] for phrase, said in _PHRASES.items()})
_SYLLABLE = re.compile(r"(?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])?[aeiouv]{1,3}(?:ng|n|r)?")
"""The shape of a syllable without tone; more than there are, and every one that there is."""
_NEVER_FIRST = frozenset("iuv")
"""Letters that no syllable begins with."""
_WORDS = PHRASES_DICT.keys()
_HAN = re.compile(r"[\u4e00-\u9fa5]*")


class Spelling(NamedTuple):
    """`pinyin` without tones and spaces, `initials` one letter a character; both lower case ASCII or letters."""

    pinyin: str
    initials: str


def place_spelling(name: str) -> Spelling:
    """Of a region or a school: 陈仓区 → chencangqu, ccq."""
    return _joined(_syllables(name))


def person_spelling(name: str) -> Spelling:
    """Of a person, with the readings of surnames: 单立群 → shanliqun, slq."""
    return _joined(_person_syllables(name))


def person_sort_key(name: str) -> str:
    """What lists of people are sorted by: each syllable followed by its character, 陈立群 → chen 陈 li 立 qun 群.

    So all 陈 stand together, before all 程: a blank sorts before every letter.
    """
    syllables = _person_syllables(name)
    characters = list(name) if len(name) == len(syllables) else [""] * len(syllables)
    pairs = zip(syllables, characters, strict=True)
    return " ".join(f"{_letters(syllable)} {character}" for syllable, character in pairs)[:LONGEST_KEY]


def typed_spelling(text: str) -> str:
    """What somebody typed into a search box, as spellings are stored: 吕 is found by lv and by lü."""
    return _letters(text).replace("ü", "v")


def half_spelled(typed: str) -> list[Spelling]:
    """Every way to read `typed_spelling` as a surname in full and the initials of the rest, as what keys begin with.

    qinxl is 秦小莉 with keys that begin qinx and qxl. Nobody else is meant: 庆小莉 has the initials, but begins qingx.
    One letter behind the surname needs no second reading: the spelling begins so.
    """
    if not (typed.isascii() and typed.isalpha()):
        return []
    ends = [end for end in range(1, len(typed) - 1) if _NEVER_FIRST.isdisjoint(typed[end:])]
    return [Spelling(typed[: end + 1], first + typed[end:]) for end in ends for first in _first_letters(typed[:end])]


def _first_letters(surname: str) -> list[str]:
    """The initials of a surname in full, for each way to read it as one syllable or two; empty when it is none."""
    cuts = [(surname,), *((surname[:at], surname[at:]) for at in range(1, len(surname)))]
    return ["".join(part[0] for part in parts) for parts in cuts if all(map(_SYLLABLE.fullmatch, parts))]


@lru_cache(maxsize=2048)
def _person_syllables(name: str) -> tuple[str, ...]:
    """Asked twice for each person: for the spelling and for the sort key."""
    known = _DOUBLE_SURNAMES.get(name[:2]) or ([_SURNAMES[name[0]]] if name[:1] in _SURNAMES else [])
    return (*known, *_syllables(name)[len(known) :])


def _syllables(name: str) -> list[str]:
    """One entry a Han character; every other character is an entry of its own letters.

    Most names hold no word of the dictionary: they are put together from characters, many times as fast.
    """
    if len(name) <= SHORT and _HAN.fullmatch(name) and _WORDS.isdisjoint(_parts(name)):
        return [_character(character) for character in name]
    return lazy_pinyin(name, errors=_one_by_one)


def _parts(name: str) -> list[str]:
    """Everything in a name that could be a word: two characters in a row, or more."""
    ends = range(len(name) + 1)
    return [name[start:end] for start in ends for end in ends[start + 2 :]]


@lru_cache(maxsize=8192)
def _character(character: str) -> str:
    return str(lazy_pinyin(character, errors=_one_by_one)[0])


def _one_by_one(text: str) -> Any:
    return list(text)


def _joined(syllables: Sequence[str]) -> Spelling:
    spelled = [_letters(syllable) for syllable in syllables]
    return Spelling("".join(spelled)[:LONGEST], "".join(syllable[:1] for syllable in spelled))


@lru_cache(maxsize=8192)
def _letters(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).lower()
    return "".join(character for character in folded if unicodedata.category(character)[0] in {"L", "N"})
