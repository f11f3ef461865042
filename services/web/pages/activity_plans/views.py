"""活动计划: the planned dates, one plan, moving and cancelling, the month at a glance."""

import asyncio
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.contracts.codes import PlannedStatus
from services.contracts.joint_work import ActivityPlanOut, PlannedOut
from services.web import clock
from services.web.api_client.activities import ActivitiesClient
from services.web.api_client.base import Query
from services.web.api_client.joint_work import JointWorkClient
from services.web.downloads import files
from services.web.filters import ID, MONTH, REGION, TRUE, Allowed, Filters, choices
from services.web.inputs import Input, reason
from services.web.months import month_after, this_month
from services.web.pages.activity_plans import words
from services.web.pages.reports import lines
from services.web.steps import Step, Subject, act, ask
from services.web.visit import Visit, Visitor

router = APIRouter()
KNOWN: dict[str, Allowed] = {
    "status": PlannedStatus, "open": TRUE, "month": MONTH, "county_code": REGION, "school_id": ID, "pairing_id": ID,
}  # fmt: skip
MOST_OF_A_MONTH = 200


@router.get("/planned-activities")
async def planned_dates(visit: Visitor) -> Response:
    """The planned dates in scope, the earliest first."""
    filters = Filters.of("/planned-activities", visit.request.query_params, KNOWN)
    found = await JointWorkClient(visit.api).planned(filters.query())
    context = {
        "filters": filters,
        "rows": found.items,
        "count": found.count,
        **filters.turns(found),
        "files": files("planned_activities", filters.query()),
        "states": choices(PlannedStatus),
        "may_plan": "activity.write" in visit.me.permissions and visit.me.school is not None,
        "words": words,
    }
    return visit.page("activity_plans/list.html", context)


@router.get("/activities/month")
async def month_at_a_glance(visit: Visitor, month: str = "") -> Response:
    """One month as a list by day: what was held and what is planned."""
    shown = month if MONTH.fullmatch(month) else this_month()
    asked: Query = {"month": shown, "limit": MOST_OF_A_MONTH}
    if visit.me.school is not None:
        asked = {**asked, "school_id": str(visit.me.school.id)}
    held, planned = await asyncio.gather(
        ActivitiesClient(visit.api).rows({**asked, "count": True}), JointWorkClient(visit.api).planned(asked)
    )
    waiting = [each for each in planned.items if each.status is not PlannedStatus.recorded]
    days = sorted({each.held_on for each in held.items} | {each.planned_on for each in waiting})
    context = {
        "month": shown,
        "before": month_after(shown, -1),
        "after": month_after(shown, 1),
        "days": [
            (day, [each for each in held.items if each.held_on == day], [p for p in waiting if p.planned_on == day])
            for day in days
        ],
        "held_count": held.count or 0,
        "waiting_count": sum(each.status is not PlannedStatus.cancelled for each in waiting),
        "more": held.next_cursor is not None or planned.next_cursor is not None,
        "words": words,
        "lines": lines,
        "school_id": visit.me.school.id if visit.me.school else None,
    }
    return visit.page("activity_plans/month.html", context)


def _plan_subject(plan: ActivityPlanOut) -> Subject:
    path, name = f"/activity-plans/{plan.id}", words.title(plan)
    steps = {
        "cancel": Step(
            "取消后面的", "已经记下来的不变", f"取消后面的{name}？", "已取消。",
            [words.rule(plan), "从哪天起不办，那天以后没记的都取消。以前的和已经记下来的不变。"],
            [Input("from_on", "从哪天起取消", "date"), reason(hint="两边学校看得到。")], danger=True,
            values={"from_on": clock.today()},
        )
    }  # fmt: skip
    trail = [("活动", "/activities"), ("活动计划", "/planned-activities?open=true"), (name, path)]
    return Subject(path, trail, plan.version, plan.allowed_actions, steps)


@router.get("/activity-plans/{plan_id}")
async def plan(visit: Visitor, plan_id: UUID) -> Response:
    """One plan with all its dates."""
    found = await JointWorkClient(visit.api).plan(plan_id)
    context = {"plan": found, "subject": _plan_subject(found), "words": words, "title": words.title(found)}
    return visit.page("activity_plans/plan.html", context)


@router.get("/activity-plans/{plan_id}/{action}")
async def ask_plan_step(visit: Visitor, plan_id: UUID, action: str) -> Response:
    """Ask before a step of the whole plan."""
    return ask(visit, _plan_subject(await JointWorkClient(visit.api).plan(plan_id)), action)


@router.post("/activity-plans/{plan_id}/{action}")
async def take_plan_step(visit: Visitor, plan_id: UUID, action: str) -> Response:
    """Cancel what is to come."""
    client = JointWorkClient(visit.api)

    async def load() -> Subject:
        return _plan_subject(await client.plan(plan_id))

    async def send(body: dict[str, object], version: int) -> object:
        return await client.cancel_plan(plan_id, body, version)

    return await act(visit, load, action, send)


def _subject(row: PlannedOut) -> Subject:
    name = words.title(row)
    steps = {
        "move": Step(
            "改日期", "只改这一次", f"改到哪天：{name}", "日期已改好。", [words.sub(row)],
            [Input("to_on", "改到哪天", "date")], "保存", values={"to_on": max(row.planned_on, clock.today())},
        ),
        "cancel": Step(
            "取消这次", "只取消这一次", f"取消这次{name}？", "这次已取消。", [words.sub(row)],
            [reason(hint="比如：和期中考试冲突。两边学校看得到。")], danger=True,
        ),
        "restore": Step(
            "恢复这次", "取消错了用", f"恢复这次{name}？", "已恢复。", [words.sub(row)], button="恢复这次"
        ),
    }  # fmt: skip
    path, home = f"/planned-activities/{row.id}", f"/activity-plans/{row.plan_id}"
    trail = [("活动", "/activities"), (name, home)]
    facts = [("状态", row.status.label), ("日期", words.when(row))]
    return Subject(path, trail, row.version, row.allowed_actions, steps, facts, home)


async def _load(visit: Visit, planned_id: UUID) -> Subject:
    return _subject(await JointWorkClient(visit.api).planned_date(planned_id))


@router.get("/planned-activities/{planned_id}/{action}")
async def ask_step(visit: Visitor, planned_id: UUID, action: str) -> Response:
    """Ask before a step of one date."""
    return ask(visit, await _load(visit, planned_id), action)


@router.post("/planned-activities/{planned_id}/{action}")
async def take_step(visit: Visitor, planned_id: UUID, action: str) -> Response:
    """Move, cancel or restore it."""

    async def send(body: dict[str, object], version: int) -> object:
        return await JointWorkClient(visit.api).act_on_planned(planned_id, action, body, version)

    return await act(visit, lambda: _load(visit, planned_id), action, send)
