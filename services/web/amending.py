"""The forms of a record that differ in kind alone, such as 改正 and 从某天起变了: one pair of views for all."""

from collections.abc import Awaitable, Callable, Sequence
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.web.visit import Visit, Visitor

KINDS = ("correct", "change")
View = Callable[[Visit, UUID, str], Awaitable[Response]]
"""(visit, id of the record, kind of form) → page or redirect."""


def amend(router: APIRouter, path: str, page: View, save: View, kinds: Sequence[str] = KINDS) -> None:
    """Add the forms of the records at `path`, such as /schools, with `save` for what they post."""
    for kind in kinds:
        router.add_api_route(f"{path}/{{record_id}}/{kind}", _of_kind(page, kind), methods=["GET"])
        router.add_api_route(f"{path}/{{record_id}}/{kind}", _of_kind(save, kind), methods=["POST"])


def _of_kind(view: View, kind: str) -> Callable[[Visit, UUID], Awaitable[Response]]:
    async def answer(visit: Visitor, record_id: UUID) -> Response:
        return await view(visit, record_id, kind)

    answer.__name__ = f"{kind}_{view.__name__}"
    return answer
