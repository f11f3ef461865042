"""Reading support classes: pages, one with its posts, checks and history, who can be chosen for a post."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from services.api.features.pairings import service as pairings
from services.api.features.policy_rules import service as policy_rules
from services.api.features.support_classes import queries, rules, rules_kinds
from services.api.features.support_classes.filters import ClassPeopleFilter, SupportClassFilter
from services.api.features.supports import service_entries as ledger
from services.api.kernel.competence import decides_between
from services.api.kernel.context import Ctx
from services.api.kernel.history import Told, history
from services.api.kernel.paging import PageAsked
from services.api.kernel.problems import Problem
from services.api.kernel.scope import Permission, Principal
from services.contracts.accounts import SchoolRef
from services.contracts.base import Page
from services.contracts.codes import ClassPost, PairingStatus, PairSide, SupportClassStatus
from services.contracts.support_classes import (
    ClassFunds,
    ClassPeople,
    ClassPerson,
    ClassPostOut,
    SupportClassDetail,
    SupportClassRow,
)

_SAME = (
    "id", "version", "pairing_id", "place", "school_year", "pupils_planned", "pupils_enrolled", "status",
    "proposed_by", "applied_on", "approved_on", "started_on", "ended_on",
)  # fmt: skip
_TYPED = ("return_reason", "closed_reason")
_ORDER = {post: place for place, post in enumerate(ClassPost)}


def facts_of(principal: Principal, found: Any, pairing: Any) -> rules.Facts:
    """What the caller is to a class. `pairing` carries the sides' schools and counties: a row of the class may."""
    if Permission.pairing_act not in principal.permissions:
        return rules.Facts(None, found.proposed_by, office=False)
    county = getattr(pairing, f"{found.place.value}_county_code")
    return rules.Facts(side_of(principal, pairing), found.proposed_by, decides_between(principal, county, county))


def side_of(principal: Principal, pairing: Any) -> PairSide | None:
    """The side of a pairing whose school the caller acts for; None for everybody else."""
    if not principal.is_school:
        return None
    mine = (side for side in PairSide if getattr(pairing, f"{side.value}_school_id") == principal.school_id)
    return next(mine, None)


def _allowed(row: Any, principal: Principal) -> list[str]:
    """What the caller may do now; while the pairing does not run, a class can only be ended or given up."""
    found = rules.TABLE.allowed(row.status, facts_of(principal, row, row))
    if row.pairing_status is PairingStatus.active:
        return found
    return [action for action in found if action in rules.ENDING]


def _fields(row: Any, principal: Principal, posts: Sequence[Any]) -> dict[str, Any]:
    names = principal.sees_names
    told = [each for each in posts if _is_there(row, each)]
    teachers = [f"{each.post.label}{each.name}" for each in told if each.post is not ClassPost.class_teacher]
    form = next((each.name for each in told if each.post is ClassPost.class_teacher), None)
    return {
        **{name: getattr(row, name) for name in _SAME},
        **pairings.both_schools(row),
        "allowed_actions": _allowed(row, principal),
        "place_school": pairings.school_of(row, row.place),
        "name": row.name if names else None,
        "grade": row.grade if names else None,
        "post_count": len(told),
        "class_teacher": form if names else None,
        "teachers": "、".join(teachers) if names else None,
    }


def _is_there(row: Any, post: Any) -> bool:
    """Who had a post when a class ended is not asked again whether he or she is still there."""
    return bool(post.there) or row.status is SupportClassStatus.ended


async def page(ctx: Ctx, asked: SupportClassFilter, paging: PageAsked) -> Page[SupportClassRow]:
    """One page of the classes of pairings in the caller's scope, the latest school year first. Two queries."""
    found = await queries.page(ctx.db, ctx.scope, asked, paging)
    posts = await _posts(ctx, [row.id for row in found.rows])
    return Page(
        items=[SupportClassRow(**_fields(row, ctx.principal, posts.get(row.id, []))) for row in found.rows],
        **found.around(),
    )


