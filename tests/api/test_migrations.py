"""The chain of migrations goes up, down and up with rows in every table, to what the code says (architecture §4)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from pytest_alembic import MigrationContext, create_alembic_fixture
from pytest_alembic import tests as built_in
from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from services.api import migrating
from services.api.features.models import METADATA
from tests.support import postgres
from tests.support.rows import fill_every_table
from tests.support.schema import count_rows, create_from_code, describe, on

TABLES = {table.name for table in METADATA.sorted_tables}
FILLED_AGAIN = {"client_secret", "staff_position", "staff_teaching", "staff_title"}
"""Tables that a migration fills from others on its way up."""


@pytest.fixture(params=["sqlite", "postgres"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without any table."""
    if request.param == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path / 'empty.db'}"
        return
    url = postgres.empty_database(postgres.shared_server())
    yield url
    postgres.drop(url)


@pytest.fixture
def also_empty(empty: str, tmp_path: Path) -> Iterator[str]:
    """A second one on the same engine."""
    if empty.startswith("sqlite"):
        yield f"sqlite+aiosqlite:///{tmp_path / 'also.db'}"
        return
    url = postgres.empty_database(postgres.shared_server())
    yield url
    postgres.drop(url)


@pytest.fixture
def alembic_engine(empty: str) -> AsyncEngine:
    """For the built-in checks of pytest-alembic."""
    return create_async_engine(empty, poolclass=NullPool)


alembic_runner = create_alembic_fixture(migrating.alembic_config())


def revisions() -> list[str]:
    """From the newest to the first."""
    return [script.revision for script in ScriptDirectory.from_config(migrating.alembic_config()).walk_revisions()]


def test_the_chain_has_one_head(alembic_runner: MigrationContext) -> None:
    built_in.test_single_head_revision(alembic_runner)


def test_each_revision_goes_up_and_down_alone(alembic_runner: MigrationContext) -> None:
    built_in.test_up_down_consistency(alembic_runner)


def test_alembic_finds_nothing_left_to_generate(alembic_runner: MigrationContext) -> None:
    built_in.test_model_definitions_match_ddl(alembic_runner)


def test_a_migrated_database_is_exactly_what_the_code_says(empty: str, also_empty: str) -> None:
    migrating.upgrade(empty)
    on(also_empty, create_from_code)
    migrated, coded = on(empty, describe), on(also_empty, describe)
    assert {name.split(".")[0] for name in migrated["columns"]} == TABLES
    for part, facts in coded.items():
        assert migrated[part] == facts, part


def test_rows_in_every_table_survive_each_step_down_and_up_again(empty: str) -> None:
    migrating.upgrade(empty)
    before = on(empty, describe)
    on(empty, fill_every_table)
    rows = on(empty, count_rows)
    assert rows == dict.fromkeys(TABLES, 2)  # a table that a later revision took away comes back empty
    for revision in revisions()[1:]:
        migrating.downgrade(empty, revision)
        kept = on(empty, count_rows)
        assert kept == {name: rows.get(name, 0) for name in kept}, revision
    migrating.upgrade(empty)
    assert on(empty, describe) == before
    again = {name: count for name, count in on(empty, count_rows).items() if name not in FILLED_AGAIN}
    assert again == {name: rows[name] if name in kept else 0 for name in again}


def test_with_rows_in_every_table_everything_goes_down_to_nothing_and_up_to_the_same(empty: str) -> None:
    migrating.upgrade(empty)
    before = on(empty, describe)
    on(empty, fill_every_table)
    migrating.downgrade(empty, "base")
    assert on(empty, count_rows) == {}
    migrating.upgrade(empty)
    assert on(empty, describe) == before
    on(empty, fill_every_table)


FORBIDDEN = {
    "an unknown code": "UPDATE report SET status = 'lost'",
    "a school helping itself": "UPDATE pairing SET recipient_school_id = supporting_school_id",
    "an end before the start": "UPDATE assignment SET end_on = '2026-01-01'",
    "a reference to nothing": "UPDATE school SET county_code = '999999'",
    "two schools of one code": "UPDATE school SET code = 'S1'",
}


@pytest.mark.parametrize("statement", FORBIDDEN.values(), ids=FORBIDDEN)
def test_the_database_itself_refuses(database_url: str, statement: str) -> None:
    def change(connection: Connection) -> None:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA foreign_keys=ON")
        connection.execute(text(statement))

    on(database_url, fill_every_table)
    with pytest.raises(IntegrityError):
        on(database_url, change)


ONE_EXTENDED = """
UPDATE assignment SET status = 'completed', closed_reason = '';
UPDATE assignment SET status = 'active', closed_reason = '接着教'
 WHERE id = (SELECT id FROM assignment ORDER BY id LIMIT 1);
UPDATE event SET entity = 'assignment', action = 'extend', actor_kind = 'system',
 entity_id = (SELECT id FROM assignment ORDER BY id LIMIT 1),
 changes = '{"end_on": {"from": "2027-01-31", "to": "2027-08-31"}}' WHERE entity_version = 2
"""
"""An assignment in post that the log says was extended."""
EXTENDED = """
SELECT e.from_end_on, e.to_end_on, e.reason, a.closed_reason FROM assignment_extension e
 JOIN assignment a ON a.id = e.assignment_id
"""


def test_what_was_extended_before_the_table_came_is_taken_from_the_log_and_given_back(database_url: str) -> None:
    def extend(connection: Connection) -> None:
        for statement in ONE_EXTENDED.split(";"):
            connection.execute(text(statement))

    on(database_url, fill_every_table)
    migrating.downgrade(database_url, "0003")
    on(database_url, extend)
    migrating.upgrade(database_url, "0004")
    rows = on(database_url, lambda connection: connection.execute(text(EXTENDED)).all())
    assert [tuple(map(str, row)) for row in rows] == [("2027-01-31", "2027-08-31", "接着教", "")]
    migrating.downgrade(database_url, "0003")
    told = on(database_url, lambda connection: connection.execute(text("SELECT closed_reason FROM assignment")).all())
    assert sorted(reason for (reason,) in told) == ["", "接着教"]


ONE_TAKEN = """
UPDATE event SET entity = 'export_log', action = 'export', actor_kind = 'client',
 entity_id = (SELECT id FROM export_log ORDER BY id LIMIT 1) WHERE entity_version = 2
"""
"""A list that the log says a provincial system took."""
TAKEN = """
SELECT count(*) FROM export_log l JOIN event e ON e.entity_id = l.id AND e.entity = 'export_log'
 WHERE l.actor_kind = 'client' AND l.actor_id = e.actor_id
"""


def test_who_took_a_list_away_before_its_row_said_so_is_taken_from_the_log(database_url: str) -> None:
    on(database_url, fill_every_table)
    migrating.downgrade(database_url, "0009")
    on(database_url, lambda connection: connection.execute(text(ONE_TAKEN)))
    migrating.upgrade(database_url, "0011")
    assert on(database_url, lambda connection: connection.execute(text(TAKEN)).scalar()) == 1
    nobody = "SELECT count(*) FROM export_log WHERE actor_id IS NULL AND actor_kind = 'user' AND reason = ''"
    assert on(database_url, lambda connection: connection.execute(text(nobody)).scalar()) == 1
