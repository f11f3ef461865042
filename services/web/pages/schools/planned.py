"""计划的更名撤并: what is planned for a later day, what it would do, and taking it back."""

from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.contracts.codes import PlanStatus, SuccessionKind
from services.contracts.pairings import TimelineItem
from services.contracts.places import PlannedOut
from services.web.api_client.successions import SuccessionsClient
from services.web.downloads import files
from services.web.filters import BOOLEAN, Filters
from services.web.inputs import reason
from services.web.pages.schools.succession import KINDS, carried_words
from services.web.steps import Step, Subject, act, ask
from services.web.visit import Visit, Visitor
from services.web.wording import at, day

router = APIRouter()
PATH = "/schools/planned"
MARKS = {PlanStatus.done: "done", PlanStatus.cancelled: "neutral"}
PLAN_TABS = [
    ("全部", {}), ("未到期", {"held": "false"}), ("到期没办成", {"held": "true"}),
    ("已办成", {"status": PlanStatus.done.value}), ("已取消", {"status": PlanStatus.cancelled.value}),
]  # fmt: skip
"""Words → the address's parameters."""
NONE_FOUND = {
    "未到期": ("没有未到期的计划。", "办更名撤并时填今天以后的日期，就会列在这里。"),
    "到期没办成": ("没有到期没办成的。", ""),
    "已办成": ("还没有到期办成的计划。", ""),
    "已取消": ("没有取消过计划。", ""),
}  # fmt: skip
NONE_AT_ALL = ("没有计划过更名撤并。", "办更名撤并时填今天以后的日期，就会列在这里。")


def standing(plan: PlannedOut) -> tuple[str, str]:
    """Return where a plan stands, as words and colour: what is to come, and what its day found in the way."""
    if plan.status is PlanStatus.planned:
        return ("到期没办成", "bad") if plan.held_why else ("未到期", "neutral")
    return plan.status.label, MARKS[plan.status]


def plan_words(plan: PlannedOut) -> str:
    """Return the same with its day: 2027年2月20日起，青石小学并入云坪镇中心小学."""
    return f"{day(plan.on)}起，{plan.title}"


@router.get("/schools/planned")
async def plans(visit: Visitor) -> Response:
    """What was planned, the newest first; by where it stands."""
    filters = Filters.of(PATH, visit.request.query_params, {"held": BOOLEAN, "status": PlanStatus})
    found = await SuccessionsClient(visit.api).planned(filters.query())
    asked = {name: filters.get(name) for name in ("held", "status") if filters.get(name)}
    tabs = [(words, f"{PATH}?{urlencode(params)}" if params else PATH, params == asked) for words, params in PLAN_TABS]
    chosen = next((words for words, _, is_here in tabs if is_here), "")
    context = {
        "filters": filters, "rows": found.items, "count": found.count, "plan_tabs": tabs, "standing": standing,
        "files": files("planned_successions", filters.query()),
        "nothing": NONE_FOUND.get(chosen, NONE_AT_ALL), **filters.turns(found),
    }  # fmt: skip
    return visit.page("schools/plans.html", context)


def _subject(plan: PlannedOut) -> Subject:
    words = KINDS[plan.kind.value][0]
    stays = "学校保持现在的样子，" + ("以后可以再办。" if plan.kind is not SuccessionKind.rename else "名字不变。")
    cancel = Step(
        "取消这项计划", "到那天就不办了", f"取消{plan.title}？", f"{words}的计划已取消。",
        [stays, "计划和取消的原因会留在记录里，相关学校看得到。"],
        [reason(hint="比如：文件有变，重新研究")], "取消计划", danger=True,
    )  # fmt: skip
    home = f"{PATH}/{plan.id}"
    trail = [("学校", "/schools"), ("计划的更名撤并", PATH), (plan.title, home)]
    return Subject(home, trail, plan.version, plan.allowed_actions, {"cancel": cancel}, [("从哪天起", day(plan.on))])


def _moment(told: TimelineItem) -> dict[str, object]:
    return {"at": at(told.at), "what": told.text, "sub": told.who or "", "bad": told.bad}


async def _load(visit: Visit, plan_id: UUID) -> Subject:
    return _subject(await SuccessionsClient(visit.api).plan(plan_id))


@router.get("/schools/planned/{plan_id}")
async def plan_page(visit: Visitor, plan_id: UUID) -> Response:
    """One plan, with what would happen for those who decide on it."""
    client = SuccessionsClient(visit.api)
    plan = await client.plan(plan_id)
    ahead = await client.look_ahead(plan_id) if "preview" in plan.allowed_actions else None
    context = {
        "plan": plan, "ahead": ahead, "shown": ahead.preview if ahead else None,
        "schools": [*plan.schools, *([plan.to_school] if plan.to_school else [])], "words": carried_words,
        "doing": _subject(plan).doing(), "standing": standing(plan), "told": [_moment(each) for each in plan.timeline],
    }  # fmt: skip
    return visit.page("schools/plan.html", context)


@router.get("/schools/planned/{plan_id}/cancel")
async def ask_cancel(visit: Visitor, plan_id: UUID) -> Response:
    """取消这项计划？"""
    return ask(visit, await _load(visit, plan_id), "cancel")


@router.post("/schools/planned/{plan_id}/cancel")
async def cancel(visit: Visitor, plan_id: UUID) -> Response:
    """Take it back."""

    async def send(body: dict[str, object], version: int) -> object:
        return await SuccessionsClient(visit.api).cancel(plan_id, body, version)

    return await act(visit, lambda: _load(visit, plan_id), "cancel", send)
