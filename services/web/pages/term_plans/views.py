"""学期帮扶计划: the list, drafting one, one with its measures, its print view (W-21.1, F-24)."""

from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.contracts.codes import PairingStatus, PlanSpan, TermPlanStatus
from services.contracts.commitments import CommitmentOut
from services.contracts.pairings import PairingRow
from services.contracts.term_plans import TermPlanDetail
from services.web.api_client.commitments import CommitmentsClient
from services.web.api_client.pairings import PairingsClient
from services.web.api_client.regions import RegionsClient
from services.web.api_client.term_plans import TermPlansClient
from services.web.downloads import files
from services.web.entry import Stored, blank, change, create, edit
from services.web.filters import ID, REGION, TRUE, YEAR, Allowed, Filters, choices
from services.web.forms import Form
from services.web.months import school_year_of
from services.web.pages.term_plans import forms, words
from services.web.pages.term_plans.measures import TICKS
from services.web.pages.term_plans.steps import main_step, subject
from services.web.steps import Subject, act, ask
from services.web.visit import Visit, Visitor, see_other
from services.web.wording import school_year

router = APIRouter()
OVER = frozenset({PairingStatus.ended, PairingStatus.void})
MOST = 100
KNOWN: dict[str, Allowed] = {
    "status": TermPlanStatus, "school_year": YEAR, "span": PlanSpan, "county_code": REGION, "school_id": ID,
    "pairing_id": ID, "present": TRUE,
}  # fmt: skip
SHOWN = ("status", "school_year", "span", "county_code")


@router.get("/term-plans")
async def plans(visit: Visitor) -> Response:
    """The plans in scope, the latest school year first."""
    filters = Filters.of("/term-plans", visit.request.query_params, KNOWN)
    found = await TermPlansClient(visit.api).rows(filters.query())
    year = school_year_of()
    context = {
        "filters": filters,
        "rows": found.items,
        "count": found.count,
        **filters.turns(found),
        "files": files("term_plans", filters.query()),
        "states": choices(TermPlanStatus),
        "spans": choices(PlanSpan),
        "years": [(str(each), f"{school_year(each)}学年") for each in (year + 1, year, year - 1)],
        "counties": [] if visit.me.school else await RegionsClient(visit.api).counties(visit.me.region_code),
        "hidden": filters.hidden(*SHOWN),
        "words": words,
    }
    return visit.page("term_plans/list.html", context)


async def _promised(visit: Visit, pairing_id: UUID) -> dict[str, CommitmentOut]:
    """The commitments that stand on a pairing, by id."""
    found = await CommitmentsClient(visit.api).rows({"pairing_id": str(pairing_id), "limit": MOST})
    return {str(each.id): each for each in found.items}


def may_draft(visit: Visit, pairing: PairingRow) -> bool:
    """Whether the caller may begin a plan of a pairing."""
    own = pairing.supporting.own or pairing.recipient.own
    return own and pairing.status not in OVER and "pairing.act" in visit.me.permissions


@router.get("/term-plans/new")
async def new(visit: Visitor, pairing: str = "") -> Response:
    """起草学期计划: of a pairing; who comes without one picks it from those that have none."""
    if not ID.fullmatch(pairing):
        visit.say("先打开一个结对，再起草它的学期计划。")
        return see_other("/pairings?without_plan=true")
    found = await PairingsClient(visit.api).detail(UUID(pairing))
    if not may_draft(visit, found):
        visit.say("现在不能起草：结对已结束，或者不归这个账号办。")
        return see_other(f"/pairings/{found.id}")
    return blank(visit, forms.new_entry(found, await _promised(visit, found.id)), forms.values_of(found))


@router.post("/term-plans/new")
async def make(visit: Visitor) -> Response:
    """Save the draft."""
    typed = Form.of(await visit.form()).value("pairing_id")
    if not ID.fullmatch(typed):
        return see_other("/pairings?without_plan=true")
    pairing = await PairingsClient(visit.api).detail(UUID(typed))
    promised = await _promised(visit, pairing.id)

    async def send(body: dict[str, object], key: str) -> str:
        made = await TermPlansClient(visit.api).create(forms.create_body(body, promised), key)
        visit.say("计划已存成草稿。看一遍，再送对方。")
        return f"/term-plans/{made.id}"

    return await create(visit, forms.new_entry(pairing, promised), send)


@router.get("/term-plans/{plan_id}")
async def detail(visit: Visitor, plan_id: UUID) -> Response:
    """One plan: goals, measures with their progress, who answers, what happened, what may be done."""
    plan = await TermPlansClient(visit.api).detail(plan_id)
    context = {"plan": plan, "subject": subject(plan), "main": main_step(plan), "words": words}
    return visit.page("term_plans/detail.html", context)


@router.get("/term-plans/{plan_id}/print")
async def print_view(visit: Visitor, plan_id: UUID) -> Response:
    """F-24 on paper."""
    plan = await TermPlansClient(visit.api).detail(plan_id)
    return visit.page("term_plans/print.html", {"plan": plan, "words": words})


@router.get("/term-plans/{plan_id}/edit")
async def edit_page(visit: Visitor, plan_id: UUID) -> Response:
    """修改."""
    plan = await TermPlansClient(visit.api).detail(plan_id)
    if "edit" not in plan.allowed_actions:
        visit.say("现在不能改：已经送出或商定，或者不归这个账号办。商定的要改，请办“修订”。")
        return see_other(f"/term-plans/{plan_id}")
    return edit(visit, forms.edit_entry(plan, await _promised(visit, plan.pairing_id)), forms.stored(plan))


@router.post("/term-plans/{plan_id}/edit")
async def save(visit: Visitor, plan_id: UUID) -> Response:
    """Save the draft; a clash shows both sides."""
    client = TermPlansClient(visit.api)
    plan = await client.detail(plan_id)
    promised = await _promised(visit, plan.pairing_id)
    keeps_ticks = Form.of(await visit.form()).value(f"keep.{TICKS}") == "stored"

    async def send(body: dict[str, object], version: int) -> str:
        await client.change(plan_id, forms.patch_body(body, plan, promised, keeps_ticks=keeps_ticks), version)
        visit.say("计划已改好。")
        return f"/term-plans/{plan_id}"

    async def load() -> Stored:
        return forms.stored(await client.detail(plan_id))

    return await change(visit, forms.edit_entry(plan, promised), send, load)


async def _subject(visit: Visit, plan_id: UUID) -> Subject:
    return subject(await TermPlansClient(visit.api).detail(plan_id))


@router.get("/term-plans/{plan_id}/{action}")
async def ask_step(visit: Visitor, plan_id: UUID, action: str) -> Response:
    """Ask before a step."""
    return ask(visit, await _subject(visit, plan_id), action)


@router.post("/term-plans/{plan_id}/{action}")
async def take_step(visit: Visitor, plan_id: UUID, action: str) -> Response:
    """Take a step; a revision opens as the draft that it is."""

    async def send(body: dict[str, object], version: int) -> TermPlanDetail:
        return await TermPlansClient(visit.api).act(plan_id, action, body, version)

    def show(plan: TermPlanDetail) -> Response | None:
        if plan.id == plan_id:
            return None
        visit.say("新一版已起草，改好后送对方同意。")
        return see_other(f"/term-plans/{plan.id}")

    return await act(visit, lambda: _subject(visit, plan_id), action, send, show)
