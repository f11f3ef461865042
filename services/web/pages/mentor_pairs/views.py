"""师徒结对: the list, one pair with its summary and review, and every step of it."""

from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.contracts.codes import MentorKind, MentorPairStatus, Role, SubjectCheck
from services.contracts.files import MOST_FILES, FileKind
from services.contracts.mentor_pairs import MentorPairDetail, MentorRules
from services.web import picking
from services.web.api_client.files import FilesClient
from services.web.api_client.mentor_pairs import MentorPairsClient
from services.web.api_client.regions import RegionsClient
from services.web.downloads import files
from services.web.entry import Entry, Stored, Trail, change, edit
from services.web.filters import ID, REGION, TEXT, TRUE, Allowed, Filters, choices
from services.web.inputs import Input, coded
from services.web.pages.mentor_pairs import words
from services.web.pages.mentor_pairs.steps import main_step, subject
from services.web.steps import Subject, act, ask
from services.web.uploads import LARGEST_UPLOADS
from services.web.visit import Visit, Visitor, see_other

router = APIRouter()
KNOWN: dict[str, Allowed] = {
    "q": TEXT, "status": MentorPairStatus, "kind": MentorKind, "subject": TEXT, "county_code": REGION,
    "school_id": ID, "pairing_id": ID, "person_id": ID, "open": TRUE,
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
        "may_rule": "region.write" in visit.me.permissions,
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


RULES = [
    Input("most_open", "一位师傅同时最多带几名徒弟", "number", "不填就是不限", optional=True),
    coded("subject_check", "学科对不上时", SubjectCheck, hint="师傅、徒弟登记的任教学科和结对学科不同。"),
    Input("source", "依据", hint="文件名和文号，比如：县教发〔2026〕18号", maxlength=80),
]


def _rules_entry(name: str) -> Entry:
    lines = ["徒弟一门学科同时只有一位师傅，这一条不能改。", "改了以后，新登记的按新的算，已登记的不变。"]
    return Entry("师徒结对规则", [*HOME, ("规则", "")], RULES, "保存", "/mentor-pairs", [name], lines)


def _rules_stored(found: MentorRules) -> Stored:
    is_own = found.source_region_code == found.region_code and found.version > 0
    values: dict[str, object] = {each.name: getattr(found, each.name) for each in RULES}
    values["most_open"] = "" if found.most_open is None else found.most_open
    return Stored(values if is_own else {**values, "source": ""}, found.version)


@router.get("/mentor-pairs/rules")
async def rules_page(visit: Visitor) -> Response:
    """The checks in force."""
    if "region.write" not in visit.me.permissions:
        return see_other("/mentor-pairs")
    found = await MentorPairsClient(visit.api).rules(visit.me.region_code)
    return edit(visit, _rules_entry(visit.me.region_name), _rules_stored(found))


@router.post("/mentor-pairs/rules")
async def save_rules(visit: Visitor) -> Response:
    """Save the own ones."""
    client, code = MentorPairsClient(visit.api), visit.me.region_code

    async def send(body: dict[str, object], version: int) -> str:
        await client.put_rules(code, body, version)
        visit.say("师徒结对规则已保存。")
        return "/mentor-pairs"

    async def load() -> Stored:
        return _rules_stored(await client.rules(code))

    return await change(visit, _rules_entry(visit.me.region_name), send, load)


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
    writes = "end" in pair.allowed_actions or "edit" in pair.allowed_actions
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
