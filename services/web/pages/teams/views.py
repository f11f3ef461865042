"""交流团队: the list, the numbers of both ways (F-58), one team, its roster on paper, its month (G-108), its steps."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from starlette.responses import Response

from services.contracts.codes import PersonState, TeamDirection, TeamStatus
from services.web.api_client.regions import RegionsClient
from services.web.api_client.reports import ReportsClient
from services.web.api_client.teams import TeamsClient
from services.web.downloads import files
from services.web.filters import ID, REGION, TRUE, YEAR, Allowed, Filters, choices
from services.web.months import FIRST_MONTH, month_after, this_month
from services.web.pages.assignments.views import school_years
from services.web.pages.teams import words
from services.web.pages.teams.steps import HOME, main_step, subject
from services.web.steps import Subject, act, ask
from services.web.visit import Visit, Visitor
from services.web.wording import school_year

router = APIRouter()
MONTH_PATTERN = r"^20\d{2}-(0[1-9]|1[0-2])$"
STATES = {state.value: state for state in PersonState}
KNOWN: dict[str, Allowed] = {
    "school_year": YEAR, "status": TeamStatus, "direction": TeamDirection, "county_code": REGION, "pairing_id": ID,
    "school_id": ID,
}  # fmt: skip
SHOWN = ("school_year", "status", "direction", "county_code")
COUNTED: dict[str, Allowed] = {"school_year": YEAR, "county_code": REGION, "pairing_id": ID, "unequal": TRUE}


async def _counties(visit: Visit) -> list[tuple[str, str]]:
    return [] if visit.me.school is not None else await RegionsClient(visit.api).counties(visit.me.region_code)


@router.get("/teams")
async def teams(visit: Visitor) -> Response:
    """The teams in scope, the newest first."""
    filters = Filters.of("/teams", visit.request.query_params, KNOWN)
    found = await TeamsClient(visit.api).rows(filters.query())
    context = {
        "filters": filters,
        "rows": found.items,
        "count": found.count,
        **filters.turns(found),
        "files": files("teams", filters.query()),
        "states": choices(TeamStatus),
        "directions": choices(TeamDirection),
        "years": school_years(),
        "counties": await _counties(visit),
        "hidden": filters.hidden(*SHOWN),
        "words": words,
        "plans": "assignment.plan" in visit.me.permissions,
    }
    return visit.page("teams/list.html", context)


@router.get("/teams/numbers")
async def numbers(visit: Visitor) -> Response:
    """How many go each way by pairing and batch, and the difference (F-58, S-08)."""
    filters = Filters.of("/teams/numbers", visit.request.query_params, COUNTED)
    found = await TeamsClient(visit.api).numbers(filters.query())
    context = {
        "filters": filters,
        "rows": found.items,
        "count": found.count,
        **filters.turns(found),
        "files": files("team_numbers", filters.query()),
        "batches": found.batches,
        "year": f"{school_year(found.school_year)}学年",
        "years": school_years(),
        "counties": await _counties(visit),
        "hidden": filters.hidden("school_year", "county_code", "unequal"),
    }
    return visit.page("teams/numbers.html", context)


@router.get("/teams/{team_id}")
async def team(visit: Visitor, team_id: UUID) -> Response:
    """One team: both directions beside each other, the rules, what is missing, what may be done."""
    found = await TeamsClient(visit.api).detail(team_id)
    context = {
        "team": found,
        "subject": subject(found),
        "main": main_step(found),
        "rules": [words.rule(each) for each in found.findings],
        "words": words,
        "may_plan": "assignment.plan" in visit.me.permissions,
        "sees_month": "report.read" in visit.me.permissions,
        "back": words.opposite(found.direction).value,
    }
    return visit.page("teams/detail.html", context)


@router.get("/teams/{team_id}/print")
async def roster(visit: Visitor, team_id: UUID) -> Response:
    """名册 on paper: both directions."""
    found = await TeamsClient(visit.api).detail(team_id)
    return visit.page("teams/print.html", {"team": found, "words": words, "home": HOME})


@router.get("/teams/{team_id}/month")
async def month_of_team(
    visit: Visitor, team_id: UUID, month: Annotated[str | None, Query(pattern=MONTH_PATTERN)] = None
) -> Response:
    """One month of a team: each member, where, and what was reported; read-only."""
    now = this_month()
    shown = min(month or now, now)
    report = await ReportsClient(visit.api).team_month(team_id, shown)
    context = {
        "team": report,
        "month": shown,
        "earlier": month_after(shown, -1) if shown > f"{report.school_year}-{FIRST_MONTH:02d}" else "",
        "later": month_after(shown) if shown < now else "",
        "lines": [(line, STATES.get(line.state or "")) for line in report.lines],
        "told": sum(line.state is not None for line in report.lines),
    }
    return visit.page("teams/month.html", context)


async def _subject(visit: Visit, team_id: UUID) -> Subject:
    return subject(await TeamsClient(visit.api).detail(team_id))


@router.get("/teams/{team_id}/{action}")
async def ask_step(visit: Visitor, team_id: UUID, action: str) -> Response:
    """Ask before a step."""
    return ask(visit, await _subject(visit, team_id), action)


@router.post("/teams/{team_id}/{action}")
async def take_step(visit: Visitor, team_id: UUID, action: str) -> Response:
    """Take a step."""

    async def send(body: dict[str, object], version: int) -> object:
        return await TeamsClient(visit.api).act(team_id, action, body, version)

    return await act(visit, lambda: _subject(visit, team_id), action, send)
