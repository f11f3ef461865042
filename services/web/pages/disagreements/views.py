"""不同意见: the worklist, one with both sides' words, and how it is settled."""

from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.contracts.codes import AssignmentParty, DisagreementStatus, Role
from services.contracts.disagreements import DisagreementDetail
from services.web.api_client.assignments import AssignmentsClient
from services.web.api_client.disagreements import DisagreementsClient
from services.web.downloads import files
from services.web.entry import Entry, blank, create
from services.web.filters import ID, REGION, TRUE, Allowed, Filters, choices
from services.web.inputs import Input, reason
from services.web.pages.assignments import words as assignment_words
from services.web.pages.disagreements import words
from services.web.steps import Step, Subject, act, ask
from services.web.visit import Visit, Visitor
from services.web.wording import span

router = APIRouter()
KNOWN: dict[str, Allowed] = {
    "status": DisagreementStatus, "raised_by": AssignmentParty, "county_code": REGION, "school_id": ID,
    "assignment_id": ID, "waiting": TRUE,
}  # fmt: skip
SHOWN = ("status", "raised_by")
WORDS = Input("words", "哪里不合适，希望怎么改", "area", "两边学校、两边县区和处理的一方都看得到。", maxlength=2000)
FOR_WHOM = [("false", "两边都看得到"), ("true", "只给本方和处理的一方看")]


@router.get("/disagreements")
async def disagreements(visit: Visitor) -> Response:
    """The disagreements in scope, the newest first."""
    filters = Filters.of("/disagreements", visit.request.query_params, KNOWN)
    found = await DisagreementsClient(visit.api).rows(filters.query())
    context = {
        "filters": filters,
        "rows": found.items,
        "count": found.count,
        **filters.turns(found),
        "files": files("disagreements", filters.query()),
        "states": choices(DisagreementStatus),
        "parties": choices(AssignmentParty),
        "hidden": filters.hidden(*SHOWN),
        "only": "只看还没处理的" if filters.get("waiting") else "",
        "above": above(visit),
        "words": words,
    }
    return visit.page("disagreements/list.html", context)


def above(visit: Visit) -> tuple[str, str]:
    """Return the page that disagreements stand below."""
    return ("人员", "/staff") if visit.me.school else ("交流支教", "/assignments")


async def _entry(visit: Visit, assignment_id: UUID) -> Entry:
    row = await AssignmentsClient(visit.api).detail(assignment_id)
    path, name = f"/assignments/{assignment_id}", assignment_words.title(row)
    trail = [above(visit), (name, path), ("提不同意见", "")]
    lines = [
        f"{name}，{span(row.start_on, row.end_on)}。",
        "提了以后，这项安排先定不下来；你们原来确认过的，处理好了再确认一次。",
        f"由{words.deciders(row)}处理：维持原安排、改安排或者取消。不想提了，点“确认安排”或“撤回意见”。",
    ]
    return Entry(f"{name}：提不同意见", trail, [WORDS], "提出", path, lines=lines)


@router.get("/assignments/{assignment_id}/disagree")
async def new(visit: Visitor, assignment_id: UUID) -> Response:
    """提不同意见."""
    return blank(visit, await _entry(visit, assignment_id))


@router.post("/assignments/{assignment_id}/disagree")
async def raise_it(visit: Visitor, assignment_id: UUID) -> Response:
    """Raise it."""

    async def send(body: dict[str, object], key: str) -> str:
        made = await DisagreementsClient(visit.api).create({**body, "assignment_id": str(assignment_id)}, key)
        visit.say("不同意见已提出，等处理。")
        return f"/disagreements/{made.id}"

    return await create(visit, await _entry(visit, assignment_id), send)


def _subject(visit: Visit, row: DisagreementDetail) -> Subject:
    path = f"/disagreements/{row.id}"
    trail = [above(visit), ("不同意见", "/disagreements"), (words.task(row), path)]
    steps = {
        "answer": Step(
            "回复", "写本方的说明或办法", f"回复“{words.task(row)}”的不同意见", "已回复。",
            [f"{row.raised_by.label}：{row.words or ''}"],
            [
                Input("words", "回复", "area", maxlength=2000),
                Input("own_side_only", "给谁看", "radio", choices=FOR_WHOM),
            ],
            "回复", values={"own_side_only": "false"},
        ),
        "keep": Step(
            "维持原安排", "写明理由，提意见的一方再确认", "维持原安排？", "已维持原安排，等提意见的一方确认。",
            ["理由两边都看得到。要改时间或学校，请回到任务点“修改安排”；要取消，请办“作废”。"],
            [reason(hint="两边学校、两边县区都看得到。不写病情和家庭情况。")], "维持原安排",
        ),
        "withdraw": Step(
            "撤回意见", "不再有意见了", "撤回这条不同意见？", "已撤回。", ["撤回以后，还要去任务里确认安排。"],
        ),
    }  # fmt: skip
    facts = [("状态", row.status.label), ("任务", words.task(row)), ("期限", span(row.start_on, row.end_on))]
    return Subject(path, trail, row.version, row.allowed_actions, steps, facts)


@router.get("/disagreements/{disagreement_id}")
async def detail(visit: Visitor, disagreement_id: UUID) -> Response:
    """One disagreement: the plan, what everybody said, what may be done."""
    row = await DisagreementsClient(visit.api).detail(disagreement_id)
    decides = "keep" in row.allowed_actions and visit.me.role is not Role.teacher
    context = {"row": row, "subject": _subject(visit, row), "words": words, "decides": decides}
    return visit.page("disagreements/detail.html", context)


@router.get("/disagreements/{disagreement_id}/{action}")
async def ask_step(visit: Visitor, disagreement_id: UUID, action: str) -> Response:
    """Ask before a step."""
    row = await DisagreementsClient(visit.api).detail(disagreement_id)
    return ask(visit, _subject(visit, row), action)


@router.post("/disagreements/{disagreement_id}/{action}")
async def take_step(visit: Visitor, disagreement_id: UUID, action: str) -> Response:
    """Take a step."""
    client = DisagreementsClient(visit.api)

    async def load() -> Subject:
        return _subject(visit, await client.detail(disagreement_id))

    async def send(body: dict[str, object], version: int) -> object:
        return await client.act(disagreement_id, action, body, version)

    return await act(visit, load, action, send)
