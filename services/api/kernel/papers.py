"""Papers that one writes and another decides on (a personal plan, a yearly summary): typed, handed in, answered."""

from collections.abc import Mapping
from typing import Any

from services.api.kernel.context import Ctx
from services.api.kernel.etag import check_version
from services.api.kernel.problems import Problem, field_problem
from services.api.kernel.states import TransitionTable


def missing(paper: Any, needed: Mapping[str, str]) -> list[str]:
    """The fields of a paper, or of a row of it, that are still empty; `needed` has their names in words."""
    return [name for name in needed if not getattr(paper, name).strip()]


def require_filled(paper: Any, needed: Mapping[str, str], code: str) -> None:
    """Raises 422 `code` with an error on each field that is still empty."""
    empty = missing(paper, needed)
    if empty:
        what = "、".join(needed[name] for name in empty)
        raise Problem(code, errors=[field_problem(name, code, f"请填{needed[name]}") for name in empty], what=what)


def take(table: TransitionTable[Any, Any], paper: Any, action: str, facts: Any, expected: int) -> None:
    """Put a locked paper in the state after the action. Raises 403, 409 `state.illegal`, 412."""
    after = table.take(paper.status, action, facts)
    check_version(paper, expected)
    paper.status = after


async def save(ctx: Ctx, paper: Any, action: str) -> None:
    """Write a changed paper; `action` names the event."""
    ctx.act(paper, action)
    await ctx.db.flush()
