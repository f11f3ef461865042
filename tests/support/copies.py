"""A copy of a region's rows as another system keeps it, and the rows themselves to hold it against."""

from typing import Any

from fastapi import FastAPI
from sqlalchemy import or_, select

from services.api.kernel.events import plain
from services.api.kernel.scope import below, prefix_of
from services.api.wiring_feeds import FEEDS

Key = tuple[str, str]
Row = tuple[int, dict[str, Any]]
"""Version and public fields."""


def apply(rows: dict[Key, Row], item: dict[str, Any]) -> None:
    """Take one change of the feed into a copy, as the guide says: what is older than what is there changes nothing."""
    key, version = (item["entity"], item["id"]), item["version"]
    if version < rows.get(key, (0, {}))[0]:
        return
    if item["tombstone"]:
        rows.pop(key, None)
    else:
        rows[key] = version, item["record"]


async def tables(app: FastAPI, region: str) -> dict[Key, Row]:
    """Every row of the region with its version and public fields."""
    found: dict[Key, Row] = {}
    async with app.state.database.reader() as session:
        for feed in FEEDS:
            model: Any = feed.model
            there = or_(*(below(getattr(model, name), prefix_of(region)) for name in feed.counties))
            for row in await session.scalars(select(model).where(there)):
                record = {name: plain(getattr(row, name)) for name in feed.model.event_fields}
                found[feed.entity, str(row.id)] = row.version, record
    return found
