"""The answers of a picker while somebody types; without scripts the form's own page shows them."""

import re
from collections.abc import Awaitable, Callable

from starlette.responses import Response

from services.web.inputs import Option
from services.web.visit import Visit, see_other

_FIELD = re.compile(r"[a-z][a-z_]{0,39}")
Find = Callable[[str], Awaitable[list[Option]]]


async def answer(visit: Visit, find: Find) -> Response:
    """Return the choices for what stands in the input `<field>_q`."""
    params = visit.request.query_params
    field = params.get("field", "")
    if not visit.htmx or not _FIELD.fullmatch(field):
        return see_other("/")
    text = params.get(f"{field}_q", "").strip()
    return visit.page("picks.html", {"field": field, "found": await find(text) if text else None})
