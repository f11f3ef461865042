"""Persons as they are shown: each reader gets its field set; family stays with school, county and the person."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from services.api.features.accounts import service as accounts
from services.api.features.assignments import service_person as assignments
from services.api.features.files import service as files
from services.api.features.mentor_pairs import service_following as mentoring
from services.api.features.pairings import service as pairings
from services.api.features.persons import queries, rules
from services.api.features.persons.filters import PersonFilter
from services.api.features.persons.models import PersonHealth, PersonRelation, ServiceRecord
from services.api.features.persons.rules import FIELDS, PERSON_ACTIONS, PersonFacts, state_of
from services.api.features.persons.rules_telling import Happened, told
from services.api.features.persons.service_records import (
    Proof,
    Rows,
    Shown,
    all_rows,
    decisions,
    refs_of,
    school_ids,
    spouse_places,
)
from services.api.features.refusals import service as refusals
from services.api.features.schools import service as schools
from services.api.features.staff import service_people as people
from services.api.features.summaries import service as summaries
from services.api.kernel.context import Ctx
from services.api.kernel.history import Moment, Told, history
from services.api.kernel.paging import PageAsked, page_of
from services.api.kernel.personal import PersonalData
from services.api.kernel.problems import Problem, invalid, problem_on
from services.api.kernel.scope import Permission
from services.contracts.base import Page
from services.contracts.codes import FieldSet, Role
from services.contracts.files import FileKind
from services.contracts.persons import Employment, FormerName, LookOut, PersonDetail, PersonRow


def facts_of(ctx: Ctx, county_code: str, school_id: UUID) -> PersonFacts:
    """What decides on the caller's actions."""
    held = ctx.principal.permissions
    return PersonFacts(
        may_write=Permission.staff_write in held,
        may_unmask=Permission.person_unmask in held,
        may_merge=Permission.person_merge in held,
        in_scope=ctx.scope.has(county_code, school_id),
        is_county=ctx.principal.role is Role.county_coordinator,
    )


def field_set_of(ctx: Ctx, county_code: str) -> FieldSet:
    """What the caller is to a person in its scope, by the county of the present or last employment."""
    who = ctx.principal
    if who.is_client:
        return FieldSet.identified if who.sees_names else FieldSet.pseudonymous
    if who.role is Role.teacher:
        return FieldSet.own
    return FieldSet.home if who.is_school or who.region_code == county_code else FieldSet.above


async def listing(ctx: Ctx, page: PageAsked, asked: PersonFilter) -> Page[PersonRow]:
    """One page of persons in scope: by name, for callers without names by id. Three queries, four with a count.

    Raises 422 `query.names_hidden` when a caller without names searches by name.
    """
    if asked.q and not ctx.principal.sees_names:
        raise invalid("q", "query.names_hidden", "这个接口账号看不到姓名，不能按姓名查")
    by_id: list[tuple[Any, type]] = [(queries.P.id, UUID)]
    keys = [(queries.P.sort_key, str), *by_id] if ctx.principal.sees_names else by_id
    found = await page_of(ctx.db, queries.listed(ctx.scope, asked, ctx.today), page, keys)
    refs = await schools.refs(ctx.db, {row.school_id for row in found.rows})
    return Page(
        items=[PersonRow.model_validate(_row_values(ctx, row, refs)) for row in found.rows],
        **found.around(),
    )


def _row_values(ctx: Ctx, row: Any, refs: Any) -> dict[str, Any]:
    field_set = field_set_of(ctx, row.staff_county)
    state = state_of(merged=row.merged_at is not None, employed=row.ended_on is None)
    values = {
        "id": row.id,
        "version": row.version,
        "field_set": field_set,
        "allowed_actions": PERSON_ACTIONS.allowed(state, facts_of(ctx, row.staff_county, row.school_id)),
        "name": row.name,
        "sex": row.sex,
        "birth_on": row.birth_on,
        "id_number_masked": row.id_number_masked,
        "employment": _employment_of_row(ctx, row, refs),
    }
    given = FIELDS[field_set]
    return {name: value if name in given else None for name, value in values.items()}


