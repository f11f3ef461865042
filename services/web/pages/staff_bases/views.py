"""教职工基数: which school years are frozen, what freezing would freeze, and freezing."""

from collections.abc import Sequence

from fastapi import APIRouter
from starlette.responses import Response

from services.contracts.staff_bases import StaffBasePreview
from services.web.api_client.staff_bases import StaffBasesClient
from services.web.downloads import files
from services.web.entry import Entry, blank, create
from services.web.filters import TRUE, YEAR, Allowed, Filters
from services.web.forms import Form
from services.web.inputs import Input, reason
from services.web.months import school_year_of
from services.web.pages.statistics.asked import years
from services.web.visit import Visit, Visitor, see_other
from services.web.wording import dated, school_year

router = APIRouter()
PATH = "/staff-bases"
KNOWN: dict[str, Allowed] = {"school_year": YEAR, "current": TRUE}
TRAIL = [("统计", "/statistics"), ("教职工基数", PATH)]
FREEZES = "staff_base.write"
WHY = "会留在记录里，市和省看得到。比如：补录了漏报的教师。"


@router.get(PATH)
async def staff_bases(visit: Visitor) -> Response:
    """Every base in scope; a county freezes here, a city or province sees which counties have not."""
    filters = Filters.of(PATH, visit.request.query_params, KNOWN)
    client = StaffBasesClient(visit.api)
    found = await client.rows(filters.query())
    year = filters.get("school_year") or str(school_year_of())
    context = {
        "filters": filters,
        "rows": found.items,
        "count": found.count,
        **filters.turns(found),
        "files": files("staff_bases", filters.query()),
        "coverage": await client.coverage(year) if visit.me.school is None else None,
        "freezes": FREEZES in visit.me.permissions,
        "year": int(year),
        "years": years(),
    }
    return visit.page("staff_bases/list.html", context)


def _entry(found: StaffBasePreview) -> Entry:
    label = f"{school_year(found.school_year)}学年"
    again = found.revision > 1
    title = f"{'重新登记' if again else '登记'}{label}的教职工基数"
    hidden = [Input("region_code", "", "hidden"), Input("school_year", "", "hidden")]
    inputs = [*([reason("为什么重新登记", WHY)] if again else []), *hidden]
    trail = [*TRAIL, ("重新登记" if again else "登记", "")]
    links = [("看没有认定城乡的学校", "/schools?missing=locality")] if found.without_locality else []
    return Entry(title, trail, inputs, "登记", PATH, [found.region_name], lines=_lines(found), links=links)


def _lines(found: StaffBasePreview) -> Sequence[str]:
    """What will be frozen, how it differs, who lacks facts, and what follows."""
    lines = [
        f"会登记{dated(found.day)}在职的{found.people:,}人，其中符合交流条件的{found.eligible:,}人。",
        "职务、职称、荣誉、学段、学科都按那一天的。",
    ]
    if found.revision > 1:
        same = not (found.added or found.gone or found.changed)
        told = (
            "没有变化，不用重新登记"
            if same
            else f"新增{found.added:,}人，减少{found.gone:,}人，情况有变化的{found.changed:,}人"
        )
        lines.append(f"和现在用的第{found.revision - 1}次登记比：{told}。")
    if found.without_locality:
        lines.append(f"有{found.without_locality:,}人所在的学校还没有认定城乡，按城乡分的数里会是“待核实”。")
    if found.without_subject:
        lines.append(f"有{found.without_subject:,}人没有填学科，按学科分的数里会算在“其他”。")
    lines.append("登记后比例都用这份基数。以后人员再改，这份不变；要改就重新登记一次，写明原因，以前的留着。")
    return lines


@router.get(f"{PATH}/new")
async def ask(visit: Visitor) -> Response:
    """What would be frozen, before it is."""
    asked = Filters.of(f"{PATH}/new", visit.request.query_params, {"school_year": YEAR})
    return await _asked(visit, asked.get("school_year") or str(school_year_of()))


async def _asked(visit: Visit, year: str) -> Response:
    region = visit.me.region_code
    found = await StaffBasesClient(visit.api).preview(region, year)
    return blank(visit, _entry(found), {"region_code": region, "school_year": year})


@router.post(f"{PATH}/new")
async def freeze(visit: Visitor) -> Response:
    """Freeze."""
    year = Form.of(await visit.form()).value("school_year")
    if not YEAR.fullmatch(year):
        return see_other(PATH)
    client = StaffBasesClient(visit.api)
    region = visit.me.region_code
    found = await client.preview(region, year)

    async def send(body: dict[str, object], key: str) -> str:
        made = await client.freeze({**body, "region_code": region, "school_year": int(year)}, key)
        visit.say(
            f"已登记{school_year(made.school_year)}学年的教职工基数：{made.people:,}人，符合交流条件{made.eligible:,}人。"
        )
        return PATH

    return await create(visit, _entry(found), send)
