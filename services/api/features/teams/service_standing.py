"""How a team stands: who is in it and in its mirror, counted, and what the rules in force say of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.persons import service_honours as honours
from services.api.features.policy_rules import service as policy_rules
from services.api.features.teams import queries
from services.api.features.teams import rules as team_rules
from services.api.features.teams.rules_kinds import BACKBONE_PEOPLE, BACKBONE_SHARE, BATCH_PEOPLE, KINDS, LEADER_POST
from services.api.kernel.context import Ctx
from services.contracts.codes import HonourType, TeamDirection

Honours = Mapping[UUID, frozenset[HonourType]]
"""Assignment → honours held while it lasts."""
Names = tuple[str, str]
"""The supporting and the recipient school as sentences call them."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Members by team, those in no team, honours by assignment, and the rules in force."""

    members: Mapping[UUID, Sequence[Any]]
    loose: Sequence[Any]
    honours: Honours
    rules: Mapping[str, Any]
    names: Names = ("支援学校", "受援学校")

    def places(self, team_id: UUID | None) -> list[Any]:
        """Who holds a place of a team: its members but those in whose place another one of it went on."""
        rows = self.members.get(team_id, ()) if team_id is not None else ()
        left = {row.replaces_id for row in rows}
        return [row for row in rows if row.id not in left]

    def tally(self, team_id: UUID | None) -> team_rules.Tally:
        """One team, counted by its places; nobody where there is no team."""
        return team_rules.tally(
            team_rules.Person(row.post, row.title, self.honours.get(row.id, frozenset()))
            for row in self.places(team_id)
        )  # fmt: skip

    def checked(self, team: Any) -> list[team_rules.Checked]:
        """Every rule that applies to a team and is not switched off.

        Leader's post and backbones are asked of the team that the supporting school sends (WC-07, WC-08).
        """
        own, other = self.tally(team.id), self.tally(team.mirror_team_id)
        is_sent = team.direction is TeamDirection.from_supporting
        names = self.names if is_sent else self.names[::-1]
        found = [team_rules.equal_numbers(own, other, names), team_rules.equal_posts(own, other, names)]
        if is_sent:
            found.append(team_rules.leader_post(team.leader_post))
            found.append(team_rules.backbone_people(own, self.rules[BACKBONE_PEOPLE.key].least))
            found.append(team_rules.backbone_share(own, self.rules[BACKBONE_SHARE.key].least))
        return [each for each in found if self.rules[each.rule_key].is_checked]

    def refused(self, team: Any) -> list[team_rules.Checked]:
        """The strict rules that a team does not meet."""
        return [each for each in self.checked(team) if not each.is_met and self.rules[each.rule_key].refuses]


async def _held(db: AsyncSession, rows: Sequence[Any]) -> Honours:
    return await honours.held(
        db, {row.id: honours.During(row.person_id, row.start_on, row.end_on) for row in rows}
    )  # fmt: skip


async def of_teams(ctx: Ctx, teams: Sequence[Any], names: Names | None = None) -> Standing:
    """The standing of some teams of one pairing. Three queries."""
    rows = await queries.members(ctx.db, [team.id for team in teams])
    return await _standing(ctx, teams[0].other_county_code, rows, names)


async def beside(ctx: Ctx, row: Any) -> Standing:
    """The standing of a team and its mirror, with who is in no team and the schools' names. Three queries."""
    ids = [row.id, *([row.mirror_team_id] if row.mirror_team_id else [])]
    rows = await queries.beside(ctx.db, row, ids)
    return await _standing(ctx, row.recipient_county_code, rows, (row.supporting_name, row.recipient_name))


async def _standing(ctx: Ctx, county_code: str, rows: Sequence[Any], names: Names | None = None) -> Standing:
    """The rules are those of the recipient school's county on this day: it receives the help, and its plan rules."""
    members: dict[UUID, list[Any]] = {}
    loose = [row for row in rows if row.team_id is None]
    for row in rows:
        if row.team_id is not None:
            members.setdefault(row.team_id, []).append(row)
    in_force = await policy_rules.in_force_all(ctx.db, KINDS, county_code, ctx.today)
    held = await _held(ctx.db, rows)
    return Standing(members, loose, held, in_force, *([names] if names else []))


async def check_leader_post(ctx: Ctx, team: Any, post: Any) -> tuple[str, str] | None:
    """What the strict rule on the leader's post says against a post: the words and the source; None when nothing."""
    if team.direction is not TeamDirection.from_supporting:
        return None
    rule = await policy_rules.in_force(ctx.db, LEADER_POST, team.other_county_code, ctx.today)
    checked = team_rules.leader_post(post)
    return (checked.text, rule.source) if rule.refuses and not checked.is_met else None


async def of_batch(ctx: Ctx, row: Any) -> tuple[team_rules.Checked, policy_rules.Rule] | None:
    """How many the county that sends a team sends in the whole batch, and its rule on that; None while it has none.

    It reminds alone: teams are confirmed one by one (WC-11). Two queries at most.
    """
    county = getattr(row, f"{queries.sending_side(row.direction)}_county_code")
    rule = await policy_rules.in_force(ctx.db, BATCH_PEOPLE, county, ctx.today)
    if not rule.is_checked:
        return None
    people = await queries.people_of_batch(ctx.db, county, row.school_year, row.batch)
    return team_rules.batch_people(people, rule.least, rule.most), rule
