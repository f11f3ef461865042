"""Staff: what an identity number says, and who may do what."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from services.api.kernel.personal import normal_id_number
from services.api.kernel.problems import field_problem
from services.api.kernel.states import Transition, TransitionTable
from services.contracts.codes import Code, Sex
from services.contracts.problems import FieldProblem
from services.contracts.shapes import ID_NUMBER, misspelt


class StaffState(Code):
    """In service until the last day is known."""

    in_service = "in_service", "在职"
    ended = "ended", "已结束"


@dataclass(frozen=True, slots=True)
class StaffFacts:
    """What decides on a transition: the caller may write staff, and the school is in its scope."""

    may_write: bool
    in_scope: bool


def _writes(facts: StaffFacts) -> bool:
    return facts.may_write and facts.in_scope


_WHO = "本校报送员或本县区县协调人"
_IN_SERVICE = frozenset({StaffState.in_service})
STAFF_ACTIONS: TransitionTable[StaffState, StaffFacts] = TransitionTable(
    "staff",
    [
        Transition("update", "修改", _IN_SERVICE, None, _WHO, _writes),
        Transition("end", "结束人事关系", _IN_SERVICE, StaffState.ended, _WHO, _writes),
    ],
)


def state_of(ended_on: date | None) -> StaffState:
    """Ended as soon as the last day is known."""
    return StaffState.in_service if ended_on is None else StaffState.ended


def id_number_problem(typed: str, birth_on: date, sex: Sex) -> FieldProblem | None:
    """What is wrong with an identity number: its check digit, its birthday or its sex (GB 11643); None when it fits."""
    number = normal_id_number(typed)
    if number is None:
        return field_problem("id_number", "staff.id_number", _misspelt_id(typed.strip()))
    if number[6:14] != f"{birth_on:%Y%m%d}":
        return field_problem("id_number", "staff.id_birth", "身份证号里的出生日期和填的不一样，请再核对")
    if sex in {Sex.male, Sex.female} and sex is not sex_in(number):
        return field_problem("id_number", "staff.id_sex", "身份证号里的性别和填的不一样，请再核对")
    return None


def _misspelt_id(typed: str) -> str:
    if re.fullmatch(ID_NUMBER, typed):
        return "身份证号里有一位写错了，请对照证件核对"
    return misspelt(ID_NUMBER, typed)


YOUNGEST = 16
"""Nobody is employed before this birthday (劳动法 第十五条)."""
LONGEST_AHEAD = timedelta(days=366)
"""A day of hiring or a change lies at most so far ahead; a later day is a slip of the pen."""


def hired_problem(hired_on: date, birth_on: date, today: date, field: str = "hired_on") -> FieldProblem | None:
    """What is wrong with a day of hiring: before birth, younger than 16, more than 366 days ahead; None when it fits.

    `field`: `birth_on` when only that day was given, so that it is the one to be put right.
    """
    is_birth = field == "birth_on"
    if hired_on <= birth_on:
        detail = "出生日期要在入职日期之前" if is_birth else "入职日期要在出生日期之后"
        return field_problem(field, "staff.hired_before_birth", detail)
    if (hired_on.year - YOUNGEST, hired_on.month, hired_on.day) < (birth_on.year, birth_on.month, birth_on.day):
        detail = "按这个日期，入职时还不满16岁，请核对出生日期" if is_birth else "入职时还不满16岁，请核对入职日期"
        return field_problem(field, "staff.hired_too_young", detail)
    if hired_on > today + LONGEST_AHEAD and not is_birth:
        return field_problem(field, "staff.hired_far", "入职日期最多提前一年登记，请核对年份")
    return None


def sex_in(id_number: str) -> Sex:
    """The seventeenth digit is odd for men."""
    return Sex.male if int(id_number[16]) % 2 else Sex.female


@dataclass(frozen=True, slots=True)
class Human:
    """What two records of one person share."""

    name: str
    sex: Sex
    birth_on: date


def is_same_human(known: Human, typed: Human) -> bool:
    """The same number with another name or birthday is a mistake, not the same person."""
    same_name = "".join(known.name.split()) == "".join(typed.name.split())
    return same_name and known.sex is typed.sex and known.birth_on == typed.birth_on
