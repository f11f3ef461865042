"""Reading teams: pages, and one with both directions beside each other."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from services.api.features.pairings import service as pairings
from services.api.features.policy_rules.service import Rule
from services.api.features.teams import queries, queries_numbers, rules, service_standing
from services.api.features.teams.filters import NumbersFilter, TeamFilter
from services.api.features.teams.rules_kinds import KINDS
from services.api.features.teams.service_standing import Standing
from services.api.kernel.competence import decides_between
from services.api.kernel.context import Ctx
from services.api.kernel.history import Told, history
from services.api.kernel.paging import PageAsked
from services.api.kernel.periods import school_year_of
from services.api.kernel.problems import Problem
from services.api.kernel.scope import Principal
from services.contracts.accounts import SchoolRef
from services.contracts.base import Page
from services.contracts.teams import (
    TeamBatch,
    TeamDetail,
    TeamFinding,
    TeamMember,
    TeamMirror,
    TeamNumbers,
    TeamNumbersPage,
    TeamOut,
    TeamSide,
)

TITLES = {kind.key: kind.title for kind in KINDS}


def facts_of(principal: Principal, row: Any) -> rules.Facts:
    """What the caller is to a team: a row with both schools of its pairing."""
    sending = queries.sending_side(row.direction)
    receiving = queries.sending_side(rules.opposite(row.direction))
    acts_for = principal.school_id if principal.is_school else None
    return rules.Facts(
        sends=acts_for is not None and acts_for == getattr(row, f"{sending}_school_id"),
        receives=acts_for is not None and acts_for == getattr(row, f"{receiving}_school_id"),
        decides=decides_between(principal, row.supporting_county_code, row.recipient_county_code),
    )


def _school(row: Any, side: str) -> SchoolRef:
    values = {name: getattr(row, f"{side}_{name}") for name in ("code", "name")}
    return SchoolRef(id=getattr(row, f"{side}_school_id"), **values)


def _fields(row: Any, principal: Principal) -> dict[str, Any]:
    words = principal.sees_names
    mirror = None
    if row.mirror_team_id is not None:
        mirror = TeamMirror(
            id=row.mirror_team_id, name=row.mirror_name if words else "", status=row.mirror_status,
            member_count=row.mirror_count,
        )  # fmt: skip
    same = ("id", "version", "pairing_id", "school_year", "direction", "status", "leader_post", "member_count")
    return {
        **{name: getattr(row, name) for name in same},
        "name": row.name if words else "",
        "batch": row.batch if words else "",
        "leader_name": row.leader_name if words else None,
        "sending_school": _school(row, queries.sending_side(row.direction)),
        "receiving_school": _school(row, queries.sending_side(rules.opposite(row.direction))),
        "mirror": mirror,
        "difference": row.member_count - (mirror.member_count if mirror else 0),
        "allowed_actions": rules.TABLE.allowed(row.status, facts_of(principal, row)),
    }


async def page(ctx: Ctx, asked: TeamFilter, paging: PageAsked) -> Page[TeamOut]:
    """One page of the teams in the caller's scope, the newest first."""
    found = await queries.page(ctx.db, ctx.scope, asked, paging)
    return Page(
        items=[TeamOut(**_fields(row, ctx.principal)) for row in found.rows],
        **found.around(),
    )


async def row_of(ctx: Ctx, team_id: UUID) -> Any:
    """A team in scope with its schools. Raises 404 `resource.not_found`."""
    row = await queries.row(ctx.db, ctx.scope, team_id)
    if row is None:
        raise Problem("resource.not_found")
    return row


async def named(ctx: Ctx, team_id: UUID) -> tuple[str, int]:
    """What a team in scope is called, empty for callers without names, and its school year. Raises 404."""
    row = await row_of(ctx, team_id)
    return (str(row.name) if ctx.principal.sees_names else ""), row.school_year


