"""会议决定: the list to follow up, noting one, putting it right, and every step of it."""

from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.contracts.activities import ActivityOut
from services.contracts.codes import DecisionStatus, PairSide, ResponsibleSide
from services.contracts.joint_work import DecisionOut
from services.web import clock
from services.web.api_client.activities import ActivitiesClient
from services.web.api_client.joint_work import JointWorkClient
from services.web.api_client.regions import RegionsClient
from services.web.downloads import files
from services.web.entry import Entry, Stored, Trail, blank, change, create, edit
from services.web.filters import ID, REGION, TRUE, Allowed, Filters, choices
from services.web.inputs import Input, reason
from services.web.pages.meeting_decisions import words
from services.web.pages.reports.lines import activity_title
from services.web.steps import Step, Subject, act, ask
from services.web.visit import Visit, Visitor, see_other
from services.web.wording import day

router = APIRouter()
HOME: Trail = [("活动", "/activities"), ("会议决定", "/meeting-decisions")]
KNOWN: dict[str, Allowed] = {
    "status": DecisionStatus, "overdue": TRUE, "county_code": REGION, "school_id": ID, "pairing_id": ID,
}  # fmt: skip


@router.get("/meeting-decisions")
async def decisions(visit: Visitor) -> Response:
    """The decisions in scope, the earliest last day first."""
    filters = Filters.of("/meeting-decisions", visit.request.query_params, KNOWN)
    found = await JointWorkClient(visit.api).decisions(filters.query())
    counties = [] if visit.me.school else await RegionsClient(visit.api).counties(visit.me.region_code)
    context = {
        "filters": filters,
        "rows": found.items,
        "count": found.count,
        **filters.turns(found),
        "files": files("meeting_decisions", filters.query()),
        "states": choices(DecisionStatus),
        "counties": counties,
        "hidden": filters.hidden("status", "county_code", "overdue"),
        "words": words,
    }
    return visit.page("meeting_decisions/list.html", context)


def _inputs(supporting: str, recipient: str) -> list[Input]:
    sides = [
        (ResponsibleSide.supporting.value, supporting),
        (ResponsibleSide.recipient.value, recipient),
        (ResponsibleSide.both.value, ResponsibleSide.both.label),
    ]
    return [
        Input("text", "定了什么", "area", "一条一件事，比如：选出两名徒弟，12月开始跟岗", maxlength=200),
        Input("responsible", "谁负责落实", "radio", choices=sides),
        Input("person", "具体负责的人或处室", hint="比如：教导处", optional=True, maxlength=80),
        Input("due_on", "哪天前落实", "date"),
    ]


def _for_whom(meeting: ActivityOut) -> Input:
    """Which of the pairings that held the meeting a decision is for: its schools see it and carry it out."""
    own = f"{meeting.supporting_school.name}和{meeting.recipient_school.name}"
    others = [(str(each.pairing_id), f"一起开会的{each.school.name}") for each in meeting.joined]
    return Input("pairing_id", "哪个结对落实", "radio", choices=[(str(meeting.pairing_id), own), *others])


def _entry(meeting: ActivityOut) -> Entry:
    path = f"/activities/{meeting.id}"
    inputs = _inputs(meeting.supporting_school.name, meeting.recipient_school.name)
    if meeting.joined:
        inputs = [_for_whom(meeting), *_inputs(PairSide.supporting.label, PairSide.recipient.label)]
    trail = [("活动", "/activities"), (activity_title(meeting), path), ("记一条会议决定", "")]
    lines = ["两校都能看到。负责的学校落实后来登记，过期没登记会提醒。"]
    return Entry("记一条会议决定", trail, inputs, "保存", path, lines=lines)


@router.get("/activities/{activity_id}/decisions/new")
async def new(visit: Visitor, activity_id: UUID) -> Response:
    """记一条会议决定."""
    return blank(visit, _entry(await ActivitiesClient(visit.api).detail(activity_id)))


