"""交流团队: what the receiving schools reported of a team's members, month by month (G-108)."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from starlette.responses import Response

from services.contracts.codes import PersonState
from services.web.api_client.reports import ReportsClient
from services.web.months import month_after, this_month
from services.web.visit import Visitor

router = APIRouter()
MONTH_PATTERN = r"^20\d{2}-(0[1-9]|1[0-2])$"
STATES = {state.value: state for state in PersonState}


@router.get("/teams/{team_id}")
async def team(
    visit: Visitor, team_id: UUID, month: Annotated[str | None, Query(pattern=MONTH_PATTERN)] = None
) -> Response:
    """One month of a team: each member, where, and what was reported; read-only."""
    now = this_month()
    shown = min(month or now, now)
    report = await ReportsClient(visit.api).team_month(team_id, shown)
    context = {
        "team": report,
        "month": shown,
        "earlier": month_after(shown, -1),
        "later": month_after(shown) if shown < now else "",
        "lines": [(line, STATES.get(line.state or "")) for line in report.lines],
        "told": sum(line.state is not None for line in report.lines),
    }
    return visit.page("teams/team.html", context)
