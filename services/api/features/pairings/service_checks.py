"""Holding a pairing against the rules of its region (W-20.5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from services.api.features.pairings import queries, rules_checks, rules_kinds
from services.api.features.pairings.rules_checks import FIELDS, Asked, Finding
from services.api.features.policy_rules import service as policy_rules
from services.api.features.regions import service as regions
from services.api.features.schools import service as schools
from services.api.features.schools import service_nature
from services.api.kernel.context import Ctx
from services.api.kernel.problems import Problem, field_problem
from services.contracts.agreements import CheckOut
from services.contracts.codes import Ownership, SchoolFlag
from services.contracts.problems import FieldProblem

LIMITS = (rules_kinds.RECIPIENTS.key, rules_kinds.SUPPORTERS.key)
DESPITE = "despite_warnings"


@dataclass(frozen=True, slots=True)
class Findings:
    """What the rules in force say of a pairing."""

    items: Sequence[Finding]

    @property
    def warned(self) -> list[str]:
        """Keys of the rules that warn."""
        return [each.kind.key for each in self.items if each.warns]

    def refuse(self) -> None:
        """Raises 409 `pairing.check_refused` that names every rule that does not let it through, and its source."""
        refused = [each for each in self.items if each.refuses]
        if refused:
            told = [_problem(each, FIELDS[each.kind.key], "pairing.check_refused") for each in refused]
            raise Problem("pairing.check_refused", errors=told, reasons="；".join(each.sentence for each in refused))

    def ask(self) -> None:
        """Raises 422 `pairing.check_warned` that names what is unusual, until it is wanted all the same."""
        warned = [each for each in self.items if each.warns]
        if warned:
            told = [_problem(each, DESPITE, "pairing.check_warned") for each in warned]
            raise Problem("pairing.check_warned", errors=told, reasons="；".join(each.sentence for each in warned))


def _problem(found: Finding, field: str, code: str) -> FieldProblem:
    return field_problem(field, code, found.sentence, rule=found.kind.key)


async def findings(ctx: Ctx, pairing: Any, without: UUID | None = None, *, held: bool = True) -> Findings:
    """Hold a pairing against the rules in force in the recipient's county on its first day.

    `without`: the pairing that it renews does not count. `held`: where a number is limited, the counties are held until
    the end of the transaction, so that two at once do not pass it. A fixed number of queries.
    """
    day = max(pairing.start_on, ctx.today)
    rules = await policy_rules.in_force_all(ctx.db, rules_kinds.KINDS, pairing.recipient_county_code, day)
    if not any(each.is_checked for each in rules.values()):
        return Findings([])
    if held and any(rules[key].is_checked for key in LIMITS):
        for code in sorted({pairing.supporting_county_code, pairing.recipient_county_code}):
            await regions.queue(ctx.db, code)
    return Findings(rules_checks.findings(await _asked(ctx, pairing, without), rules))


async def _asked(ctx: Ctx, pairing: Any, without: UUID | None) -> Asked:
    ids = {"supporting": pairing.supporting_school_id, "recipient": pairing.recipient_school_id}
    decided = await service_nature.natures(ctx.db, list(ids.values()))
    sides = {}
    for side, school_id in ids.items():
        school = await schools.find(ctx.db, school_id)
        flags = {
            each.value for each in decided.get(school_id, [])
            if isinstance(each.value, SchoolFlag) and each.touches(pairing.start_on, pairing.start_on)
        }  # fmt: skip
        sides[side] = rules_checks.School(school.name, school.ownership is Ownership.public, school.stages, flags)
    recipients, supporters = await queries.partners(ctx.db, pairing, {pairing.id, without})
    return Asked(
        **sides, category=pairing.category, level=pairing.level, has_end=pairing.end_on is not None,
        recipients=recipients, supporters=supporters,
    )  # fmt: skip


async def checks(ctx: Ctx, row: Any) -> list[CheckOut]:
    """Every rule in force for a pairing and what it says today, those that are broken first."""
    found = await findings(ctx, row, without=row.renews_id, held=False)
    names = await regions.names(ctx.db, {each.rule.region_code for each in found.items})
    warned = frozenset(row.warned or ())
    return [
        CheckOut(
            rule_key=each.kind.key, title=each.kind.title, text=each.text, effect=each.rule.effect, ok=each.ok,
            warned=each.kind.key in warned, source=each.rule.source,
            region_name=names.get(each.rule.region_code, each.rule.region_code), since=each.rule.effective_from,
        )
        for each in sorted(found.items, key=lambda each: each.ok)
    ]  # fmt: skip
