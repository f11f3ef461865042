"""The present term and the next one, as people choose them."""

from datetime import date

from services.contracts.codes import SchoolTerm
from services.contracts.joint_work import BaseSchoolOut
from services.web import clock
from services.web.months import school_year_of
from services.web.wording import school_year

AUTUMN_ENDS, SPRING_ENDS = (1, 31), (7, 31)
FIRST_SPRING_MONTH, FIRST_AUTUMN_MONTH = 2, 8


def term_end(today: date) -> date:
    """Return the last day of the present term: the end of January, or of July."""
    if today.month == 1 or FIRST_SPRING_MONTH <= today.month < FIRST_AUTUMN_MONTH:
        month, last = AUTUMN_ENDS if today.month == 1 else SPRING_ENDS
        return date(today.year, month, last)
    return date(today.year + 1, *AUTUMN_ENDS)


def terms() -> list[tuple[int, SchoolTerm]]:
    """Return the present term and the one after it."""
    today = clock.today()
    year = school_year_of(today)
    is_spring = today.year > year and today.month >= FIRST_SPRING_MONTH
    return [(year, SchoolTerm.spring), (year + 1, SchoolTerm.autumn)] if is_spring else [
        (year, SchoolTerm.autumn), (year, SchoolTerm.spring),
    ]  # fmt: skip


def present_term() -> tuple[int, SchoolTerm]:
    """Return the school year and half that today lies in."""
    return terms()[0]


def term_words(year: int, half: SchoolTerm) -> str:
    """Return 2026–2027学年秋季学期."""
    return f"{school_year(year)}学年{half.label.partition('（')[0]}"


def other_terms(rows: list[BaseSchoolOut], present: tuple[int, SchoolTerm]) -> list[tuple[str, str]]:
    """Return the base schools of the terms before and after the present one."""
    return [
        (term_words(row.school_year, row.term), row.school.name)
        for row in rows
        if (row.school_year, row.term) != present
    ]
