"""师徒供需: the list, listing an offer or a need, one of them and its steps."""

from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.contracts.codes import ListingKind, ListingStatus, MentorPurpose, PairingStatus, Stage
from services.contracts.mentor_listings import MentorListingDetail
from services.contracts.pairings import PairingDetail
from services.web import clock, picking
from services.web.api_client.mentor_listings import MentorListingsClient
from services.web.api_client.mentor_pairs import MentorPairsClient
from services.web.api_client.pairings import PairingsClient
from services.web.api_client.regions import RegionsClient
from services.web.downloads import files
from services.web.entry import Entry, Stored, Trail, blank, change, create, edit
from services.web.filters import ID, REGION, TEXT, TRUE, Allowed, Filters, choices
from services.web.forms import Form
from services.web.inputs import Input, coded, reason
from services.web.pages.mentor_listings import words
from services.web.pages.mentor_pairs.planning import year_end
from services.web.steps import Step, Subject, act, ask
from services.web.visit import Visit, Visitor, see_other

router = APIRouter()
KNOWN: dict[str, Allowed] = {
    "kind": ListingKind, "subject": TEXT, "stage": Stage, "status": ListingStatus, "county_code": REGION,
    "school_id": ID, "pairing_id": ID, "open": TRUE,
}  # fmt: skip
SHOWN = ("kind", "subject", "stage", "status", "county_code")
PLAN = [
    coded("stage", "学段", Stage),
    Input("grades", "年级", hint="比如：一至三年级", optional=True, maxlength=40),
    Input("people", "人数", "number"),
    Input("start_on", "从哪天起", "date"),
    Input("end_on", "到哪天止", "date"),
    Input("note", "说明", "area", "比如：每周三下午能来。不写学生姓名。", optional=True, maxlength=200),
]
PURPOSE = Input("purpose", "为了什么", "radio", choices=choices(MentorPurpose))
SUBJECT = Input("subject", "学科", hint="比如：语文", maxlength=80)
HIDDEN = [Input("pairing_id", "", "hidden"), Input("kind", "", "hidden")]
TITLES = {ListingKind.offer: "列一位师傅", ListingKind.need: "列一条需求"}
LINES = {
    ListingKind.offer: "列出后受援学校看得到。人数是这对结对里最多带几名徒弟，已带的也算。职称和荣誉从人员资料里来。",
    ListingKind.need: "列出后支援学校看得到。点名要给哪位老师找师傅的，人数写1。",
}


@router.get("/mentor-listings")
async def mentor_listings(visit: Visitor) -> Response:
    """What is listed in scope, the latest first day first."""
    filters = Filters.of("/mentor-listings", visit.request.query_params, KNOWN)
    found = await MentorListingsClient(visit.api).rows(filters.query())
    context = {
        "filters": filters,
        "rows": found.items,
        "count": found.count,
        **filters.turns(found),
        "files": files("mentor_listings", filters.query()),
        "kinds": choices(ListingKind),
        "stages": choices(Stage),
        "states": choices(ListingStatus),
        "counties": [] if visit.me.school else await RegionsClient(visit.api).counties(visit.me.region_code),
        "hidden": filters.hidden(*SHOWN),
        "words": words,
    }
    return visit.page("mentor_listings/list.html", context)


def _school(pairing: PairingDetail, kind: ListingKind) -> UUID:
    return (pairing.supporting if kind is ListingKind.offer else pairing.recipient).school.id


def _entry(visit: Visit, pairing: PairingDetail, kind: ListingKind) -> Entry:
    find = f"/mentor-listings/pick/{pairing.id}/{kind.value}"
    offers = kind is ListingKind.offer
    person = Input(
        "staff_id", "师傅" if offers else "哪位老师", "picker", "姓名、拼音或首字母", optional=not offers, find=find
    )  # fmt: skip
    inputs = [person, SUBJECT, *([] if offers else [PURPOSE]), *PLAN, *HIDDEN]
    home = f"/pairings/{pairing.id}?tab=mentor_listings"
    trail = [("结对", "/pairings"), ("师徒供需", home), (TITLES[kind], "")]
    finders = {find: _finder(visit, pairing, kind)}
    return Entry(TITLES[kind], trail, inputs, "列出", home, lines=[LINES[kind]], finders=finders)


def _finder(visit: Visit, pairing: PairingDetail, kind: ListingKind) -> picking.Find:
    school = str(_school(pairing, kind))
    return lambda text: MentorPairsClient(visit.api).find(text, str(pairing.id), school)


@router.get("/mentor-listings/pick/{pairing_id}/{kind}")
async def pick(visit: Visitor, pairing_id: UUID, kind: ListingKind) -> Response:
    """The answers of a picker among the people of the school that lists."""
    pairing = await PairingsClient(visit.api).detail(pairing_id)
    return await picking.answer(visit, _finder(visit, pairing, kind))


