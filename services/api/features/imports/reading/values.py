"""One typed cell as a value: every way of writing that can mean one thing only is read, all others are named."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from services.api.kernel.spreadsheets import as_typed
from services.contracts.codes import Code

_DAY = re.compile(
    r"([12][0-9]{3})(?:[-./年]\s?)([01]?[0-9])(?:[-./月]\s?)([0-3]?[0-9])日?(?:[ T]00:00(?::00(?:\.0+)?)?)?"
)
_EIGHT = re.compile(r"([12][0-9]{3})([01][0-9])([0-3][0-9])")
_SERIAL = re.compile(r"([1-9][0-9]{0,4})(?:\.0+)?")
_WHOLE = re.compile(r"(-?[0-9]{1,9})(?:\.0+)?")
_HAN_GAP = re.compile(r"(?<=[\u3400-\u9fff\U00020000-\U0003ffff])\s+(?=[\u3400-\u9fff\U00020000-\U0003ffff])")
_DIVIDED = re.compile(r"[、，,；;/|\s]+")
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xA0: 0x20, 0xFEFF: None, 0x200B: None}
_YES, _NO = (
    frozenset({"是", "有", "1", "√", "✓", "对", "Y", "y", "true", "TRUE", "True"}),
    frozenset({"否", "无", "不是", "0", "×", "✗", "N", "n", "false", "FALSE", "False"}),
)
SERIAL_ZERO, SERIAL_ZERO_1904 = date(1899, 12, 30), date(1904, 1, 1)
DAY_HINT = "日期写成2019-09-01这样（年在前，四位数）"


class WrongCell(Exception):
    """A cell that cannot be read; `detail` is Chinese, says what to write, and does not repeat the value."""

    def __init__(self, code: str, detail: str) -> None:
        self.code, self.detail = code, detail
        super().__init__(code)


Reader = Callable[[str], Any]


def narrow(text: str) -> str:
    """Full-width letters, digits and blanks as half-width ones; invisible ones gone; Chinese punctuation stays."""
    return text if text.isascii() else text.translate(_WIDE)


def line(text: str) -> str:
    """One line of text; one that only looks like a formula comes with an apostrophe, as downloads have it."""
    if text.startswith("="):
        raise WrongCell("cell.formula", "这一格是公式，请改成值")
    return " ".join(unicodedata.normalize("NFC", as_typed(text).replace("\u3000", " ")).split())


def person_name(text: str) -> str:
    """A name; blanks between Chinese characters, typed to align two-character names, go."""
    return _HAN_GAP.sub("", line(narrow(text)))


def digits(text: str) -> str:
    """A number that is a name: school codes, staff numbers, phones. Excel's `2161000123.0` loses its tail."""
    plain = "".join(narrow(text).split())
    if re.fullmatch(r"[0-9]\.[0-9]+[Ee]\+[0-9]+", plain):
        raise WrongCell("cell.scientific", "Excel把这个号码改成了数字，后几位已丢失；请把这一列设成文本，再重新填")
    return plain.removesuffix(".0") if plain.replace(".", "", 1).isdecimal() else line(plain)


def id_number(text: str) -> str:
    """An identity number in capitals."""
    return digits(text).upper()


def day(text: str) -> date:
    """2019-09-01, 2019.9.1, 2019/9/1, 2019年9月1日, 20190901, or the number by which spreadsheets count days."""
    plain = narrow(text).strip()
    found = _DAY.fullmatch(plain) or _EIGHT.fullmatch(plain)
    try:
        if found is not None:
            year, month, number = (int(part) for part in found.groups())
            return date(year, month, number)
    except ValueError as error:
        raise WrongCell("cell.no_such_day", "没有这一天，请再核对") from error
    counted = _SERIAL.fullmatch(plain)
    if counted is None:
        raise WrongCell("cell.day", DAY_HINT)
    return SERIAL_ZERO + timedelta(days=int(counted.group(1)))


def day_from_1904(text: str) -> date:
    """The same for workbooks that count from 1904."""
    plain = narrow(text).strip()
    counted = _SERIAL.fullmatch(plain)
    return SERIAL_ZERO_1904 + timedelta(days=int(counted.group(1))) if counted else day(text)


def flag(text: str) -> bool:
    """是 or 否."""
    plain = narrow(text).strip()
    if plain in _YES:
        return True
    if plain in _NO:
        return False
    raise WrongCell("cell.flag", "这里填“是”或“否”")


def code(kind: type[Code], also: dict[str, Code] | None = None) -> Reader:
    """A code by its Chinese word or its stored value."""
    words: dict[str, Code] = {member.label: member for member in kind} | {str(member.value): member for member in kind}
    words |= also or {}
    hint = "请从这些里选一个：" + "、".join(member.label for member in kind)

    def read(text: str) -> Code:
        found = words.get(text) or words.get("".join(narrow(text).split()))
        if found is None:
            raise WrongCell("cell.code", hint)
        return found

    return read


def codes(kind: type[Code]) -> Reader:
    """Several codes, divided by 、 or a comma."""
    one = code(kind)

    def read(text: str) -> list[Code]:
        return [one(part) for part in _DIVIDED.split(text.strip()) if part]

    return read


def whole(text: str) -> int:
    """A whole number."""
    found = _WHOLE.fullmatch(narrow(text).strip())
    if found is None:
        raise WrongCell("cell.number", "这里填整数，比如3")
    return int(found.group(1))


def wholes(text: str) -> list[int]:
    """Several whole numbers, divided by 、 or a comma."""
    return [whole(part) for part in _DIVIDED.split(narrow(text).strip()) if part]
