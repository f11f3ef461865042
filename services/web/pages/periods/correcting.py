"""封存以后的更正: what differs, before and after, and the changes that did it."""

from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import Response

from services.web.api_client.periods import PeriodsClient
from services.web.downloads import SUFFIXES
from services.web.filters import REGION, Filters
from services.web.pages.periods import words
from services.web.pages.periods.views import INDICATOR, PATH, TRAIL
from services.web.passing import list_file
from services.web.visit import Visitor

router = APIRouter()
NOT_FOUND = 404


@router.get(f"{PATH}/{{period_id}}/corrections")
async def corrections(visit: Visitor, period_id: UUID) -> Response:
    """Every corrected cell of a region, the oldest first."""
    path = f"{PATH}/{period_id}/corrections"
    filters = Filters.of(path, visit.request.query_params, {"region_code": REGION, "indicator": INDICATOR})
    client = PeriodsClient(visit.api)
    frozen = await client.listing(str(period_id), filters.get("region_code"))
    found = await client.corrections(str(period_id), filters.query())
    kept = urlencode(filters.values)
    context = {
        "period": frozen.period,
        "region_name": frozen.region_name,
        "regions": [(each.code, each.name) for each in frozen.regions],
        "region_code": frozen.region_code,
        "indicators": [(each.indicator, each.name) for each in frozen.items],
        "filters": filters,
        "rows": [words.corrected(each) for each in found.items],
        "count": found.count,
        "period_id": period_id,
        "may_trace": "event.read" in visit.me.permissions,
        "files": [(text, f"{path}.{suffix}?{kept}") for suffix, text in SUFFIXES.items()],
        **filters.turns(found),
        "trail": [*TRAIL, (frozen.period.name, f"{PATH}/{period_id}?region_code={frozen.region_code}"), ("更正", "")],
    }
    return visit.page("periods/corrections.html", context)


@router.get(f"{PATH}/{{period_id}}/corrections.{{suffix}}")
async def corrections_file(visit: Visitor, period_id: UUID, suffix: str) -> Response:
    """下载表格: the same corrections as a file of the API."""
    if suffix not in SUFFIXES:
        raise HTTPException(NOT_FOUND)
    return await list_file(visit.api, f"/periods/{period_id}/corrections.{suffix}", visit.request.query_params)


@router.get(f"{PATH}/{{period_id}}/corrections/{{correction_id}}")
async def causes(visit: Visitor, period_id: UUID, correction_id: UUID) -> Response:
    """All changes that may have made a correction, each with the log of its record."""
    filters = Filters.of(f"{PATH}/{period_id}/corrections/{correction_id}", visit.request.query_params, {})
    client = PeriodsClient(visit.api)
    period = await client.detail(str(period_id))
    found = await client.causes(str(period_id), str(correction_id), {"cursor": filters.cursor, "limit": 100})
    context = {
        "period": period,
        "rows": [words.cause(each) for each in found.items],
        "filters": filters,
        **filters.turns(found),
        "trail": [
            *TRAIL, (period.name, f"{PATH}/{period_id}"), ("更正", f"{PATH}/{period_id}/corrections"), ("变更", ""),
        ],
    }  # fmt: skip
    return visit.page("periods/causes.html", context)
