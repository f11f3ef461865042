"""结对: the list, one pairing with its goals, people and activities, proposing one, and every step."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.contracts.codes import PairCategory, PairingStatus, PairLevel, PairRelation
from services.contracts.files import FileKind
from services.contracts.pairings import PairingDetail, PairingRow
from services.web import clock
from services.web.api_client.assignments import AssignmentsClient
from services.web.api_client.base import ApiProblem
from services.web.api_client.commitments import CommitmentsClient
from services.web.api_client.files import FilesClient
from services.web.api_client.improvement_plans import ImprovementPlansClient
from services.web.api_client.joint_work import JointWorkClient
from services.web.api_client.lesson_records import LessonRecordsClient
from services.web.api_client.mentor_listings import MentorListingsClient
from services.web.api_client.mentor_pairs import MentorPairsClient
from services.web.api_client.pairings import PairingsClient
from services.web.api_client.regions import RegionsClient
from services.web.api_client.schools import SchoolsClient
from services.web.api_client.shared_resources import SharedResourcesClient
from services.web.api_client.support_classes import SupportClassesClient
from services.web.api_client.supports import SupportsClient
from services.web.api_client.teams import TeamsClient
from services.web.api_client.term_plans import TermPlansClient
from services.web.downloads import files
from services.web.entry import Entry, blank, create
from services.web.filters import DAY, ID, REGION, TEXT, TRUE, Allowed, Filters, choices
from services.web.forms import Form
from services.web.inputs import Input, coded, picked_id
from services.web.pages.activity_plans import words as plan_words
from services.web.pages.activity_plans.terms import other_terms, present_term, term_words
from services.web.pages.commitments import words as promises
from services.web.pages.improvement_plans import words as improvement_words
from services.web.pages.lesson_records import words as lesson_words
from services.web.pages.meeting_decisions import words as decision_words
from services.web.pages.mentor_listings import words as listing_words
from services.web.pages.mentor_pairs import words as mentor_words
from services.web.pages.pairings.agreement_tab import why
from services.web.pages.pairings.lacking import lacking, only
from services.web.pages.pairings.lessons_tab import may_record
from services.web.pages.pairings.progress import behind, progress_of
from services.web.pages.pairings.reach import reach
from services.web.pages.pairings.steps import goal_subject, main_step, subject, term, title, with_words
from services.web.pages.reports import lines
from services.web.pages.support_classes import words as class_words
from services.web.pages.supports import words as support_words
from services.web.pages.teams import words as team_words
from services.web.pages.term_plans import words as term_plan_words
from services.web.pages.term_plans.views import may_draft as may_draft_plan
from services.web.steps import Subject, act, ask
from services.web.uploads import LARGEST_UPLOADS
from services.web.visit import Visit, Visitor, see_other
from services.web.wizard import Question, Wizard, check_period, finish, walk

router = APIRouter()
LATEST = 50
BINDING = ("sign", "activate")
"""The steps that bind both sides to what the agreement says."""
TABS = (
    "agreement", "commitments", "people", "activities", "mentor_pairs", "lessons", "resources",
    "supports", "teams", "improvement", "plans", "support_classes", "mentor_listings",
)  # fmt: skip
LISTS: dict[str, Any] = {
    "mentor_pairs": MentorPairsClient, "lessons": LessonRecordsClient, "resources": SharedResourcesClient,
    "supports": SupportsClient, "teams": TeamsClient,
    "improvement": ImprovementPlansClient, "plans": TermPlansClient, "support_classes": SupportClassesClient,
}  # fmt: skip
"""Tabs that show the newest rows of one list of the pairing, and its client."""
KNOWN: dict[str, Allowed] = {
    "q": TEXT,
    "status": PairingStatus,
    "level": PairLevel,
    "category": PairCategory,
    "batch": TEXT,
    "county_code": REGION,
    "school_id": ID,
    "unsigned": TRUE,
    "to_start": TRUE,
    "ends_by": DAY,
    "without_contacts": TRUE,
    "without_group": TRUE,
    "without_plan": TRUE,
}


@router.get("/pairings")
async def pairings(visit: Visitor) -> Response:
    """The pairings in scope, the latest start first."""
    filters = Filters.of("/pairings", visit.request.query_params, KNOWN)
    found = await PairingsClient(visit.api).rows(filters.query())
    counties = [] if visit.me.school else await RegionsClient(visit.api).counties(visit.me.region_code)
    context = {
        "filters": filters,
        "rows": found.items,
        "count": found.count,
        **filters.turns(found),
        "files": files("pairings", filters.query()),
        "states": choices(PairingStatus),
        "counties": counties,
        "sums": found.sums,
        "batches": [(each.batch, each.batch) for each in found.sums.batches] if found.sums else [],
        "lacking": lacking(filters, found.sums),
        "only": only(filters),
        "term": term,
        "may_propose": "pairing.propose" in visit.me.permissions,
    }
    return visit.page("pairings/list.html", context)


def _school(name: str, label: str) -> Input:
    return Input(name, label, "picker", "名称、拼音、首字母或学校代码", find="/schools/pick")


DESPITE = Input("despite_warnings", "和规则不一致", "checks", optional=True, choices=[("true", "核对过了，仍要拟定")])
"""Shown once the API has said what is unusual."""


def _check_sides(form: Form) -> None:
    same = picked_id(form.value("supporting_school_id")) == picked_id(form.value("recipient_school_id"))
    if same and not form.errors:
        form.add("recipient_school_id", "支援学校和受援学校不能是同一所，请改选一所")


def _new(visit: Visit, last: list[Input]) -> Wizard:
    """The questions; `last` are the inputs of the last page, to which the tick may still be added."""
    entry = Entry(
        "新建结对", [("结对", "/pairings"), ("新建结对", "")], last, "拟定结对", "/pairings",
        finders={"/schools/pick": SchoolsClient(visit.api).find},
    )  # fmt: skip
    term_of = [
        Input("start_on", "从哪天起", "date"),
        Input("end_on", "到哪天止", "date", "不填就是长期", optional=True),
        Input("batch", "批次", hint="比如：2026年第一批", optional=True),
        Input("basis", "依据的文件", optional=True),
    ]
    questions = [
        Question("哪所学校来支援？", [_school("supporting_school_id", "支援学校")], reach(visit.me, "结对")),
        Question("帮哪所学校？", [_school("recipient_school_id", "受援学校")], check=_check_sides),
        Question(
            "怎么结对？", [coded("relation", "结对方式", PairRelation), coded("category", "学段类别", PairCategory)]
        ),
        Question("从什么时候到什么时候？", term_of, check=check_period),
    ]
    follows = ["拟定后两边学校就能看到。", "下一步：确定、协商、签字，双方都签了才开始。没开始的可以作废。"]
    return Wizard(entry, questions, follows)


@router.get("/pairings/new")
async def new(visit: Visitor) -> Response:
    """新建结对."""
    values = {"relation": PairRelation.pairing.value, "start_on": clock.today()}
    last = [DESPITE] if DESPITE.name in visit.request.query_params else []
    return await walk(visit, _new(visit, last), values)


@router.post("/pairings/new")
async def propose(visit: Visitor) -> Response:
    """拟定结对."""

    typed = await visit.form()
    last = [DESPITE] if DESPITE.name in typed else []

    async def send(body: dict[str, object], key: str) -> str:
        try:
            made = await PairingsClient(visit.api).create({**body, DESPITE.name: bool(body.get(DESPITE.name))}, key)
        except ApiProblem as problem:
            if problem.code == "pairing.check_warned" and DESPITE not in last:
                last.append(DESPITE)
            raise
        visit.say("结对已拟定。下一步：确定结对。")
        return f"/pairings/{made.id}"

    return await finish(visit, _new(visit, last), send)


@router.get("/pairings/{pairing_id}")
async def detail(visit: Visitor, pairing_id: UUID, tab: str = "") -> Response:
    """One pairing: both sides, goals against time, people, activities, what happened, what may be done."""
    pairing = await PairingsClient(visit.api).detail(pairing_id)
    goals = progress_of(pairing, clock.today())
    chosen = tab if tab in TABS else ""
    context = {
        "pairing": pairing,
        "subject": subject(pairing),
        "title": title(pairing),
        "term": term,
        "goals": goals,
        "behind": behind(goals),
        "tab": chosen,
        "rows": await _tab_rows(visit, pairing, chosen),
        "team_words": team_words,
        "scans": [] if chosen else await FilesClient(visit.api).of(FileKind.pairing_agreement, pairing_id),
        "may_add_scan": pairing.status is not PairingStatus.void and (pairing.supporting.own or pairing.recipient.own),
        "main": main_step(visit.me.role, pairing),
        "words": lines,
        "why": why,
        "mentor_words": mentor_words,
        "listing_words": listing_words,
        "lesson_words": lesson_words,
        "may_record": may_record(visit, pairing),
        "may_mentor": pairing.status is PairingStatus.active and "mentor_pair.write" in visit.me.permissions,
        "support_words": support_words,
        "class_words": class_words,
        "may_class": _may_note(visit, pairing),
        "improvement_words": improvement_words,
        "sees_plans": "improvement_plan.read" in visit.me.permissions,
        "may_draft": _may_draft(visit, pairing),
        "plan_words": plan_words,
        "decision_words": decision_words,
        "term_words": term_words,
        "term_plan_words": term_plan_words,
        "may_draft_plan": may_draft_plan(visit, pairing),
        "other_terms": other_terms,
        "present_term": present_term(),
        "may_support": _may_support(visit, pairing),
        "may_plan": "assignment.plan" in visit.me.permissions and pairing.status is PairingStatus.active,
        "may_note": _may_note(visit, pairing),
    }
    return visit.page("pairings/detail.html", context)


def _may_note(visit: Visit, pairing: PairingDetail) -> bool:
    """Whether the caller's school may note activities, and apply for a class: it is one of both, and they are at it."""
    return visit.me.school is not None and pairing.status is PairingStatus.active


