"""Many running assignments at once, for imports (SM-4): the same facts are frozen as when one is planned."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.assignments import queries, rules
from services.api.features.assignments.models import Assignment
from services.api.features.assignments.service_bulk_again import COMPARED, again, changes_of
from services.api.features.persons import service_honours as honours
from services.api.features.schools import service as school_service
from services.api.features.schools import service_bulk as schools
from services.api.features.schools.service_bulk import FoundSchool
from services.api.features.staff import service_bulk as staff
from services.api.kernel.bulk_rows import insert_rows, locked_many, rows_by
from services.api.kernel.clock import SHANGHAI
from services.api.kernel.competence import deciders, decides_between
from services.api.kernel.events import name_action
from services.api.kernel.ids import new_id
from services.api.kernel.outcomes import Line, Outcome, Place, refused, updated, works, wrong
from services.api.kernel.periods import Period, school_year_of
from services.api.kernel.personal import normal_id_number
from services.contracts.codes import AssignmentStatus, Locality
from services.contracts.imports import ImportRowStatus, RunningAssignment
from services.contracts.problems import FieldProblem

NEEDED = ("arrived_on", "confirmed_on", "basis")
A = queries.A


class Decided(NamedTuple):
    """A school's locality on a closed range of days."""

    locality: Locality
    start_on: date
    end_on: date | None


@dataclass(frozen=True, slots=True)
class Around:
    """What the lines stand in: people, schools, their localities, and the people's assignments so far."""

    people: staff.Known
    here: schools.Finder
    anywhere: schools.Finder
    localities: dict[UUID, list[Decided]]
    earlier: dict[UUID, list[Row[Any]]]


class Service(NamedTuple):
    """Who serves where."""

    person: Any
    receiving: FoundSchool


async def plan(db: AsyncSession, place: Place, lines: Sequence[Line]) -> list[Outcome]:
    """What becomes of each line. Twelve queries, however many lines."""
    hashes = [
        place.personal.match_key(number) for line in lines if (number := normal_id_number(line.extra["id_number"]))
    ]
    people = await staff.known(db, place.county_code, hashes, (line.extra["staff_no"] for line in lines),
                               (line.extra["name"] for line in lines))  # fmt: skip
    texts = [line.extra[name] for line in lines for name in ("receiving", "sending")]
    here, anywhere = await schools.finder(db, texts, place.county_code), await schools.finder(db, texts)
    around = Around(people, here, anywhere, {}, {})
    services = [_service(place, line, around) for line in lines]
    real = [found for found in services if isinstance(found, Service)]
    around = Around(people, here, anywhere, await _localities(db, real), await _earlier(db, real))
    as_they_are = await again(db, place, lines, anywhere)
    planned = [
        Outcome(ImportRowStatus.unchanged, known) if known is not None else _planned(place, line, found, around)
        for line, found, known in zip(lines, services, as_they_are, strict=True)
    ]
    return await _with_honours(db, _without_overlaps(planned))


async def _with_honours(db: AsyncSession, planned: Sequence[Outcome]) -> list[Outcome]:
    """New rows freeze the honours of the first day."""
    new = {each.id: each.work for each in works(planned, ImportRowStatus.create) if each.id is not None}
    days = {key: honours.During(work["person_id"], work["start_on"], work["start_on"]) for key, work in new.items()}
    for key, found in (await honours.held(db, days)).items():
        new[key]["honours"] = honours.bits_of(found)
    return list(planned)


def _without_overlaps(planned: Sequence[Outcome]) -> list[Outcome]:
    """Of two new exclusive assignments of one person that share a day the second one stays out."""
    taken: dict[UUID, list[Period]] = defaultdict(list)
    found = []
    for outcome in planned:
        work: dict[str, Any] = outcome.work if outcome.status is ImportRowStatus.create else {"exclusive": False}
        if work["exclusive"]:
            period = Period(work["start_on"], work["end_on"])
            if any(period.overlaps(other) for other in taken[work["person_id"]]):
                detail = "和表里前面一行是同一名教师，日期重叠，请只留一行或改日期"
                found.append(refused(wrong("start_on", "assignment.overlap", detail), match=outcome.match))
                continue
            taken[work["person_id"]].append(period)
        found.append(outcome)
    return found


