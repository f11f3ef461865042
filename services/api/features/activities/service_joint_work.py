"""What stands between the activities: planned dates, open decisions, base schools; for a pairing's tab and a list."""

from typing import Any

from services.api.features.activities import service_base, service_decisions, service_plans, service_read
from services.api.features.activities.filters import (
    ActivityFilter,
    BaseSchoolFilter,
    DecisionFilter,
    JointWorkFilter,
    PlannedFilter,
)
from services.api.kernel.context import Ctx
from services.api.kernel.paging import PageAsked
from services.contracts.codes import DecisionStatus
from services.contracts.joint_work import JointWork

SHOWN = 10
RECENT = 50
FIRST = PageAsked(limit=SHOWN, cursor=None, count=True)


async def joint_work(ctx: Ctx, asked: JointWorkFilter) -> JointWork:
    """The earliest ten of what is planned or was missed, and of the open decisions, with their counts.

    Of one pairing also its newest activities and its base schools. The same number of queries for any number of rows.
    """
    where: dict[str, Any] = {"pairing_id": asked.pairing_id, "school_id": asked.school_id}
    planned = await service_plans.page(ctx, PlannedFilter(open=True, **where), FIRST)
    decisions = await service_decisions.page(ctx, DecisionFilter(status=DecisionStatus.open, **where), FIRST)
    found = JointWork(
        planned=planned.items,
        planned_count=planned.count or 0,
        decisions=decisions.items,
        decision_count=decisions.count or 0,
    )
    if asked.pairing_id is not None:
        base = await service_base.page(ctx, BaseSchoolFilter(pairing_id=asked.pairing_id), FIRST)
        recent = PageAsked(limit=RECENT, cursor=None, count=True)
        held = await service_read.page(ctx, ActivityFilter(pairing_id=asked.pairing_id), recent)
        found.base_schools, found.activities, found.activity_count = base.items, held.items, held.count or 0
    return found
