"""提前封存: what would be closed and what follows, then closing it with a reason."""

import re

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import Response

from services.contracts.codes import PeriodKind
from services.contracts.periods import OpenPeriod, OpenPeriods
from services.web.api_client.periods import PeriodsClient
from services.web.api_client.staff_bases import StaffBasesClient
from services.web.api_client.statistics import StatisticsClient
from services.web.entry import Entry, blank, create
from services.web.filters import REGION, Allowed, Filters
from services.web.forms import Form
from services.web.inputs import Input, reason
from services.web.pages.periods import words
from services.web.pages.periods.views import PATH, TRAIL
from services.web.visit import Visit, Visitor

router = APIRouter()
KEY = re.compile(r"20\d{2}(?:-(?:0[1-9]|1[0-2]))?")
NEW = f"{PATH}/new"
KNOWN: dict[str, Allowed] = {"kind": PeriodKind, "key": KEY, "region_code": REGION}
WHY = "会留在记录里，各市、县区看得到。比如：省里要报年度数据。"
REPORTING = "S-23"
FORBIDDEN, NOT_FOUND = 403, 404


@router.get(NEW)
async def ask(visit: Visitor) -> Response:
    """What closing means for this period, before it is closed."""
    asked = Filters.of(NEW, visit.request.query_params, KNOWN)
    found = await PeriodsClient(visit.api).open(asked.get("region_code"))
    period = _chosen(found, asked.get("kind"), asked.get("key"))
    values = {"kind": period.kind.value, "key": period.key, "region_code": found.region_code}
    return blank(visit, _entry(found, period, await _outstanding(visit, found, period)), values)


def _chosen(found: OpenPeriods, kind: str, key: str) -> OpenPeriod:
    """The period, if it is open and the caller may close it."""
    period = next((each for each in found.items if (each.kind.value, each.key) == (kind, key)), None)
    if period is None:
        raise HTTPException(NOT_FOUND)
    if "close" not in period.allowed_actions:
        raise HTTPException(FORBIDDEN)
    return period


async def _outstanding(visit: Visit, found: OpenPeriods, period: OpenPeriod) -> str:
    """What is not there yet and will come as a correction."""
    if period.kind is PeriodKind.school_year:
        bases = await StaffBasesClient(visit.api).coverage(period.key)
        if not bases.missing:
            return "各县区的教职工基数都已登记。"
        return f"还有{len(bases.missing)}个县区没有登记教职工基数，现在封存，这些县区没有比例。"
    asked = {"region_code": found.region_code, "month": period.key}
    reports = (await StatisticsClient(visit.api).numbers(REPORTING, asked)).total
    due, sent = reports.denominator or 0, reports.numerator or 0
    if due == sent:
        return f"这个月应报的{due:,}份月报都已报送。"
    return f"这个月应报{due:,}份月报，还有{due - sent:,}份没有报送；封存以后再报的，会列为更正。"


def _entry(found: OpenPeriods, period: OpenPeriod, outstanding: str) -> Entry:
    whom = f"会封存{found.region_name}和所有市、县区的全部指标，按现在的数。"
    stays = "封存以后这些数不再变，也不能再打开；以后的改动会作为更正列出，写明改前、改后和原因。"
    by_itself = f"不提前封存的话，{words.still_open(period)}。"
    otherwise = by_itself if period.closes_on else "这段时间不会自动封存，要由省里来封。"
    inputs = [reason("为什么提前封存", WHY), *(Input(name, "", "hidden") for name in ("kind", "key", "region_code"))]
    return Entry(
        f"提前封存{period.name}", [*TRAIL, ("提前封存", "")], inputs, f"封存{period.name}", PATH,
        [found.region_name], lines=[whom, stays, outstanding, otherwise],
    )  # fmt: skip


@router.post(NEW)
async def close(visit: Visitor) -> Response:
    """Close it."""
    form = Form.of(await visit.form())
    typed = Filters.of(NEW, {name: form.value(name) for name in KNOWN}, KNOWN)
    client = PeriodsClient(visit.api)
    found = await client.open(typed.get("region_code"))
    period = _chosen(found, typed.get("kind"), typed.get("key"))

    async def send(body: dict[str, object], key: str) -> str:
        made = await client.close({**body, "region_code": found.region_code}, key)
        visit.say(f"正在封存{made.name}，过一两分钟就能看封存的数。")
        return PATH

    return await create(visit, _entry(found, period, await _outstanding(visit, found, period)), send)
