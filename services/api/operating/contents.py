"""What a database holds, as far as a backup and its restoration can be held against each other."""

from sqlalchemy import Connection, inspect, text
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.operating.manifest import Contents, Head


async def contents_of(session: AsyncSession) -> Contents:
    """Migration, rows of each table and head of the log, all of one snapshot.

    Read by name and not by model: a backup may be of another release than this one.
    """
    connection = await session.connection()
    names = await connection.run_sync(_tables)
    rows = {name: int(await session.scalar(text(f'select count(*) from "{name}"')) or 0) for name in names}  # noqa: S608 - names that the database gave
    revision = str(await session.scalar(text("select version_num from alembic_version")))
    found = (await session.execute(text("select position, hash from event_head"))).first()
    head = Head(position=found.position, hash=found.hash) if found else Head(position=0, hash="")
    return Contents(revision=revision, rows=rows, head=head)


def _tables(connection: Connection) -> list[str]:
    return sorted(inspect(connection).get_table_names())
