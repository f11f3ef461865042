"""What the entity tag of a page of a list is made of."""

import json
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import Response

from services.api.kernel.routing import tagged

ITEMS = [{"id": "1", "name": "周敏", "version": 3}, {"id": "2", "name": "梁启明", "version": 1}]


def _tag(content: dict[str, Any]) -> str:
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    request = Request({"type": "http", "method": "GET", "headers": []})
    return tagged(request, Response(body)).headers["ETag"]


def _page(items: Any, **more: Any) -> dict[str, Any]:
    return {"items": items, "next_cursor": None, "prev_cursor": None, "count": None, **more}


@pytest.mark.parametrize("position", [8, 123456, None])
def test_a_page_keeps_its_tag_when_only_the_place_in_the_log_has_moved(position: int | None) -> None:
    assert _tag(_page(ITEMS, as_of_position=7)) == _tag(_page(ITEMS, as_of_position=position))


def test_a_page_has_another_tag_when_a_row_or_a_cursor_is_another() -> None:
    changed = [ITEMS[0] | {"version": 4}, ITEMS[1]]
    tags = {
        _tag(_page(ITEMS, as_of_position=7)),
        _tag(_page(changed, as_of_position=7)),
        _tag(_page(ITEMS[:1], as_of_position=7)),
        _tag(_page(ITEMS, as_of_position=7) | {"next_cursor": "x"}),
    }
    assert len(tags) == 4


def test_typed_text_that_looks_like_the_place_in_the_log_counts() -> None:
    first, second = (
        _tag(_page([{"id": "1", "name": f'x","as_of_position":{number}'}], as_of_position=7)) for number in (1, 2)
    )
    assert first != second
