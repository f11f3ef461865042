"""第一周清单: what a new county still has to do, each line with where it is done."""

from dataclasses import dataclass

from fastapi import APIRouter
from starlette.responses import Response

from services.contracts.workbench import FirstStep, FirstStepKey
from services.web.api_client.workbench import WorkbenchClient
from services.web.visit import Visitor, see_other

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Line:
    """One line: `sub` says what is missing, `href` leads to where it is done."""

    title: str
    sub: str
    href: str
    done: bool


_SAYS: dict[FirstStepKey, tuple[str, str, str]] = {
    "schools": ("登记学校", "还没有学校", "/schools/new"),
    "locality": ("认定城乡和薄弱等属性", "还有{left}所没有认定", "/schools"),
    "staff": ("登记人员", "还有{left}所学校没有人员", "/staff"),
    "accounts": ("给学校开账号", "还有{left}所学校没有账号", "/users"),
    "calendar": ("定报送日历和联系人", "还用着上级的，没有本县的电话", "/calendar"),
    "pairing": ("建第一个结对", "还没有结对", "/pairings"),
}


def lines(steps: list[FirstStep]) -> list[Line]:
    """Return the checklist in words; empty when there is nothing to show."""
    found = []
    for step in steps:
        title, missing, href = _SAYS[step.key]
        sub = "已办好" if step.done else missing.format(left=step.left)
        found.append(Line(title, sub, href, step.done))
    return found


@router.post("/first-week/dismiss")
async def dismiss(visit: Visitor) -> Response:
    """收起清单."""
    await WorkbenchClient(visit.api).dismiss_first_week()
    visit.say("清单已收起。")
    return see_other("/")
