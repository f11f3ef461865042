"""商定目标: proposing, changing, and every step of a goal; all of them stand on the assignment's page."""

from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.contracts.goals import GoalDetail
from services.web.api_client.assignments import AssignmentsClient
from services.web.api_client.goals import GoalsClient
from services.web.entry import Entry, Stored, blank, change, create, edit
from services.web.filters import ID
from services.web.forms import Form
from services.web.inputs import Input, reason
from services.web.pages.assignments.words import title
from services.web.pages.goals.steps import CONTENT, sent, subject, tab, values
from services.web.steps import Subject, act, ask
from services.web.visit import Visit, Visitor, see_other

router = APIRouter()
LATE = reason("为什么现在加", "交流已经开始，再加目标要写原因，两边学校和教师都看得到。")


async def _entry(visit: Visit, assignment_id: UUID) -> Entry:
    """The form; once the assignment has begun it asks for a reason."""
    row = await AssignmentsClient(visit.api).detail(assignment_id)
    goals = await GoalsClient(visit.api).of(assignment_id)
    back = f"/assignments/{assignment_id}?tab=goals"
    trail = [(title(row), f"/assignments/{assignment_id}"), ("目标与计划", back), ("提出目标", "")]
    inputs = [*CONTENT, *([LATE] if goals.begun else []), Input("assignment_id", "", "hidden")]
    lines = ["写好后等另一方同意：派出学校为一方，接收学校和教师为一方。双方同意才算商定。"]
    return Entry("提出目标", trail, inputs, "提出目标", back, lines=lines)


@router.get("/assignment-goals/new")
async def new(visit: Visitor, assignment: UUID) -> Response:
    """提出目标."""
    return blank(visit, await _entry(visit, assignment), {"assignment_id": str(assignment)})


@router.post("/assignment-goals/new")
async def propose(visit: Visitor) -> Response:
    """Propose it."""
    typed = Form.of(await visit.form()).value("assignment_id")
    if not ID.fullmatch(typed):
        return see_other("/assignments")

    async def send(body: dict[str, object], key: str) -> str:
        made = await GoalsClient(visit.api).create(sent(body), key)
        visit.say("目标已提出，等另一方同意。")
        return tab(made)

    return await create(visit, await _entry(visit, UUID(typed)), send)


def _edit_entry(goal: GoalDetail) -> Entry:
    trail = [*subject(goal).trail, ("修改目标", "")]
    return Entry("修改目标", trail, CONTENT, "保存", tab(goal), lines=["改了以后，另一方要重新同意。"])


@router.get("/assignment-goals/{goal_id}/edit")
async def edit_page(visit: Visitor, goal_id: UUID) -> Response:
    """修改目标, while it waits."""
    goal = await GoalsClient(visit.api).detail(goal_id)
    if "edit" not in goal.allowed_actions:
        visit.say("双方商定的目标不能直接改。要改，请办“提出改动”。")
        return see_other(tab(goal))
    return edit(visit, _edit_entry(goal), Stored(values(goal), goal.version))


@router.post("/assignment-goals/{goal_id}/edit")
async def save(visit: Visitor, goal_id: UUID) -> Response:
    """Save the change; a clash shows both sides."""
    client = GoalsClient(visit.api)
    goal = await client.detail(goal_id)

    async def send(body: dict[str, object], version: int) -> str:
        await client.change(goal_id, sent(body), version)
        visit.say("目标已改好，等另一方同意。")
        return tab(goal)

    async def load() -> Stored:
        fresh = await client.detail(goal_id)
        return Stored(values(fresh), fresh.version)

    return await change(visit, _edit_entry(goal), send, load)


async def _subject(visit: Visit, goal_id: UUID) -> Subject:
    return subject(await GoalsClient(visit.api).detail(goal_id))


@router.get("/assignment-goals/{goal_id}")
async def show(visit: Visitor, goal_id: UUID) -> Response:
    """A goal has no page of its own: it stands with the others."""
    return see_other(tab(await GoalsClient(visit.api).detail(goal_id)))


@router.get("/assignment-goals/{goal_id}/{action}")
async def ask_step(visit: Visitor, goal_id: UUID, action: str) -> Response:
    """Ask before a step."""
    return ask(visit, await _subject(visit, goal_id), action)


@router.post("/assignment-goals/{goal_id}/{action}")
async def take_step(visit: Visitor, goal_id: UUID, action: str) -> Response:
    """Take a step."""

    async def send(body: dict[str, object], version: int) -> object:
        typed = sent(body) if action == "revise" else body
        return await GoalsClient(visit.api).act(goal_id, action, typed, version)

    return await act(visit, lambda: _subject(visit, goal_id), action, send)
