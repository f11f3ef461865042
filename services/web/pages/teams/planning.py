"""组建团队: making a team of a pairing, and changing its name and batch."""

from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.contracts.codes import PairingStatus, TeamDirection
from services.contracts.pairings import PairingDetail
from services.contracts.teams import TeamDetail
from services.web.api_client.pairings import PairingsClient
from services.web.api_client.teams import TeamsClient
from services.web.entry import Entry, Stored, blank, change, create, edit
from services.web.filters import ID
from services.web.inputs import Input
from services.web.months import school_year_of
from services.web.pages.teams import words
from services.web.pages.teams.steps import HOME
from services.web.visit import Visit, Visitor, see_other
from services.web.wording import school_year

router = APIRouter()
SHOWN = 30
"""Pairings to choose from; more are found by a school's name."""
NAME = Input("name", "团队名称", hint="比如：县实验小学赴云坪镇中心小学团队", maxlength=80)
BATCH = Input("batch", "批次", hint="两个方向填一样的批次，就会对应起来。一学年只有一批的可以不填", optional=True)


def _years() -> list[tuple[str, str]]:
    """The present school year and the next."""
    present = school_year_of()
    return [(str(year), f"{school_year(year)}学年") for year in (present, present + 1)]


def _entry(pairing: PairingDetail) -> Entry:
    sides = {
        TeamDirection.from_supporting: (pairing.supporting.school.name, pairing.recipient.school.name),
        TeamDirection.from_recipient: (pairing.recipient.school.name, pairing.supporting.school.name),
    }
    ways = [(way.value, f"{there}派往{here}") for way, (there, here) in sides.items()]
    inputs = [
        Input("direction", "方向", "radio", choices=ways),
        NAME,
        Input("school_year", "学年", "select", choices=_years()),
        BATCH,
        Input("pairing_id", "结对", "hidden"),
    ]
    back = f"/pairings/{pairing.id}?tab=teams"
    lines = ["先组建，再编入已安排的交流任务、定带队人，最后确认。两个方向各建一个团队，人数要相等。"]
    return Entry(
        "组建团队", [("结对", "/pairings"), ("团队", back), ("组建团队", "")], inputs, "组建", back, lines=lines
    )


async def _which_pairing(visit: Visit, text: str) -> Response:
    """Ask first for which pairing that runs; each leads to the form."""
    asked = {"status": PairingStatus.active.value, "q": text[:60], "limit": SHOWN}
    found = await PairingsClient(visit.api).rows({name: value for name, value in asked.items() if value})
    rows = [(f"{row.supporting.school.name} → {row.recipient.school.name}", row) for row in found.items]
    return visit.page("teams/which.html", {"rows": rows, "q": text, "more": found.next_cursor is not None})


@router.get("/teams/new")
async def new(visit: Visitor) -> Response:
    """组建团队."""
    asked = visit.request.query_params
    pairing_id = asked.get("pairing", "")
    if "assignment.plan" not in visit.me.permissions:
        visit.say("团队由县区协调人或上级组建。")
        return see_other("/teams")
    if not ID.fullmatch(pairing_id):
        return await _which_pairing(visit, asked.get("q", ""))
    pairing = await PairingsClient(visit.api).detail(UUID(pairing_id))
    supports = asked.get("direction") != TeamDirection.from_recipient.value
    ends = (pairing.supporting.school.name, pairing.recipient.school.name)
    there, here = ends if supports else ends[::-1]
    direction = TeamDirection.from_supporting if supports else TeamDirection.from_recipient
    years = [value for value, _ in _years()]
    values = {
        "direction": direction.value, "name": f"{there}赴{here}团队"[:80], "batch": asked.get("batch", "")[:200],
        "school_year": asked.get("year") if asked.get("year") in years else years[0], "pairing_id": pairing_id,
    }  # fmt: skip
    return blank(visit, _entry(pairing), values)


@router.post("/teams/new")
async def make(visit: Visitor) -> Response:
    """Save it."""
    typed = (await visit.form()).get("pairing_id")
    if not isinstance(typed, str) or not ID.fullmatch(typed):
        return see_other("/pairings")
    pairing = await PairingsClient(visit.api).detail(UUID(typed))

    async def send(body: dict[str, object], key: str) -> str:
        made = await TeamsClient(visit.api).create(body, key)
        visit.say("团队已组建。下一步：加人。" if made.waiting else "团队已组建。下一步：安排交流任务，再回来加人。")
        return f"/teams/{made.id}"

    return await create(visit, _entry(pairing), send)


def _edit_entry(team: TeamDetail) -> Entry:
    path = f"/teams/{team.id}"
    lines = ["改了批次，会和同一批次、另一个方向的团队对应。"]
    return Entry(
        f"修改{team.name}", [*HOME, (team.name, path), ("修改", "")], [NAME, BATCH], "保存", path,
        [words.way(team)], lines,
    )  # fmt: skip


def _stored(team: TeamDetail) -> Stored:
    return Stored({"name": team.name, "batch": team.batch}, team.version)


@router.get("/teams/{team_id}/edit")
async def edit_page(visit: Visitor, team_id: UUID) -> Response:
    """修改."""
    team = await TeamsClient(visit.api).detail(team_id)
    if "edit" not in team.allowed_actions:
        visit.say("现在不能修改：可能已经确认，或者不归这个账号办。")
        return see_other(f"/teams/{team_id}")
    return edit(visit, _edit_entry(team), _stored(team))


@router.post("/teams/{team_id}/edit")
async def save(visit: Visitor, team_id: UUID) -> Response:
    """Save the change; a clash shows both sides."""
    client = TeamsClient(visit.api)
    team = await client.detail(team_id)

    async def send(body: dict[str, object], version: int) -> str:
        await client.change(team_id, body, version)
        visit.say("团队已改好。")
        return f"/teams/{team_id}"

    async def load() -> Stored:
        return _stored(await client.detail(team_id))

    return await change(visit, _edit_entry(team), send, load)
