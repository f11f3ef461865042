"""Places for a restored installation: an empty database of the same engine, and an empty folder."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support import postgres


@contextmanager
def empty_beside(url: str, folder: Path) -> Iterator[str]:
    """The URL of a database without a table, on the engine of `url`."""
    if url.startswith("sqlite"):
        yield f"sqlite+aiosqlite:///{folder / 'restored.db'}"
        return
    made = postgres.empty_database(postgres.shared_server())
    try:
        yield made
    finally:
        postgres.drop(made)
