"""The steps of a plan's schedule: adding one, changing it, saying that it is done, its papers."""

from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.contracts.files import MOST_FILES, FileKind
from services.contracts.improvement_plans import MilestoneDetail
from services.web.api_client.files import FilesClient
from services.web.api_client.improvement_plans import ImprovementPlansClient
from services.web.entry import Stored, blank, change, create, edit
from services.web.pages.improvement_plans import forms, words
from services.web.pages.improvement_plans.steps import milestone_subject
from services.web.steps import Subject, act, ask
from services.web.uploads import LARGEST_UPLOADS
from services.web.visit import Visit, Visitor, see_other

router = APIRouter()
PAPER = FileKind.improvement_paper


@router.get("/improvement-plans/{plan_id}/milestones/new")
async def new(visit: Visitor, plan_id: UUID) -> Response:
    """加一步进度."""
    plan = await ImprovementPlansClient(visit.api).detail(plan_id)
    if "edit" not in plan.allowed_actions:
        visit.say("现在不能加：规划已经报送或受理，或者不归这个账号办。")
        return see_other(f"/improvement-plans/{plan_id}")
    return blank(visit, forms.milestone_entry(plan), {"side": "school"})


@router.post("/improvement-plans/{plan_id}/milestones/new")
async def add(visit: Visitor, plan_id: UUID) -> Response:
    """Add it, and come back for the next."""
    client = ImprovementPlansClient(visit.api)

    async def send(body: dict[str, object], key: str) -> str:
        await client.add_milestone(plan_id, body, key)
        visit.say("加了一步。")
        return f"/improvement-plans/{plan_id}#schedule"

    return await create(visit, forms.milestone_entry(await client.detail(plan_id)), send)


@router.get("/improvement-plans/steps/{milestone_id}")
async def detail(visit: Visitor, milestone_id: UUID) -> Response:
    """One step: who, until when, what came of it, its papers."""
    step = await ImprovementPlansClient(visit.api).milestone(milestone_id)
    sees = "file.read" in visit.me.permissions
    papers = await FilesClient(visit.api).of(PAPER, milestone_id) if sees else []
    context = {
        "step": step,
        "subject": _told(visit, step),
        "papers": papers,
        "sees_files": sees,
        "may_add": "done" in step.allowed_actions and len(papers) < MOST_FILES,
        "words": words,
    }
    return visit.page("improvement_plans/step.html", context)


@router.get("/improvement-plans/steps/{milestone_id}/edit")
async def edit_page(visit: Visitor, milestone_id: UUID) -> Response:
    """改这一步."""
    step = await ImprovementPlansClient(visit.api).milestone(milestone_id)
    if "edit" not in step.allowed_actions:
        visit.say("现在不能改这一步：规划已经报送或受理，或者不归这个账号办。")
        return see_other(f"/improvement-plans/steps/{milestone_id}")
    return edit(visit, *forms.milestone_edit(step))


@router.post("/improvement-plans/steps/{milestone_id}/edit")
async def save(visit: Visitor, milestone_id: UUID) -> Response:
    """Save the change; a clash shows both sides."""
    client = ImprovementPlansClient(visit.api)
    step = await client.milestone(milestone_id)

    async def send(body: dict[str, object], version: int) -> str:
        await client.change_milestone(step, forms.milestone_patch(body), version)
        visit.say("这一步已改好。")
        return f"/improvement-plans/{step.plan_id}#schedule"

    async def load() -> Stored:
        return forms.milestone_edit(await client.milestone(milestone_id))[1]

    return await change(visit, forms.milestone_edit(step)[0], send, load)


def _told(visit: Visit, step: MilestoneDetail) -> Subject:
    return milestone_subject(step, may_attach="file.write" in visit.me.permissions)


async def _subject(visit: Visit, milestone_id: UUID) -> Subject:
    return _told(visit, await ImprovementPlansClient(visit.api).milestone(milestone_id))


@router.get("/improvement-plans/steps/{milestone_id}/{action}")
async def ask_step(visit: Visitor, milestone_id: UUID, action: str) -> Response:
    """Ask before it is done."""
    return ask(visit, await _subject(visit, milestone_id), action)


@router.post("/improvement-plans/steps/{milestone_id}/{action}", max_body_size=LARGEST_UPLOADS)
async def take_step(visit: Visitor, milestone_id: UUID, action: str) -> Response:
    """Do it."""
    client = ImprovementPlansClient(visit.api)
    step = await client.milestone(milestone_id)

    async def send(body: dict[str, object], version: int) -> object:
        return await client.act_on_milestone(step, action, body, version)

    return await act(visit, lambda: _subject(visit, milestone_id), action, send)
