"""经费与物资: the list with its sums, planning, one row, and its steps."""

from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.contracts.codes import Role, SchoolTerm, SupportGiver, SupportKind, SupportStatus
from services.contracts.files import MOST_FILES, FileKind
from services.contracts.pairings import PairingDetail
from services.contracts.supports import SupportDetail
from services.web import clock
from services.web.api_client.files import FilesClient
from services.web.api_client.pairings import PairingsClient
from services.web.api_client.regions import RegionsClient
from services.web.api_client.supports import SupportsClient
from services.web.downloads import files
from services.web.entry import Entry, Stored, blank, change, create, edit
from services.web.filters import ID, REGION, YEAR, Allowed, Filters, choices
from services.web.forms import Form
from services.web.inputs import Input
from services.web.pages.pairings.steps import title as pairing_title
from services.web.pages.supports import steps, words
from services.web.steps import Subject, act, ask
from services.web.uploads import LARGEST_UPLOADS
from services.web.visit import Visit, Visitor, see_other
from services.web.wording import school_year

router = APIRouter()
VOUCHER = FileKind.support_voucher
YEARS_BACK = 5
KNOWN: dict[str, Allowed] = {
    "kind": SupportKind,
    "giver": SupportGiver,
    "status": SupportStatus,
    "school_year": YEAR,
    "term": SchoolTerm,
    "county_code": REGION,
    "school_id": ID,
    "pairing_id": ID,
}


@router.get("/supports")
async def supports(visit: Visitor) -> Response:
    """The funds and goods in scope, the latest school year first, with the sums over all of them."""
    filters = Filters.of("/supports", visit.request.query_params, KNOWN)
    found = await SupportsClient(visit.api).rows(filters.query())
    counties = [] if visit.me.school else await RegionsClient(visit.api).counties(visit.me.region_code)
    latest = clock.today().year
    context = {
        "filters": filters,
        "rows": found.items,
        "sums": found.sums,
        "count": found.count,
        **filters.turns(found),
        "files": files("supports", filters.query()),
        "kinds": words.KINDS,
        "givers": choices(SupportGiver),
        "states": choices(SupportStatus),
        "years": [(str(year), f"{school_year(year)}学年") for year in range(latest, latest - YEARS_BACK, -1)],
        "counties": counties,
        "words": words,
    }
    return visit.page("supports/list.html", context)


def _kind(value: str) -> SupportKind:
    return SupportKind.goods if value == SupportKind.goods.value else SupportKind.fund


def _entry(visit: Visit, pairing: PairingDetail, kind: SupportKind) -> Entry:
    sides = _givers(visit, pairing, kind)
    one = len(sides) == 1
    giver = Input("giver", "谁给的", "hidden") if one else Input("giver", "谁给的", "radio", choices=sides)
    home = f"/pairings/{pairing.id}?tab=supports"
    hidden = [Input(each, "", "hidden") for each in ("pairing_id", "kind")]
    name = f"记一笔{kind.label}"
    other = pairing.recipient if sides and sides[0][0] == "supporting" else pairing.supporting
    return Entry(
        name,
        [("结对", "/pairings"), (pairing_title(pairing), home), (name, "")],
        [giver, *words.plan_inputs(kind), *words.given_inputs(kind), *hidden],
        "保存",
        home,
        lines=[_line(other.school.name, one=one)],
    )


def _givers(visit: Visit, pairing: PairingDetail, kind: SupportKind) -> list[tuple[str, str]]:
    return words.givers(pairing, kind, is_office=visit.me.role is Role.county_coordinator)


def _line(other: str, *, one: bool) -> str:
    if one:
        return f"由本校给{other}。对方能看到，并确认收到。"
    return "两校都能看到，由收到的学校确认。教育局给的（专项经费、以奖代补），也在这里记。"


@router.get("/supports/new")
async def new(visit: Visitor, pairing: UUID, kind: str = "") -> Response:
    """记一笔经费, 记一笔物资."""
    found = await PairingsClient(visit.api).detail(pairing)
    sides = _givers(visit, found, _kind(kind))
    if not sides or "support.write" not in visit.me.permissions:
        visit.say("这个账号不能给这对结对记经费和物资，由两边学校或县里记。")
        return see_other(f"/pairings/{pairing}?tab=supports")
    values = {"giver": sides[0][0] if len(sides) == 1 else "", "term": words.present_term()}
    values |= {"kind": _kind(kind).value, "pairing_id": str(pairing)}
    return blank(visit, _entry(visit, found, _kind(kind)), values)


