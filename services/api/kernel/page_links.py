"""The `Link` header of a page of a list: where the next and the previous one are (RFC 8288, architecture §8)."""

import json

from fastapi import Request, Response

CURSOR = "cursor"
RELATIONS = (("next", "next_cursor"), ("prev", "prev_cursor"))


def linked(request: Request, response: Response) -> None:
    """Add `Link` to an answer that is a page of a list; the address is relative, so that it holds behind any proxy."""
    content = json.loads(bytes(response.body))
    links = []
    for relation, name in RELATIONS:
        if cursor := content.get(name):
            asked = request.url.include_query_params(**{CURSOR: cursor})
            links.append(f'<{asked.path}?{asked.query}>; rel="{relation}"')
    if links:
        response.headers["Link"] = ", ".join(links)
