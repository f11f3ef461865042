"""找: what is found, ten of each kind, with the way to the whole list."""

from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.responses import Response

from services.contracts.search import SearchOut
from services.web.api_client.search import SearchClient
from services.web.visit import Visitor

router = APIRouter()
LONGEST = 60
LISTS = {"schools": "/schools", "people": "/staff", "pairings": "/pairings", "accounts": "/users"}


@router.get("/search")
async def search(visit: Visitor, q: str = "") -> Response:
    """The results of the box; without words the box itself."""
    words = " ".join(q.split())[:LONGEST]
    found = await SearchClient(visit.api).find(words) if words else SearchOut()
    own = {"view": "own"} if visit.me.school else {}
    rest = {
        name: f"{LISTS[name]}?{urlencode({'q': words, **(own if name == 'people' else {})})}" for name in found.more
    }
    count = len(found.schools) + len(found.people) + len(found.pairings) + len(found.accounts)
    context = {"q": words, "found": found, "count": count, "rest": rest}
    return visit.page("search/results.html", context)
