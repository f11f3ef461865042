"""接口: the provincial systems that read from here, their secrets and their end."""

from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.contracts.clients import ClientOut
from services.contracts.codes import ClientScope
from services.web import clock
from services.web.api_client.clients import ClientsClient
from services.web.downloads import files
from services.web.entry import Entry, blank, create
from services.web.filters import BOOLEAN, DAY, Allowed, Filters, choices
from services.web.inputs import Input
from services.web.pages.regions.views import PICK, finder, region_input
from services.web.steps import Step, Subject, act, ask
from services.web.visit import Visit, Visitor

router = APIRouter()
KNOWN: dict[str, Allowed] = {"revoked": BOOLEAN, "expires_by": DAY}


@router.get("/clients")
async def clients(visit: Visitor) -> Response:
    """The provincial systems of the region."""
    filters = Filters.of("/clients", visit.request.query_params, KNOWN)
    found = await ClientsClient(visit.api).rows(filters.query())
    context = {
        "filters": filters,
        "rows": found.items,
        "count": found.count,
        **filters.turns(found),
        "files": files("clients", filters.query()),
        "today": clock.today(),
    }
    return visit.page("clients/list.html", context)


def _new(visit: Visit) -> Entry:
    inputs = [
        Input("name", "系统名称", hint="比如：省教师管理平台", maxlength=80),
        region_input("能读哪里的数据"),
        Input("scopes", "能读什么", "checks", choices=choices(ClientScope)),
        Input("expires_on", "用到哪天", "date", "到这天24:00，不填就是长期", optional=True),
        Input("legal_basis", "依据的文件", hint="读实名记录的必须写", optional=True),
    ]
    trail = [("接口", "/clients"), ("新建接口", "")]
    lines = ["保存后给出密钥，只显示一次。"]
    return Entry("新建接口", trail, inputs, "保存，显示密钥", "/clients", lines=lines, finders={PICK: finder(visit)})


@router.get("/clients/new")
async def new(visit: Visitor) -> Response:
    """新建接口."""
    own = f"{visit.me.region_code} {visit.me.region_name}"
    return blank(visit, _new(visit), {"region_code": own, "scopes": ClientScope.stats_read.value})


@router.post("/clients/new")
async def add(visit: Visitor) -> Response:
    """Save, and show the secret this once."""

    async def send(body: dict[str, object], key: str) -> Response:
        return _secret(visit, await ClientsClient(visit.api).create(body, key))

    return await create(visit, _new(visit), send)


def _secret(visit: Visit, client: ClientOut) -> Response:
    path = f"/clients/{client.id}"
    context = {
        "title": f"{client.name}的密钥",
        "trail": [("接口", "/clients"), (client.name, path), ("密钥", "")],
        "label": "密钥",
        "secret": client.client_secret,
        "pairs": [("系统名称", client.name), ("接口账号", client.client_id)],
        "lines": ["交给对方的系统管理员，不要发邮件和群。"],
        "back": path,
    }
    return visit.page("secret.html", context)


def _subject_of(client: ClientOut) -> Subject:
    steps = {
        "rotate": Step(
            "更换密钥", "新密钥只显示一次", f"更换{client.name}的密钥？", "密钥已更换。",
            ["现在的密钥马上不能用。请先约好时间，对方换上新密钥前取不到数据。"],
        ),
        "revoke": Step(
            "吊销", "对方马上取不到数据", f"吊销{client.name}的接口？", f"{client.name}的接口已吊销。",
            ["对方马上取不到数据。吊销后不能恢复，要用请新建。"], danger=True,
        ),
    }  # fmt: skip
    path = f"/clients/{client.id}"
    facts = [("状态", "已吊销" if client.revoked_at else "在用")]
    trail = [("接口", "/clients"), (client.name, path)]
    return Subject(path, trail, client.version, client.allowed_actions, steps, facts)


@router.get("/clients/{client_id}")
async def detail(visit: Visitor, client_id: UUID) -> Response:
    """One provincial system."""
    client = await ClientsClient(visit.api).detail(client_id)
    context = {"client": client, "subject": _subject_of(client), "today": clock.today()}
    return visit.page("clients/detail.html", context)


async def _subject(visit: Visit, client_id: UUID) -> Subject:
    return _subject_of(await ClientsClient(visit.api).detail(client_id))


@router.get("/clients/{client_id}/{action}")
async def ask_step(visit: Visitor, client_id: UUID, action: str) -> Response:
    """Ask first."""
    return ask(visit, await _subject(visit, client_id), action)


@router.post("/clients/{client_id}/{action}")
async def take_step(visit: Visitor, client_id: UUID, action: str) -> Response:
    """Do it; a new secret is shown this once."""

    async def send(_: dict[str, object], version: int) -> ClientOut:
        return await ClientsClient(visit.api).act(client_id, action, version)

    def show(client: ClientOut) -> Response | None:
        return _secret(visit, client) if action == "rotate" else None

    return await act(visit, lambda: _subject(visit, client_id), action, send, show)
