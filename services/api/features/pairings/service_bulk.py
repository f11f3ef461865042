"""Many running pairings at once, for imports (SM-5)."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.pairings import queries, rules
from services.api.features.pairings.models import Pairing
from services.api.features.schools import service_bulk as schools
from services.api.features.schools.service_bulk import FoundSchool
from services.api.kernel.bulk_rows import insert_rows, locked_many, rows_by
from services.api.kernel.competence import deciders, decides_between
from services.api.kernel.events import name_action
from services.api.kernel.ids import new_id
from services.api.kernel.outcomes import Line, Outcome, Place, differs, refused, updated, works, wrong
from services.contracts.codes import PairingStatus, PairSide
from services.contracts.imports import ImportRowStatus, RunningPairing
from services.contracts.problems import FieldProblem

SCHOOLS = frozenset({"supporting_school_id", "recipient_school_id"})
NEEDED = ("basis", "supporting_signed_on", "recipient_signed_on")
RUNNING = frozenset({PairingStatus.active, PairingStatus.suspended})
CLOSED = frozenset(status.value for status in queries.CLOSED)
COMPARED = tuple(name for name in RunningPairing.model_fields if name not in SCHOOLS)
Sides = tuple[FoundSchool, FoundSchool]
Known = dict[tuple[UUID, UUID], list[Row[Any]]]
P = queries.P


async def plan(db: AsyncSession, place: Place, lines: Sequence[Line]) -> list[Outcome]:
    """What becomes of each line: two schools without an open pairing get a running one. Four queries."""
    texts = [line.extra[side.value] for line in lines for side in PairSide]
    here, anywhere = await schools.finder(db, texts, place.county_code), await schools.finder(db, texts)
    sides = [_sides(line, here, anywhere) for line in lines]
    known = await _known(db, [found for found in sides if not isinstance(found, list)])
    return [_planned(place, line, found, known) for line, found in zip(lines, sides, strict=True)]


def _sides(line: Line, here: schools.Finder, anywhere: schools.Finder) -> Sides | list[FieldProblem]:
    """A name means a school of the county before one elsewhere."""
    found = []
    for side in PairSide:
        name = f"{side.value}_school_id"
        near = here.one(line.extra[side.value], name)
        is_unknown = isinstance(near, FieldProblem) and near.code == "school.unknown"
        found.append(anywhere.one(line.extra[side.value], name) if is_unknown else near)
    problems = [each for each in found if isinstance(each, FieldProblem)]
    if problems:
        return problems
    supporting, recipient = (each for each in found if isinstance(each, FoundSchool))
    return supporting, recipient


async def _known(db: AsyncSession, sides: Sequence[Sides]) -> Known:
    """Two schools → all their pairings."""
    first = {supporting.id for supporting, _ in sides}
    found: Known = defaultdict(list)
    for row in await rows_by(db, tuple(P.__table__.c), P.supporting_school_id, first):
        found[row.supporting_school_id, row.recipient_school_id].append(row)
    return found


def _planned(place: Place, line: Line, sides: Sides | list[FieldProblem], known: Known) -> Outcome:
    body, status = line.body, line.extra["status"]
    if isinstance(sides, list):
        return refused(*sides, *_date_problems(place.today, body))
    rows = known.get((sides[0].id, sides[1].id), [])
    if status in CLOSED:
        return _closed(body, status, rows)
    match = place.personal.match_key(f"{sides[0].id}{sides[1].id}")
    still_open = [row for row in rows if row.status not in queries.CLOSED]
    earlier = min(still_open, key=lambda row: row.status not in RUNNING, default=None)
    changes = _differences(body, earlier) if earlier is not None else {}
    if earlier is not None and not changes and (status == earlier.status or (not status and earlier.status in RUNNING)):
        return Outcome(ImportRowStatus.unchanged, earlier.id, match)
    problems = _status_problems(status, earlier)
    problems += [each for each in _date_problems(place.today, body) if earlier is None or each.field in changes]
    problems += _school_problems(place, body, sides)
    if earlier is None:
        problems += [wrong(name, "missing", "这一项要填") for name in NEEDED if not getattr(body, name)]
    if problems:
        return refused(*problems, match=match)
    if earlier is None:
        return Outcome(ImportRowStatus.create, new_id(), match, work=(body, sides))
    return updated(earlier.id, changes, match, earlier)


def _closed(body: RunningPairing, status: str, rows: Sequence[Row[Any]]) -> Outcome:
    """A line of a download about a pairing that is over; the same two schools may have had several."""
    same = (row for row in rows if row.status == status and row.start_on == body.start_on)
    found = next((row for row in same if not _differences(body, row)), None)
    if found is None:
        return refused(wrong("status", "import.not_running", "已结束、已作废的结对不能导入，也不能改"))
    return Outcome(ImportRowStatus.unchanged, found.id)


def _differences(body: RunningPairing, earlier: Row[Any]) -> dict[str, Any]:
    typed = {name: value for name in COMPARED if (value := getattr(body, name)) not in {None, ""}}
    return {name: value for name, value in typed.items() if differs(value, getattr(earlier, name))}


def _status_problems(status: str, earlier: Row[Any] | None) -> list[FieldProblem]:
    """Only what runs is imported; steps of an agreement are taken on its own page."""
    if earlier is None:
        detail = "这里只导入进行中的结对，别的请在结对页面新建"
        return [wrong("status", "import.not_running", detail)] if status not in {"", PairingStatus.active} else []
    if status and status != earlier.status:
        return [wrong("status", "import.not_running", "状态和系统里的不一样，要改请在结对页面办")]
    if earlier.status in RUNNING:
        return []
    detail = "这两所学校已有一个还没开始的结对，请在结对页面办完"
    return [wrong("recipient_school_id", "pairing.duplicate", detail)]


def _date_problems(today: date, body: RunningPairing) -> list[FieldProblem]:
    found = []
    if body.start_on > today:
        found.append(wrong("start_on", "import.future", "这里只导入已经开始的结对，开始日期不能晚于今天"))
    if body.end_on is not None and body.end_on < max(body.start_on, today):
        found.append(wrong("end_on", "import.over", "结束日期要在今天或之后，且不早于开始日期；已结束的结对不用导入"))
    names = [f"{side.value}_signed_on" for side in PairSide]
    late = [name for name in names if (day := getattr(body, name)) is not None and day > today]
    return found + [wrong(name, "import.future", "签字日期不能晚于今天") for name in late]


def _school_problems(place: Place, body: RunningPairing, sides: Sides) -> list[FieldProblem]:
    supporting, recipient = sides
    if supporting.id == recipient.id:
        return [wrong("recipient_school_id", "pairing.same_school", "支援学校和受援学校不能是同一所，请改选一所")]
    counties = (supporting.county_code, recipient.county_code)
    if place.county_code not in counties and not place.county_code.endswith("00"):
        return [wrong("recipient_school_id", "import.other_county", "两所学校都不归本县管，请核对")]
    if not decides_between(place.principal, *counties):
        return [wrong("recipient_school_id", "permission.denied", f"这两所学校的结对要{deciders(*counties)}导入")]
    return [wrong(f"{side.value}_school_id", "school.closed", "这所学校已停办，请改选一所")
            for side, school in zip(PairSide, sides, strict=True)
            if school.closed_on is not None and school.closed_on < body.start_on]  # fmt: skip


async def write(db: AsyncSession, place: Place, outcomes: Sequence[Outcome]) -> None:
    """Write what was planned, in the caller's transaction at a savepoint. Raises bulk_rows.Clash."""
    rows = [_row(place, outcome) for outcome in works(outcomes, ImportRowStatus.create)]
    await insert_rows(db, Pairing, rows, "import")
    changes = {each.id: each.work for each in works(outcomes, ImportRowStatus.update)}
    for pairing in await locked_many(db, Pairing, changes):
        pairing.sqlmodel_update(changes[pairing.id])
        name_action(db, pairing, "import")
    await db.flush()


def _row(place: Place, outcome: Outcome) -> dict[str, Any]:
    body, (supporting, recipient) = outcome.work
    typed = body.model_dump(exclude=set(SCHOOLS))
    people = {f"{side.value}_{who}" for side in PairSide for who in ("leader", "liaison")}
    return {
        **typed,
        **{name: typed[name] or "" for name in people},
        "id": outcome.id,
        "supporting_school_id": supporting.id,
        "recipient_school_id": recipient.id,
        "supporting_county_code": supporting.county_code,
        "recipient_county_code": recipient.county_code,
        "level": rules.level_of(supporting.county_code, recipient.county_code),
        "status": PairingStatus.active,
        "status_at": place.now,
    }
