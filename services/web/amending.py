"""信息写错了，改正 and 从某天起变了: the two ways to put a record right have the same addresses everywhere."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.web.visit import Visit, Visitor

KINDS = ("correct", "change")
View = Callable[[Visit, UUID, str], Awaitable[Response]]
"""(visit, id of the record, `correct` or `change`) → page or redirect."""


def amend(router: APIRouter, path: str, page: View, save: View) -> None:
    """Add the two forms of the records at `path`, such as /schools, with `save` for what they post."""
    for kind in KINDS:
        router.add_api_route(f"{path}/{{record_id}}/{kind}", _of_kind(page, kind), methods=["GET"])
        router.add_api_route(f"{path}/{{record_id}}/{kind}", _of_kind(save, kind), methods=["POST"])


def _of_kind(view: View, kind: str) -> Callable[[Visit, UUID], Awaitable[Response]]:
    async def answer(visit: Visitor, record_id: UUID) -> Response:
        return await view(visit, record_id, kind)

    answer.__name__ = f"{kind}_{view.__name__}"
    return answer
