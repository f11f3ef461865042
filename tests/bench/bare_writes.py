"""What a submission writes, by the bare driver: the same rows into the same tables in one transaction, and no reading.

Reports that were sent already are the pattern: each write copies one of them under new keys. So it pays for the same
columns, indexes and foreign keys as ours, and for as many lines as a school has people.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count, cycle
from typing import Any

import asyncpg

from services.api.kernel.ids import new_id

PATTERNS = 64
REVISIONS = """SELECT v.* FROM report_revision v JOIN report r ON r.id = v.report_id AND r.revision = v.revision
    ORDER BY v.id DESC LIMIT $1"""
LINES = "SELECT l.* FROM report_line l WHERE l.report_id = $1 AND l.revision = $2"
EVENT = "SELECT e.* FROM event e WHERE e.entity = 'report' AND e.entity_id = $1 ORDER BY e.entity_version DESC LIMIT 1"
REPORT = """UPDATE report SET version = version + 1, status = status, revision = revision, receipt_no = receipt_no,
    no_change = no_change, school_code = school_code, school_name = school_name, submitted_at = $2, mend_by = NULL
    WHERE id = $1"""
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Pattern:
    """The rows of one submission."""

    revision: Row
    lines: Sequence[Row]
    event: Row


class Submissions:
    """Writes one after another."""

    def __init__(self, pool: asyncpg.Pool, patterns: list[Pattern], first_revision: int) -> None:
        self._pool, self._patterns = pool, cycle(patterns)
        self._revisions: Iterator[int] = count(first_revision)

    @classmethod
    async def prepared(cls, pool: asyncpg.Pool) -> "Submissions":
        """With the newest sent reports as patterns. Raises RuntimeError without one."""
        patterns = []
        for revision in await pool.fetch(REVISIONS, PATTERNS):
            report_id = revision["report_id"]
            lines = [dict(line) for line in await pool.fetch(LINES, report_id, revision["revision"])]
            patterns.append(Pattern(dict(revision), lines, dict(await pool.fetchrow(EVENT, report_id))))
        if not patterns:
            raise RuntimeError("the bench needs reports that were sent")
        return cls(pool, patterns, await pool.fetchval("SELECT max(revision) + 1 FROM report_revision"))

    async def write(self) -> bytes:
        """BEGIN, the rows, COMMIT; the answer."""
        pattern, number, now = next(self._patterns), next(self._revisions), datetime.now(UTC)
        body = json.dumps({"id": str(pattern.revision["report_id"])})
        key = {"principal_id": pattern.revision["submitted_by"], "key": new_id().hex, "request_hash": "0" * 64,
               "status": 201, "body": body, "created_at": now}  # fmt: skip
        lines = [{**line, "id": new_id(), "revision": number} for line in pattern.lines]
        async with self._pool.acquire() as connection, connection.transaction():
            await _insert(connection, "idempotency_key", [key])
            await _insert(connection, "report_revision", [{**pattern.revision, "id": new_id(), "revision": number}])
            await _insert(connection, "report_line", lines)
            await connection.execute(REPORT, pattern.revision["report_id"], now)
            await _insert(connection, "event", [{**pattern.event, "id": new_id(), "position": None, "hash": None}])
        return body.encode()


async def _insert(connection: Any, table: str, rows: Sequence[Row]) -> None:
    if not rows:
        return
    places = ", ".join(f"${number}" for number in range(1, len(rows[0]) + 1))
    statement = f"INSERT INTO {table} ({', '.join(rows[0])}) VALUES ({places})"  # noqa: S608 - names of our own tables
    await connection.executemany(statement, [tuple(row.values()) for row in rows])
