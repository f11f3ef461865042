"""Reading moves: pages, and one with both schools beside each other, what ND-26 says, and its history."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from services.api.features.pairings import service as pairings
from services.api.features.persons import service_standing as persons
from services.api.features.policy_rules import service as policy_rules
from services.api.features.staff import service as staff
from services.api.features.staff_moves import queries, queries_headcounts, rules, rules_kinds
from services.api.features.staff_moves.filters import StaffMoveFilter
from services.api.kernel.competence import decides_between
from services.api.kernel.context import Ctx
from services.api.kernel.history import Told, history
from services.api.kernel.paging import PageAsked
from services.api.kernel.problems import Problem, invalid
from services.api.kernel.scope import Permission, Principal
from services.contracts.accounts import SchoolRef
from services.contracts.base import Page
from services.contracts.codes import Role
from services.contracts.staff_moves import MoveControl, MoveSide, StaffMoveDetail, StaffMoveRow, SubjectPeople

_SAME = (
    "id", "version", "person_id", "staff_id", "kind", "reason", "status", "needs_approval", "subject", "post",
    "planned_on", "decided_on", "filed_on", "approved_on", "moved_on", "held_on",
)  # fmt: skip
_TYPED = ("note", "return_reason", "closed_reason", "override_reason", "postpone_reason")
_WORDS_FOR = frozenset({Role.county_coordinator, Role.city_supervisor, Role.province_supervisor})
SHOWN_SUBJECTS = 30
NO_ROOM = rules.Room(approved=None, in_quota=0, coming=0, leaving=0, weak=False)


def facts_of(ctx: Ctx, row: Any) -> rules.Facts:
    """What the caller is to a move."""
    who = ctx.principal
    if Permission.staff_move_write not in who.permissions:
        return rules.Facts(sends=False, decides=False)
    return rules.Facts(
        sends=sends(who, row.county_code, row.from_school_id),
        decides=decides_between(who, row.county_code, row.other_county_code),
        is_due=row.planned_on <= ctx.today,
    )


def sends(who: Principal, county_code: str, school_id: UUID) -> bool:
    """Whether the caller acts for the school that is left, or manages it."""
    own = who.is_school and who.school_id == school_id
    return own or decides_between(who, county_code, county_code)


def reads_words(who: Principal) -> bool:
    """Typed words are for the schools and offices of both sides."""
    return who.is_school or who.role in _WORDS_FOR


def _fields(ctx: Ctx, row: Any) -> dict[str, Any]:
    return {
        **{name: getattr(row, name) for name in _SAME},
        "allowed_actions": rules.TABLE.allowed(row.status, facts_of(ctx, row)),
        "name": row.person_name if ctx.principal.sees_names else None,
        "from_school": SchoolRef(id=row.from_school_id, code=row.from_code, name=row.from_name),
        "to_school": SchoolRef(id=row.to_school_id, code=row.to_code, name=row.to_name),
        "from_county_code": row.county_code,
        "to_county_code": row.other_county_code,
    }


async def page(ctx: Ctx, asked: StaffMoveFilter, paging: PageAsked) -> Page[StaffMoveRow]:
    """One page of the moves in the caller's scope, the latest day first. Two queries.

    Raises 422 `query.names_hidden` when a caller without names searches by name.
    """
    if asked.q and not ctx.principal.sees_names:
        raise invalid("q", "query.names_hidden", "这个接口账号看不到姓名，不能按姓名查")
    found = await queries.page(ctx.db, ctx.scope, asked, paging)
    return Page(items=[StaffMoveRow(**_fields(ctx, row)) for row in found.rows], **found.around())


async def visible(ctx: Ctx, move_id: UUID) -> Any:
    """One move in scope with the names of person and schools. Raises 404 `resource.not_found`."""
    row = await queries.row(ctx.db, ctx.scope, move_id)
    if row is None:
        raise Problem("resource.not_found")
    return row


def room_of(found: Mapping[UUID, Any], school_id: UUID) -> rules.Room:
    """Posts and people of a school; a private or closed one has no posts."""
    row = found.get(school_id)
    if row is None:
        return NO_ROOM
    return rules.Room(row.approved, row.in_quota, row.coming, row.leaving, bool(row.weak))


async def detail(ctx: Ctx, move_id: UUID) -> StaffMoveDetail:
    """One move. Raises 404 `resource.not_found`. Ten queries at most, of any number of people."""
    row = await visible(ctx, move_id)
    both = (row.from_school_id, row.to_school_id)
    found = await queries_headcounts.rooms(ctx.db, both, ctx.today)
    people = await staff.subjects_of(ctx.db, both)
    fields = _fields(ctx, row)
    told = [
        Told(m.at, m.action, rules.timeline_text(m.action), m.user_id, m.action in rules.BAD)
        for m in await history(ctx.db, [move_id])
    ]
    words = reads_words(ctx.principal)
    return StaffMoveDetail(
        **fields,
        **{name: getattr(row, name) if words else None for name in _TYPED},
        held_why=row.held_why if words else None,
        new_staff_id=row.new_staff_id,
        why_approval=_why(row, found) if row.needs_approval else "",
        from_side=_side(fields["from_school"], row.county_code, room_of(found, both[0]), people),
        to_side=_side(fields["to_school"], row.other_county_code, room_of(found, both[1]), people),
        control=await control(ctx, row) if _sees_control(ctx, row) else None,
        timeline=await pairings.timeline(ctx, told),
    )


def _why(row: Any, found: Mapping[UUID, Any]) -> str:
    if row.county_code != row.other_county_code:
        return "两所学校不在同一个区县"
    lack = room_of(found, row.to_school_id).lack(1)
    return f"{row.to_name}{lack}" if lack else "调出学校报请区县批准"


def _side(school: SchoolRef, county: str, room: rules.Room, people: Sequence[Any]) -> MoveSide:
    mine = [each for each in people if each.school_id == school.id]
    return MoveSide(
        school=school, county_code=county, state=room.state, approved=room.approved, in_quota=room.in_quota,
        leaving=room.leaving, coming=room.coming, weak=room.weak,
        subjects=[SubjectPeople(subject=each.subject, people=each.people) for each in mine[:SHOWN_SUBJECTS]],
    )  # fmt: skip


def _sees_control(ctx: Ctx, row: Any) -> bool:
    """Degree and honours are for who decides and who sends, as long as something can still be done."""
    facts = facts_of(ctx, row)
    crosses = row.county_code != row.other_county_code
    return crosses and (facts.sends or facts.decides) and row.status in rules.LIVE


async def control(ctx: Ctx, row: Any) -> MoveControl | None:
    """What ND-26 says of a move between counties; None where the county that is left does not check it."""
    rule = await policy_rules.in_force(ctx.db, rules_kinds.TO_DEVELOPED, row.county_code, ctx.today)
    if not rule.is_checked:
        return None
    target = await policy_rules.in_force(ctx.db, rules_kinds.IS_DEVELOPED, row.other_county_code, ctx.today)
    known = await persons.known(ctx.db, row.person_id, row.planned_on)
    has_degree = bool(known.degrees & rules.DEGREES or known.levels & rules.LEVELS)
    standing = rules.Standing(
        has_degree, known.honours & rules.CONTROLLED_HONOURS, rules.in_term_on(known.terms, row.planned_on)
    )
    developed = target.is_checked
    verdict = rules.is_controlled(standing, developed=developed)
    return MoveControl(
        ok=verdict is False, unknown=verdict is None, refuses=rule.refuses, source=rule.source,
        text=rules.control_words(standing, verdict=verdict, developed=developed),
        has_degree=has_degree, honours=sorted(standing.honours), in_term=standing.in_term, developed=developed,
    )  # fmt: skip
