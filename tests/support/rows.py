"""Rows for every table, made from the metadata alone: for tests of migrations and of the log."""

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Boolean, Column, Connection, Date, Enum, Integer, Table, Uuid, insert

from services.api.features.models import METADATA
from services.api.kernel.models import Instant

FIRST_DAY, LAST_DAY = date(2026, 9, 1), date(2027, 8, 31)
ENDS = ("end_on", "ended_on", "valid_to", "to_on", "closed_on")
OBJECTS = ("changes", "content", "summary", "shown", "filters", "plan", "cells", "labels", "body")
IN_FORCE = 2
"""Later rows get the last code of each list, such as void, so that rows in force are unique where they must be."""
ONLY = {
    ("support", "fund_type"): range(IN_FORCE),
    ("support", "goods_type"): range(IN_FORCE, 100),
    ("support", "receiver"): range(0),
    ("improvement_plan", "result"): range(0),
    ("term_contribution", "staff_id"): range(0),
    ("term_plan", "agreed_on"): range(0),
    ("staff_move", "moved_on"): range(0),
    ("leading_group", "region_code"): range(0),
    ("leading_group", "pairing_id"): range(0),
    ("partner", "pairing_id"): range(IN_FORCE),
    ("partner", "school_id"): range(IN_FORCE, 100),
    ("post_cover", "covering_assignment_id"): range(IN_FORCE),
    ("team", "mirror_team_id"): range(IN_FORCE),
    ("post_cover", "covering_staff_id"): range(IN_FORCE, 100),
}
"""Columns of one kind of row alone: the numbers of the rows that have them (a support is funds or goods,
a plan has a result when it is closed)."""
Keys = dict[str, list[dict[str, Any]]]


def fill_every_table(connection: Connection, rows: int = 2) -> Keys:
    """Insert rows into each table, every column filled; returns what was inserted by table name."""
    made: Keys = defaultdict(list)
    for table in METADATA.sorted_tables:
        for number in range(rows):
            row = row_for(table, number, made)
            connection.execute(insert(table), row)
            made[table.name].append(row)
    return made


def row_for(table: Table, number: int, made: Keys) -> dict[str, Any]:
    """One row; its foreign keys point at rows made before, two of them to one table at different ones."""
    uses: dict[str, int] = defaultdict(int)
    return {column.name: _value(column, number, made, uses) for column in table.columns}


def _value(column: Column[Any], number: int, made: Keys, uses: dict[str, int]) -> Any:
    if number not in ONLY.get((column.table.name, column.name), (number,)):
        return None
    for foreign in column.foreign_keys:
        target = foreign.column.table
        if target is column.table:
            return made[target.name][0][foreign.column.name] if made[target.name] else None
        uses[target.name] += 1
        there = made[target.name]
        return there[(number + uses[target.name]) % len(there)][foreign.column.name]
    return _plain_value(column, number)


def _plain_value(column: Column[Any], number: int) -> Any:
    kind: Any = column.type
    if isinstance(kind, Enum):
        members = list(kind.enum_class or kind.enums)
        return members[0] if number < IN_FORCE else members[-1]
    if isinstance(kind, Uuid):
        return UUID(int=(7 << 76) + number * 1000 + sum(map(ord, f"{column.table.name}.{column.name}")))
    if isinstance(kind, Instant):
        return datetime(2026, 9, 1, tzinfo=UTC)
    if isinstance(kind, Date):
        return LAST_DAY if column.name.endswith(ENDS) else FIRST_DAY + timedelta(days=number)
    if isinstance(kind, Boolean):
        return True
    if isinstance(kind, Integer):
        return number + 1
    if isinstance(kind, JSON):
        return {} if column.name in OBJECTS else []
    return f"{number}{column.name}"[: getattr(kind, "length", None) or 40]
