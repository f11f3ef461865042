"""薄弱学校改造规划: the list, weak schools without one, one plan with its schedule, its print view (F-47)."""

from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.contracts.codes import ImprovementResult, ImprovementStatus
from services.web import clock
from services.web.api_client.improvement_plans import ImprovementPlansClient
from services.web.api_client.regions import RegionsClient
from services.web.downloads import files
from services.web.entry import Stored, blank, change, create, edit
from services.web.filters import ID, REGION, TRUE, YEAR, Allowed, Filters, choices
from services.web.pages.improvement_plans import forms, words
from services.web.pages.improvement_plans.steps import main_step, subject
from services.web.steps import Subject, act, ask
from services.web.visit import Visit, Visitor, see_other

router = APIRouter()
KNOWN: dict[str, Allowed] = {
    "status": ImprovementStatus, "result": ImprovementResult, "school_year": YEAR, "county_code": REGION,
    "school_id": ID, "pairing_id": ID, "lagging": TRUE,
}  # fmt: skip
SHOWN = ("status", "school_year", "county_code")
WRITE = "improvement_plan.write"


def _writes(visit: Visit) -> bool:
    return WRITE in visit.me.permissions


async def _counties(visit: Visit) -> list[tuple[str, str]]:
    return [] if visit.me.school else await RegionsClient(visit.api).counties(visit.me.region_code)


@router.get("/improvement-plans")
async def plans(visit: Visitor) -> Response:
    """The plans in scope, the latest school year first."""
    filters = Filters.of("/improvement-plans", visit.request.query_params, KNOWN)
    found = await ImprovementPlansClient(visit.api).rows(filters.query())
    context = {
        "filters": filters,
        "rows": found.items,
        "count": found.count,
        **filters.turns(found),
        "files": files("improvement_plans", filters.query()),
        "states": choices(ImprovementStatus),
        "years": forms.years(),
        "counties": await _counties(visit),
        "hidden": filters.hidden(*SHOWN),
        "may_write": _writes(visit),
        "today": clock.today(),
        "words": words,
    }
    return visit.page("improvement_plans/list.html", context)


@router.get("/improvement-plans/missing")
async def missing(visit: Visitor) -> Response:
    """Weak schools that have no plan for a school year."""
    known: dict[str, Allowed] = {"school_year": YEAR, "county_code": REGION}
    filters = Filters.of("/improvement-plans/missing", visit.request.query_params, known)
    found = await ImprovementPlansClient(visit.api).missing(filters.query())
    years = forms.years()
    context = {
        "filters": filters,
        "rows": found.items,
        "count": found.count,
        **filters.turns(found),
        "files": files("schools_without_plan", filters.query()),
        "years": years,
        "year": dict(years).get(filters.get("school_year"), years[0][1]),
        "counties": await _counties(visit),
        "may_write": _writes(visit),
    }
    return visit.page("improvement_plans/missing.html", context)


@router.get("/improvement-plans/new")
async def new(visit: Visitor, school: str = "") -> Response:
    """起草改造规划."""
    if not _writes(visit):
        return see_other("/improvement-plans")
    known = school if ID.fullmatch(school) else ""
    own = str(visit.me.school.id) if visit.me.school else known
    values = {"school_id": own, "school_year": forms.years()[0][0]}
    return blank(visit, await forms.new_entry(visit, known), values)


@router.post("/improvement-plans/new")
async def make(visit: Visitor) -> Response:
    """Save the draft and go on with its schedule."""

    async def send(body: dict[str, object], key: str) -> str:
        made = await ImprovementPlansClient(visit.api).create(body, key)
        visit.say("规划已存成草稿。接下来排工作进度。")
        return f"/improvement-plans/{made.id}"

    typed = str((await visit.form()).get("school_id", ""))
    return await create(visit, await forms.new_entry(visit, typed if ID.fullmatch(typed) else ""), send)


@router.get("/improvement-plans/{plan_id}")
async def detail(visit: Visitor, plan_id: UUID) -> Response:
    """One plan: goals, measures, schedule, guidance, result, what happened, what may be done."""
    plan = await ImprovementPlansClient(visit.api).detail(plan_id)
    context = {
        "plan": plan,
        "subject": subject(plan),
        "main": main_step(plan),
        "words": words,
        "sees_pairing": "pairing.read" in visit.me.permissions,
        "promises": "pairing.act" in visit.me.permissions,
    }
    return visit.page("improvement_plans/detail.html", context)


@router.get("/improvement-plans/{plan_id}/print")
async def print_view(visit: Visitor, plan_id: UUID) -> Response:
    """F-47 on paper."""
    plan = await ImprovementPlansClient(visit.api).detail(plan_id)
    return visit.page("improvement_plans/print.html", {"plan": plan, "words": words})


@router.get("/improvement-plans/{plan_id}/edit")
async def edit_page(visit: Visitor, plan_id: UUID) -> Response:
    """修改."""
    plan = await ImprovementPlansClient(visit.api).detail(plan_id)
    if "edit" not in plan.allowed_actions:
        visit.say("现在不能改：已经报送或受理，或者不归这个账号办。要改的，请教育局先退回。")
        return see_other(f"/improvement-plans/{plan_id}")
    return edit(visit, await forms.edit_entry(visit, plan), forms.stored(plan))


@router.post("/improvement-plans/{plan_id}/edit")
async def save(visit: Visitor, plan_id: UUID) -> Response:
    """Save the texts; a clash shows both sides."""
    client = ImprovementPlansClient(visit.api)
    plan = await client.detail(plan_id)

    async def send(body: dict[str, object], version: int) -> str:
        await client.change(plan_id, forms.plan_patch(body), version)
        visit.say("规划已改好。")
        return f"/improvement-plans/{plan_id}"

    async def load() -> Stored:
        return forms.stored(await client.detail(plan_id))

    return await change(visit, await forms.edit_entry(visit, plan), send, load)


async def _subject(visit: Visit, plan_id: UUID) -> Subject:
    return subject(await ImprovementPlansClient(visit.api).detail(plan_id))


@router.get("/improvement-plans/{plan_id}/{action}")
async def ask_step(visit: Visitor, plan_id: UUID, action: str) -> Response:
    """Ask before a step."""
    return ask(visit, await _subject(visit, plan_id), action)


@router.post("/improvement-plans/{plan_id}/{action}")
async def take_step(visit: Visitor, plan_id: UUID, action: str) -> Response:
    """Take a step."""

    async def send(body: dict[str, object], version: int) -> object:
        return await ImprovementPlansClient(visit.api).act(plan_id, action, body, version)

    return await act(visit, lambda: _subject(visit, plan_id), action, send)
