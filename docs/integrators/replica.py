"""Keep a copy of the records in one SQLite file: a snapshot first, then the changes after it.

    pip install httpx
    API_URL=https://api.example.invalid CLIENT_ID=… CLIENT_SECRET=… python replica.py copy.db

One run brings the copy up to date and ends. Run it again, every minute for example; it goes on where it stopped.
"""

import gzip
import json
import os
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from typing import Any, BinaryIO

import httpx

RESYNC, TOO_MANY, BUSY, NO_TOKEN = 410, 429, 503, 401
TABLES = """
CREATE TABLE IF NOT EXISTS copy (entity TEXT, id TEXT, version INTEGER, record TEXT, PRIMARY KEY (entity, id));
CREATE TABLE IF NOT EXISTS place (only INTEGER PRIMARY KEY CHECK (only = 1), cursor TEXT NOT NULL);
"""


class Api:
    """The product's API with a token that is renewed when it ends."""

    def __init__(self, url: str, client_id: str, client_secret: str) -> None:
        self.http = httpx.Client(base_url=f"{url}/api/v1", timeout=60)
        self.secret = {"grant_type": "client_credentials", "client_id": client_id, "client_secret": client_secret}
        self.renew()

    def renew(self) -> None:
        """A token lasts ten minutes."""
        answer = self.http.post("/auth/token", data=self.secret)
        answer.raise_for_status()
        self.http.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"

    def get(self, path: str, params: dict[str, str] | None = None) -> httpx.Response:
        """GET; waits as long as the server asks for when it is busy."""
        while True:
            answer = self.http.get(path, params=params)
            if answer.status_code == NO_TOKEN:
                self.renew()
            elif answer.status_code in {TOO_MANY, BUSY}:
                time.sleep(int(answer.headers.get("Retry-After", "5")))
            else:
                return answer


def take_snapshot(api: Api, copy: sqlite3.Connection) -> None:
    """Put the copy in place of a snapshot in one transaction; a file that was cut off changes nothing."""
    with tempfile.TemporaryFile() as file:
        with api.http.stream("GET", "/changes/snapshot.ndjson.gz") as answer:
            answer.raise_for_status()
            for part in answer.iter_raw():
                file.write(part)
        file.seek(0)
        with copy:
            copy.execute("DELETE FROM copy")
            lines = read_lines(file)
            head, rows = next(lines), 0
            for line in lines:
                if "rows" in line:
                    break
                put(copy, line)
                rows += 1
            else:
                raise RuntimeError("the snapshot was cut off, run this again")
            if line["rows"] != rows:
                raise RuntimeError("the snapshot is not whole, run this again")
            copy.execute("INSERT OR REPLACE INTO place VALUES (1, ?)", [head["cursor"]])


def read_lines(file: BinaryIO) -> Iterator[dict[str, Any]]:
    """The lines of a packed file."""
    with gzip.open(file, "rt", encoding="utf-8") as text:
        for line in text:
            yield json.loads(line)


def put(copy: sqlite3.Connection, row: dict[str, Any]) -> None:
    """Put a row in place of the one that is there."""
    values = [row["entity"], row["id"], row["version"], json.dumps(row["record"], ensure_ascii=False)]
    copy.execute("INSERT OR REPLACE INTO copy VALUES (?, ?, ?, ?)", values)


def apply(copy: sqlite3.Connection, item: dict[str, Any]) -> None:
    """One change: nothing when the copy is newer, away with a tombstone, else the whole row."""
    key = [item["entity"], item["id"]]
    there = copy.execute("SELECT version, record FROM copy WHERE entity = ? AND id = ?", key).fetchone()
    if there is not None and item["version"] < there[0]:
        return
    if item["tombstone"]:
        copy.execute("DELETE FROM copy WHERE entity = ? AND id = ?", key)
        return
    if item["record"] is None:  # a change from before the product kept whole records
        known = json.loads(there[1]) if there is not None else {}
        item = {**item, "record": known | {name: change["to"] for name, change in item["changes"].items()}}
    put(copy, item)


def follow(api: Api, copy: sqlite3.Connection) -> bool:
    """Apply all changes there are, page by page; False when a snapshot has to be taken first."""
    while (place := copy.execute("SELECT cursor FROM place").fetchone()) is not None:
        answer = api.get("/changes", {"after": place[0], "limit": "200"})
        if answer.status_code == RESYNC:
            return False
        answer.raise_for_status()
        page = answer.json()
        with copy:  # the changes and the place in one transaction: none is lost when this stops here
            for item in page["items"]:
                apply(copy, item)
            copy.execute("UPDATE place SET cursor = ?", [page["next_cursor"]])
        if not page["more"]:
            return True
    return False


def main() -> None:
    """Bring the copy up to date."""
    api = Api(os.environ["API_URL"], os.environ["CLIENT_ID"], os.environ["CLIENT_SECRET"])
    copy = sqlite3.connect(sys.argv[1])
    copy.executescript(TABLES)
    while not follow(api, copy):
        take_snapshot(api, copy)


if __name__ == "__main__":
    main()
