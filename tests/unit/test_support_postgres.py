"""The throw-away PostgreSQL: clones are complete and apart, a stop really takes the database away."""

import asyncio
from collections.abc import Iterator

import asyncpg
import pytest

from tests.support import postgres


def ask(url: str, statement: str) -> object:
    async def work() -> object:
        connection = await asyncpg.connect(url.replace("postgresql+asyncpg", "postgresql", 1), timeout=5)
        try:
            return await connection.fetchval(statement)
        finally:
            await connection.close()

    return asyncio.run(work())


@pytest.fixture(scope="module")
def server() -> Iterator[postgres.Server]:
    own = postgres.new_server()
    yield own
    own.discard()


def migrate(url: str) -> None:
    ask(url, "CREATE TABLE place (name text)")


def test_clones_have_the_content_of_the_template_and_do_not_see_each_other(server: postgres.Server) -> None:
    postgres.create_template(server, migrate)
    postgres.create_template(server, migrate)
    first, second = postgres.clone(server), postgres.clone(server)
    ask(first, "INSERT INTO place VALUES ('虢镇')")
    assert ask(first, "SELECT count(*) FROM place") == 1
    assert ask(second, "SELECT count(*) FROM place") == 0


def test_chinese_sorts_by_code_point_as_it_does_on_sqlite(server: postgres.Server) -> None:
    assert ask(postgres.empty_database(server), "SELECT 'Z' < 'a' AND '一' < '丁'") is True


def test_a_dropped_database_is_gone_even_while_somebody_uses_it(server: postgres.Server) -> None:
    url = postgres.empty_database(server)
    postgres.drop(url)
    with pytest.raises(asyncpg.InvalidCatalogNameError):
        ask(url, "SELECT 1")


def test_a_stopped_server_refuses_and_a_started_one_has_its_data(server: postgres.Server) -> None:
    url = postgres.empty_database(server)
    ask(url, "CREATE TABLE kept ()")
    server.stop()
    with pytest.raises(OSError, match=r"refused|Connect"):
        ask(url, "SELECT 1")
    server.start()
    assert ask(url, "SELECT count(*) FROM kept") == 0
