"""A messy spreadsheet of people: two thousand rows, three hundred planted mistakes, the same for the same seed.

All people are invented.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from services.api.features.imports.reading.raw import letters
from services.contracts.codes import Sex
from tests.support.id_numbers import id_number

ROWS, OF_EACH = 2000, 15
TITLE = ["白果县2026年教职工情况统计表（人事股制）"]
HEADINGS = ["序号", " 姓 名*", "性别", "出生日期", "身份证号码", "所在学校", "工号", "现任职务", "职称",
            "任教学段（必填）",
            "任教科目", "年级", "是否在编", "备注", "来校日期"]  # fmt: skip
NAME, SEX, BIRTH, NUMBER, SCHOOL, STAFF_NO, POST, TITLE_OF, STAGE, SUBJECT, GRADES, QUOTA, NOTE, HIRED = range(1, 15)
SURNAMES = "陈林何罗邓韩谢吴秦贺江沈曾单仇尉"
GIVEN = "立群婉清一鸣晓雯志强雨桐望舒小满知行若谷思齐"
FIRST_ROW = 3
TWENTY_YEARS = timedelta(days=7305)
Fault = Callable[["Golden", list[Any], int], str]


@dataclass
class Golden:
    """The table as rows of cells, and what is wrong: cell → code."""

    schools: list[str]
    elsewhere: str
    chance: random.Random
    table: list[list[Any]] = field(default_factory=lambda: [list(TITLE), list(HEADINGS)])
    faults: dict[str, str] = field(default_factory=dict)

    @property
    def right(self) -> int:
        """Rows that land."""
        return len(self.table) - 2 - len(self.faults)


def golden(schools: list[str], elsewhere: str, seed: int = 7) -> Golden:
    """Rows of people of these schools (codes or names); `elsewhere` is a school of another county."""
    made = Golden(schools, elsewhere, random.Random(seed))
    kinds = [kind for kind in FAULTS for _ in range(OF_EACH)]
    faulty = dict(zip(made.chance.sample(range(50, ROWS), len(kinds)), kinds, strict=True))
    for index in range(ROWS):
        row = _person(made, index)
        if index in faulty:
            column, code, plant = FAULTS[faulty[index]]
            plant(made, row, index)
            made.faults[f"{letters(column)}{index + FIRST_ROW}"] = code
        made.table.append(row)
    return made


def _person(made: Golden, index: int) -> list[Any]:
    chance = made.chance
    name = chance.choice(SURNAMES) + "".join(chance.sample(GIVEN, chance.choice((1, 2))))
    man, born = chance.random() < 0.4, date(1965, 1, 1) + timedelta(days=index * 6)
    hired = max(date(2001, 9, 1) + timedelta(days=chance.randrange(8000)), born + TWENTY_YEARS)
    shown = f"{name[0]}　{name[1]}" if len(name) == 2 and chance.random() < 0.5 else name
    number = id_number(born, Sex.male if man else Sex.female, serial=index % 100)
    return [
        index + 1, shown, "男" if man else "女", _day(chance, born), _wide(number) if index % 40 == 0 else number,
        chance.choice(made.schools), f"G{index:05d}", chance.choice(["教师", "中层干部", ""]),
        chance.choice(["一级教师", "二级", "高级", "无", ""]), "小学", chance.choice(["语文", "数学", ""]),
        chance.choice(["3", "3、4", ""]), chance.choice(["是", "否", ""]), "", _day(chance, hired),
    ]  # fmt: skip


def _day(chance: random.Random, day: date) -> Any:
    """One of the ways in which people write a day."""
    return chance.choice([
        day, day.isoformat(), f"{day.year}.{day.month}.{day.day}", f"{day.year}年{day.month}月{day.day}日",
        f"{day:%Y%m%d}", f"{day.year}/{day.month}/{day.day}", _wide(day.isoformat()),
    ])  # fmt: skip


def _wide(text: str) -> str:
    return text.translate({code: code + 0xFEE0 for code in range(0x30, 0x5B)})


def _put(column: int, value: Any) -> Any:
    def plant(_made: Golden, row: list[Any], _index: int) -> None:
        row[column] = value

    return plant


def _wrong_check(_made: Golden, row: list[Any], _index: int) -> None:
    number = row[NUMBER].translate({code + 0xFEE0: code for code in range(0x30, 0x5B)})
    row[NUMBER] = number[:17] + ("1" if number[17] != "1" else "2")


def _other_birth(_made: Golden, row: list[Any], _index: int) -> None:
    row[BIRTH] = "1960-03-04"


def _twice(made: Golden, row: list[Any], index: int) -> None:
    row[:] = [index + 1, *made.table[2 + index % 40][1:]]


def _elsewhere(made: Golden, row: list[Any], _index: int) -> None:
    row[SCHOOL] = made.elsewhere


FAULTS: dict[str, tuple[int, str, Any]] = {
    "no name": (NAME, "missing", _put(NAME, "")),
    "a name with digits": (NAME, "name_characters", _put(NAME, "陈立群2")),
    "no such sex": (SEX, "cell.code", _put(SEX, "男性")),
    "a day of another country": (BIRTH, "cell.day", _put(BIRTH, "5/20/1985")),
    "a day that never was": (BIRTH, "cell.no_such_day", _put(BIRTH, "1985-02-30")),
    "a wrong check digit": (NUMBER, "staff.id_number", _wrong_check),
    "another birthday": (NUMBER, "staff.id_birth", _other_birth),
    "a number that lost its end": (NUMBER, "cell.scientific", _put(NUMBER, "6.10304199001011E+17")),
    "no such school": (SCHOOL, "school.unknown", _put(SCHOOL, "不存在的小学")),
    "a school elsewhere": (SCHOOL, "import.other_county", _elsewhere),
    "no school": (SCHOOL, "missing", _put(SCHOOL, None)),
    "no such post": (POST, "cell.code", _put(POST, "门卫")),
    "no such title": (TITLE_OF, "cell.code", _put(TITLE_OF, "特级大师")),
    "no such stage": (STAGE, "cell.code", _put(STAGE, "大学")),
    "a grade in words": (GRADES, "cell.number", _put(GRADES, "三年级")),
    "a grade too high": (GRADES, "less_than_equal", _put(GRADES, "13")),
    "neither yes nor no": (QUOTA, "cell.flag", _put(QUOTA, "借调")),
    "hired before birth": (HIRED, "staff.hired_before_birth", _put(HIRED, "1950-09-01")),
    "no first day": (HIRED, "missing", _put(HIRED, "")),
    "the same person again": (NAME, "import.double", _twice),
}
"""Column, code, and how it is planted: twenty kinds."""