async def _posts(ctx: Ctx, class_ids: Sequence[UUID]) -> Mapping[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = {}
    if not class_ids:
        return found
    for each in await queries.posts(ctx.db, class_ids, ctx.today):
        found.setdefault(each.class_id, []).append(each)
    return {key: sorted(rows, key=lambda each: _ORDER[each.post]) for key, rows in found.items()}


async def visible(ctx: Ctx, class_id: UUID) -> Any:
    """One class in scope with the names of its schools. Raises 404 `resource.not_found`."""
    row = await queries.row(ctx.db, ctx.scope, class_id)
    if row is None:
        raise Problem("resource.not_found")
    return row


async def detail(ctx: Ctx, class_id: UUID) -> SupportClassDetail:
    """One class with its posts, checks, publicity money and history. Raises 404 `resource.not_found`."""
    row = await visible(ctx, class_id)
    posts = (await _posts(ctx, [class_id])).get(class_id, [])
    funds = await ledger.publicity(ctx.db, row.pairing_id, row.school_year)
    told = [
        Told(m.at, m.action, rules.timeline_text(m.action), m.user_id, m.action in rules.BAD)
        for m in await history(ctx.db, [class_id])
    ]
    return SupportClassDetail(
        **_fields(row, ctx.principal, posts),
        **{name: None if ctx.principal.is_client else getattr(row, name) for name in _TYPED},
        posts=[_post(each, row, ctx.principal) for each in posts],
        checks=await checks(ctx, row, posts, funds),
        funds=ClassFunds(count=funds.count, planned=funds.planned, given=funds.given),
        timeline=await pairings.timeline(ctx, told),
    )


async def checks(ctx: Ctx, row: Any, posts: Sequence[Any], funds: ledger.Publicity) -> list[Any]:
    """The rules of the county where the class is taught, on this class. One query."""
    county = getattr(row, f"{row.place.value}_county_code")
    found = await policy_rules.in_force_all(ctx.db, rules_kinds.KINDS, county, ctx.today)
    there = {each.post for each in posts if _is_there(row, each)}
    return rules.checks(found, there, funds.arranged_cents, funds.words)


async def refused(ctx: Ctx, class_id: UUID) -> list[str] | None:
    """What the rules that refuse say is missing; None when nobody at all has a post."""
    row = await visible(ctx, class_id)
    posts = (await _posts(ctx, [class_id])).get(class_id, [])
    if not any(_is_there(row, each) for each in posts):
        return None
    found = await checks(ctx, row, posts, await ledger.publicity(ctx.db, row.pairing_id, row.school_year))
    return [each.text for each in found if each.refuses and not each.ok]


def _post(each: Any, row: Any, who: Principal) -> ClassPostOut:
    return ClassPostOut(
        post=each.post, staff_id=each.staff_id, person_id=each.person_id, subject=each.subject,
        name=each.name if who.sees_names else None, there=_is_there(row, each),
        school=SchoolRef(id=each.school_id, code=each.school_code, name=each.school_name),
    )  # fmt: skip


async def people(ctx: Ctx, class_id: UUID, asked: ClassPeopleFilter) -> ClassPeople:
    """Who is called so and may have a post: people of the supporting school, and who is there under a live assignment.

    At most eight. Raises 404; 403 for everybody but the supporting school.
    """
    row = await visible(ctx, class_id)
    if side_of(ctx.principal, row) is not PairSide.supporting:
        raise Problem("permission.denied", who=rules.SUPPORTER)
    return ClassPeople(
        items=[
            ClassPerson(
                staff_id=each.staff_id, name=each.name, subject=each.subject,
                school=SchoolRef(id=each.id, code=each.code, name=each.at),
            )
            for each in await queries.people(ctx.db, row.pairing_id, asked.q, ctx.today)
        ]
    )  # fmt: skip