@router.post("/activities/{activity_id}/decisions/new")
async def decide(visit: Visitor, activity_id: UUID) -> Response:
    """Save it; the page to note the next one is one tap away."""
    meeting = await ActivitiesClient(visit.api).detail(activity_id)

    async def send(body: dict[str, object], key: str) -> str:
        made = await JointWorkClient(visit.api).decide({**body, "activity_id": str(activity_id)}, key)
        visit.say(f"已记下，{day(made.due_on)}前落实。还有的，接着记。")
        return f"/activities/{activity_id}"

    return await create(visit, _entry(meeting), send)


def _trail(row: DecisionOut) -> Trail:
    return [("活动", "/activities"), ("会议", f"/activities/{row.activity_id}")]


def _edit_entry(row: DecisionOut) -> Entry:
    inputs = _inputs(row.supporting_school.name, row.recipient_school.name)
    home = f"/activities/{row.activity_id}"
    return Entry("修改会议决定", [*_trail(row), ("修改", "")], inputs, "保存", home)


def _stored(row: DecisionOut) -> Stored:
    values = {"text": row.text or "", "person": row.person or "", "responsible": row.responsible, "due_on": row.due_on}
    return Stored(values, row.version)


@router.get("/meeting-decisions/{decision_id}/edit")
async def edit_page(visit: Visitor, decision_id: UUID) -> Response:
    """修改."""
    row = await JointWorkClient(visit.api).decision(decision_id)
    if "edit" not in row.allowed_actions:
        visit.say("现在不能修改：可能已经落实，或者由主办会议的学校修改。")
        return see_other(f"/activities/{row.activity_id}")
    return edit(visit, _edit_entry(row), _stored(row))


@router.post("/meeting-decisions/{decision_id}/edit")
async def save(visit: Visitor, decision_id: UUID) -> Response:
    """Save the change; a clash shows both sides."""
    client = JointWorkClient(visit.api)
    row = await client.decision(decision_id)

    async def send(body: dict[str, object], version: int) -> str:
        await client.change_decision(decision_id, body, version)
        visit.say("已改好。")
        return f"/activities/{row.activity_id}"

    async def load() -> Stored:
        return _stored(await client.decision(decision_id))

    return await change(visit, _edit_entry(row), send, load)


def subject(row: DecisionOut) -> Subject:
    """Return the decision with its steps; its page is that of the meeting."""
    steps = {
        "carry-out": Step(
            "登记落实", "落实了就登记，两校都看得到", f"登记落实：{words.title(row)}", "已登记落实。",
            [words.sub(row)],
            [
                Input("done_on", "哪天落实的", "date"),
                Input("note", "落实情况", hint="比如：两名徒弟已到校跟岗", optional=True),
            ],
            "保存", values={"done_on": clock.today()},
        ),
        "reopen": Step(
            "改回待落实", "登记错了用", "改回待落实？", "已改回待落实。", [words.title(row)], button="改回待落实"
        ),
        "void": Step(
            "作废", "记错了用，记录会保留", "作废这条记录？", "已作废，记录保留。", [words.title(row)], [reason()],
            danger=True,
        ),
    }  # fmt: skip
    facts = [("状态", row.status.label), ("期限", words.due(row))]
    path, home = f"/meeting-decisions/{row.id}", f"/activities/{row.activity_id}"
    return Subject(path, _trail(row), row.version, row.allowed_actions, steps, facts, home)


async def _subject(visit: Visit, decision_id: UUID) -> Subject:
    return subject(await JointWorkClient(visit.api).decision(decision_id))


@router.get("/meeting-decisions/{decision_id}/{action}")
async def ask_step(visit: Visitor, decision_id: UUID, action: str) -> Response:
    """Ask before a step."""
    return ask(visit, await _subject(visit, decision_id), action)


@router.post("/meeting-decisions/{decision_id}/{action}")
async def take_step(visit: Visitor, decision_id: UUID, action: str) -> Response:
    """Take a step."""

    async def send(body: dict[str, object], version: int) -> object:
        return await JointWorkClient(visit.api).act_on_decision(decision_id, action, body, version)

    return await act(visit, lambda: _subject(visit, decision_id), action, send)
