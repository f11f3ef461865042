"""变更推送: the subscriptions of provincial systems, their steps and what was sent."""

from collections.abc import Mapping
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import Response

from services.contracts.base import LONGEST_URL
from services.contracts.clients import ClientOut
from services.contracts.codes import ClientScope, DeliveryState, WebhookStatus
from services.contracts.webhooks import WebhookDeliveryOut, WebhookOut
from services.web.api_client.clients import ClientsClient
from services.web.api_client.webhooks import WebhooksClient
from services.web.downloads import SUFFIXES, files
from services.web.entry import Entry, Stored, Trail, blank, change, create, edit
from services.web.filters import ID, Allowed, Filters, choices
from services.web.inputs import Input
from services.web.pages.webhooks import words
from services.web.passing import list_file
from services.web.steps import Subject, act, ask
from services.web.visit import Visit, Visitor

router = APIRouter()
KNOWN: dict[str, Allowed] = {"client_id": ID, "status": WebhookStatus}
LOG: dict[str, Allowed] = {"state": DeliveryState}
LATEST = 10
HOME: Trail = [("接口", "/clients"), ("变更推送", "/webhooks")]
URL = Input("url", "推送到哪个地址", hint="对方系统的网址，以https://开头，公网能访问", maxlength=LONGEST_URL)
ENTITIES = Input(
    "entities",
    "只推送哪些",
    hint="对象名用逗号隔开，比如school,assignment。不填就是全部",
    optional=True,
    maxlength=1000,
)
DESCRIPTION = Input("description", "说明", hint="比如：省平台的副本", optional=True)


@router.get("/webhooks")
async def webhooks(visit: Visitor) -> Response:
    """The subscriptions of the region, or of one provincial system."""
    filters = Filters.of("/webhooks", visit.request.query_params, KNOWN)
    found = await WebhooksClient(visit.api).rows(filters.query())
    context = {
        "filters": filters,
        "rows": found.items,
        "count": found.count,
        **filters.turns(found),
        "files": files("webhooks", filters.query()),
        "states": choices(WebhookStatus),
        "words": words,
    }
    return visit.page("webhooks/list.html", context)


def _readers(clients: list[ClientOut]) -> list[tuple[str, str]]:
    """The provincial systems that may read changes."""
    return [(str(each.id), each.name) for each in clients if ClientScope.changes_read in each.scopes]


async def _new(visit: Visit) -> Entry:
    found = await ClientsClient(visit.api).rows({"revoked": False, "limit": 200})
    client = Input("client_id", "推送给哪个接口", "select", choices=_readers(found.items), blank="请选接口")
    lines = ["保存后给出签名密钥，只显示一次。只推送以后的变更；以前的请对方先取全量。"]
    inputs = [client, URL, ENTITIES, DESCRIPTION]
    return Entry("新建变更推送", [*HOME, ("新建", "")], inputs, "保存，显示密钥", "/webhooks", lines=lines)


@router.get("/webhooks/new")
async def new(visit: Visitor) -> Response:
    """新建变更推送."""
    asked = Filters.of("/webhooks/new", visit.request.query_params, {"client_id": ID})
    return blank(visit, await _new(visit), {"client_id": asked.get("client_id")})


@router.post("/webhooks/new")
async def add(visit: Visitor) -> Response:
    """Save, and show the signing secret this once."""

    async def send(body: dict[str, object], key: str) -> Response:
        return _secret(visit, await WebhooksClient(visit.api).create(_sent(body), key))

    return await create(visit, await _new(visit), send)


def _sent(body: Mapping[str, object]) -> dict[str, object]:
    """What was typed as the API takes it: names of entities in a list."""
    if "entities" not in body:
        return dict(body)
    names = str(body["entities"]).replace("，", ",").replace("、", ",").split(",")
    return {**body, "entities": [name.strip() for name in names if name.strip()]}


def _secret(visit: Visit, hook: WebhookOut) -> Response:
    path = f"/webhooks/{hook.id}"
    context = {
        "title": "变更推送的签名密钥",
        "trail": [*HOME, (hook.client_name, path), ("签名密钥", "")],
        "label": "签名密钥",
        "secret": hook.signing_secret,
        "pairs": [("接口", hook.client_name), ("推送到", hook.url)],
        "lines": words.SECRET_LINES,
        "back": path,
    }
    return visit.page("secret.html", context)


def _subject_of(hook: WebhookOut) -> Subject:
    path = f"/webhooks/{hook.id}"
    facts = [("状态", hook.status.label), ("推送到", hook.url)]
    return Subject(
        path, [*HOME, (hook.client_name, path)], hook.version, hook.allowed_actions, words.steps(hook), facts
    )  # fmt: skip