def _service(place: Place, line: Line, around: Around) -> Service | list[FieldProblem]:
    person = _person(place, line, around)
    receiving = around.here.one(line.extra["receiving"], "receiving_school_id")
    if isinstance(receiving, FieldProblem) and receiving.code == "school.unknown":
        receiving = around.anywhere.one(line.extra["receiving"], "receiving_school_id")
    if isinstance(person, FieldProblem) or isinstance(receiving, FieldProblem):
        return [each for each in (person, receiving) if isinstance(each, FieldProblem)]
    return Service(person, receiving)


def _person(place: Place, line: Line, around: Around) -> Any:
    """The employment meant, or what is wrong."""
    extra = line.extra
    number = normal_id_number(extra["id_number"])
    if extra["id_number"] and number is None:
        return wrong("id_number", "staff.id_number", "身份证号是18位，请再核对")
    rows = around.people.by_number.get(place.personal.match_key(number), []) if number else []
    rows = rows or (around.people.by_staff_no.get(extra["staff_no"], []) if extra["staff_no"] else [])
    rows = rows or around.people.by_name.get(extra["name"], [])
    rows = [
        row
        for row in rows
        if row.ended_on is None and row.county_code == place.county_code and row.name == extra["name"]
    ]
    if len(rows) > 1 and extra["sending"]:
        sending = around.here.one(extra["sending"], "sending")
        rows = [row for row in rows if isinstance(sending, FoundSchool) and row.school_id == sending.id]
    if len(rows) > 1:
        return wrong("name", "staff.several", f"本县有{len(rows)}名同名的教职工，请填身份证号或工号")
    if not rows:
        return wrong("name", "staff.unknown", "本县在职的教职工里没有找到这个人，请核对姓名和身份证号，或先导入教职工")
    return rows[0]


async def _localities(db: AsyncSession, services: Sequence[Service]) -> dict[UUID, list[Decided]]:
    ids = {found.receiving.id for found in services} | {found.person.school_id for found in services}
    decided = school_service.locality_periods().c
    columns = (decided.school_id, decided.locality, decided.start_on, decided.end_on)
    found: dict[UUID, list[Decided]] = defaultdict(list)
    for row in await rows_by(db, columns, decided.school_id, ids):
        found[row.school_id].append(Decided(row.locality, row.start_on, row.end_on))
    return found


async def _earlier(db: AsyncSession, services: Sequence[Service]) -> dict[UUID, list[Row[Any]]]:
    """Person → assignments that count."""
    columns = (A.id, A.person_id, A.receiving_school_id, A.start_on, A.status, A.exclusive,
               *(getattr(A, name) for name in COMPARED))  # fmt: skip
    people = {found.person.person_id for found in services}
    found: dict[UUID, list[Row[Any]]] = defaultdict(list)
    for row in await rows_by(db, columns, A.person_id, people, A.status.not_in(queries.NEVER_SERVED)):
        found[row.person_id].append(row)
    return found


def _planned(place: Place, line: Line, found: Service | list[FieldProblem], around: Around) -> Outcome:
    body: RunningAssignment = line.body
    if isinstance(found, list):
        return refused(*found, *_date_problems(place.today, body))
    person, receiving = found
    match = place.personal.match_key(f"{person.person_id}{receiving.id}{body.start_on}")
    earlier = around.earlier.get(person.person_id, [])
    same = next(
        (row for row in earlier if (row.receiving_school_id, row.start_on) == (receiving.id, body.start_on)), None
    )
    changes = changes_of(body, same) if same is not None else {}
    problems = _status_problems(line.extra["status"], same) + _place_problems(place, body, found)
    problems += [each for each in _date_problems(place.today, body) if same is None or each.field in changes]
    if same is None:
        problems += [wrong(name, "missing", "这一项要填") for name in NEEDED if not getattr(body, name)]
    if problems:
        return refused(*problems, match=match)
    if same is not None:
        if changes and same.status is not AssignmentStatus.active:
            detail = f"这项任务已是“{same.status.label}”，请在交流任务页面办"
            return refused(wrong("name", "state.illegal", detail), match=match)
        return updated(same.id, changes, match, same)
    if rules.is_exclusive(body.workload) and any(_overlaps(body, row) for row in earlier):
        detail = "这名教师这段时间已有全职或顶岗的交流任务，日期不能重叠"
        return refused(wrong("start_on", "assignment.overlap", detail), match=match)
    return Outcome(ImportRowStatus.create, new_id(), match, work=_values(place, body, found, around.localities))


