"""A migrated database of its own for each test, on SQLite and PostgreSQL: cloned from a template in milliseconds."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from services.api.features.models import METADATA
from services.api.migrating import head_revision
from services.api.preparing import prepare
from services.api.settings import Settings
from tests.support import postgres

SECRETS = {
    "jwt_keys": "k1:test-signing-key-of-thirty-two-bytes-1",
    "web_client_secret": "test-web-client-secret-of-32-bytes!",
    "personal_data_key": "test-personal-data-key-of-32-bytes!",
    "personal_data_hash_key": "test-personal-hash-key-of-32-bytes!",
}
_TEMPLATE = (
    Path(tempfile.gettempdir()) / f"template-{os.getuid()}-{os.environ.get('PYTEST_XDIST_TESTRUNUID', os.getpid())}"
)

_HEAD = head_revision()
_KEPT: list[str] = []
_FOLDERS: list[Path] = []
"""Names that can be used again, so that engines can be, too."""
_OTHERS = [table.name for table in METADATA.sorted_tables if table.name != "region"]
_EMPTYING = "; ".join(
    [
        "SET session_replication_role = replica",
        *(f'DELETE FROM "{name}"' for name in _OTHERS),  # noqa: S608 - names of our own tables
        "DELETE FROM region WHERE code NOT IN (SELECT code FROM official_region)",
        "SET session_replication_role = DEFAULT",
    ]
)


def settings_for(url: str, **changes: object) -> Settings:
    """Settings of a test: cheap hashing, no worker of its own."""
    values: dict[str, object] = {
        **SECRETS,
        "app_env": "test",
        "database_url": url,
        "embedded_worker": False,
        "argon2_memory_kib": 1024,
        "rate_limit_per_minute": 100_000,
        "export_limit_per_minute": 100_000,
        "client_daily_quota": 0,
        "data_dir": Path(tempfile.gettempdir()) / f"test-data-{os.getuid()}-{os.getpid()}",
        **changes,
    }
    return Settings(_env_file=None, **values)  # type: ignore[arg-type]


def _migrate(url: str) -> None:
    prepare(settings_for(url))
    if url.startswith("postgresql"):
        postgres.execute(url, "CREATE TABLE official_region AS SELECT code FROM region")


@contextmanager
def sqlite_database() -> Iterator[str]:
    """The URL of a fresh copy of the migrated template; an older process of the same number may have left its own."""
    _TEMPLATE.mkdir(exist_ok=True)
    template = _TEMPLATE / f"{os.getpid()}-{_HEAD}.db"
    if not template.exists():
        _migrate(f"sqlite+aiosqlite:///{template}")
    folder = _FOLDERS.pop() if _FOLDERS else Path(tempfile.mkdtemp(prefix="test-sqlite-"))
    folder.mkdir(exist_ok=True)
    copy = folder / "test.db"
    shutil.copyfile(template, copy)
    try:
        yield f"sqlite+aiosqlite:///{copy}"
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        _FOLDERS.append(folder)


@contextmanager
def postgres_database() -> Iterator[str]:
    """The URL of a database on a real server with the template's content; emptied and kept for the next test."""
    server = postgres.shared_server()
    postgres.create_template(server, _migrate)
    url = _KEPT.pop() if _KEPT else postgres.clone(server)
    try:
        yield url
    finally:
        if postgres.emptied(url, _EMPTYING):
            _KEPT.append(url)
        else:
            postgres.drop(url)


DATABASES = {"sqlite": sqlite_database, "postgres": postgres_database}
