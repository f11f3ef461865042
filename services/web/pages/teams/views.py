"""交流团队: what the receiving schools reported of a team's members, month by month (G-108)."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from starlette.responses import Response

from services.contracts.codes import PersonState
from services.web import clock
from services.web.api_client.reports import ReportsClient
from services.web.visit import Visitor

router = APIRouter()
MONTH_PATTERN = r"^20\d{2}-(0[1-9]|1[0-2])$"
STATES = {state.value: state for state in PersonState}


def _moved(month: str, by: int) -> str:
    index = int(month[:4]) * 12 + int(month[5:7]) - 1 + by
    return f"{index // 12:04d}-{index % 12 + 1:02d}"


@router.get("/teams/{team_id}")
async def team(
    visit: Visitor, team_id: UUID, month: Annotated[str | None, Query(pattern=MONTH_PATTERN)] = None
) -> Response:
    """One month of a team: each member, where, and what was reported; read-only."""
    now = f"{clock.today():%Y-%m}"
    shown = min(month or now, now)
    report = await ReportsClient(visit.api).team_month(team_id, shown)
    context = {
        "team": report,
        "month": shown,
        "earlier": _moved(shown, -1),
        "later": _moved(shown, 1) if shown < now else "",
        "lines": [(line, STATES.get(line.state or "")) for line in report.lines],
        "told": sum(line.state is not None for line in report.lines),
    }
    return visit.page("teams/team.html", context)
