"""结对看板: a column for every state; on the phone one of them at a time."""

from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.responses import Response

from services.contracts.codes import PairCategory, PairingStatus, PairLevel
from services.web.api_client.boards import BoardsClient
from services.web.api_client.regions import RegionsClient
from services.web.filters import REGION, TEXT, Allowed, Filters, choices
from services.web.pages.boards import words
from services.web.visit import Visitor

router = APIRouter()
NARROWED: dict[str, Allowed] = {"county_code": REGION, "batch": TEXT, "level": PairLevel, "category": PairCategory}
KNOWN: dict[str, Allowed] = {**NARROWED, "status": PairingStatus}


@router.get("/pairings/board")
async def board(visit: Visitor) -> Response:
    """The pairings in scope by state, with what each lacks."""
    filters = Filters.of("/pairings/board", visit.request.query_params, KNOWN)
    asked = {name: filters.get(name) for name in NARROWED if filters.get(name)}
    found = await BoardsClient(visit.api).show(asked)
    chosen = words.first_shown(found, filters.get("status"))
    columns = [
        words.column(
            each,
            "/pairings?" + urlencode({**asked, "status": each.status.value}),
            filters.href(status=each.status.value),
            chosen=each.status is chosen,
        )
        for each in found.columns
    ]
    context = {
        "filters": filters,
        "columns": columns,
        "count": sum(each.count for each in columns),
        "narrowed": bool(asked),
        "counties": [] if visit.me.school else await RegionsClient(visit.api).counties(visit.me.region_code),
        "batches": [(each, each) for each in found.batches],
        "levels": choices(PairLevel),
        "categories": choices(PairCategory),
        "may_propose": "pairing.propose" in visit.me.permissions,
    }
    return visit.page("boards/pairings.html", context)
