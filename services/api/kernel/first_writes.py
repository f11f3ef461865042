"""A row that hangs on another one and begins with the first act on it: until then it stands at version 0."""

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.kernel.etag import check_version
from services.api.kernel.models import Entity
from services.api.kernel.problems import Problem


def check_seen(found: Entity | None, expected: int) -> None:
    """Raises 412 `precondition.stale` when it has changed, or the caller saw one where there is none."""
    if found is not None:
        check_version(found, expected)
    elif expected:
        raise Problem("precondition.stale")


async def write(db: AsyncSession, row: Entity, *, is_new: bool) -> None:
    """Write what was changed; a new row once. Raises 412 `precondition.stale` when somebody else began it in between:
    the unique index on what it hangs on decides."""
    if not is_new:
        await db.flush()
        return
    try:
        async with db.begin_nested():
            db.add(row)
            await db.flush()
    except IntegrityError as error:
        raise Problem("precondition.stale") from error
