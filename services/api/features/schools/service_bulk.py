"""Many schools at once: found for other features by code or name, checked and written for imports."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.regions import service as regions
from services.api.features.schools import queries, queries_bulk, queries_history, rules, rules_codes
from services.api.features.schools.models import School, SchoolFlagPeriod, SchoolFormer, SchoolLocality
from services.api.features.schools.service_changing import keep_former
from services.api.features.schools.service_making import DATED, plain
from services.api.kernel.bulk_rows import insert_rows, locked_many, rows_by
from services.api.kernel.events import name_action
from services.api.kernel.ids import new_id
from services.api.kernel.outcomes import Line, Outcome, Place, differs, refused, spelled, updated, works, wrong
from services.api.kernel.pinyin import place_spelling
from services.contracts.codes import Locality, SchoolFlag, SchoolKind
from services.contracts.imports import ImportRowStatus
from services.contracts.places import SchoolCreate
from services.contracts.problems import FieldProblem

CODE_LENGTH = 10
_CODE_AND_NAME = re.compile(r"([0-9]{10}) (.+)")
_BRACKETS = frozenset("()（）")
_WIDE, _NARROW = str.maketrans("()", "（）"), str.maketrans("（）", "()")
COMPARED = (
    "name", "township", "kind", "type_code", "grades", "ownership", "urban_rural_code", "location_code", "aliases",
)  # fmt: skip
BASIS = "批量导入时认定"


class FoundSchool(NamedTuple):
    """A school as other features need it."""

    id: UUID
    code: str
    name: str
    county_code: str
    closed_on: date | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """A school as a line says it: the table's values, and its first decisions from `since` on."""

    values: dict[str, Any]
    since: date
    weak: bool
    kind: SchoolKind | None
    locality: Locality | None


class Finder:
    """Schools by what people write: the ten-digit code, the whole name, or both."""

    def __init__(self, found: dict[str, list[FoundSchool]]) -> None:
        self._found = found
        self._answers: dict[tuple[str, str], FoundSchool | FieldProblem] = {}

    def one(self, text: str, field: str) -> FoundSchool | FieldProblem:
        """The school meant, or what is wrong on the field; asked for each of its people, a school is looked up once."""
        answer = self._answers.get((text, field))
        if answer is None:
            answer = self._answers[text, field] = self._one(text, field)
        return answer

    def _one(self, text: str, field: str) -> FoundSchool | FieldProblem:
        both = _CODE_AND_NAME.fullmatch(text)
        said = {both[1]} if both else _spellings(text)
        hits = [school for each in sorted(said) for school in self._found.get(each, [])]
        if both and hits and spelled(hits[0].name) != spelled(both[2]):
            return wrong(field, "school.mismatch", "学校代码和后面的校名不是同一所，请核对，或只写一样")
        if len(hits) == 1:
            return hits[0]
        if hits:
            return wrong(field, "school.several", f"有{len(hits)}所学校叫这个名字，请改写学校代码")
        return wrong(field, "school.unknown", "没有找到这所学校，请核对学校代码或全称，或先导入学校")


async def finder(db: AsyncSession, texts: Iterable[str], county_code: str | None = None) -> Finder:
    """Look up codes anywhere and names in one county, or names anywhere. At most two queries."""
    wanted = {text for text in texts if text}
    codes = {text[:CODE_LENGTH] for text in wanted if _is_code(text) or _CODE_AND_NAME.fullmatch(text)}
    names = {each for text in wanted if text[:CODE_LENGTH] not in codes for each in _spellings(text)}
    found: dict[str, list[FoundSchool]] = defaultdict(list)
    school = queries.school
    columns = (school.id, school.code, school.name, school.county_code, school.closed_on)
    for row in await rows_by(db, columns, school.code, codes):
        found[row.code].append(FoundSchool(*row))
    here = (school.county_code == county_code,) if county_code is not None else ()
    for row in await rows_by(db, columns, school.name, names, school.closed_on.is_(None), *here):
        found[row.name].append(FoundSchool(*row))
    return Finder(found)


def _is_code(text: str) -> bool:
    return len(text) == CODE_LENGTH and text.isdecimal()


def _spellings(text: str) -> set[str]:
    """As it is, and with brackets of either width: files change them."""
    return {text, text.translate(_WIDE), text.translate(_NARROW)} if _BRACKETS.intersection(text) else {text}


async def plan(db: AsyncSession, place: Place, lines: Sequence[Line]) -> list[Outcome]:
    """What becomes of each line: a new code is a new school, a known one is compared. Three queries."""
    codes = [line.body.code for line in lines]
    known = await queries_bulk.with_decisions(db, codes, place.today)
    former = SchoolFormer.metadata.tables["school_former"].c
    used = {row.code for row in await rows_by(db, (former.code,), former.code, codes)}
    real = await regions.names(db, {line.body.location_code or place.county_code for line in lines})
    return [_planned(place, line.body, known.get(line.body.code), used, real) for line in lines]


