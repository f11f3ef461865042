"""One box for schools, people, pairings and accounts, each as far as the caller may see it."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from services.api.features.accounts import service_search as accounts
from services.api.features.pairings import service_search as pairings
from services.api.features.schools import service_search as schools
from services.api.features.staff import service_search as people
from services.api.kernel.context import Ctx
from services.api.kernel.scope import Permission
from services.contracts.search import SearchOut

MOST = 10
"""Of each kind."""


@dataclass(frozen=True, slots=True)
class _Group:
    """One kind of row: its name in the answer, who may see it, and its feature's search."""

    name: str
    needs: Permission
    search: Callable[[Ctx, str, int], Awaitable[Sequence[Any]]]
    by_name: bool = False


GROUPS = (
    _Group("schools", Permission.school_read, schools.search),
    _Group("people", Permission.staff_read, people.search, by_name=True),
    _Group("pairings", Permission.pairing_read, pairings.search),
    _Group("accounts", Permission.user_manage, accounts.search, by_name=True),
)


async def find(ctx: Ctx, q: str) -> SearchOut:
    """At most ten of each kind. At most six queries, however many rows there are."""
    found: dict[str, Any] = {}
    more = []
    for group in GROUPS:
        if not _may_see(ctx, group):
            continue
        rows = await group.search(ctx, q, MOST + 1)
        found[group.name] = list(rows[:MOST])
        if len(rows) > MOST:
            more.append(group.name)
    return SearchOut(**found, more=more)


def _may_see(ctx: Ctx, group: _Group) -> bool:
    sees_names = ctx.principal.sees_names or not group.by_name
    return group.needs in ctx.principal.permissions and sees_names