def _may_support(visit: Visit, pairing: PairingDetail) -> bool:
    """Whether the caller may record funds and goods of the pairing."""
    runs = pairing.status in {PairingStatus.active, PairingStatus.suspended}
    own = pairing.supporting.own or pairing.recipient.own
    return runs and own and "support.write" in visit.me.permissions


def _may_draft(visit: Visit, pairing: PairingDetail) -> bool:
    """Whether the caller may begin an improvement plan of the school that is helped."""
    is_open = pairing.status not in {PairingStatus.ended, PairingStatus.void}
    return is_open and pairing.recipient.own and "improvement_plan.write" in visit.me.permissions


async def _tab_rows(visit: Visit, pairing: PairingDetail, tab: str) -> object:
    if tab == "agreement":
        return await PairingsClient(visit.api).agreement(pairing.id)
    query: dict[str, str | int | bool] = {"pairing_id": str(pairing.id), "limit": LATEST, "count": True}
    if tab == "commitments":
        found = await CommitmentsClient(visit.api).rows(query)
        return promises.Shown.of(found, may_promise="add_goal" in pairing.allowed_actions)
    if tab in LISTS:
        return await LISTS[tab](visit.api).rows(query)
    if tab == "mentor_listings":
        return await MentorListingsClient(visit.api).board(pairing.id)
    if tab == "people":
        return await AssignmentsClient(visit.api).rows({**query, "status": "active"})
    return await JointWorkClient(visit.api).of_pairing(pairing.id) if tab == "activities" else None


