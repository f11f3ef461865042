"""接口: the provincial systems that read from here, their secrets, what they call, and their end."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.contracts.clients import ClientOut
from services.contracts.codes import ClientScope
from services.web import clock
from services.web.api_client.base import Query
from services.web.api_client.clients import ClientsClient
from services.web.downloads import files
from services.web.entry import Stored, blank, change, create, edit
from services.web.filters import BOOLEAN, DAY, ID, Allowed, Filters
from services.web.forms import Form
from services.web.pages.clients import forms, usage
from services.web.pages.clients.steps import subject_of
from services.web.steps import Subject, act, ask
from services.web.visit import Visit, Visitor, see_other

router = APIRouter()
KNOWN: dict[str, Allowed] = {"revoked": BOOLEAN, "expires_by": DAY}
SOON = timedelta(days=30)


@router.get("/clients")
async def clients(visit: Visitor) -> Response:
    """The provincial systems of the region, and which of them end soon."""
    filters, api = Filters.of("/clients", visit.request.query_params, KNOWN), ClientsClient(visit.api)
    soon = (clock.today() + SOON).isoformat()
    ending: Query = {"revoked": "false", "expires_by": soon, "limit": 1, "count": True}
    found, due = await asyncio.gather(api.rows(filters.query()), api.rows(ending))
    context = {
        "filters": filters,
        "rows": found.items,
        "count": found.count,
        **filters.turns(found),
        "files": files("clients", filters.query()),
        "today": clock.today(),
        "soon": clock.today() + SOON,
        "due": due.count or 0,
        "due_path": f"/clients?revoked=false&expires_by={soon}",
    }
    return visit.page("clients/list.html", context)


@router.get("/clients/new")
async def new(visit: Visitor) -> Response:
    """新建接口."""
    own = f"{visit.me.region_code} {visit.me.region_name}"
    return blank(
        visit, forms.new_entry(visit), {"region_code": own, "scopes": ClientScope.stats_read.value, "sandbox": "false"}
    )


@router.post("/clients/new")
async def add(visit: Visitor) -> Response:
    """Save, and show the secret this once."""

    async def send(body: dict[str, object], key: str) -> Response:
        return _secret(visit, await ClientsClient(visit.api).create(forms.body_of(body), key))

    return await create(visit, forms.new_entry(visit), send)


def _secret(visit: Visit, client: ClientOut) -> Response:
    old = [each for each in client.secrets or [] if each.in_use and each.ends_at]
    context = {"client": client, "old": old, "back": f"/clients/{client.id}"}
    return visit.page("clients/secret.html", context)


@router.get("/clients/{client_id}")
async def detail(visit: Visitor, client_id: UUID) -> Response:
    """One provincial system: what it may, its secrets, what it called."""
    api = ClientsClient(visit.api)
    client, called = await asyncio.gather(api.detail(client_id), api.usage(client_id))
    context = {
        "client": client,
        "subject": subject_of(client),
        "today": clock.today(),
        "soon": clock.today() + SOON,
        "usage": called,
        "size": usage.size(called.bytes_sent),
        "days": usage.by_day(called),
        "areas": usage.by_area(called),
    }
    return visit.page("clients/detail.html", context)


@router.get("/clients/{client_id}/edit")
async def edit_page(visit: Visitor, client_id: UUID) -> Response:
    """修改接口."""
    client = await ClientsClient(visit.api).detail(client_id)
    if "edit" not in client.allowed_actions:
        visit.say("现在不能改这个接口：已经吊销，或者不归这个账号改。")
        return see_other(f"/clients/{client_id}")
    return edit(visit, forms.edit_entry(client), forms.stored(client))


@router.post("/clients/{client_id}/edit")
async def save(visit: Visitor, client_id: UUID) -> Response:
    """Save the change; a clash shows both sides."""
    api, typed = ClientsClient(visit.api), Form.of(await visit.form())

    async def send(body: dict[str, object], version: int) -> str:
        await api.change(client_id, forms.patch_of(body, typed), version)
        visit.say("接口已改好，从下一次调用起算数。")
        return f"/clients/{client_id}"

    async def load() -> Stored:
        return forms.stored(await api.detail(client_id))

    return await change(visit, forms.edit_entry(await api.detail(client_id)), send, load)


async def _subject(visit: Visit, client_id: UUID, secret_ids: Sequence[object]) -> Subject:
    given = str(secret_ids[0]) if secret_ids else ""
    return subject_of(await ClientsClient(visit.api).detail(client_id), given if ID.fullmatch(given) else "")


@router.get("/clients/{client_id}/{action}")
async def ask_step(visit: Visitor, client_id: UUID, action: str) -> Response:
    """Ask first."""
    secret_ids = visit.request.query_params.getlist("secret_id")
    return ask(visit, await _subject(visit, client_id, secret_ids), action)


@router.post("/clients/{client_id}/{action}")
async def take_step(visit: Visitor, client_id: UUID, action: str) -> Response:
    """Do it; a new secret is shown this once."""
    secret_ids = (await visit.form()).getlist("secret_id")

    async def send(body: dict[str, object], version: int) -> ClientOut:
        return await ClientsClient(visit.api).act(client_id, action.replace("_", "-"), body, version)

    def show(client: ClientOut) -> Response | None:
        return _secret(visit, client) if action == "rotate" else None

    return await act(visit, lambda: _subject(visit, client_id, secret_ids), action, send, show)
