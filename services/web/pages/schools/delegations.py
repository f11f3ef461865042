"""代报: which centre school reports for a teaching point, set and ended by the county."""

from uuid import UUID

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import Response

from services.contracts.places import DelegationOut, SchoolDetail
from services.web import clock
from services.web.api_client.schools import SchoolsClient
from services.web.api_client.successions import DelegationsClient
from services.web.entry import Entry, blank, create
from services.web.inputs import Input
from services.web.pages.schools.fields import BASIS
from services.web.steps import Step, Subject, act, ask
from services.web.visit import Visit, Visitor

router = APIRouter()
NOT_FOUND = 404
PICK = "/schools/pick"


def _entry(visit: Visit, school: SchoolDetail) -> Entry:
    path = f"/schools/{school.id}?tab=reports"
    inputs = [
        Input("centre_school_id", "由哪所学校代报", "picker", "一般是中心小学", find=PICK),
        Input("start_on", "从哪天起", "date"),
        BASIS,
    ]
    lines = ["那所学校的报送员和领导能看到、填写和报送本校的月报，别的资料看不到。", "记录里会写明是代哪所学校报的。"]
    trail = [("学校", "/schools"), (school.name, path), ("定代报", "")]
    finders = {PICK: SchoolsClient(visit.api).find}
    return Entry(f"谁代{school.name}报月报", trail, inputs, "保存", path, lines=lines, finders=finders)


@router.get("/schools/{school_id}/delegate")
async def delegate_page(visit: Visitor, school_id: UUID) -> Response:
    """定代报."""
    school = await SchoolsClient(visit.api).detail(school_id)
    return blank(visit, _entry(visit, school), {"start_on": clock.today()})


@router.post("/schools/{school_id}/delegate")
async def delegate(visit: Visitor, school_id: UUID) -> Response:
    """Save who reports."""
    school = await SchoolsClient(visit.api).detail(school_id)

    async def send(body: dict[str, object], key: str) -> str:
        made = await DelegationsClient(visit.api).create({"school_id": str(school_id), **body}, key)
        visit.say(f"{school.name}的月报由{made.centre.name}代报。")
        return f"/schools/{school_id}?tab=reports"

    return await create(visit, _entry(visit, school), send)


async def _subject(visit: Visit, delegation_id: UUID, school_id: UUID) -> Subject:
    school = await SchoolsClient(visit.api).detail(school_id)
    running = [*school.reports_for, *([school.reports_by] if school.reports_by else [])]
    found = next((each for each in running if each.id == delegation_id), None)
    if found is None:
        raise HTTPException(NOT_FOUND)
    return _as_subject(school, found)


def _as_subject(school: SchoolDetail, row: DelegationOut) -> Subject:
    home = f"/schools/{school.id}?tab=reports"
    step = Step(
        "结束代报", "", f"{row.centre.name}不再代{row.school.name}报月报？", "代报已结束。",
        ["从第二天起由学校自己报，以前报的都保留。"], [Input("end_on", "最后一天", "date")],
        values={"end_on": clock.today()},
    )  # fmt: skip
    path = f"/schools/{school.id}/delegations/{row.id}"
    facts = [("学校", row.school.name), ("代报", row.centre.name)]
    trail = [("学校", "/schools"), (school.name, home)]
    return Subject(path, trail, row.version, row.allowed_actions, {"end": step}, facts, home)


@router.get("/schools/{school_id}/delegations/{delegation_id}/end")
async def end_page(visit: Visitor, school_id: UUID, delegation_id: UUID) -> Response:
    """结束代报."""
    return ask(visit, await _subject(visit, delegation_id, school_id), "end")


@router.post("/schools/{school_id}/delegations/{delegation_id}/end")
async def end(visit: Visitor, school_id: UUID, delegation_id: UUID) -> Response:
    """Set the last day."""

    async def send(body: dict[str, object], version: int) -> object:
        return await DelegationsClient(visit.api).end(delegation_id, body, version)

    return await act(visit, lambda: _subject(visit, delegation_id, school_id), "end", send)
