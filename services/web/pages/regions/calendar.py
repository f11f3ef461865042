"""报送日历和联系人: when the month opens and is due in a county, and whom its schools call."""

from fastapi import APIRouter
from starlette.responses import Response

from services.contracts.places import RegionSettings
from services.web.api_client.regions import RegionsClient
from services.web.entry import Entry, Stored, change, edit
from services.web.inputs import Input
from services.web.visit import Visitor, see_other

router = APIRouter()
INPUTS = [
    Input("contact_office", "科室", hint="比如：教育局人事股"),
    Input("contact_name", "联系人"),
    Input("contact_phone", "电话", hint="学校在首页和登录页看得到"),
    Input("open_day", "每月哪天开放", "number", "当月的日子，1到28"),
    Input("due_day", "哪天截止", "number", "下个月的日子，1到28"),
    Input("grace_day", "补报到哪天", "number", "下个月的日子，不早于截止"),
    Input("review_workdays", "几个工作日审完", "number", "1到20"),
    Input("source", "依据", hint="文件名和文号，比如：区教发〔2026〕18号", maxlength=80),
]


def _entry(name: str) -> Entry:
    lines = ["改了以后，新开放的月份按新的算，已开放的不变。"]
    return Entry("报送日历和联系人", [("工作台", "/"), ("报送日历和联系人", "")], INPUTS, "保存", "/", [name], lines)


def _stored(found: RegionSettings) -> Stored:
    values: dict[str, object] = {each.name: getattr(found, each.name) for each in INPUTS}
    is_own = found.source_region_code == found.region_code
    if not is_own:
        values["source"] = ""
    return Stored(values, found.version if is_own else 0)


@router.get("/calendar")
async def calendar_page(visit: Visitor) -> Response:
    """The calendar in force."""
    found = await RegionsClient(visit.api).settings(visit.me.region_code)
    return edit(visit, _entry(visit.me.region_name), _stored(found))


@router.post("/calendar")
async def save(visit: Visitor) -> Response:
    """Save the own one; exempt months stay as they are."""
    client, code = RegionsClient(visit.api), visit.me.region_code
    before = await client.settings(code)

    async def send(body: dict[str, object], version: int) -> str:
        await client.put_settings(code, {**body, "exempt_months": before.exempt_months}, version)
        visit.say("报送日历和联系人已保存。")
        return "/"

    async def load() -> Stored:
        return _stored(await client.settings(code))

    if "region.write" not in visit.me.permissions:
        return see_other("/")
    return await change(visit, _entry(visit.me.region_name), send, load)
