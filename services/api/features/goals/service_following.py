"""Goals and plans of an assignment whose arrangement is changed before it begins."""

from typing import Any

from services.api.features.goals import queries, rules
from services.api.kernel.context import Ctx
from services.contracts.codes import GoalStatus, PersonalPlanStatus

CHANGING = frozenset({"edit", "swap"})
HANDED_IN = (PersonalPlanStatus.submitted, PersonalPlanStatus.accepted)
CHANGED = "交流任务的安排改了，请按新的安排改好再交"


async def plan_changed(ctx: Ctx, assignment: Any, action: str) -> None:
    """Like the confirmations, what both sides agreed on is asked for again; a plan goes back to its writer.

    It may be another school and other days now, so what is due lies inside them.
    """
    if action not in CHANGING:
        return
    for goal in await queries.open_goals(ctx.db, assignment.id):
        goal.status, goal.agreed_on = GoalStatus.proposed, None
        goal.due_on = min(max(goal.due_on, assignment.start_on), assignment.end_on)
        goal.other_county_code = assignment.receiving_county_code
        for side in rules.SIDES:
            setattr(goal, f"{side}_agreed_at", None)
            setattr(goal, f"{side}_agreed_by", None)
        ctx.act(goal, "ask_again")
    for plan in await queries.all_plans(ctx.db, assignment.id):
        plan.other_county_code = assignment.receiving_county_code
        if plan.status in HANDED_IN:
            plan.status, plan.accepted_on, plan.return_reason = PersonalPlanStatus.returned, None, CHANGED
        ctx.act(plan, "ask_again")
    await ctx.db.flush()
