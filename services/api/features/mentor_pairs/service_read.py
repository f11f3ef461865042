"""Reading mentor pairs: pages, one with its history, who can be chosen."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from services.api.features.files import service as files
from services.api.features.mentor_pairs import queries, queries_others, rules
from services.api.features.mentor_pairs.filters import MentorPairFilter, PeopleFilter
from services.api.features.pairings import service as pairings
from services.api.kernel.competence import coordinates, decides_between
from services.api.kernel.context import Ctx
from services.api.kernel.history import Moment, Tellers, Told, history
from services.api.kernel.paging import PageAsked
from services.api.kernel.problems import Problem, invalid
from services.api.kernel.scope import Principal
from services.contracts.accounts import SchoolRef
from services.contracts.base import Page
from services.contracts.codes import MentorPairStatus, Role
from services.contracts.files import FileKind
from services.contracts.mentor_pairs import (
    MentorPairDetail,
    MentorPairRow,
    MentorPeople,
    MentorPerson,
    MentorSide,
)

IN_TIMELINE = 20
KIND = FileKind.mentor_summary


def facts_of(principal: Principal, pair: Any) -> rules.Facts:
    """What the caller is to a pair (a row or an entity)."""
    acts_for = principal.school_id if principal.is_school else None
    counties = {pair.mentor_county_code, pair.mentee_county_code}
    at_school = frozenset(
        side for side in rules.SIDES if acts_for is not None and getattr(pair, f"{side}_school_id") == acts_for
    )
    return rules.Facts(
        schools=at_school,
        leads=bool(at_school) and principal.role is Role.school_leader,
        office=any(coordinates(principal, code) for code in counties),
        is_mentor=principal.person_id is not None and principal.person_id == pair.mentor_person_id,
    )


def _side(row: Any, side: str, principal: Principal) -> MentorSide:
    def value(field: str) -> Any:
        return getattr(row, f"{side}_{field}")

    school = SchoolRef(id=value("school_id"), code=value("school_code"), name=value("school_name"))
    own = principal.person_id == value("person_id") if principal.role is Role.teacher else None
    return MentorSide(
        staff_id=value("staff_id"), person_id=value("person_id"), county_code=value("county_code"), school=school,
        name=value("name") if principal.sees_names else None,
        own=principal.scope.has(value("county_code"), value("school_id")) if own is None else own,
    )  # fmt: skip


def _fields(row: Any, ctx: Ctx, file_count: int) -> dict[str, Any]:
    same = ("id", "version", "kind", "subject", "subject_differs", "pairing_id", "start_on", "end_on", "ended_on",
            "status", "result")  # fmt: skip
    principal = ctx.principal
    return {
        **{name: getattr(row, name) for name in same},
        "allowed_actions": rules.TABLE.allowed(row.status, facts_of(principal, row)),
        "mentor": _side(row, "mentor", principal),
        "mentee": _side(row, "mentee", principal),
        "goal": typed(row.goal, principal),
        "over": rules.is_over(row.status, row.end_on, ctx.today),
        "file_count": file_count,
    }


def typed(text: str, principal: Principal) -> str | None:
    """What people typed, for people only."""
    return None if principal.is_client else text


async def page(ctx: Ctx, asked: MentorPairFilter, paging: PageAsked) -> Page[MentorPairRow]:
    """One page of the pairs in the caller's scope, the latest start first.

    Raises 422 `query.names_hidden` when a caller without names searches by name.
    """
    if asked.q and not ctx.principal.sees_names:
        raise invalid("q", "query.names_hidden", "这个接口账号看不到姓名，不能按姓名查")
    found = await queries.page(ctx.db, ctx.scope, asked, paging, ctx.today)
    counts = await files.counts(ctx.db, KIND, [row.id for row in found.rows])
    return Page(
        items=[MentorPairRow(**_fields(row, ctx, counts.get(row.id, 0))) for row in found.rows],
        **found.around(),
    )


async def detail(ctx: Ctx, pair_id: UUID) -> MentorPairDetail:
    """One pair with summary, review and history. Raises 404 `resource.not_found`."""
    row = await _row(ctx, pair_id)
    counts = await files.counts(ctx.db, KIND, [pair_id])
    told = [
        Told(m.at, m.action, rules.timeline_text(m.action, m.became), m.user_id, m.action == "void")
        for m in await history(ctx.db, [pair_id])
    ]
    words = {name: typed(getattr(row, name), ctx.principal) for name in ("summary", "reward", "closed_reason")}
    return MentorPairDetail(
        **_fields(row, ctx, counts.get(pair_id, 0)), **words, timeline=await pairings.timeline(ctx, told)
    )


async def _row(ctx: Ctx, pair_id: UUID) -> Any:
    row = await queries.row(ctx.db, ctx.scope, pair_id)
    if row is None:
        raise Problem("resource.not_found")
    return row


async def people(ctx: Ctx, asked: PeopleFilter) -> MentorPeople:
    """Who is called so and can be chosen: the caller's own people, and those of the pairing's schools.

    At most eight, with name, subject and school alone: the other school's people are shown for choosing only (W-22.1).
    Raises 404 for a pairing out of scope.
    """
    school_ids: Sequence[UUID] = ()
    if asked.pairing_id is not None:
        pairing = await pairings.visible(ctx, asked.pairing_id)
        school_ids = (pairing.supporting_school_id, pairing.recipient_school_id)
    reach = queries.reach_of(ctx.scope, school_ids, asked.school_id)
    return MentorPeople(
        items=[
            MentorPerson(
                staff_id=row.staff_id, name=row.name, subject=row.subject,
                school=SchoolRef(id=row.id, code=row.code, name=row.at),
            )
            for row in await queries.people(ctx.db, reach, asked.q, ctx.today)
        ]
    )  # fmt: skip


def file_owner(pair: Any) -> files.Owner:
    """The pair as what its papers belong to."""
    return files.Owner(pair.id, pair.mentee_county_code, pair.mentor_county_code)


async def file_access(ctx: Ctx, pair_id: UUID) -> files.Access:
    """What the caller is to the papers of a pair. Raises 404 `resource.not_found`."""
    row = await _row(ctx, pair_id)
    facts = facts_of(ctx.principal, row)
    decides = facts.office or decides_between(ctx.principal, row.mentee_county_code, row.mentor_county_code)
    writes = facts.changes or facts.is_mentor
    return files.Access(file_owner(row), writes and row.status is not MentorPairStatus.void, decides)


async def count_of_pairing(db: Any, pairing_id: UUID) -> int:
    """How many pairs a pairing has had."""
    return await queries_others.count_of(db, pairing_id)


async def pairing_moments(ctx: Ctx, pairing_id: UUID) -> Tellers:
    """The newest pairs of a pairing for its timeline; one query."""
    rows: Mapping[UUID, Any] = {row.id: row for row in await queries_others.of_pairing(ctx.db, pairing_id, IN_TIMELINE)}
    words = ctx.principal.sees_names

    def tell(moment: Moment) -> Told:
        row = rows[moment.entity_id]
        names = (row.mentor_name, row.mentee_name) if words else ()
        text = rules.timeline_text(moment.action, moment.became, names)
        return Told(moment.at, f"mentor_pair.{moment.action}", text, moment.user_id, moment.action == "void")

    return dict.fromkeys(rows, tell)
