"""The database as one file, and back: SQLite by its online backup, PostgreSQL by pg_dump and pg_restore."""

import asyncio
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final, Literal, Protocol

from sqlalchemy import Connection, inspect, text
from sqlalchemy.engine import make_url

from services.api.kernel.db import Database
from services.api.kernel.exporting import snapshot
from services.api.operating.contents import contents_of
from services.api.operating.manifest import Contents
from services.api.operating.refused import Refused
from services.api.settings import Settings

SQLITE_DUMP, POSTGRES_DUMP = "jiedui.db", "jiedui.dump"
_WORDS_OF_A_TOOL = 500
LONG_SECONDS = 6 * 3600.0


class Dumper(Protocol):
    """One engine's way."""

    @property
    def engine(self) -> Literal["sqlite", "postgresql"]:
        """As the manifest names it."""
        ...

    async def save(self, folder: Path) -> tuple[Path, Contents]:
        """Write one snapshot into the folder while others write; the file, and what it holds."""
        ...

    async def is_empty(self) -> bool:
        """Whether there is no table yet."""
        ...

    async def load(self, dump: Path) -> None:
        """Fill the empty database, wholly or not at all."""
        ...


def dumper(settings: Settings) -> Dumper:
    """The way of the database in use."""
    return SqliteDumper(settings) if settings.is_sqlite else PostgresDumper(settings)


def with_database(settings: Settings, url: str) -> Settings:
    """The same settings for one database without a replica, where a statement may take its time."""
    changes = {"database_url": url, "database_read_url": "", "command_timeout_seconds": LONG_SECONDS}
    return Settings.model_validate(settings.model_dump() | changes)


async def read_contents(settings: Settings) -> Contents:
    """What a database holds now."""
    database = Database(with_database(settings, settings.url))
    try:
        async with snapshot(database) as session:
            return await contents_of(session)
    finally:
        await database.close()


class SqliteDumper:
    """SQLite: one step of the online backup sees one state, and writers go on beside it (write-ahead log)."""

    engine: Final = "sqlite"

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._path = Path(make_url(settings.url).database or "")

    async def save(self, folder: Path) -> tuple[Path, Contents]:
        """See Dumper."""
        if not self._path.is_file():
            raise Refused(f"没有数据库{self._path}，先运行 make migrate / there is no database {self._path}")
        target = folder / SQLITE_DUMP
        await asyncio.to_thread(self._copy, target)
        contents = await read_contents(with_database(self._settings, f"sqlite+aiosqlite:///{target}"))
        await asyncio.to_thread(_one_file, target)
        return target, contents

    def _copy(self, target: Path) -> None:
        with closing(sqlite3.connect(self._path, timeout=30)) as source, closing(sqlite3.connect(target)) as copy:
            source.backup(copy)
            if copy.execute("pragma integrity_check").fetchone() != ("ok",):
                raise Refused("数据库已损坏，请用以前的备份 / the database is damaged: use an earlier backup")

    async def is_empty(self) -> bool:
        """See Dumper."""
        return await asyncio.to_thread(self._has_no_table)

    def _has_no_table(self) -> bool:
        if not self._path.exists():
            return True
        with closing(sqlite3.connect(self._path)) as there:
            return there.execute("select 1 from sqlite_master").fetchone() is None

    async def load(self, dump: Path) -> None:
        """See Dumper."""
        await asyncio.to_thread(self._put, dump)

    def _put(self, dump: Path) -> None:
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        aside = self._path.with_name(f"{self._path.name}.restoring")
        shutil.copyfile(dump, aside)
        os.chmod(aside, 0o600)  # noqa: PTH101 - pathlib's own does the same
        for ending in ("-wal", "-shm"):  # of the empty one that was there
            self._path.with_name(self._path.name + ending).unlink(missing_ok=True)
        aside.rename(self._path)


def _one_file(path: Path) -> None:
    """Nothing beside it: the reading left a write-ahead log."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("pragma journal_mode=delete")


class PostgresDumper:
    """PostgreSQL: pg_dump of the very snapshot that the rows were counted in."""

    engine: Final = "postgresql"

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    async def save(self, folder: Path) -> tuple[Path, Contents]:
        """See Dumper."""
        target = folder / POSTGRES_DUMP
        database = Database(with_database(self._settings, self._settings.url))
        try:
            async with snapshot(database) as session:
                name = await session.scalar(text("select pg_export_snapshot()"))
                await self._tool("pg_dump", "--format=custom", f"--snapshot={name}", f"--file={target}")
                return target, await contents_of(session)
        finally:
            await database.close()

    async def is_empty(self) -> bool:
        """See Dumper."""
        database = Database(with_database(self._settings, self._settings.url))
        try:
            async with database.reader() as session:
                return await (await session.connection()).run_sync(_has_no_table)
        finally:
            await database.close()

    async def load(self, dump: Path) -> None:
        """See Dumper."""
        # a comment on an extension needs its owner, who made it and need not be who restores
        await self._tool(
            "pg_restore", "--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", "--no-comments",
            f"--dbname={make_url(self._settings.url).database}", str(dump),
        )  # fmt: skip

    async def _tool(self, name: str, *arguments: str) -> None:
        """Run one of PostgreSQL's programs; where and who it connects as stands in its environment alone."""
        running = await asyncio.create_subprocess_exec(
            program(self._settings, name), *arguments, env=tool_environment(self._settings.url),
            stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        _, said = await running.communicate()
        if running.returncode:
            words = said.decode("utf-8", "replace").strip()[-_WORDS_OF_A_TOOL:]
            raise Refused(f"{name}没有做完 / {name} failed: {words}")


def _has_no_table(connection: Connection) -> bool:
    return not inspect(connection).get_table_names()


def program(settings: Settings, name: str) -> str:
    """Where one of PostgreSQL's programs is. Raises Refused when it is nowhere."""
    found = shutil.which(name, path=settings.pg_bin or None)
    if found is None:
        raise Refused(
            f"找不到{name}：请先运行 apt-get install -y postgresql-client，或用PG_BIN写明它所在的文件夹 / "
            f"{name} not found: install postgresql-client, or name its folder in PG_BIN"
        )
    return found


def tool_environment(address: str) -> dict[str, str]:
    """What those programs are told: no password on a command line, where any account of the machine can read it."""
    url = make_url(address)
    given = {
        "PGHOST": url.host, "PGPORT": str(url.port or 5432), "PGUSER": url.username, "PGPASSWORD": url.password,
        "PGDATABASE": url.database, "PGSSLMODE": url.query.get("ssl"),
    }  # fmt: skip
    named = {name: str(value) for name, value in given.items() if value}
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LD_LIBRARY_PATH") if name in os.environ}
    return {**kept, "LC_ALL": "C.UTF-8", **named}
