"""`maintenance on | off | status`, for operators: people read and nobody writes, without a restart."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Annotated

import typer
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.kernel.clock import SHANGHAI, Clock
from services.api.kernel.db import Database
from services.api.kernel.maintenance import USUAL_MESSAGE, Paused, pause, paused, resume
from services.api.settings import Settings

app = typer.Typer(no_args_is_help=True, help="维护：只能看，不能改 / maintenance: people read, nobody writes")
LONGEST_MESSAGE = 60


@app.command()
def on(
    message: Annotated[str, typer.Option(help="给大家看的一句话，60字以内 / what people read")] = USUAL_MESSAGE,
    until: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%dT%H:%M"], help="预计结束，北京时间 / expected end, China time"),
    ] = None,
) -> None:
    """开始维护，几秒内各处只能看 / begin: nobody writes from the next request on."""
    words = message.strip().rstrip("。！!.") or USUAL_MESSAGE
    if len(words) > LONGEST_MESSAGE:
        typer.echo(f"请写{LONGEST_MESSAGE}字以内 / {LONGEST_MESSAGE} characters at most", err=True)
        raise typer.Exit(2)
    expected, now = until.replace(tzinfo=SHANGHAI) if until else None, Clock().now()
    if expected and expected <= now:
        typer.echo("预计结束的时间已经过了 / the expected end is over already", err=True)
        raise typer.Exit(2)
    _tell(_carry_out(lambda session: pause(session, words, now, expected)))


@app.command()
def off() -> None:
    """结束维护 / end it."""
    _tell(_carry_out(resume))


@app.command()
def status() -> None:
    """现在是不是在维护 / whether it is on."""
    _tell(_carry_out(_nothing))


def _carry_out(what: Callable[[AsyncSession], Awaitable[None]]) -> Paused | None:
    return asyncio.run(_in_a_session(Settings(), what))


async def _in_a_session(settings: Settings, what: Callable[[AsyncSession], Awaitable[None]]) -> Paused | None:
    database = Database(settings)
    try:
        async with database.writer() as session:
            await what(session)
            await session.flush()
            return await paused(session)
    finally:
        await database.close()


async def _nothing(_session: AsyncSession) -> None:
    """Only asked."""


def _tell(found: Paused | None) -> None:
    if found is None:
        typer.echo("没有在维护，可以正常办 / off: people read and write")
        return
    times = [("开始 / since", found.since), ("预计结束 / expected end", found.until)]
    said = "，".join(f"{name} {when.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" for name, when in times if when)
    typer.echo(f"正在维护，只能看 / on: nobody writes. {found.message}（{said}）")
