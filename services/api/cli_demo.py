"""`demo`: invented data for an empty database; `--scale`: a province of it; `--sandbox`: a system that practises."""

import asyncio
from typing import Annotated

import typer

from services.api.demo.accounts import CLIENT_SECRET, PASSWORD, write_accounts
from services.api.demo.sandbox import open_sandbox
from services.api.demo.scale.plan import LARGEST, SMALLEST, Scale
from services.api.demo.scale.progress import Bar
from services.api.demo.scale.telling import NotEmpty, tell_large
from services.api.demo.telling import is_empty, tell
from services.api.kernel.bulk_past import Interrupted
from services.api.kernel.clock import Clock
from services.api.kernel.logs import warnings_only
from services.api.main import create_app
from services.api.preparing import prepare
from services.api.settings import Settings

NOT_EMPTY = (
    "数据库里已有数据：大规模演示只写进空库。上次没写完的，请删掉这个数据库再来一次 / "
    "the database is not empty; drop it and begin again, also after an attempt that was cut off"
)
NEXT = (
    "下一步 / next:\n"
    "  SANDBOX=true make run\n"
    "  docs/integrators/sandbox.md (English: sandbox.en.md): GET /api/v1/sandbox, "
    "POST /api/v1/sandbox/scenarios/two_way_team/next"
)
CUT_OFF = "没有写完：请删掉这个数据库再来一次 / cut off: drop the database and begin again"


def demo(
    scale: Annotated[bool, typer.Option("--scale", help="一个省的大规模数据 / a province's worth of data")] = False,  # noqa: FBT002 - a flag
    sandbox: Annotated[bool, typer.Option("--sandbox", help="给对接方练习的沙箱 / a sandbox for integrators")] = False,  # noqa: FBT002 - the same
    size: Annotated[float, typer.Option(min=SMALLEST, max=LARGEST, help="大规模的倍数 / factor of --scale")] = 1.0,
    province: Annotated[str, typer.Option(help="大规模数据的省 / province of --scale")] = "610000",
    seed: Annotated[int, typer.Option(help="同样的种子得同样的数据 / the same seed gives the same data")] = 1,
) -> None:
    """升级数据库，在空库里放演示数据，有数据时不动 / migrate, then fill an empty database with demo data."""
    settings = Settings()
    if settings.app_env == "production":
        typer.echo("正式环境不放演示数据 / no demo data in production", err=True)
        raise typer.Exit(2)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    prepare(settings)
    if sandbox:
        _practise(settings)
    elif scale:
        _large(settings, Scale(size, province, seed, Clock().now()))
    else:
        asyncio.run(_demo(settings))


async def _demo(settings: Settings) -> None:
    warnings_only()
    app = create_app(settings)
    if not await is_empty(app):
        typer.echo("已有数据，保留不动 / data exist and are kept")
    else:
        typer.echo("正在写入演示数据 / writing demo data …")
        write_accounts(settings.data_dir / "demo-accounts.json", await tell(settings))
        typer.echo("演示数据已写好 / demo data written")
    app.state.passwords.close()
    await app.state.database.close()


def _practise(settings: Settings) -> None:
    """Open a sandbox, and say what to do next."""
    warnings_only()
    told = asyncio.run(open_sandbox(settings))
    file = settings.data_dir / "sandbox-client.json"
    write_accounts(file, told)
    typer.echo(f"沙箱已开 / the sandbox is open: {told[0]['region_code']}   {file}")
    typer.echo(f"CLIENT_ID={told[0]['client_id']}")
    typer.echo(f"CLIENT_SECRET={told[0]['client_secret']}")
    typer.echo(NEXT)


def _large(settings: Settings, scale: Scale) -> None:
    warnings_only()
    typer.echo(
        f"{scale.province}: {scale.schools:,} 所学校, {scale.staff:,} 名教职工, 每学年 {scale.assignments:,} 人次"
    )
    try:
        with Bar() as bar:
            told = asyncio.run(tell_large(settings, scale, bar))
    except NotEmpty:
        typer.echo(NOT_EMPTY, err=True)
        raise typer.Exit(2) from None
    except (KeyboardInterrupt, Interrupted):
        typer.echo(CUT_OFF, err=True)
        raise typer.Exit(1) from None
    file = settings.data_dir / "demo-accounts.json"
    write_accounts(file, told)
    typer.echo(f"写好了 {bar.total:,} 行 / rows written; 账号 / accounts: {file}")
    typer.echo(f"密码 / password: {PASSWORD}   demo-scale: {CLIENT_SECRET}")
