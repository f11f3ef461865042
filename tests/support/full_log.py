"""SQLite's write-ahead log grown beyond a file-size limit, as a full disk looks to the API."""

import sqlite3
from pathlib import Path


def fill_log(filler: sqlite3.Connection, log: Path, size: int) -> None:
    """Rewrite the same pages until the log has `size` bytes; the database itself hardly grows."""
    filler.execute("pragma wal_autocheckpoint=0")
    filler.execute("create table ballast (id integer primary key, body blob)")
    filler.execute("insert into ballast values (1, zeroblob(1000000))")
    while log.stat().st_size < size:
        filler.execute("update ballast set body = randomblob(1000000)")
