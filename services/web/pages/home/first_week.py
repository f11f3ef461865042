"""第一周清单: what a new county still has to do, each line with where it is done."""

from dataclasses import dataclass

from fastapi import APIRouter
from starlette.responses import Response

from services.contracts.workbench import FirstStep, FirstStepKey
from services.web.api_client.workbench import WorkbenchClient
from services.web.visit import Visitor, see_other

router = APIRouter()
LACKING = {"locality": "还没认定城乡的", "staff": "还没有人员的", "accounts": "还没有账号的"}
"""What the list of schools shows alone, by what they lack."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: `sub` says what is missing, `href` leads to where it is done, `all_href` to all schools it is about."""

    title: str
    sub: str
    href: str
    done: bool
    all_text: str = ""
    all_href: str = ""


_SAYS: dict[FirstStepKey, tuple[str, str, str]] = {
    "schools": ("登记学校", "还没有学校", "/schools/new"),
    "locality": ("认定城乡和薄弱等属性", "没有认定", "/schools"),
    "staff": ("登记人员", "没有人员", "/staff"),
    "accounts": ("给学校开账号", "没有账号", "/users"),
    "calendar": ("定报送日历和联系人", "还用着上级的，没有本县的电话", "/calendar"),
    "pairing": ("建第一个结对", "还没有结对", "/pairings"),
}


def lines(steps: list[FirstStep]) -> list[Line]:
    """Return the checklist in words; empty when there is nothing to show."""
    return [_line(step) for step in steps]


def _line(step: FirstStep) -> Line:
    title, lacking, href = _SAYS[step.key]
    if step.done:
        return Line(title, "已办好", href, done=True)
    if not step.schools:
        return Line(title, "先登记学校" if step.key in LACKING else lacking, href, done=False)
    named = "、".join(each.name for each in step.schools) + ("等" if step.left > len(step.schools) else "")
    sub = f"{named}{step.left}所学校还{lacking}" if step.left > 1 else f"{named}还{lacking}"
    return Line(title, sub, href, done=False, all_text=f"看这{step.left}所", all_href=f"/schools?missing={step.key}")


@router.post("/first-week/dismiss")
async def dismiss(visit: Visitor) -> Response:
    """收起清单."""
    await WorkbenchClient(visit.api).dismiss_first_week()
    visit.say("清单已收起。")
    return see_other("/")