def _employment_of_row(ctx: Ctx, row: Any, refs: Any) -> Employment:
    allowed = people.allowed_on(ctx, row.staff_county, row.school_id, row.ended_on)
    return Employment.model_validate(
        {
            **row._mapping,  # noqa: SLF001 - SQLAlchemy's public name
            "id": row.staff_id,
            "version": row.staff_version,
            "county_code": row.staff_county,
            "school": refs[row.school_id],
            "allowed_actions": allowed,
        }
    )


async def own(ctx: Ctx) -> PersonDetail:
    """The person of the caller's account. Raises 404 for accounts without one."""
    if ctx.principal.person_id is None:
        raise Problem("resource.not_found")
    return await detail(ctx, ctx.principal.person_id)


async def detail(ctx: Ctx, person_id: UUID) -> PersonDetail:
    """One person with everything dated. The same number of queries for any number of records.

    Raises 404, 410 `person.merged` with the id of the record that it went into.
    """
    row = await queries.shown(ctx.db, ctx.scope, person_id)
    if row is None:
        kept = await queries.merged_into(ctx.db, ctx.scope, person_id)
        raise problem_on("person_id", "person.merged", person_id=str(kept)) if kept else Problem("resource.not_found")
    employed = await people.employments_of(ctx.db, person_id)
    records = await all_rows(ctx, person_id)
    places = await spouse_places(ctx, records, person_id)
    ids = school_ids(records) | {each.school_id for each in employed} | {each.school_id for each in places.values()}
    refs = await refs_of(ctx, ids - {None})
    values = _row_values(ctx, row, refs)
    field_set = values["field_set"]
    allowed = values["allowed_actions"]
    shown = Shown(records, refs, allowed=allowed, typed=not ctx.principal.is_client)
    given = rules.given(field_set, ctx.principal.role, viewing=ctx.principal.viewer_id is not None)
    values |= {
        "is_reserve_cadre": row.is_reserve_cadre,
        "can_mentor": row.can_mentor,
        "seeks_promotion": row.seeks_promotion,
        "sees_health": "health" in given,
        "health": shown.health(PersonalData(ctx.settings)) if "health" in given else None,
        "career_start_on": row.career_start_on,
        "confirmed_on": row.confirmed_on,
        "restricted": "spouses" not in FIELDS[field_set],
        "former_names": [FormerName(name=each.name, end_on=each.end_on) for each in shown.former_names()],
        "employments": [_employment(ctx, each, refs) for each in employed],
        "positions": shown.positions(),
        "titles": shown.titles(),
        "teachings": shown.teachings(),
        "honours": shown.honours(),
        "services": shown.services(await decisions(ctx, records), await _proof(ctx, row, records)),
        "certificates": shown.certificates(),
        "educations": shown.educations(),
        "spouses": shown.spouses(person_id, places),
        "exchanges": await assignments.exchanges(ctx.db, person_id),
        "mentorings": await mentoring.of_person(ctx, person_id),
        "refusals": await refusals.of_person(ctx, person_id),
        "summaries": await summaries.filed_of(ctx.db, person_id),
        "missing": _missing(row, shown),
    }
    values |= await _told(ctx, row, given, employed, records)
    named = given | PersonRow.model_fields.keys()
    return PersonDetail.model_validate(
        {name: value for name, value in values.items() if name in named}
        | {name: None for name in ("career_start_on", "confirmed_on") if name not in named}
    )


