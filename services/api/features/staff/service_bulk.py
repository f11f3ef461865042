"""Many people at once: found for other features, checked and written for imports (E-07 … E-10).

A person is known by identity number; else by staff number in the county; else by name, sex and birthday there.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.schools import service_bulk as schools
from services.api.features.staff import queries, queries_table, rules
from services.api.features.staff.service_bulk_write import DAYS, New, write
from services.api.kernel.bulk_rows import one_of, rows_by
from services.api.kernel.ids import new_id
from services.api.kernel.outcomes import Line, Outcome, Place, differs, refused, updated, wrong
from services.api.kernel.personal import normal_id_number
from services.contracts.imports import ImportRowStatus
from services.contracts.people import StaffCreate
from services.contracts.problems import FieldProblem

__all__ = ["Known", "known", "plan", "write"]

BLANK = ("", None)
HEADINGS = {"name": "姓名", "sex": "性别", "birth_on": "出生日期"}
NO_TAKEN = "本校工号{}已是别人的。请核对工号；是另一个人，换一个工号"
COMPARED = ("post", "title", "stage", "subject", "staff_no", "in_quota", "full_time_teacher")
person, staff = queries.person, queries.staff
HUMAN = (
    person.id.label("person_id"), person.name, person.sex, person.birth_on, person.id_number_hash,
    *(person[name] for name in DAYS),
)  # fmt: skip
EMPLOYED = (
    staff.id.label("staff_id"), staff.person_id, staff.school_id, staff.county_code, staff.hired_on, staff.ended_on,
    *(staff[name] for name in COMPARED),
)  # fmt: skip


@dataclass(slots=True)
class Known:
    """Employments by what they can be known by; several people may share a staff number or a name.

    Each has the columns HUMAN and EMPLOYED name, and `person_id`, `staff_id`.
    """

    by_number: dict[str, list[Any]] = field(default_factory=lambda: defaultdict(list))
    by_staff_no: dict[str, list[Any]] = field(default_factory=lambda: defaultdict(list))
    by_name: dict[str, list[Any]] = field(default_factory=lambda: defaultdict(list))
    grades: dict[UUID, list[int]] = field(default_factory=dict)


async def known(
    db: AsyncSession,
    county_code: str,
    hashes: Iterable[str],
    staff_nos: Iterable[str],
    names: Iterable[str],
    *,
    births: Collection[date] | None = None,
) -> Known:
    """Everybody with these identity numbers anywhere, and in service in the county under these numbers and names.

    `births` leaves out namesakes who were born on no such day: common names have thousands of bearers.

    Four queries of one table each, put together here: a join of tables that grow by thousands within a
    transaction, about which the planner knows nothing yet, can take it a minute.
    """
    numbers, nos, named = ({value for value in values if value} for values in (hashes, staff_nos, names))
    in_service = (staff.county_code == county_code, staff.ended_on.is_(None))
    by_no = await _select(db, EMPLOYED, staff.staff_no, nos, *in_service)
    people = await _select(db, HUMAN, person.id_number_hash, numbers)
    born = () if births is None else (one_of(db, person.birth_on, births),)
    people += await _select(db, HUMAN, person.name, named, person.county_code == county_code, *born)
    people += await _select(db, HUMAN, person.id, {row["person_id"] for row in by_no})
    humans = {row["person_id"]: row for row in people}
    employed = await _select(db, EMPLOYED, staff.person_id, set(humans))
    found = Known()
    for row in {row["staff_id"]: row for row in employed}.values():
        both = SimpleNamespace(**humans[row["person_id"]], **{name: row[name] for name in row if name != "person_id"})
        here = both.ended_on is None and both.county_code == county_code
        if both.id_number_hash in numbers:
            found.by_number[both.id_number_hash].append(both)
        if here and both.staff_no in nos:
            found.by_staff_no[both.staff_no].append(both)
        if here and both.name in named:
            found.by_name[both.name].append(both)
    return found


async def _select(db: AsyncSession, columns: Sequence[Any], by: Any, values: set[Any], *more: Any) -> list[Any]:
    rows = await rows_by(db, columns, by, values, *more, by.table.c.merged_at.is_(None))
    return [dict(row._mapping) for row in rows]  # noqa: SLF001 - SQLAlchemy's public name


async def plan(db: AsyncSession, place: Place, lines: Sequence[Line]) -> list[Outcome]:
    """What becomes of each line. At most eight queries, however many lines."""
    finder = await schools.finder(db, (line.extra["school"] for line in lines), place.county_code)
    numbers = [normal_id_number(line.body.id_number or "") for line in lines]
    keys = [place.personal.match_key(number) if number else None for number in numbers]
    found = await known(db, place.county_code, filter(None, keys), (line.body.staff_no for line in lines),
                        (line.body.name for line in lines), births={line.body.birth_on for line in lines})  # fmt: skip
    if any(line.body.grades for line in lines):
        found.grades = await queries_table.grades(db, _people(found), place.today)
    return [_planned(place, line, key, finder, found) for line, key in zip(lines, keys, strict=True)]


def _people(found: Known) -> set[UUID]:
    ways = (found.by_number, found.by_staff_no, found.by_name)
    return {row.person_id for way in ways for rows in way.values() for row in rows}


def _planned(place: Place, line: Line, key: str | None, finder: schools.Finder, found: Known) -> Outcome:
    body: StaffCreate = line.body
    match = key or place.personal.match_key(f"{body.staff_no}{body.name}{body.sex}{body.birth_on}")
    problems = _problems(body, place.today)
    school = finder.one(line.extra["school"], "school_id")
    if not isinstance(school, schools.FoundSchool):
        return refused(*problems, school, match=match)
    someone = _someone(body, key, school, found)
    if someone is not None and not isinstance(someone, FieldProblem):
        match = place.personal.match_key(str(someone.staff_id))
        if not _misnumbered(body, key) and _is_so(body, school, someone, found):
            return Outcome(ImportRowStatus.unchanged, someone.staff_id, match)
    problems += _school_problems(place, body, school)
    if problems:
        return refused(*problems, match=match)
    if isinstance(someone, FieldProblem):
        return refused(someone, match=match)
    new = Outcome(ImportRowStatus.create, new_id(), match, work=New(body, school.id, None, key))
    outcome = new if someone is None else _about(body, school, someone, found, match)
    if body.staff_no and outcome.status in {ImportRowStatus.create, ImportRowStatus.update}:
        outcome.shared = place.personal.match_key(f"{school.id}{body.staff_no}")
    return outcome


def _problems(body: StaffCreate, today: date) -> list[FieldProblem]:
    of_number = rules.id_number_problem(body.id_number, body.birth_on, body.sex) if body.id_number else None
    found = (rules.hired_problem(body.hired_on, body.birth_on, today), of_number)
    return [problem for problem in found if problem is not None]


def _misnumbered(body: StaffCreate, key: str | None) -> bool:
    """Whether an identity number is typed that is none; a line with one never says what is written down already."""
    return bool(body.id_number) and key is None


def _school_problems(place: Place, body: StaffCreate, school: schools.FoundSchool) -> list[FieldProblem]:
    if school.county_code != place.county_code:
        return [wrong("school_id", "import.other_county", "这所学校不归本县管，请核对")]
    if school.closed_on is not None and school.closed_on < body.hired_on:
        return [wrong("school_id", "school.closed", "这所学校已撤并，请改选学校")]
    return []


def _someone(
    body: StaffCreate, key: str | None, school: schools.FoundSchool, found: Known
) -> Any | FieldProblem | None:
    """The newest employment of the person meant, None for somebody new. Of several, those of the school are meant."""
    human = rules.Human(body.name, body.sex, body.birth_on)
    if key is not None and (rows := found.by_number.get(key)):
        newest = max(rows, key=lambda row: (row.ended_on is None, row.ended_on or row.hired_on))
        if _is(newest, human):
            return _of_others(body, school, newest, found) or newest
        detail = "这个身份证号已登记在另一名教职工名下，请核对姓名、性别和出生日期"
        return wrong("id_number", "staff.id_taken", detail)
    hits = [row for row in found.by_staff_no.get(body.staff_no, []) if _is(row, human)] if body.staff_no else []
    if not hits and (problem := _taken(body, human, school, found)) is not None:
        return problem
    hits = hits or [row for row in found.by_name.get(body.name, []) if _is(row, human)]
    if key is not None:
        hits = [row for row in hits if _may_be_the_one(body, school, row)]
    hits = [row for row in hits if row.school_id == school.id] or hits
    if len(hits) > 1:
        return wrong("name", "staff.several", f"本县有{len(hits)}名同名、同日生的教职工，请填身份证号或工号")
    return _numbered_so(hits[0], key) if hits else None


def _taken(body: StaffCreate, human: rules.Human, school: schools.FoundSchool, found: Known) -> FieldProblem | None:
    """A staff number of somebody in service at this school whose name, sex or birthday is another: which one is.

    A number is one person's in a school, so such a line is that person mistyped, or needs another number.
    """
    if not body.staff_no:
        return None
    holders = [row for row in found.by_staff_no.get(body.staff_no, []) if row.school_id == school.id]
    if not holders:
        return None
    unlike = min((_unlike(row, human) for row in holders), key=len)
    if len(unlike) > 1 and "name" in unlike:
        return wrong("staff_no", "staff.staff_no_taken", NO_TAKEN.format(body.staff_no))
    detail = (
        f"本校工号{body.staff_no}登记的是另一个{HEADINGS[unlike[0]]}。登记错了，在这个人的页面点“信息写错了，改正”；"
        "是另一个人，换一个工号"
    )
    return wrong(unlike[0], "staff.human_differs", detail)


def _of_others(body: StaffCreate, school: schools.FoundSchool, row: Any, found: Known) -> FieldProblem | None:
    """A staff number that somebody known by identity number is to get, and that another has in this school."""
    if row.ended_on is None and (row.school_id, row.staff_no) == (school.id, body.staff_no):
        return None
    holders = found.by_staff_no.get(body.staff_no, []) if body.staff_no else []
    if all(holder.person_id == row.person_id or holder.school_id != school.id for holder in holders):
        return None
    return wrong("staff_no", "staff.staff_no_taken", NO_TAKEN.format(body.staff_no))


def _unlike(row: Any, human: rules.Human) -> list[str]:
    """What tells the person on record from the one that is typed."""
    known = rules.Human(row.name, row.sex, row.birth_on)
    return [name for name in HEADINGS if not _is(row, replace(known, **{name: getattr(human, name)}))]


def _may_be_the_one(body: StaffCreate, school: schools.FoundSchool, row: Any) -> bool:
    """Whether somebody of this name, sex and birthday can be meant by a line with an identity number nobody has.

    The staff number says so; without one, the school does.
    """
    if body.staff_no and row.staff_no:
        return bool(body.staff_no == row.staff_no)
    return bool(row.school_id == school.id)


def _numbered_so(row: Any, key: str | None) -> Any | FieldProblem:
    """The person found by staff number or name, unless another identity number is on record."""
    if key is None or row.id_number_hash in {None, key}:
        return row
    detail = "登记的身份证号不是这个。登记错了，在这个人的页面点“信息写错了，改正”；没错，把表里的改回来"
    return wrong("id_number", "staff.id_differs", detail)


def _is(row: Any, human: rules.Human) -> bool:
    return rules.is_same_human(rules.Human(row.name, row.sex, row.birth_on), human)


def _is_so(body: StaffCreate, school: schools.FoundSchool, row: Any, found: Known) -> bool:
    """Whether a line says what is written down already, as lines of a download do that nobody has changed."""
    is_here = row.ended_on is None and (row.school_id, row.hired_on) == (school.id, body.hired_on)
    return is_here and not _differences(body, row, found)


def _about(body: StaffCreate, school: schools.FoundSchool, row: Any, found: Known, match: str) -> Outcome:
    """A line about somebody known: employed again, changed, or as it was."""
    if row.ended_on is not None:
        if body.hired_on <= row.ended_on:
            detail = f"上一段人事关系到{row.ended_on}为止，入职日期要在它之后"
            return refused(wrong("hired_on", "staff.hired_too_early", detail), match=match)
        return Outcome(ImportRowStatus.create, new_id(), match, work=New(body, school.id, row.person_id))
    if row.school_id != school.id:
        detail = "这名教职工的人事关系还在别的学校，要先在那里办结束"
        return refused(wrong("school_id", "staff.open_elsewhere", detail), match=match)
    if body.hired_on != row.hired_on:
        detail = f"登记的入职日期是{row.hired_on}。登记错了，在这个人的页面点“信息写错了，改正”；没错，把表里的改回来"
        return refused(wrong("hired_on", "staff.hired_differs", detail), match=match)
    return updated(row.staff_id, _differences(body, row, found), match, row, grades=found.grades.get(row.person_id))


def _differences(body: StaffCreate, row: Any, found: Known) -> dict[str, Any]:
    """What is said and is not so; what is left blank stays."""
    said = [name for name in (*COMPARED, *DAYS) if name in body.model_fields_set and getattr(body, name) not in BLANK]
    changes = {name: value for name in said if differs(value := getattr(body, name), getattr(row, name))}
    if body.grades and sorted(set(body.grades)) != sorted(set(found.grades.get(row.person_id, []))):
        changes["grades"] = list(body.grades)
    number = normal_id_number(body.id_number or "")
    if number is not None and row.id_number_hash is None:
        changes["id_number"] = number
    return changes
