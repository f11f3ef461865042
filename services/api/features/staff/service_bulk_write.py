"""Writing many people at once: the same rows as when one is employed, in a handful of statements."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.staff import service_dated
from services.api.features.staff.models import Person, Staff
from services.api.features.staff.service_dated import StaffPosition, StaffTeaching, StaffTitle
from services.api.kernel.bulk_rows import Row, insert_tables, locked_many
from services.api.kernel.ids import new_id
from services.api.kernel.outcomes import Outcome, Place, works
from services.api.kernel.personal import PersonalData, masked, normal_id_number
from services.api.kernel.pinyin import person_sort_key, person_spelling
from services.api.kernel.problems import Problem
from services.contracts.imports import ImportRowStatus
from services.contracts.people import StaffCreate

OF_THE_PERSON = frozenset(
    {"name", "sex", "birth_on", "id_number", "career_start_on", "confirmed_on", "grades", "school_id"}
)
EMPLOYED = tuple(name for name in StaffCreate.model_fields if name not in OF_THE_PERSON)
DATED = (("post",), ("title",), ("stage", "subject", "grades"))
DAYS = ("career_start_on", "confirmed_on")
"""Of the human: a difference is a mistake that is put right, not a change from a day on."""
BASIS = "批量导入"


@dataclass(frozen=True, slots=True)
class New:
    """Somebody to be employed; `person_id` of somebody who was employed before; `key` matches the identity number."""

    body: StaffCreate
    school_id: UUID
    person_id: UUID | None
    key: str | None = None


@dataclass(slots=True)
class Tables:
    """The rows of new people by table, in the order in which they are inserted."""

    people: list[Row] = field(default_factory=list)
    employments: list[Row] = field(default_factory=list)
    positions: list[Row] = field(default_factory=list)
    teachings: list[Row] = field(default_factory=list)
    titles: list[Row] = field(default_factory=list)


async def write(db: AsyncSession, place: Place, outcomes: Sequence[Outcome]) -> None:
    """Write what was planned, in the caller's transaction at a savepoint. Raises bulk_rows.Clash."""
    new = works(outcomes, ImportRowStatus.create)
    made = await asyncio.to_thread(_rows, place, [each for each in new if each.work.person_id is None])
    tables = ((Person, made.people), (Staff, made.employments), (StaffPosition, made.positions),
              (StaffTeaching, made.teachings), (StaffTitle, made.titles))  # fmt: skip
    await insert_tables(db, tables, "import")
    for outcome in new:
        if outcome.work.person_id is not None:
            await _employ_again(db, place, outcome)
    await _change(db, place, {each.id: each.work for each in works(outcomes, ImportRowStatus.update) if each.id})


def _rows(place: Place, new: Sequence[Outcome]) -> Tables:
    made = Tables()
    for outcome in sorted(new, key=lambda each: each.match or ""):
        work: New = outcome.work
        body, person_id = work.body, new_id()
        made.people.append(_person(place, person_id, work))
        dated: Row = {"county_code": place.county_code, "person_id": person_id, "start_on": body.hired_on}
        made.employments.append({**_employment(place, work), "id": outcome.id, "person_id": person_id})
        leads = body.post in service_dated.LEADERS
        made.positions.append(
            {**dated, "id": new_id(), "post": body.post, "leadership": leads, "school_id": work.school_id}
        )
        taught: Row = {"stage": body.stage, "subject": body.subject, "grades": list(body.grades)}
        made.teachings.append({**dated, "id": new_id(), **taught})
        made.titles.append({**dated, "id": new_id(), "title": body.title})
    return made


def _employment(place: Place, work: New) -> Row:
    values = {name: getattr(work.body, name) for name in EMPLOYED}
    return {**values, "school_id": work.school_id, "county_code": place.county_code}


def _person(place: Place, person_id: UUID, work: New) -> Row:
    body = work.body
    pinyin, initials = person_spelling(body.name)
    human: Row = {
        "id": person_id, "county_code": place.county_code, "name": body.name, "sex": body.sex,
        "birth_on": body.birth_on, "pinyin": pinyin, "initials": initials, "sort_key": person_sort_key(body.name),
        "career_start_on": body.career_start_on, "confirmed_on": body.confirmed_on,
        "id_number_cipher": None, "id_number_hash": None, "id_number_masked": None,
    }  # fmt: skip
    number = normal_id_number(body.id_number or "") if work.key is not None else None
    return human if number is None else human | _numbered(place.personal, number, work.key)


def _numbered(personal: PersonalData, number: str, key: str | None = None) -> dict[str, str]:
    return {
        "id_number_cipher": personal.encrypt(number),
        "id_number_hash": key or personal.match_key(number),
        "id_number_masked": masked(number),
    }


async def _employ_again(db: AsyncSession, place: Place, outcome: Outcome) -> None:
    """Somebody who was employed before; few of them come at once."""
    work: New = outcome.work
    (human,) = await locked_many(db, Person, [work.person_id])
    human.county_code = place.county_code
    human.sqlmodel_update({name: day for name in DAYS if (day := getattr(work.body, name))})
    place.ctx.act(human, "import")
    employed = Staff(id=outcome.id or new_id(), person_id=human.id, **_employment(place, work))
    db.add(employed)
    place.ctx.act(employed, "import")
    await db.flush()
    await service_dated.employ(place.ctx, employed, work.body.grades)


async def _change(db: AsyncSession, place: Place, changes: dict[UUID, Row]) -> None:
    """Differences begin today; a missing identity number is added, a day in somebody's career is put right."""
    humans: dict[UUID, Row] = {}
    for employed in await locked_many(db, Staff, changes):
        values = dict(changes[employed.id])
        if own := {name: values.pop(name) for name in (*DAYS, "id_number") if name in values}:
            humans[employed.person_id] = own
        await _change_one(place, employed, values)
    for human in await locked_many(db, Person, humans):
        own = humans[human.id]
        if number := own.pop("id_number", None):
            own |= _numbered(place.personal, number)
        human.sqlmodel_update(own)
        place.ctx.act(human, "import")
    await db.flush()


async def _change_one(place: Place, employed: Staff, values: Row) -> None:
    for names in DATED:
        given = {name: values.pop(name) for name in names if name in values}
        if not given:
            continue
        start_on = place.today if employed.hired_on < place.today else employed.hired_on + timedelta(days=1)
        try:
            await service_dated.change_present(place.ctx, employed, given, start_on, BASIS)
        except Problem:
            await service_dated.correct_present(place.ctx, employed, given, BASIS)
    employed.sqlmodel_update(values)
    place.ctx.act(employed, "import")
