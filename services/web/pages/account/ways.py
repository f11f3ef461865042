"""What pages for people who are not signed in show besides their own: whether there is maintenance."""

from services.contracts.access import WaysIn
from services.web.api_client.access import AccessClient
from services.web.api_client.base import ApiError
from services.web.visit import Visit


async def ways_of(visit: Visit) -> WaysIn | None:
    """How one can sign in, and on top of the page that nothing can be changed now; None without an answer."""
    try:
        ways = await AccessClient(visit.api).ways()
    except ApiError:
        return None
    visit.request.state.maintenance = ways.maintenance
    return ways