async def _subject(visit: Visit, pairing_id: UUID, action: str) -> Subject:
    """The pairing with its steps; what binds both sides is warned of while nothing is written."""
    client = PairingsClient(visit.api)
    asked = subject(await client.detail(pairing_id))
    return with_words(asked, action, await client.agreement(pairing_id)) if action in BINDING else asked


def _goal_entry(pairing: PairingDetail) -> Entry:
    inputs = [
        Input("title", "目标", hint="比如：示范课", maxlength=80),
        Input("target", "要做到多少", "number"),
        Input("unit", "单位", hint="比如：节、次、人", maxlength=8),
        Input("due_on", "到哪天", "date", optional=True),
    ]
    path = f"/pairings/{pairing.id}"
    trail = [("结对", "/pairings"), (title(pairing), path), ("定一项目标", "")]
    return Entry("定一项目标", trail, inputs, "保存目标", path, lines=["进度由受援学校每月在月报里填一次。"])


@router.get("/pairings/{pairing_id}/goals/new")
async def new_goal(visit: Visitor, pairing_id: UUID) -> Response:
    """定一项目标."""
    return blank(visit, _goal_entry(await PairingsClient(visit.api).detail(pairing_id)))


@router.post("/pairings/{pairing_id}/goals/new")
async def add_goal(visit: Visitor, pairing_id: UUID) -> Response:
    """Save a goal."""
    client = PairingsClient(visit.api)

    async def send(body: dict[str, object], key: str) -> str:
        await client.add_goal(pairing_id, body, key)
        visit.say("目标已定，会出现在两校的月报里。")
        return f"/pairings/{pairing_id}"

    return await create(visit, _goal_entry(await client.detail(pairing_id)), send)


async def _goal_subject(visit: Visit, pairing_id: UUID, goal_id: UUID) -> Subject:
    return goal_subject(await PairingsClient(visit.api).detail(pairing_id), goal_id)


@router.get("/pairings/{pairing_id}/goals/{goal_id}/void")
async def ask_void_goal(visit: Visitor, pairing_id: UUID, goal_id: UUID) -> Response:
    """取消这项目标？"""
    return ask(visit, await _goal_subject(visit, pairing_id, goal_id), "void")


@router.post("/pairings/{pairing_id}/goals/{goal_id}/void")
async def void_goal(visit: Visitor, pairing_id: UUID, goal_id: UUID) -> Response:
    """Drop a goal."""

    async def send(_: dict[str, object], version: int) -> object:
        return await PairingsClient(visit.api).void_goal(pairing_id, goal_id, version)

    return await act(visit, lambda: _goal_subject(visit, pairing_id, goal_id), "void", send)


@router.get("/pairings/{pairing_id}/{action}")
async def ask_step(visit: Visitor, pairing_id: UUID, action: str) -> Response:
    """Ask before a step."""
    return ask(visit, await _subject(visit, pairing_id, action), action)


@router.post("/pairings/{pairing_id}/{action}", max_body_size=LARGEST_UPLOADS)
async def take_step(visit: Visitor, pairing_id: UUID, action: str) -> Response:
    """Take a step."""
    client = PairingsClient(visit.api)

    async def send(body: dict[str, object], version: int) -> PairingRow:
        if action == "contacts":
            return await client.contacts(pairing_id, body, version)
        if action == "renew":
            body["with_commitments"] = bool(body.get("with_commitments"))
        return await client.act(pairing_id, action, body, version)

    def show(row: PairingRow) -> Response | None:
        if row.id == pairing_id:
            return None
        visit.say("新一期已拟好，等双方签字。")
        return see_other(f"/pairings/{row.id}")

    return await act(visit, lambda: _subject(visit, pairing_id, action), action, send, show)
