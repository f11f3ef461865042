"""What must be true before the API starts; in production nothing of the demo may be left."""

import asyncio
import sys
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from services.api.features.accounts import service as accounts
from services.api.kernel.db import Database
from services.api.migrating import head_revision
from services.api.settings import Settings


def reasons_not_to_start(settings: Settings) -> list[str]:
    """Every reason, in Chinese and English; empty when all is well."""
    reasons = [
        f"{name} 没有设置、太短或还是示例值 / is unset, short or the example's" for name in settings.weak_secrets()
    ]
    reasons += [f"{name} 没有填好，或不是https地址 / is missing or no https address" for name in settings.oidc_faults()]
    if settings.app_env != "production":
        return reasons
    if settings.sandbox:
        reasons.append("SANDBOX 只在演示和测试系统上开 / is for demo and test installations only")
    if settings.is_sqlite and not settings.allow_sqlite_in_production:
        reasons.append(
            "正式环境用SQLite要写明 ALLOW_SQLITE_IN_PRODUCTION=true / SQLite in production needs "
            "ALLOW_SQLITE_IN_PRODUCTION=true"
        )
    return reasons + _in_a_loop_of_its_own(_database_reasons(settings))


def _in_a_loop_of_its_own(asked: Coroutine[Any, Any, list[str]]) -> list[str]:
    """The answer, waited for here: uvicorn calls the factory inside its running loop, which cannot run another one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, asked).result()


async def _database_reasons(settings: Settings) -> list[str]:
    database = Database(settings)
    try:
        async with database.reader() as session:
            revision = await session.scalar(text("select version_num from alembic_version"))
            if revision != head_revision():
                return ["数据库没有升级，请先运行 make migrate / the database is not migrated, run make migrate"]
            if await accounts.has_demo_accounts(session):
                return ["数据库里有演示账号，正式环境要用新库 / the database holds demo accounts, use a new one"]
    except (SQLAlchemyError, OSError):
        return ["数据库连不上或没有升级，请先运行 make migrate / the database is unreachable or not migrated"]
    finally:
        await database.close()
    return []


def refuse_unsafe_start(settings: Settings) -> None:
    """Print the reasons and leave with exit code 78 (EX_CONFIG) when there are any."""
    reasons = reasons_not_to_start(settings)
    if reasons:
        sys.stderr.write("\n".join(["不能启动 / cannot start:", *(f"  - {reason}" for reason in reasons)]) + "\n")
        raise SystemExit(78)
