"""计划中的更名撤并: what is planned for a later day, what it would do, and taking it back."""

from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.contracts.codes import PlanStatus, SuccessionKind
from services.contracts.places import PlannedOut
from services.web.api_client.successions import SuccessionsClient
from services.web.filters import TRUE, Filters
from services.web.inputs import reason
from services.web.pages.schools.succession import KINDS, carried_words
from services.web.steps import Step, Subject, act, ask
from services.web.visit import Visit, Visitor
from services.web.wording import day

router = APIRouter()
PATH = "/schools/planned"
MARKS = {PlanStatus.planned: "todo", PlanStatus.done: "done", PlanStatus.cancelled: "neutral"}


def title_of(plan: PlannedOut) -> str:
    """Return what is planned: 青石小学、白云小学并入云坪镇中心小学."""
    names = "、".join(school.name for school in plan.schools)
    other = plan.to_school.name if plan.to_school else ""
    renamed = f"，改名{plan.to_name}" if plan.to_name else ""
    words = {
        SuccessionKind.rename: f"{names}更名为{plan.to_name}",
        SuccessionKind.merge: f"{names}并入{other}{renamed}" if other else f"{names}合成{plan.to_name}",
        SuccessionKind.division: f"{names}分出{plan.to_name}",
        SuccessionKind.close: f"撤销{names}" + (f"，由{other}接收" if other else ""),
        SuccessionKind.reopen: f"恢复{names}{renamed}",
    }
    return words[plan.kind]


def plan_words(plan: PlannedOut) -> str:
    """Return the same with its day: 2027年2月20日起，青石小学并入云坪镇中心小学."""
    return f"{day(plan.on)}起，{title_of(plan)}"


@router.get("/schools/planned")
async def plans(visit: Visitor) -> Response:
    """What is planned, the newest first; `held` what could not be done on its day."""
    filters = Filters.of(PATH, visit.request.query_params, {"held": TRUE})
    found = await SuccessionsClient(visit.api).planned(filters.query())
    context = {"filters": filters, "rows": found.items, "count": found.count, **filters.turns(found)}
    return visit.page("schools/plans.html", {**context, "title_of": title_of})


def _subject(plan: PlannedOut) -> Subject:
    words = KINDS[plan.kind.value][0]
    stays = "学校保持现在的样子，" + ("以后可以再办。" if plan.kind is not SuccessionKind.rename else "名字不变。")
    cancel = Step(
        "取消这项计划", "到那天就不办了", f"取消{title_of(plan)}？", f"{words}的计划已取消。",
        [stays, "计划和取消的原因会留在记录里。"], [reason(hint="比如：文件有变，重新研究")], "取消计划", danger=True,
    )  # fmt: skip
    home = f"{PATH}/{plan.id}"
    trail = [("学校", "/schools"), ("计划中的更名撤并", PATH), (title_of(plan), home)]
    return Subject(home, trail, plan.version, plan.allowed_actions, {"cancel": cancel}, [("从哪天起", day(plan.on))])


async def _load(visit: Visit, plan_id: UUID) -> Subject:
    return _subject(await SuccessionsClient(visit.api).plan(plan_id))


@router.get("/schools/planned/{plan_id}")
async def plan_page(visit: Visitor, plan_id: UUID) -> Response:
    """One plan, with what would happen for those who decide on it."""
    client = SuccessionsClient(visit.api)
    plan = await client.plan(plan_id)
    ahead = await client.look_ahead(plan_id) if "cancel" in plan.allowed_actions else None
    context = {
        "plan": plan, "title": title_of(plan), "ahead": ahead, "shown": ahead.preview if ahead else None,
        "schools": [*plan.schools, *([plan.to_school] if plan.to_school else [])], "words": carried_words,
        "doing": _subject(plan).doing(), "mark": MARKS[plan.status],
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
