"""How easily a password is guessed, and what to do about it, in Chinese (zxcvbn: Wheeler, USENIX Security 2016)."""

import re
from collections.abc import Iterable

from zxcvbn import zxcvbn

from services.api.kernel.passwords import is_weak

GOOD_ENOUGH = 3
"""Of 0 to 4: at least 10⁸ guesses (NIST SP 800-63B §5.1.1.2 asks to refuse common and personal ones)."""
LOOKED_AT = 72
"""Characters: what comes after adds nothing to the judgement, and its time grows with the square of the length."""
SHORTEST_OWN_WORD = 2
_PATTERNS = {
    "dictionary": "里面有常见的密码或词",
    "spatial": "是键盘上挨着的键",
    "repeat": "有重复的字",
    "sequence": "有连着的数字或字母",
    "regex": "里面有年份",
    "date": "里面有日期",
}
OWN_WORDS = "里面有账号、姓名、学校或电话"
TOO_SIMPLE = "太短或太单一"
ADVICE = "用几个不相干的词连成一句自己记得住的话"


def weakness(password: str, own_words: Iterable[str]) -> str:
    """Why a password is too easily guessed, as a short Chinese clause; empty when it is good enough.

    `own_words` are what others know of its owner: account name, name, school, phone.
    """
    known = {part.lower() for word in own_words for part in _parts(word)}
    lowered = password.lower()
    if any(word in lowered for word in known if len(word) >= SHORTEST_OWN_WORD):
        return OWN_WORDS
    if is_weak(password):
        return TOO_SIMPLE
    found = zxcvbn(password[:LOOKED_AT], user_inputs=sorted(known), max_length=LOOKED_AT)
    if found["score"] >= GOOD_ENOUGH:
        return ""
    longest = max(found["sequence"], key=lambda match: len(match["token"]))
    return _PATTERNS.get(longest["pattern"], TOO_SIMPLE)


def _parts(word: str) -> list[str]:
    """The word itself, and what it is made of: `fgl.baosong` is also `baosong`, a phone also its digits."""
    digits = re.sub(r"\D", "", word)
    pieces = [piece for piece in re.split(r"[\s._\-]+", word) if len(piece) > SHORTEST_OWN_WORD]
    return [word.strip(), *pieces, *([digits] if len(digits) > SHORTEST_OWN_WORD + 2 else [])]
