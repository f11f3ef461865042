"""Commands of the API for operators: `python -m services.api.cli --help`."""

import asyncio
import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from services.api import cli_demo, cli_imports, cli_maintenance, cli_operating, guide
from services.api.features.accounts import service as accounts
from services.api.kernel.clock import Clock
from services.api.kernel.db import Database
from services.api.kernel.logs import set_up_logs
from services.api.kernel.passwords import Passwords, start_code
from services.api.kernel.positions import first_broken_link
from services.api.main import create_app
from services.api.preparing import prepare
from services.api.settings import Settings
from services.api.worker import Worker

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="结对支教平台接口的命令 / commands of the API",
)


@app.command()
def migrate() -> None:
    """升级数据库并装入行政区划,可重复 / bring the database up to date, safe to repeat."""
    settings = Settings()
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    prepare(settings)
    typer.echo("数据库已是最新 / the database is up to date")


app.command("demo")(cli_demo.demo)


@app.command()
def administrator(username: str, name: str, region_code: Annotated[str, typer.Option()]) -> None:
    """新建第一个系统管理员,显示一次登录码 / make the first administrator, print the start code once."""
    typer.echo(asyncio.run(_administrator(Settings(), username, name, region_code)))


async def _administrator(settings: Settings, username: str, name: str, region_code: str) -> str:
    database, passwords, code = Database(settings), Passwords(settings), start_code()
    hashed = await passwords.hash(code)
    try:
        async with database.writer() as session:
            await accounts.make_administrator(session, username, name, region_code, hashed)
    finally:
        passwords.close()
        await database.close()
    return f"{username}  登录码 / start code: {code}"


app.command("import")(cli_imports.import_file)
app.command()(cli_operating.backup)
app.command()(cli_operating.restore)
app.command()(cli_operating.distribute)
app.add_typer(cli_maintenance.app, name="maintenance")


@app.command()
def verify() -> None:
    """检查操作记录的哈希链 / check the hash chain of the log."""
    broken = asyncio.run(_first_broken(Settings()))
    if broken is not None:
        typer.echo(f"第{broken}条起不完整 / the chain is broken at position {broken}", err=True)
        raise typer.Exit(1)
    typer.echo("操作记录完整 / the chain is whole")


async def _first_broken(settings: Settings) -> int | None:
    database = Database(settings)
    try:
        async with database.reader() as session:
            return await first_broken_link(session)
    finally:
        await database.close()


@app.command()
def worker() -> None:
    """单独运行定时工作 / run the periodic work in a process of its own."""
    set_up_logs()
    settings = Settings()
    asyncio.run(Worker(Database(settings), Clock(), settings).run_forever())


@app.command("guide")
def write_guide(folder: Path) -> None:
    """写出对接手册里由程序生成的几页 / write the pages of the integrators' guide that are made from the program."""
    guide.write(folder)


@app.command()
def openapi(path: Annotated[Path | None, typer.Argument()] = None) -> None:
    """输出OpenAPI文件 / write the OpenAPI file."""
    text = json.dumps(create_app(Settings()).openapi(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    if path is None:
        sys.stdout.write(text)
    else:
        path.write_text(text, "utf-8")


if __name__ == "__main__":
    app()
