"""师徒结对: the list, one pair with its summary and review, and every step of it."""

from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.contracts.codes import MentorKind, MentorPairStatus, Role
from services.contracts.files import MOST_FILES, FileKind
from services.contracts.mentor_pairs import MentorPairDetail
from services.web import picking
from services.web.api_client.files import FilesClient
from services.web.api_client.mentor_pairs import MentorPairsClient
from services.web.api_client.regions import RegionsClient
from services.web.downloads import files
from services.web.entry import Trail
from services.web.filters import ID, REGION, TEXT, TRUE, Allowed, Filters, choices
from services.web.pages.mentor_pairs import words
from services.web.pages.mentor_pairs.steps import main_step, subject
from services.web.steps import Subject, act, ask
from services.web.uploads import LARGEST_UPLOADS
from services.web.visit import Visit, Visitor

router = APIRouter()
KNOWN: dict[str, Allowed] = {
    "q": TEXT, "status": MentorPairStatus, "kind": MentorKind, "subject": TEXT, "county_code": REGION,
    "school_id": ID, "pairing_id": ID, "person_id": ID, "open": TRUE, "over": TRUE,
}  # fmt: skip
SHOWN = ("q", "status", "kind", "subject", "county_code")
HOME: Trail = [("师徒结对", "/mentor-pairs")]
SUMMARY = FileKind.mentor_summary


@router.get("/mentor-pairs")
async def mentor_pairs(visit: Visitor) -> Response:
    """The pairs in scope, the latest start first."""
    filters = Filters.of("/mentor-pairs", visit.request.query_params, KNOWN)
    found = await MentorPairsClient(visit.api).rows(filters.query())
    is_teacher = visit.me.role is Role.teacher
    at_home = visit.me.school is not None or is_teacher
    context = {
        "filters": filters,
        "rows": found.items,
        "count": found.count,
        **filters.turns(found),
        "files": files("mentor_pairs", filters.query()),
        "states": choices(MentorPairStatus),
        "kinds": choices(MentorKind),
        "counties": [] if at_home else await RegionsClient(visit.api).counties(visit.me.region_code),
        "hidden": filters.hidden(*SHOWN),
        "only": _only(filters),
        "may_add": "mentor_pair.write" in visit.me.permissions and not is_teacher,
        "may_rule": "policy_rule.write" in visit.me.permissions,
        "mine": is_teacher,
        "words": words,
    }
    return visit.page("mentor_pairs/list.html", context)


def _only(filters: Filters) -> str:
    told = {
        "pairing_id": "只看一对结对的",
        "school_id": "只看一所学校的",
        "person_id": "只看一个人的",
        "open": "只看没结束的",
        "over": "只看到期没结束的",
    }
    return next((text for name, text in told.items() if filters.get(name)), "")


@router.get("/mentor-pairs/pick")
async def pick(visit: Visitor) -> Response:
    """The answers of a picker among own people."""
    return await picking.answer(visit, MentorPairsClient(visit.api).find)


@router.get("/mentor-pairs/pick/{pairing_id}")
async def pick_of_pairing(visit: Visitor, pairing_id: UUID) -> Response:
    """The answers of a picker among the people of a pairing's schools too."""
    return await picking.answer(visit, lambda text: MentorPairsClient(visit.api).find(text, str(pairing_id)))


def trail_of(visit: Visit, pair: MentorPairDetail) -> Trail:
    """Return where the pair's pages stand: below its pairing, where the caller may see that."""
    if pair.pairing_id and "pairing.read" in visit.me.permissions:
        return [("结对", "/pairings"), ("师徒", f"/pairings/{pair.pairing_id}?tab=mentor_pairs")]
    return HOME


async def _subject(visit: Visit, pair_id: UUID) -> Subject:
    pair = await MentorPairsClient(visit.api).detail(pair_id)
    return subject(pair, trail_of(visit, pair), visit.me.permissions)


@router.get("/mentor-pairs/{pair_id}")
async def detail(visit: Visitor, pair_id: UUID) -> Response:
    """One pair: who, in what, from when to when, plan, summary, review, what happened, what may be done."""
    pair = await MentorPairsClient(visit.api).detail(pair_id)
    sees_files = "file.read" in visit.me.permissions
    writes = not {"end", "edit", "summarise"}.isdisjoint(pair.allowed_actions)
    papers = await FilesClient(visit.api).of(SUMMARY, pair_id) if sees_files else []
    context = {
        "pair": pair,
        "subject": subject(pair, trail_of(visit, pair), visit.me.permissions),
        "main": main_step(pair),
        "papers": papers,
        "sees_files": sees_files,
        "may_add": writes and len(papers) < MOST_FILES,
        "words": words,
    }
    return visit.page("mentor_pairs/detail.html", context)


@router.get("/mentor-pairs/{pair_id}/{action}")
async def ask_step(visit: Visitor, pair_id: UUID, action: str) -> Response:
    """Ask before a step."""
    return ask(visit, await _subject(visit, pair_id), action)


@router.post("/mentor-pairs/{pair_id}/{action}", max_body_size=LARGEST_UPLOADS)
async def take_step(visit: Visitor, pair_id: UUID, action: str) -> Response:
    """Take a step."""

    async def send(body: dict[str, object], version: int) -> object:
        return await MentorPairsClient(visit.api).act(pair_id, action, body, version)

    return await act(visit, lambda: _subject(visit, pair_id), action, send)
