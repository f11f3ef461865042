"""承诺项: the list with what lags, promising, taking over a template, changing and taking back."""

from uuid import UUID

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import Response

from services.contracts.codes import AidArea, CommitmentState
from services.contracts.commitments import CommitmentOut
from services.contracts.pairings import PairingDetail
from services.web.api_client.commitments import CommitmentsClient
from services.web.api_client.pairings import PairingsClient
from services.web.api_client.regions import RegionsClient
from services.web.downloads import files
from services.web.entry import Entry, blank, change, create, edit
from services.web.filters import ID, REGION, TRUE, Allowed, Filters, choices
from services.web.forms import Form
from services.web.pages.commitments import forms, words
from services.web.pages.pairings.steps import title
from services.web.steps import Subject, act, ask
from services.web.visit import Visit, Visitor, see_other

router = APIRouter()
NOT_FOUND = 404
KNOWN: dict[str, Allowed] = {
    "state": CommitmentState,
    "aid_area": AidArea,
    "county_code": REGION,
    "school_id": ID,
    "pairing_id": ID,
    "lagging": TRUE,
}


@router.get("/commitments")
async def commitments(visit: Visitor) -> Response:
    """The commitments in scope, or only those that lag."""
    filters = Filters.of("/commitments", visit.request.query_params, KNOWN)
    found = await CommitmentsClient(visit.api).rows(filters.query())
    counties = [] if visit.me.school else await RegionsClient(visit.api).counties(visit.me.region_code)
    context = {
        "filters": filters,
        "rows": words.rows_of(found.items),
        "count": found.count,
        **filters.turns(found),
        "files": files("commitments", filters.query()),
        "states": choices(CommitmentState),
        "areas": choices(AidArea),
        "counties": counties,
    }
    return visit.page("commitments/list.html", context)


async def _pairing(visit: Visit, pairing_id: UUID) -> PairingDetail:
    return await PairingsClient(visit.api).detail(pairing_id)


@router.get("/pairings/{pairing_id}/commitments/new")
async def new(visit: Visitor, pairing_id: UUID) -> Response:
    """定一项承诺."""
    pairing = await _pairing(visit, pairing_id)
    return blank(visit, forms.entry(pairing), forms.start(pairing))


@router.post("/pairings/{pairing_id}/commitments/new")
async def promise(visit: Visitor, pairing_id: UUID) -> Response:
    """Save a promise."""

    async def send(body: dict[str, object], key: str) -> str:
        await CommitmentsClient(visit.api).create(forms.body_of(body) | {"pairing_id": str(pairing_id)}, key)
        visit.say("承诺已定，从现在起自动数。")
        return forms.home(pairing_id)

    return await create(visit, forms.entry(await _pairing(visit, pairing_id)), send)


@router.get("/pairings/{pairing_id}/commitments/templates")
async def templates(visit: Visitor, pairing_id: UUID) -> Response:
    """Which document to take promises from."""
    pairing = await _pairing(visit, pairing_id)
    offered = (await CommitmentsClient(visit.api).templates()).items
    context = {"pairing": pairing, "title": title(pairing), "home": forms.home(pairing.id), "offered": offered}
    return visit.page("commitments/templates.html", context)


async def _template_entry(visit: Visit, pairing_id: UUID, key: str) -> tuple[Entry, dict[str, object]]:
    offered = (await CommitmentsClient(visit.api).templates()).items
    chosen = next((each for each in offered if each.key == key), None)
    if chosen is None:
        raise HTTPException(NOT_FOUND)
    pairing = await _pairing(visit, pairing_id)
    return forms.template_entry(pairing, chosen), forms.start(pairing)


@router.get("/pairings/{pairing_id}/commitments/templates/{key}")
async def template(visit: Visitor, pairing_id: UUID, key: str) -> Response:
    """Which promises of a document."""
    entry, values = await _template_entry(visit, pairing_id, key)
    return blank(visit, entry, {"start_on": values["start_on"]})


@router.post("/pairings/{pairing_id}/commitments/templates/{key}")
async def take_over(visit: Visitor, pairing_id: UUID, key: str) -> Response:
    """Add the chosen ones."""

    async def send(body: dict[str, object], idempotency_key: str) -> str:
        asked = {**body, "pairing_id": str(pairing_id), "template": key}
        done = await CommitmentsClient(visit.api).take_over(asked, idempotency_key)
        kept = f"另有{len(done.kept)}项原来就有，没有重复加。" if done.kept else ""
        visit.say(f"加了{len(done.added)}项承诺。{kept}")
        return forms.home(pairing_id)

    entry, _ = await _template_entry(visit, pairing_id, key)
    return await create(visit, entry, send)


async def _found(visit: Visit, commitment_id: UUID) -> CommitmentOut:
    return await CommitmentsClient(visit.api).detail(commitment_id)


@router.get("/commitments/{commitment_id}/edit")
async def edit_page(visit: Visitor, commitment_id: UUID) -> Response:
    """修改承诺."""
    row = await _found(visit, commitment_id)
    if "edit" not in row.allowed_actions:
        visit.say("现在不能改这项承诺：已经作废，或者不归这个账号改。")
        return see_other(forms.home(row.pairing_id))
    pairing = await _pairing(visit, row.pairing_id)
    return edit(visit, forms.entry(pairing, row), forms.stored(row))


@router.post("/commitments/{commitment_id}/edit")
async def change_it(visit: Visitor, commitment_id: UUID) -> Response:
    """Save the change; a clash shows both sides."""
    row = await _found(visit, commitment_id)
    typed = Form.of(await visit.form())

    async def send(body: dict[str, object], version: int) -> str:
        patch = forms.patch_of(body, typed)
        await CommitmentsClient(visit.api).change(commitment_id, patch, version)
        visit.say("承诺已改好。")
        return forms.home(row.pairing_id)

    async def load() -> forms.Stored:
        return forms.stored(await _found(visit, commitment_id))

    return await change(visit, forms.entry(await _pairing(visit, row.pairing_id), row), send, load)


async def _subject(visit: Visit, commitment_id: UUID) -> Subject:
    return forms.subject(await _found(visit, commitment_id))


@router.get("/commitments/{commitment_id}/void")
async def ask_void(visit: Visitor, commitment_id: UUID) -> Response:
    """作废这项承诺？"""
    return ask(visit, await _subject(visit, commitment_id), "void")


@router.post("/commitments/{commitment_id}/void")
async def void(visit: Visitor, commitment_id: UUID) -> Response:
    """Take it back."""

    async def send(body: dict[str, object], version: int) -> object:
        return await CommitmentsClient(visit.api).void(commitment_id, body, version)

    return await act(visit, lambda: _subject(visit, commitment_id), "void", send)
