"""个人交流工作计划: writing it, one plan, and its steps."""

from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.contracts.codes import PersonalPlanStatus
from services.contracts.goals import PersonalPlanDetail, PlanTemplate
from services.web.api_client.assignments import AssignmentsClient
from services.web.api_client.goals import PlansClient
from services.web.downloads import files
from services.web.entry import Entry, Stored, blank, change, create, edit
from services.web.filters import ID, REGION, YEAR, Allowed, Filters, choices
from services.web.forms import Form
from services.web.inputs import Input
from services.web.pages.assignments.views import school_years
from services.web.pages.assignments.words import title
from services.web.pages.plans import words
from services.web.pages.plans.steps import main_step, subject, tab
from services.web.steps import Subject, act, ask
from services.web.visit import Visit, Visitor, see_other

router = APIRouter()
KNOWN: dict[str, Allowed] = {
    "status": PersonalPlanStatus, "school_year": YEAR, "school_id": ID, "receiving_school_id": ID,
    "assignment_id": ID, "county_code": REGION,
}  # fmt: skip


@router.get("/personal-plans")
async def personal_plans(visit: Visitor) -> Response:
    """The plans in scope, the latest school year first."""
    filters = Filters.of("/personal-plans", visit.request.query_params, KNOWN)
    found = await PlansClient(visit.api).rows(filters.query())
    context = {
        "filters": filters,
        "rows": found.items,
        "count": found.count,
        **filters.turns(found),
        "files": files("personal_plans", filters.query()),
        "states": choices(PersonalPlanStatus),
        "years": school_years(),
        "hidden": filters.hidden("status", "school_year"),
        "words": words,
    }
    return visit.page("plans/list.html", context)


def _links(assignment_id: UUID, templates: list[PlanTemplate]) -> list[tuple[str, str]]:
    path = f"/personal-plans/new?assignment={assignment_id}"
    return [(f"照“{each.name}”起草", f"{path}&template={each.key}") for each in templates]


async def _entry(visit: Visit, assignment_id: UUID, templates: list[PlanTemplate]) -> Entry:
    row = await AssignmentsClient(visit.api).detail(assignment_id)
    back = f"/assignments/{assignment_id}?tab=goals"
    trail = [(title(row), f"/assignments/{assignment_id}"), ("目标与计划", back), ("写个人计划", "")]
    lines = ["写不完可以先保存，下次接着写。写好后交给接收学校，学校同意后就定下来。"]
    inputs = [*words.CONTENT, Input("assignment_id", "", "hidden")]
    links = _links(assignment_id, templates)
    return Entry("写个人交流工作计划", trail, inputs, "保存", back, [row.receiving_school.name], lines, links=links)


@router.get("/personal-plans/new")
async def new(visit: Visitor, assignment: UUID, template: str = "") -> Response:
    """写个人计划, from a blank page or from what a real plan promised."""
    templates = await PlansClient(visit.api).templates()
    chosen = next((each for each in templates if each.key == template), None)
    entry = await _entry(visit, assignment, [] if chosen else templates)
    values: dict[str, object] = {"assignment_id": str(assignment)}
    if chosen is not None:
        values |= {each.name: getattr(chosen, each.name) or "" for each in words.CONTENT}
    return blank(visit, entry, values)


@router.post("/personal-plans/new")
async def make(visit: Visitor) -> Response:
    """Save the draft."""
    typed = Form.of(await visit.form()).value("assignment_id")
    if not ID.fullmatch(typed):
        return see_other("/assignments")

    async def send(body: dict[str, object], key: str) -> str:
        made = await PlansClient(visit.api).create(body, key)
        visit.say("计划已保存。写好后，交给学校。")
        return f"/personal-plans/{made.id}"

    return await create(visit, await _entry(visit, UUID(typed), []), send)


@router.get("/personal-plans/{plan_id}")
async def detail(visit: Visitor, plan_id: UUID) -> Response:
    """One plan: its texts, what is missing, what may be done; it prints as F-48."""
    plan = await PlansClient(visit.api).detail(plan_id)
    own = subject(plan)
    context = {
        "plan": plan,
        "subject": own,
        "main": main_step(plan),
        "doing": [(path, step) for path, step in own.doing() if path != f"{own.path}/{main_step(plan)}"],
        "words": words,
        "tab": tab(plan),
    }
    return visit.page("plans/detail.html", context)


def _edit_entry(plan: PersonalPlanDetail) -> Entry:
    path = f"/personal-plans/{plan.id}"
    return Entry("接着写计划", [*subject(plan).trail, ("接着写", "")], words.CONTENT, "保存", path)


@router.get("/personal-plans/{plan_id}/edit")
async def edit_page(visit: Visitor, plan_id: UUID) -> Response:
    """接着写, while it is not handed in."""
    plan = await PlansClient(visit.api).detail(plan_id)
    if "edit" not in plan.allowed_actions:
        visit.say("计划已交给学校，不能再改。要改，请学校退回。")
        return see_other(f"/personal-plans/{plan_id}")
    return edit(visit, _edit_entry(plan), Stored(words.values(plan), plan.version))


@router.post("/personal-plans/{plan_id}/edit")
async def save(visit: Visitor, plan_id: UUID) -> Response:
    """Save what is typed; a clash shows both sides."""
    client = PlansClient(visit.api)
    plan = await client.detail(plan_id)

    async def send(body: dict[str, object], version: int) -> str:
        await client.change(plan_id, body, version)
        visit.say("计划已保存。")
        return f"/personal-plans/{plan_id}"

    async def load() -> Stored:
        fresh = await client.detail(plan_id)
        return Stored(words.values(fresh), fresh.version)

    return await change(visit, _edit_entry(plan), send, load)


async def _subject(visit: Visit, plan_id: UUID) -> Subject:
    return subject(await PlansClient(visit.api).detail(plan_id))


@router.get("/personal-plans/{plan_id}/{action}")
async def ask_step(visit: Visitor, plan_id: UUID, action: str) -> Response:
    """Ask before a step."""
    return ask(visit, await _subject(visit, plan_id), action)


@router.post("/personal-plans/{plan_id}/{action}")
async def take_step(visit: Visitor, plan_id: UUID, action: str) -> Response:
    """Take a step."""

    async def send(body: dict[str, object], version: int) -> object:
        return await PlansClient(visit.api).act(plan_id, action, body, version)

    return await act(visit, lambda: _subject(visit, plan_id), action, send)
