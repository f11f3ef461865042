"""Citus: entities on every node, heavy leaf tables divided by county (architecture §11)."""

from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.models import METADATA
from services.api.kernel.db import Database
from services.api.kernel.models import Leaf
from services.api.operating.dumps import with_database
from services.api.operating.refused import Refused
from services.api.settings import Settings

COLUMN = "county_code"


def statements() -> list[tuple[str, str]]:
    """Table and statement, in an order that foreign keys allow: what is pointed at comes first.

    Nothing points at a leaf table, and what it points at is on every node.
    """
    leaves = {str(leaf.__tablename__) for leaf in Leaf.__subclasses__()}
    names = [table.name for table in METADATA.sorted_tables]
    reference = [(name, f"SELECT create_reference_table('{name}')") for name in names if name not in leaves]
    divided = [(name, f"SELECT create_distributed_table('{name}', '{COLUMN}')") for name in names if name in leaves]
    return reference + divided


async def distribute(settings: Settings) -> list[str]:
    """Distribute what is not yet, one transaction each; the names of those tables. Safe to repeat.

    Raises Refused on SQLite, and where the extension is not installed.
    """
    if settings.is_sqlite:
        raise Refused("SQLite不能分布，请用装了Citus的PostgreSQL / SQLite cannot be distributed")
    database = Database(with_database(settings, settings.url))
    try:
        async with database.reader() as session:
            done = await _distributed(session)
        todo = [(name, statement) for name, statement in statements() if name not in done]
        for _, statement in todo:
            async with database.write_engine.begin() as connection:
                await connection.run_sync(_run, statement)
        return [name for name, _ in todo]
    finally:
        await database.close()


async def _distributed(session: AsyncSession) -> set[str]:
    if await session.scalar(text("select 1 from pg_extension where extname = 'citus'")) is None:
        raise Refused("数据库没有装Citus：先由管理员运行 CREATE EXTENSION citus / the extension citus is not installed")
    rows = await session.execute(text("select logicalrelid::regclass::text from pg_dist_partition"))
    return {str(name) for name in rows.scalars()}


def _run(connection: Connection, statement: str) -> None:
    connection.exec_driver_sql(statement)
