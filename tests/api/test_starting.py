"""Production refuses to start while anything of the demo or anything unsafe is left, and says which."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from signal import SIGTERM

import pytest

from services.api.features.accounts.models import User
from services.api.main import create_app
from services.api.starting import reasons_not_to_start, refuse_unsafe_start
from services.contracts.codes import Role
from tests.support.databases import postgres_database, settings_for, sqlite_database
from tests.support.postgres import empty_database, shared_server
from tests.support.production import production


def test_a_sound_production_on_postgres_starts() -> None:
    with postgres_database() as url:
        assert reasons_not_to_start(settings_for(url, app_env="production")) == []


@pytest.mark.parametrize("secret", ["", "short", "change-me-change-me-change-me-change-me"])
@pytest.mark.parametrize("name", ["web_client_secret", "personal_data_key", "personal_data_hash_key"])
def test_an_unset_short_or_example_secret_is_named(name: str, secret: str) -> None:
    reasons = reasons_not_to_start(settings_for("sqlite+aiosqlite:///unused.db", **{name: secret}))
    assert len(reasons) == 1
    assert reasons[0].startswith(name.upper())


@pytest.mark.parametrize("keys", ["", "k1:short", "no-kid-at-all"])
def test_a_weak_signing_key_is_named(keys: str) -> None:
    reasons = reasons_not_to_start(settings_for("sqlite+aiosqlite:///unused.db", jwt_keys=keys))
    assert any("JWT_KEYS" in reason for reason in reasons)


def test_sqlite_in_production_needs_an_explicit_yes() -> None:
    with sqlite_database() as url:
        refused = reasons_not_to_start(settings_for(url, app_env="production"))
        allowed = reasons_not_to_start(settings_for(url, app_env="production", allow_sqlite_in_production=True))
    assert len(refused) == 1
    assert "ALLOW_SQLITE_IN_PRODUCTION" in refused[0]
    assert allowed == []


def test_an_unmigrated_database_is_refused() -> None:
    url = empty_database(shared_server())
    reasons = reasons_not_to_start(settings_for(url, app_env="production"))
    assert len(reasons) == 1
    assert "make migrate" in reasons[0]


def test_demo_accounts_are_refused() -> None:
    with sqlite_database() as url:
        asyncio.run(_add_demo_account(url))
        settings = settings_for(url, app_env="production", allow_sqlite_in_production=True)
        reasons = reasons_not_to_start(settings)
    assert len(reasons) == 1
    assert "演示账号" in reasons[0]


async def _add_demo_account(url: str) -> None:
    app = create_app(settings_for(url))
    user = User(
        username="demo.somebody", name="测试员", role=Role.auditor, region_code="610304", password_hash="-"
    )  # fmt: skip
    async with app.state.database.writer() as session:
        session.add(user)
    app.state.passwords.close()
    await app.state.database.close()


def test_a_refusal_ends_with_the_exit_code_for_wrong_settings(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        refuse_unsafe_start(settings_for("sqlite+aiosqlite:///unused.db", web_client_secret="short"))
    assert ended.value.code == 78
    assert "WEB_CLIENT_SECRET" in capsys.readouterr().err
    assert Path("unused.db").exists() is False


@pytest.mark.parametrize("database", [sqlite_database, postgres_database])
def test_the_services_start_in_production_by_the_commands_of_their_unit_files_and_end_when_asked(
    database: Callable[[], AbstractContextManager[str]], tmp_path: Path
) -> None:
    with database() as url, production(url, tmp_path) as running:
        running.start("web")
        running.wait_until_ready("web", "/health/live")
        assert [process.poll() for process in running.processes.values()] == [None] * len(running.processes)
        assert set(running.stop().values()) <= {0, -SIGTERM}, running.log.read_text("utf-8")[-2000:]
    assert "Traceback" not in running.log.read_text("utf-8")