@router.post("/supports/new")
async def plan(visit: Visitor) -> Response:
    """Save it as a plan, or as given already; the form carries pairing and kind."""
    typed = Form.of(await visit.form())
    if not ID.fullmatch(typed.value("pairing_id")):
        return see_other("/pairings")
    found = await PairingsClient(visit.api).detail(UUID(typed.value("pairing_id")))

    async def send(body: dict[str, object], key: str) -> str:
        made = await SupportsClient(visit.api).create(words.sent(body), key)
        visit.say(words.saved(made))
        return f"/supports/{made.id}"

    return await create(visit, _entry(visit, found, _kind(typed.value("kind"))), send)


@router.get("/supports/{support_id}")
async def detail(visit: Visitor, support_id: UUID) -> Response:
    """One row: what, from whom to whom, what both sides say, its papers, what may be done."""
    row = await SupportsClient(visit.api).detail(support_id)
    subject = _with_steps(visit, row)
    context = {
        "row": row,
        "subject": subject,
        "doing": [(path, step) for path, step in subject.doing() if path != _main(row)],
        "main": _main(row),
        "words": words,
        "papers": await FilesClient(visit.api).of(VOUCHER, support_id) if "file.read" in visit.me.permissions else [],
        "may_add": bool(row.allowed_actions) and "file.write" in visit.me.permissions,
        "most": MOST_FILES,
        "sees_pairing": "pairing.read" in visit.me.permissions,
    }
    return visit.page("supports/detail.html", context)


def _main(row: SupportDetail) -> str:
    """The one step that it waits for."""
    action = next((each for each in ("give", "confirm") if each in row.allowed_actions), "")
    return f"/supports/{row.id}/{action}" if action else ""


def _edit_entry(row: SupportDetail) -> Entry:
    path = f"/supports/{row.id}"
    trail = [("经费与物资", "/supports"), (words.title(row), path), ("改计划", "")]
    return Entry("改计划", trail, words.plan_inputs(row.kind, row), "保存", path, lines=[words.way(row)])


@router.get("/supports/{support_id}/edit")
async def edit_plan(visit: Visitor, support_id: UUID) -> Response:
    """改计划."""
    row = await SupportsClient(visit.api).detail(support_id)
    if "edit" not in row.allowed_actions:
        visit.say("已经拨付或交接的不能改计划。不对的，作废后重新记。")
        return see_other(f"/supports/{support_id}")
    return edit(visit, _edit_entry(row), Stored(words.plan_values(row), row.version))


@router.post("/supports/{support_id}/edit")
async def change_plan(visit: Visitor, support_id: UUID) -> Response:
    """Save the plan; a clash shows both sides."""
    client = SupportsClient(visit.api)
    row = await client.detail(support_id)

    async def send(body: dict[str, object], version: int) -> str:
        await client.change(support_id, words.sent(body), version)
        visit.say("计划已改好。")
        return f"/supports/{support_id}"

    async def load() -> Stored:
        fresh = await client.detail(support_id)
        return Stored(words.plan_values(fresh), fresh.version)

    return await change(visit, _edit_entry(row), send, load)


async def _subject(visit: Visit, support_id: UUID) -> Subject:
    return _with_steps(visit, await SupportsClient(visit.api).detail(support_id))


def _with_steps(visit: Visit, row: SupportDetail) -> Subject:
    """Who may upload nothing, as 财政, writes the number of the voucher alone."""
    return steps.subject(row, adds_files="file.write" in visit.me.permissions)


@router.get("/supports/{support_id}/{action}")
async def ask_step(visit: Visitor, support_id: UUID, action: str) -> Response:
    """Ask before a step."""
    return ask(visit, await _subject(visit, support_id), action)


@router.post("/supports/{support_id}/{action}", max_body_size=LARGEST_UPLOADS)
async def take_step(visit: Visitor, support_id: UUID, action: str) -> Response:
    """Take a step."""

    async def send(body: dict[str, object], version: int) -> object:
        return await SupportsClient(visit.api).act(support_id, action, words.sent(body), version)

    return await act(visit, lambda: _subject(visit, support_id), action, send)
