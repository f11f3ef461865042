"""Reading lessons that were heard: pages, one with its words, and what the form of a new one offers."""

from typing import Any
from uuid import UUID

from services.api.features.files import service as files
from services.api.features.lesson_records import queries, rules
from services.api.features.lesson_records.filters import ColleaguesFilter, LessonRecordFilter
from services.api.features.pairings import service as pairings
from services.api.kernel.competence import coordinates, decides_between
from services.api.kernel.context import Ctx
from services.api.kernel.history import Told, history
from services.api.kernel.paging import PageAsked
from services.api.kernel.problems import Problem, invalid, problem_on
from services.api.kernel.scope import Principal
from services.api.kernel.words import day_words
from services.contracts.accounts import SchoolRef
from services.contracts.base import Page
from services.contracts.codes import LessonStatus, PairSide
from services.contracts.files import FileKind
from services.contracts.lesson_records import (
    LessonColleague,
    LessonColleagues,
    LessonPairing,
    LessonPairings,
    LessonPerson,
    LessonRecordDetail,
    LessonRecordRow,
)

KIND = FileKind.lesson_paper
WORDS = ("process", "strengths", "suggestions", "reflection", "void_reason")


def facts_of(principal: Principal, row: Any) -> rules.Facts:
    """What the caller is to a record, which has the schools and counties of its pairing."""
    taught, heard = row.teacher_side, rules.OTHER[row.teacher_side]
    return rules.Facts(
        heard=_is(principal, row, heard, row.observer_person_id),
        taught=_is(principal, row, taught, row.teacher_person_id),
        office=any(coordinates(principal, getattr(row, f"{side}_county_code")) for side in PairSide),
    )


def _is(principal: Principal, row: Any, side: PairSide, person_id: UUID) -> bool:
    acts = principal.is_school and principal.school_id == getattr(row, f"{side}_school_id")
    return acts or (principal.person_id is not None and principal.person_id == person_id)


def _ref(row: Any, side: PairSide) -> SchoolRef:
    return SchoolRef(
        id=getattr(row, f"{side}_school_id"), code=getattr(row, f"{side}_code"), name=getattr(row, f"{side}_name")
    )


def _person(row: Any, who: str, side: PairSide, principal: Principal, *, own: bool) -> LessonPerson:
    name = getattr(row, f"{who}_name") if principal.sees_names else None
    return LessonPerson(person_id=getattr(row, f"{who}_person_id"), name=name, school=_ref(row, side), own=own)


def _fields(row: Any, ctx: Ctx, facts: rules.Facts, file_count: int) -> dict[str, Any]:
    same = ("id", "version", "pairing_id", "subject", "held_on", "lesson_no", "status", "activity_id",
            "mentor_pair_id")  # fmt: skip
    who, side = ctx.principal, row.teacher_side
    return {
        **{name: getattr(row, name) for name in same},
        "allowed_actions": rules.TABLE.allowed(row.status, facts),
        "teacher": _person(row, "teacher", side, who, own=facts.taught),
        "observer": _person(row, "observer", rules.OTHER[side], who, own=facts.heard),
        "class_name": None if who.is_client else row.class_name,
        "topic": None if who.is_client else row.topic,
        "rating": row.rating if facts.sees_words else None,
        "file_count": file_count,
    }


async def page(ctx: Ctx, asked: LessonRecordFilter, paging: PageAsked) -> Page[LessonRecordRow]:
    """One page of the records in the caller's scope, the latest lesson first. Two queries, three with a count.

    Raises 422 `query.names_hidden` when a caller without names searches by name, `period.order`.
    """
    if asked.q and not ctx.principal.sees_names:
        raise invalid("q", "query.names_hidden", "这个接口账号看不到姓名，不能按姓名查")
    if asked.from_on and asked.until_on and asked.until_on < asked.from_on:
        raise problem_on("until_on", "period.order", start_on=day_words(asked.from_on, ctx.today))
    found = await queries.page(ctx.db, ctx.scope, asked, paging)
    counts = await files.counts(ctx.db, KIND, [row.id for row in found.rows])
    return Page(
        items=[
            LessonRecordRow(**_fields(row, ctx, facts_of(ctx.principal, row), counts.get(row.id, 0)))
            for row in found.rows
        ],
        **found.around(),
    )


async def detail(ctx: Ctx, record_id: UUID) -> LessonRecordDetail:
    """One record with its words and history. Raises 404 `resource.not_found`."""
    row = await visible(ctx, record_id)
    facts = facts_of(ctx.principal, row)
    counts = await files.counts(ctx.db, KIND, [record_id])
    told = [
        Told(m.at, m.action, rules.timeline_text(m.action, m.was), m.user_id, m.action == "void")
        for m in await history(ctx.db, [record_id])
    ]
    return LessonRecordDetail(
        **_fields(row, ctx, facts, counts.get(record_id, 0)),
        **{name: getattr(row, name) if facts.sees_words else None for name in WORDS},
        sees_words=facts.sees_words, reflected_on=row.reflected_on, timeline=await pairings.timeline(ctx, told),
    )  # fmt: skip


async def visible(ctx: Ctx, record_id: UUID) -> Any:
    """One record in scope with both schools. Raises 404 `resource.not_found`."""
    row = await queries.row(ctx.db, ctx.scope, record_id)
    if row is None:
        raise Problem("resource.not_found")
    return row


def file_owner(row: Any) -> files.Owner:
    """The record as what its papers belong to."""
    return files.Owner(row.id, row.county_code, row.other_county_code)


async def file_access(ctx: Ctx, record_id: UUID) -> files.Access:
    """What the caller is to the papers of a record. Raises 404, and 403 for who does not read the words."""
    row = await visible(ctx, record_id)
    facts = facts_of(ctx.principal, row)
    if not facts.sees_words:
        raise Problem("permission.denied", who="授课人、听课人，两校和两边的区县协调人")
    writes = (facts.heard or facts.taught) and row.status is not LessonStatus.void
    return files.Access(file_owner(row), writes, decides_between(ctx.principal, row.county_code, row.other_county_code))


async def own_pairings(ctx: Ctx) -> LessonPairings:
    """The pairings under which the caller may record what was heard; none for who hears no lessons. One query."""
    return LessonPairings(
        items=[
            LessonPairing(
                pairing_id=row.id, own_side=PairSide.supporting if row.is_supporting else PairSide.recipient,
                supporting_school=_ref(row, PairSide.supporting), recipient_school=_ref(row, PairSide.recipient),
                start_on=row.start_on, end_on=row.end_on,
            )
            for row in await queries.pairings_of(ctx.db, ctx.principal)
        ]
    )  # fmt: skip


async def people(ctx: Ctx, asked: ColleaguesFilter) -> LessonColleagues:
    """Who is called so at the two schools of a pairing of the caller's, shown for choosing only. Two queries.

    Raises 404 for a pairing that is not the caller's, or under which no lesson has been heard yet.
    """
    found = await queries.pairings_of(ctx.db, ctx.principal, asked.pairing_id)
    if not found or found[0].status not in rules.STARTED:
        raise Problem("resource.not_found")
    school_ids = (found[0].supporting_school_id, found[0].recipient_school_id)
    return LessonColleagues(
        items=[
            LessonColleague(
                staff_id=row.staff_id, name=row.name, subject=row.subject,
                school=SchoolRef(id=row.id, code=row.code, name=row.at),
            )
            for row in await queries.people(ctx.db, school_ids, asked.q, ctx.today)
        ]
    )  # fmt: skip
