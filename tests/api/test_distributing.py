"""Which table lies where on Citus; tried on a real one where CITUS_URL names it."""

import os
import re

import pytest
from typer.testing import CliRunner

from services.api.cli import app
from services.api.features.models import METADATA
from services.api.operating.distribute import distribute, statements
from services.api.operating.refused import Refused
from services.api.preparing import prepare
from tests.support import postgres
from tests.support.databases import settings_for

CITUS_URL = os.environ.get("CITUS_URL", "")


def test_every_table_has_its_place_and_what_is_pointed_at_comes_first() -> None:
    names = [name for name, _ in statements()]
    assert sorted(names) == sorted(table.name for table in METADATA.sorted_tables)
    for table in METADATA.sorted_tables:
        targets = {key.column.table.name for key in table.foreign_keys} - {table.name}
        assert all(names.index(target) < names.index(table.name) for target in targets), table.name


def test_the_heavy_tables_are_divided_by_county_and_all_others_are_on_every_node() -> None:
    divided = {name for name, statement in statements() if "create_distributed_table" in statement}
    assert divided >= {"event", "report_line", "report_revision", "report_review"}
    assert {"school", "person", "staff", "assignment", "pairing", "event_head"}.isdisjoint(divided)


def test_a_dry_run_prints_the_statements_and_touches_nothing() -> None:
    done = CliRunner().invoke(app, ["distribute", "--dry-run"])
    lines = done.stdout.splitlines()
    assert done.exit_code == 0
    assert len(lines) == len(METADATA.sorted_tables)
    assert "SELECT create_distributed_table('event', 'county_code');" in lines
    assert all(re.fullmatch(r"SELECT create_\w+_table\('\w+'(, 'county_code')?\);", line) for line in lines)


async def test_a_server_without_citus_is_refused_with_words() -> None:
    with pytest.raises(Refused, match="SQLite"):
        await distribute(settings_for("sqlite+aiosqlite://"))
    with pytest.raises(Refused, match="CREATE EXTENSION citus"):
        await distribute(settings_for(postgres.shared_server().url()))


@pytest.mark.skipif(not CITUS_URL, reason="CITUS_URL names no server with Citus")
async def test_a_real_citus_takes_every_table_and_a_second_time_none() -> None:
    settings = settings_for(CITUS_URL)
    prepare(settings)
    assert len(await distribute(settings)) == len(METADATA.sorted_tables)
    assert await distribute(settings) == []