@router.get("/mentor-listings/new")
async def new(visit: Visitor, pairing: UUID, kind: ListingKind) -> Response:
    """列一位师傅, or 列一条需求."""
    found = await PairingsClient(visit.api).detail(pairing)
    if found.status is not PairingStatus.active:
        visit.say("进行中的结对才能列师傅和需求。")
        return see_other(f"/pairings/{pairing}?tab=mentor_listings")
    today = clock.today()
    end = min(year_end(today), found.end_on or year_end(today))
    values = {
        "pairing_id": str(pairing), "kind": kind.value, "people": 1, "start_on": max(today, found.start_on),
        "end_on": end,
    }  # fmt: skip
    return blank(visit, _entry(visit, found, kind), values)


@router.post("/mentor-listings/new")
async def make(visit: Visitor) -> Response:
    """Save it; the form carries pairing and kind."""
    typed = Form.of(await visit.form())
    kind = next((each for each in ListingKind if each.value == typed.value("kind")), None)
    if kind is None or not ID.fullmatch(typed.value("pairing_id")):
        return see_other("/pairings")
    found = await PairingsClient(visit.api).detail(UUID(typed.value("pairing_id")))

    async def send(body: dict[str, object], key: str) -> str:
        sent = {name: value for name, value in body.items() if name != "kind"}
        made = await MentorListingsClient(visit.api).create(kind, sent, key)
        visit.say(f"已列出{words.title(made)}，对方学校看得到。")
        return words.home(made)

    return await create(visit, _entry(visit, found, kind), send)


def _trail(row: MentorListingDetail) -> Trail:
    return [("结对", "/pairings"), ("师徒供需", words.home(row))]


def _subject(row: MentorListingDetail) -> Subject:
    path = f"/mentor-listings/{row.id}"
    steps = {
        "edit": Step("修改", "人数、年级、日期和说明", "", ""),
        "withdraw": Step(
            "撤回", "不带了、不要了或列错了用", f"撤回{words.title(row)}？", "已撤回，对方学校看得到原因。",
            ["已经结成的师徒不受影响。"], [reason()], danger=True,
        ),
    }  # fmt: skip
    facts = [("状态", row.status.label), ("人数", words.used(row))]
    return Subject(path, [*_trail(row), (words.title(row), path)], row.version, row.allowed_actions, steps, facts)


@router.get("/mentor-listings/{listing_id}")
async def detail(visit: Visitor, listing_id: UUID) -> Response:
    """One offer or need: what it says, how much is taken, what happened, what may be done."""
    row = await MentorListingsClient(visit.api).detail(listing_id)
    return visit.page("mentor_listings/detail.html", {"row": row, "subject": _subject(row), "words": words})


def _inputs(row: MentorListingDetail) -> list[Input]:
    return [*([PURPOSE] if row.kind is ListingKind.need else []), *PLAN]


def _edit_entry(row: MentorListingDetail) -> Entry:
    path = f"/mentor-listings/{row.id}"
    trail = [*_trail(row), (words.title(row), path), ("修改", "")]
    lines = ["换人或换学科的，请撤回后另列一条。"]
    return Entry(f"修改{words.title(row)}", trail, _inputs(row), "保存", path, lines=lines)


def _stored(row: MentorListingDetail) -> Stored:
    return Stored({each.name: getattr(row, each.name) or "" for each in _inputs(row)}, row.version)


@router.get("/mentor-listings/{listing_id}/edit")
async def edit_page(visit: Visitor, listing_id: UUID) -> Response:
    """修改."""
    row = await MentorListingsClient(visit.api).detail(listing_id)
    if "edit" not in row.allowed_actions:
        visit.say("现在不能修改：可能已经撤回或结束，或者不归这个账号办。")
        return see_other(f"/mentor-listings/{listing_id}")
    return edit(visit, _edit_entry(row), _stored(row))


@router.post("/mentor-listings/{listing_id}/edit")
async def save(visit: Visitor, listing_id: UUID) -> Response:
    """Save the change; a clash shows both sides."""
    client = MentorListingsClient(visit.api)

    async def send(body: dict[str, object], version: int) -> str:
        await client.change(listing_id, body, version)
        visit.say("已改好。")
        return f"/mentor-listings/{listing_id}"

    async def load() -> Stored:
        return _stored(await client.detail(listing_id))

    return await change(visit, _edit_entry(await client.detail(listing_id)), send, load)


@router.get("/mentor-listings/{listing_id}/{action}")
async def ask_step(visit: Visitor, listing_id: UUID, action: str) -> Response:
    """Ask before a step."""
    return ask(visit, _subject(await MentorListingsClient(visit.api).detail(listing_id)), action)


@router.post("/mentor-listings/{listing_id}/{action}")
async def take_step(visit: Visitor, listing_id: UUID, action: str) -> Response:
    """Take a step."""
    client = MentorListingsClient(visit.api)

    async def send(body: dict[str, object], version: int) -> object:
        return await client.act(listing_id, action, body, version)

    async def load() -> Subject:
        return _subject(await client.detail(listing_id))

    return await act(visit, load, action, send)
