"""Base models and the constrained types every contract is built from."""

import re
import unicodedata
from datetime import date
from typing import Annotated, Generic, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from services.contracts.shapes import REGION_CODE

EARLIEST_DAY = date(1900, 1, 1)
LATEST_DAY = date(2100, 12, 31)
RARE_HAN = range(0x20000, 0x40000)
"""The planes of rare Han characters: those of newer standards than Python's tables occur in names."""
_UNSEEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffd\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)
"""Controls but blanks, halves of characters, what a decoder leaves where there was no text, turns of direction."""
_NOTHING = re.compile(r"[\s\xad\u115f\u1160\u200b-\u200f\u2028-\u202f\u2060-\u206f\u3164\ufeff\uffa0]+")
"""Texts in which nobody sees anything."""
_COMMON_NAME = re.compile(r"[A-Za-z·\u4e00-\u9fa5]*")
"""Names whose characters need no look into the tables of Unicode."""
_PHONE = re.compile(r"(?=.*[0-9])[0-9 +-]{5,20}")
_MONTH = re.compile(r"(?:19|20)[0-9]{2}-(?:0[1-9]|1[0-2])")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Body(BaseModel):
    """A request body: unknown fields are refused (RFC 9457 problem `body.unknown_field`)."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class Out(BaseModel):
    """An answer. Readers ignore fields they do not know, so that answers may grow."""

    model_config = ConfigDict(extra="ignore", from_attributes=True)


def _plain_text(value: str) -> str:
    if _UNSEEN.search(value):
        raise PydanticCustomError("text_control", "这里有看不见或读不出来的字符，请删掉重新输入")
    return value


def _visible(value: str) -> str:
    if _NOTHING.fullmatch(value):
        raise PydanticCustomError("text_empty", "这里只有空白或看不见的字符，请填上文字")
    return value


def _one_line(value: str) -> str:
    if len(value.splitlines()) > 1:
        raise PydanticCustomError("text_lines", "这里只写一行，请去掉换行")
    return value


def _phone(value: str) -> str:
    if value and not _PHONE.fullmatch(value):
        raise PydanticCustomError("phone_format", "电话只写数字，可以有空格、+和-，5到20个字，比如：0917 621 0123")
    return value


def _person_name(value: str) -> str:
    if _COMMON_NAME.fullmatch(value):
        return value
    for character in value:
        known = unicodedata.category(character)[0] in {"L", "M"} or character in "·•.-' \u0f0b"
        if not known and ord(character) not in RARE_HAN:
            raise PydanticCustomError("name_characters", "姓名只写文字，不写数字、符号和表情")
    return value


def _sane_day(value: date) -> date:
    if not EARLIEST_DAY <= value <= LATEST_DAY:
        raise PydanticCustomError("date_out_of_range", "日期要在1900年到2100年之间")
    return value


def _day_input(value: object) -> object:
    if not isinstance(value, date) and not (isinstance(value, str) and _DAY.fullmatch(value.strip())):
        raise PydanticCustomError("date_format", "日期写成2026-11-18这样")
    return value


def _month(value: str) -> str:
    if not _MONTH.fullmatch(value):
        raise PydanticCustomError("month_format", "月份写成2026-11这样")
    return value


Line = Annotated[str, Field(max_length=200), AfterValidator(_plain_text)]
"""One typed line, at most 200 characters, without control characters."""
ShortLine = Annotated[
    str, Field(min_length=1, max_length=80), AfterValidator(_plain_text), AfterValidator(_one_line),
    AfterValidator(_visible),
]  # fmt: skip
"""What something is called: one line, 1 to 80 characters, of which something can be seen."""
Paragraph = Annotated[str, Field(max_length=2000), AfterValidator(_plain_text)]
"""Typed text, at most 2,000 characters."""
LongText = Annotated[str, Field(max_length=8000), AfterValidator(_plain_text)]
"""A text of several pages, at most 8,000 characters."""
Reason = Annotated[str, Field(min_length=2, max_length=500), AfterValidator(_plain_text), AfterValidator(_visible)]
"""Why somebody decided something; 2 to 500 characters; shown to the other side."""
PersonName = Annotated[
    str, Field(min_length=1, max_length=60), AfterValidator(_plain_text), AfterValidator(_visible),
    AfterValidator(_person_name),
]  # fmt: skip
LONGEST_URL = 500
WebAddress = Annotated[str, Field(min_length=8, max_length=LONGEST_URL), AfterValidator(_plain_text)]
"""Of another system, before anybody looks at what it leads to."""
Phone = Annotated[str, Field(max_length=200), AfterValidator(_plain_text), AfterValidator(_phone)]
"""A telephone number as people write it: digits, blanks, + and -, 5 to 20 characters; or nothing."""
Day = Annotated[date, BeforeValidator(_day_input), AfterValidator(_sane_day)]
"""A calendar day in Asia/Shanghai between 1900 and 2100."""
Month = Annotated[str, AfterValidator(_month), Field(examples=["2026-11"])]
"""A calendar month `YYYY-MM`."""
RegionCode = Annotated[str, Field(pattern=REGION_CODE, examples=["610304"])]
"""GB/T 2260 code of six digits, or an unofficial authority such as `6102Z1`."""
SchoolYear = Annotated[int, Field(ge=1990, le=2100, examples=[2026])]
"""A school year by its first autumn: 2026 is 2026-2027 (A-44)."""

T = TypeVar("T")


class Page(Out, Generic[T]):
    """One keyset page of a list: the rows, and the cursors of the pages after and before, null at the ends.

    Both cursors go into the one parameter `cursor`. `count` is given on request only (`?count=true`).
    `as_of_position` is the position of the change feed that the rows already contain.
    """

    items: list[T]
    next_cursor: str | None = None
    prev_cursor: str | None = None
    count: int | None = None
    as_of_position: int | None = None


class VersionedOut(Out):
    """A row that can change: `version` is what `If-Match` must carry; `allowed_actions` what the caller may do now."""

    version: int
    allowed_actions: list[str] = []