@router.get("/webhooks/{webhook_id}")
async def detail(visit: Visitor, webhook_id: UUID) -> Response:
    """One subscription with the last messages."""
    api = WebhooksClient(visit.api)
    hook = await api.detail(webhook_id)
    log = await api.deliveries(webhook_id, {"limit": LATEST})
    context = {
        "hook": hook,
        "subject": _subject_of(hook),
        "log": log.items,
        "more": log.next_cursor is not None,
        "words": words,
        "trail": [*HOME, (hook.client_name, "")],
    }
    return visit.page("webhooks/detail.html", context)


@router.get("/webhooks/{webhook_id}/deliveries")
async def deliveries(visit: Visitor, webhook_id: UUID) -> Response:
    """推送记录: every message that is still kept."""
    filters = Filters.of(f"/webhooks/{webhook_id}/deliveries", visit.request.query_params, LOG)
    api = WebhooksClient(visit.api)
    hook = await api.detail(webhook_id)
    found = await api.deliveries(webhook_id, filters.query())
    context = {
        "hook": hook,
        "filters": filters,
        "log": found.items,
        "count": found.count,
        **filters.turns(found),
        "files": [(text, f"{filters.path}.{suffix}{_query(filters)}") for suffix, text in SUFFIXES.items()],
        "states": choices(DeliveryState),
        "words": words,
        "trail": [*HOME, (hook.client_name, f"/webhooks/{webhook_id}"), ("推送记录", "")],
    }
    return visit.page("webhooks/deliveries.html", context)


def _query(filters: Filters) -> str:
    return f"?{urlencode(filters.values)}" if filters.values else ""


@router.get("/webhooks/{webhook_id}/deliveries.{suffix}")
async def deliveries_file(visit: Visitor, webhook_id: UUID, suffix: str) -> Response:
    """The same messages as a file."""
    if suffix not in SUFFIXES:
        raise HTTPException(404)
    return await list_file(visit.api, f"/webhooks/{webhook_id}/deliveries.{suffix}", visit.request.query_params)


def _edit(hook: WebhookOut) -> Entry:
    path = f"/webhooks/{hook.id}"
    trail = [*HOME, (hook.client_name, path), ("修改", "")]
    lines = ["还没送到的消息会送到新地址，内容不变。"]
    return Entry("修改变更推送", trail, [URL, ENTITIES, DESCRIPTION], "保存", path, lines=lines)


def _stored(hook: WebhookOut) -> Stored:
    values = {"url": hook.url, "entities": ",".join(hook.entities), "description": hook.description}
    return Stored(values, hook.version)


@router.get("/webhooks/{webhook_id}/edit")
async def ask_edit(visit: Visitor, webhook_id: UUID) -> Response:
    """修改."""
    hook = await WebhooksClient(visit.api).detail(webhook_id)
    return edit(visit, _edit(hook), _stored(hook))


@router.post("/webhooks/{webhook_id}/edit")
async def take_edit(visit: Visitor, webhook_id: UUID) -> Response:
    """Save what was changed."""
    api = WebhooksClient(visit.api)
    hook = await api.detail(webhook_id)

    async def send(body: dict[str, object], version: int) -> str:
        await api.change(webhook_id, _sent(body), version)
        visit.say("已保存。")
        return f"/webhooks/{webhook_id}"

    async def load() -> Stored:
        return _stored(await api.detail(webhook_id))

    return await change(visit, _edit(hook), send, load)


async def _subject(visit: Visit, webhook_id: UUID) -> Subject:
    return _subject_of(await WebhooksClient(visit.api).detail(webhook_id))


@router.get("/webhooks/{webhook_id}/{action}")
async def ask_step(visit: Visitor, webhook_id: UUID, action: str) -> Response:
    """Ask first."""
    return ask(visit, await _subject(visit, webhook_id), action)


@router.post("/webhooks/{webhook_id}/{action}")
async def take_step(visit: Visitor, webhook_id: UUID, action: str) -> Response:
    """Do it; a new signing secret is shown this once."""
    api = WebhooksClient(visit.api)

    async def send(body: dict[str, object], version: int) -> WebhookOut | WebhookDeliveryOut:
        if action == "test":
            return await api.test(webhook_id)
        return await api.act(webhook_id, action, body, version)

    def show(answer: WebhookOut | WebhookDeliveryOut) -> Response | None:
        return _secret(visit, answer) if isinstance(answer, WebhookOut) and action == "rotate" else None

    return await act(visit, lambda: _subject(visit, webhook_id), action, send, show)