def _planned(place: Place, body: SchoolCreate, known: Row[Any] | None, used: set[str], real: dict[str, str]) -> Outcome:
    location = body.location_code or (known.location_code if known is not None else place.county_code)
    wanted = Wanted(
        plain(body.model_dump(exclude=DATED)) | {"location_code": location}, body.since, weak=body.weak,
        kind=rules_codes.kind_of(body.type_code, body.kind),
        locality=body.locality or rules.proposed_locality(body.urban_rural_code),
    )  # fmt: skip
    problems = _problems(place, body, wanted, real)
    if known is not None:
        if known.county_code == place.county_code and not _differences(wanted, known):
            return Outcome(ImportRowStatus.unchanged, known.id, body.code)
        problems += _known_problems(place, known)
    elif body.code in used:
        problems.append(wrong("code", "school.code_used", "这个学校代码以前用过，不能再给别的学校，请核对"))
    if problems:
        return refused(*problems, match=body.code)
    if known is None:
        return Outcome(ImportRowStatus.create, new_id(), body.code, work=wanted)
    return updated(known.id, _differences(wanted, known), body.code, known, weak=False)


def _problems(place: Place, body: SchoolCreate, wanted: Wanted, real: dict[str, str]) -> list[FieldProblem]:
    found: list[FieldProblem] = []
    location = wanted.values["location_code"]
    if body.county_code != place.county_code:
        found.append(wrong("county_code", "import.other_county", "这所学校不归本县管，请删掉这一行，或到那个县导入"))
    if location not in real or location.endswith("00"):
        found.append(wrong("location_code", "region.unknown", "没有这个县级区划代码，请再核对"))
    if wanted.kind is None:
        found.append(wrong("kind", "missing", "办学类型和学校类型至少填一项"))
    else:
        found += rules_codes.kind_problems(body.type_code, wanted.kind)
        found += rules_codes.code_problems(body.code, wanted.kind, body.type_code, body.county_code)
    found += rules_codes.grade_problems(body.grades, body.stages)
    if wanted.locality is None:
        found.append(wrong("locality", "school.locality_needed", "城乡分类没有给出建议，请填城区或农村"))
    if body.since > place.today:
        found.append(wrong("since", "import.future", "起算日期不能晚于今天"))
    return found


def _known_problems(place: Place, known: Row[Any]) -> list[FieldProblem]:
    if known.county_code != place.county_code:
        return [wrong("code", "school.code_taken", "这个学校代码已用于别的县的学校，请核对")]
    if known.closed_on is not None:
        return [wrong("code", "school.closed", "这所学校已撤并，要恢复请在学校页面办")]
    return []


def _differences(wanted: Wanted, known: Row[Any]) -> dict[str, Any]:
    """What is said and is not so; what is left blank stays."""
    typed = wanted.values | {"kind": wanted.kind}
    found = {name: typed[name] for name in COMPARED if typed[name] and differs(typed[name], getattr(known, name))}
    if sorted(typed["stages"]) != sorted(known.stages):
        found["stages"] = typed["stages"]
    if wanted.locality != known.locality:
        found["locality"] = wanted.locality
    if wanted.weak and known.flag_id is None:
        found["weak"] = True
    return found


async def write(db: AsyncSession, place: Place, outcomes: Sequence[Outcome]) -> None:
    """Write what was planned, in the caller's transaction at a savepoint. Raises bulk_rows.Clash."""
    await _insert(db, place, works(outcomes, ImportRowStatus.create))
    changes = {each.id: each.work for each in works(outcomes, ImportRowStatus.update)}
    if not changes:
        return
    for school in await locked_many(db, School, changes):
        await _change(db, place, school, dict(changes[school.id]))
    await db.flush()


async def _insert(db: AsyncSession, place: Place, new: Sequence[Outcome]) -> None:
    rows, localities, flags = [], [], []
    for outcome in new:
        wanted: Wanted = outcome.work
        pinyin, initials = place_spelling(wanted.values["name"])
        spelled = {"id": outcome.id, "kind": wanted.kind, "pinyin": pinyin, "initials": initials}
        rows.append(wanted.values | spelled)
        dated = {"school_id": outcome.id, "county_code": place.county_code, "start_on": wanted.since, "basis": BASIS}
        localities.append({**dated, "id": new_id(), "locality": wanted.locality})
        if wanted.weak:
            flags.append({**dated, "id": new_id(), "flag": SchoolFlag.weak})
    await insert_rows(db, School, rows, "import")
    await insert_rows(db, SchoolLocality, localities, "import")
    await insert_rows(db, SchoolFlagPeriod, flags, "import")


async def _change(db: AsyncSession, place: Place, school: School, changes: dict[str, Any]) -> None:
    """New values; another locality or a new flag is a decision from today."""
    dated: dict[str, Any] = {"school_id": school.id, "county_code": school.county_code, "start_on": place.today}
    locality = changes.pop("locality", None)
    if locality is not None:
        for row in await queries.localities(db, school.id):
            if row.end_on is None and row.start_on < place.today:
                row.end_on = rules.ends_before(place.today)
                name_action(db, row, "import")
        await db.flush()
        db.add(SchoolLocality(locality=locality, basis=BASIS, **dated))
    if changes.pop("weak", False):
        db.add(SchoolFlagPeriod(flag=SchoolFlag.weak, basis=BASIS, **dated))
    if not {"name", "kind"}.isdisjoint(changes):
        await _keep_former(db, place, school)
    if "name" in changes:
        changes["pinyin"], changes["initials"] = place_spelling(changes["name"])
    school.sqlmodel_update(changes)
    name_action(db, school, "import")


async def _keep_former(db: AsyncSession, place: Place, school: School) -> None:
    """The name until yesterday stays findable, unless it was changed yesterday or today already."""
    earlier = await queries_history.formers(db, [school.id])
    if not earlier or earlier[0].end_on < rules.ends_before(place.today):
        db.add(keep_former(school, place.today, BASIS))
