"""Invented people: names, birthdays and numbers made from a counter, the same every time."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count

from services.contracts.codes import Sex

SURNAMES = "陈林何罗邓韩谢吴郑许曹彭曾萧田董潘袁蒋蔡余杜叶程魏苏吕丁任沈"
FIRST = "晓文雨思婉志立海春秋明静雅俊建国丽红云子佳书宁景若"
SECOND = "兰清鸣雯强桐远华梅涛霞军燕平芳杰敏琴勇娟洁峰慧宇彤"
ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ID_CHECK = "10X98765432"
NO_SUCH_REGION = "990304"
"""A region code that was never given out: no real person can have such a number."""


@dataclass(frozen=True, slots=True)
class Human:
    """One invented person."""

    name: str
    sex: Sex
    birth_on: date
    id_number: str
    phone: str


class People:
    """Gives one invented person after another; names rarely repeat within the first few hundred."""

    def __init__(self) -> None:
        self._serial = count()

    def next(self, *, oldest: int = 52, youngest: int = 26, in_year: int = 2026) -> Human:
        """The next person, aged between the two on 1 September of `in_year`."""
        serial = next(self._serial)
        name = (
            SURNAMES[serial % len(SURNAMES)]
            + FIRST[(serial * 7 + serial // 30) % len(FIRST)]
            + SECOND[(serial * 11 + serial // 7) % len(SECOND)]
        )
        sex = Sex.female if serial % 5 < 3 else Sex.male
        span = (oldest - youngest) * 365
        birth_on = date(in_year - oldest, 9, 2) + timedelta(days=(serial * 1237) % span)
        return Human(name, sex, birth_on, _id_number(birth_on, serial, sex), f"000 555 {1000 + serial % 9000:04d}")


def _id_number(birth_on: date, serial: int, sex: Sex) -> str:
    order = (serial * 2 + (1 if sex is Sex.male else 0)) % 1000
    first = f"{NO_SUCH_REGION}{birth_on:%Y%m%d}{order:03d}"
    total = sum(weight * int(digit) for weight, digit in zip(ID_WEIGHTS, first, strict=True))
    return first + ID_CHECK[total % 11]