async def _proof(ctx: Ctx, row: Any, records: Rows) -> Proof:
    """Two queries for people, none for systems."""
    if ctx.principal.is_client:
        return Proof({}, [])
    names = await accounts.names(ctx.db, {each.verified_by for each in records[ServiceRecord]} - {None})
    may_see = Permission.file_read in ctx.principal.permissions
    access = access_to(ctx, row.id, row.staff_county, row.school_id)
    return Proof(names, await files.of_owner(ctx, FileKind.service_evidence, access) if may_see else [])


def access_to(ctx: Ctx, person_id: UUID, county_code: str, school_id: UUID) -> files.Access:
    """What the caller is to the papers of a person in its scope."""
    facts = facts_of(ctx, county_code, school_id)
    writes = facts.may_write and facts.in_scope
    return files.Access(files.Owner(person_id, county_code), writes, writes and facts.is_county)


async def file_access(ctx: Ctx, person_id: UUID) -> files.Access:
    """The same, of a person whoever it is. Raises 404 `resource.not_found`."""
    row = await queries.shown(ctx.db, ctx.scope, person_id)
    if row is None:
        raise Problem("resource.not_found")
    return access_to(ctx, row.id, row.staff_county, row.school_id)


def _employment(ctx: Ctx, staff: people.Staff, refs: Any) -> Employment:
    allowed = people.allowed_on(ctx, staff.county_code, staff.school_id, staff.ended_on)
    return Employment.model_validate(
        {**staff.model_dump(), "school": refs[staff.school_id], "allowed_actions": allowed}
    )


def _missing(row: Any, shown: Shown) -> list[str]:
    teaching = shown.teachings()
    return rules.missing(
        {
            "id_number": row.id_number_masked,
            "career_start_on": row.career_start_on,
            "confirmed_on": row.confirmed_on,
            "subject": row.subject,
            "grades": teaching[0].grades if teaching else [],
            "educations": shown.educations(),
            "certificates": shown.certificates(),
        }
    )


def _own_story(moments: Sequence[Moment]) -> list[Moment]:
    """Without the rows that began with an employment and whose first day moved with its day of hiring."""
    moved = {(each.was.get("hired_on"), each.became["hired_on"]) for each in moments if "hired_on" in each.became}
    return [each for each in moments if not (each.became.keys() == {"start_on"} and _start(each) in moved)]


def _start(moment: Moment) -> tuple[str | None, str | None]:
    return moment.was.get("start_on"), moment.became["start_on"]


def _text(moment: Moment, rows: Mapping[UUID, Any]) -> str:
    row = rows[moment.entity_id]
    table, own = ("person", {}) if row is None else (str(row.__tablename__), row.model_dump())
    return told(Happened(table, moment.action, moment.became, moment.was, own))


async def _told(
    ctx: Ctx, row: Any, given: Collection[str], employed: Sequence[people.Staff], records: Rows
) -> dict[str, Any]:
    """What happened, who looked, and how many other records look like this person; four queries at most."""
    looks = await queries.looks(ctx.db, row.id) if "looks" in given and not ctx.principal.is_school else []
    names = await accounts.names(ctx.db, {each.looked_by for each in looks})
    rows: dict[UUID, Any] = {row.id: None} | {each.id: each for each in employed}
    untold = {PersonHealth} if "spouses" in given else {PersonHealth, PersonRelation}
    rows |= {each.id: each for kind in records if kind not in untold for each in records[kind]}
    moments = await history(ctx.db, list(rows)) if "timeline" in given else []
    story = [Told(each.at, each.action, _text(each, rows), each.user_id) for each in _own_story(moments)]
    may_merge = "merge" in PERSON_ACTIONS.allowed(
        state_of(merged=False, employed=row.ended_on is None), facts_of(ctx, row.staff_county, row.school_id)
    )
    return {
        "looks": [LookOut(at=each.looked_at, who=names.get(each.looked_by, ""), reason=each.reason) for each in looks],
        "timeline": await pairings.timeline(ctx, [each for each in story if each.text]),
        "duplicates": await queries.same_looking(ctx.db, row) if may_merge else 0,
    }
