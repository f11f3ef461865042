"""The `Link` header of a page of a list: where the next and the previous one are (RFC 8288, architecture §8)."""

from fastapi import Request, Response

CURSOR = "cursor"
RELATIONS = (("next", b'"next_cursor":"'), ("prev", b'"prev_cursor":"'))
"""Relation and how its cursor begins in the answer. Quotes in typed text are escaped, so that no text looks like it."""


def linked(request: Request, response: Response) -> None:
    """Add `Link` to an answer that is a page of a list; the address is relative, so that it holds behind any proxy."""
    body = bytes(response.body)
    links = []
    for relation, mark in RELATIONS:
        if cursor := _after(body, mark):
            asked = request.url.include_query_params(**{CURSOR: cursor})
            links.append(f'<{asked.path}?{asked.query}>; rel="{relation}"')
    if links:
        response.headers["Link"] = ", ".join(links)


def _after(body: bytes, mark: bytes) -> str | None:
    """The text behind the last mark, which is the page's own: it stands behind all rows. None where it is null.

    The page is not read as JSON for that; a cursor has no character that JSON escapes.
    """
    start = body.rfind(mark) + len(mark)
    return body[start : body.index(b'"', start)].decode() if start >= len(mark) else None