async def detail(ctx: Ctx, team_id: UUID) -> TeamDetail:
    """One team with both directions, who could join, the rules and its history. Raises 404 `resource.not_found`."""
    row = await row_of(ctx, team_id)
    standing = await service_standing.beside(ctx, row)
    told = [
        Told(m.at, m.action, rules.timeline_text(m.action, m.became), m.user_id, m.action in rules.BAD)
        for m in await history(ctx.db, [team_id])
    ]
    sending = f"{queries.sending_side(row.direction)}_school_id"
    waiting = [each for each in standing.loose if each.sending_school_id == getattr(row, sending)]
    return TeamDetail(
        **_fields(row, ctx.principal),
        closed_reason=None if ctx.principal.is_client else row.closed_reason,
        own=_side(ctx, standing, row.direction, row.id, row.leader_staff_id),
        other=_side(ctx, standing, rules.opposite(row.direction), row.mirror_team_id, row.mirror_leader),
        waiting=[_member(ctx, standing, each, None) for each in waiting if row.status in rules.GROWING],
        findings=[*_findings(standing, row), *await _of_batch(ctx, row)],
        timeline=await pairings.timeline(ctx, told),
    )


def _side(ctx: Ctx, standing: Standing, direction: Any, team_id: UUID | None, leader: UUID | None) -> TeamSide:
    tally = standing.tally(team_id)
    rows: Sequence[Any] = standing.members.get(team_id, ()) if team_id is not None else ()
    places = {each.id for each in standing.places(team_id)}
    members = [_member(ctx, standing, each, leader) for each in rows]
    return TeamSide(
        direction=direction, people=tally.people, principals=tally.principals, teachers=tally.teachers,
        honoured=tally.honoured, famous=tally.famous, share=tally.share,
        members=[each.model_copy(update={"taken_over": each.assignment_id not in places}) for each in members],
    )  # fmt: skip


def _member(ctx: Ctx, standing: Standing, row: Any, leader_staff_id: UUID | None) -> TeamMember:
    return TeamMember(
        assignment_id=row.id, name=row.name if ctx.principal.sees_names else None,
        post=row.post, title=row.title, honours=sorted(standing.honours.get(row.id, ())), status=row.status,
        start_on=row.start_on, end_on=row.end_on,
        is_leader=leader_staff_id is not None and row.staff_id == leader_staff_id,
    )  # fmt: skip


def _findings(standing: Standing, row: Any) -> list[TeamFinding]:
    return [_finding(each, standing.rules[each.rule_key]) for each in standing.checked(row)]


async def _of_batch(ctx: Ctx, row: Any) -> list[TeamFinding]:
    found = await service_standing.of_batch(ctx, row)
    return [_finding(*found)] if found is not None else []


def _finding(checked: rules.Checked, rule: Rule) -> TeamFinding:
    return TeamFinding(
        rule_key=checked.rule_key, title=TITLES[checked.rule_key], is_met=checked.is_met, text=checked.text,
        effect=rule.effect, source=rule.source, source_region_code=rule.region_code,
    )  # fmt: skip


async def numbers(ctx: Ctx, asked: NumbersFilter, paging: PageAsked) -> TeamNumbersPage:
    """One page of pairings and batches with both directions counted (F-58); who is in no team comes last.

    With the count come the sums. The same number of queries for any number of rows.
    """
    year = asked.school_year or school_year_of(ctx.today)
    found = await queries_numbers.page(ctx.db, ctx.scope, asked, year, paging)
    told = paging.with_sums
    return TeamNumbersPage(
        school_year=year,
        batches=await _batches(ctx, asked, year) if told else [],
        items=[_numbers(row, year, ctx.principal) for row in found.rows],
        **found.around(),
    )


def _numbers(row: Any, school_year: int, principal: Principal) -> TeamNumbers:
    return TeamNumbers(
        pairing_id=row.pairing_id, supporting_school=_school(row, "supporting"),
        recipient_school=_school(row, "recipient"), school_year=school_year,
        batch=row.batch if principal.sees_names else "", in_team=row.loose == queries_numbers.TEAMED, sent=row.sent,
        received=row.received, difference=row.sent - row.received, principals_sent=row.principals_sent,
        principals_received=row.principals_received,
    )  # fmt: skip


async def _batches(ctx: Ctx, asked: NumbersFilter, year: int) -> list[TeamBatch]:
    rows = await queries_numbers.batches(ctx.db, ctx.scope, asked, year)
    return [
        TeamBatch(
            batch=row.batch if ctx.principal.sees_names else "", in_team=row.loose == queries_numbers.TEAMED,
            pairings=row.pairings, unequal=row.unequal, sent=row.sent, received=row.received,
            difference=row.sent - row.received,
        )
        for row in rows
    ]  # fmt: skip
