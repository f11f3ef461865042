"""What the rules in force say of a plan, on its page and before the last confirmation."""

from dataclasses import dataclass
from typing import Any

from services.api.features.assignments import queries_school, rules
from services.api.features.assignments.rules_checks import Checked, Planned, checked
from services.api.features.assignments.rules_kinds import OF_MODE, SUPPORT_PEOPLE
from services.api.features.policy_rules import service as policy_rules
from services.api.kernel.context import Ctx
from services.api.kernel.problems import Problem


@dataclass(frozen=True, slots=True)
class Finding:
    """What is found, the title of the rule, and the rule in force."""

    found: Checked
    title: str
    rule: policy_rules.Rule


async def findings(ctx: Ctx, row: Any) -> list[Finding]:
    """The rules of the county that sends, held against a plan that has not begun. At most two queries."""
    kinds = OF_MODE.get(row.mode, ())
    if not kinds or row.status not in rules.TO_BEGIN:
        return []
    in_force = await policy_rules.in_force_all(ctx.db, kinds, row.home_county_code, ctx.today)
    counts = SUPPORT_PEOPLE in kinds and in_force[SUPPORT_PEOPLE.key].is_checked
    people = await queries_school.sent_for(ctx.db, row) if counts else 0
    plan = Planned(row.start_on, row.end_on, row.age, row.receiving_locality, people)
    titles = {kind.key: kind.title for kind in kinds}
    return [Finding(each, titles[each.rule_key], in_force[each.rule_key]) for each in checked(plan, in_force)]


async def require_met(ctx: Ctx, row: Any) -> None:
    """Raises 409 `assignment.rule_unmet` where a strict rule is not met; an unknown fact refuses too."""
    refused = [each for each in await findings(ctx, row) if each.rule.refuses and not each.found.is_met]
    if refused:
        told = "；".join(each.found.text for each in refused)
        sources = "、".join(dict.fromkeys(each.rule.source for each in refused))
        raise Problem("assignment.rule_unmet", text=told, source=sources)