def _status_problems(status: str, same: Row[Any] | None) -> list[FieldProblem]:
    """Only who is in post is imported; steps of an assignment are taken on its own page."""
    if same is None and status not in {"", AssignmentStatus.active}:
        return [wrong("status", "import.not_running", "这里只导入在岗的任务，别的请在交流任务页面办")]
    if same is not None and status and status != same.status:
        return [wrong("status", "import.not_running", "状态和系统里的不一样，要改请在交流任务页面办")]
    return []


def _overlaps(body: RunningAssignment, row: Row[Any]) -> bool:
    return row.exclusive and Period(body.start_on, body.end_on).overlaps(Period(row.start_on, row.end_on))


def _date_problems(today: date, body: RunningAssignment) -> list[FieldProblem]:
    found = []
    if body.start_on > today:
        found.append(wrong("start_on", "import.future", "这里只导入已经开始的任务，开始日期不能晚于今天"))
    if body.end_on < max(body.start_on, today):
        found.append(wrong("end_on", "import.over", "结束日期要在今天或之后，且不早于开始日期；已结束的任务不用导入"))
    if body.arrived_on is not None and not body.start_on <= body.arrived_on <= min(today, body.end_on):
        found.append(wrong("arrived_on", "assignment.too_early", "到岗日期要在开始日期和今天之间"))
    if body.confirmed_on is not None and body.arrived_on is not None and body.confirmed_on > body.arrived_on:
        found.append(wrong("confirmed_on", "import.confirmed_late", "三方确认日期不能晚于到岗日期"))
    return found


def _place_problems(place: Place, body: RunningAssignment, found: Service) -> list[FieldProblem]:
    person, receiving = found
    if receiving.id == person.school_id:
        return [
            wrong("receiving_school_id", "assignment.same_school", "派出学校和接收学校不能是同一所，请改选接收学校")
        ]
    if receiving.closed_on is not None and receiving.closed_on < body.end_on:
        return [wrong("receiving_school_id", "school.closed", "这所学校届时已停办，请改选一所")]
    counties = (person.county_code, receiving.county_code)
    if not decides_between(place.principal, *counties):
        return [wrong("receiving_school_id", "permission.denied", f"到这所学校的任务要{deciders(*counties)}导入")]
    return []


def _on(decided: Iterable[Decided], day: date) -> Locality | None:
    return next((each.locality for each in decided if Period(each.start_on, each.end_on).contains(day)), None)


def _values(
    place: Place, body: RunningAssignment, found: Service, localities: dict[UUID, list[Decided]]
) -> dict[str, Any]:
    person, receiving = found
    sending_is = _on(localities.get(person.school_id, ()), body.start_on)
    receiving_is = _on(localities.get(receiving.id, ()), body.start_on)
    year = school_year_of(body.start_on)
    confirmed_at = datetime.combine(body.confirmed_on, time(9), SHANGHAI) if body.confirmed_on is not None else None
    confirmed = {f"{part.value}_confirmed_at": confirmed_at for part in rules.Part}
    by = {f"{part.value}_confirmed_by": None for part in rules.Part}
    return {
        **body.model_dump(exclude={"staff_id", "receiving_school_id", "confirmed_on"}), **confirmed, **by,
        "person_id": person.person_id, "staff_id": person.staff_id, "sending_school_id": person.school_id,
        "home_county_code": person.county_code, "receiving_school_id": receiving.id,
        "receiving_county_code": receiving.county_code, "planned_end_on": body.end_on,
        "direction": rules.direction(person.county_code, receiving.county_code, sending_is, receiving_is),
        "school_year": year, "exclusive": rules.is_exclusive(body.workload), "subject": body.subject or person.subject,
        "status": AssignmentStatus.active, "status_at": place.now, "sex": person.sex,
        "age": rules.age_in(year, person.birth_on), "post": person.post, "title": person.title, "stage": person.stage,
        "sending_locality": sending_is, "receiving_locality": receiving_is,
    }  # fmt: skip


async def write(db: AsyncSession, _place: Place, outcomes: Sequence[Outcome]) -> None:
    """Write what was planned, in the caller's transaction at a savepoint. Raises bulk_rows.Clash."""
    new = works(outcomes, ImportRowStatus.create)
    await insert_rows(db, Assignment, [{**each.work, "id": each.id} for each in new], "import")
    changes = {each.id: each.work for each in works(outcomes, ImportRowStatus.update)}
    for assignment in await locked_many(db, Assignment, changes):
        values = dict(changes[assignment.id])
        if "workload" in values:
            values["exclusive"] = rules.is_exclusive(values["workload"])
        assignment.sqlmodel_update(values)
        name_action(db, assignment, "import")
    await db.flush()
