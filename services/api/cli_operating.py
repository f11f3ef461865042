"""`backup`, `restore` and `distribute`, for operators."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from services.api.kernel.clock import Clock
from services.api.kernel.logs import warnings_only
from services.api.operating.backup import back_up
from services.api.operating.distribute import distribute as distribute_on
from services.api.operating.distribute import statements
from services.api.operating.manifest import Manifest, key_mark
from services.api.operating.refused import Refused
from services.api.operating.restore import restore as restore_from
from services.api.settings import Settings

DAMAGED = 3
"""Exit code of a backup that is whole but for files that were damaged before."""


def backup(folder: Annotated[Path, typer.Argument(help="新的文件夹 / a new folder", file_okay=False)]) -> None:
    """备份数据库和文件，服务照常运行 / back up database and files while the services run."""
    warnings_only()
    try:
        manifest = asyncio.run(back_up(Settings(), folder.resolve(), Clock()))
    except Refused as refused:
        raise _ended(refused) from None
    typer.echo(f"备份已做好 / backup written: {folder}\n{_told(manifest)}")
    if manifest.files.damaged:
        names = "\n".join(manifest.files.damaged)
        typer.echo(
            f"这些文件早已损坏，没有备份 / these files were damaged already and are not in it:\n{names}", err=True
        )
        raise typer.Exit(DAMAGED)


def restore(
    folder: Annotated[Path, typer.Argument(help="备份的文件夹 / the backup's folder", exists=True, file_okay=False)],
    yes: Annotated[bool, typer.Option("--yes", help="不再询问 / do not ask")] = False,  # noqa: FBT002 - a flag
) -> None:
    """恢复到空数据库和空文件夹 / restore into an empty database and an empty folder."""
    warnings_only()
    settings = Settings()
    if not yes:
        typer.confirm(
            "恢复后，各系统要从头取一遍变更。继续吗 / systems will read all changes again. Go on?", abort=True
        )
    try:
        manifest = restore_from(settings, folder.resolve(), Clock())
    except Refused as refused:
        raise _ended(refused) from None
    typer.echo(f"已恢复，和清单一致 / restored, as the manifest says\n{_told(manifest)}")
    if manifest.key_mark != key_mark(settings):
        typer.echo(
            "PERSONAL_DATA_KEY和备份时的不同：身份证号读不出来，请换回原来的 / "
            "PERSONAL_DATA_KEY is not the backup's: ID numbers cannot be read, put the old one back",
            err=True,
        )


def distribute(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只显示语句 / only print")] = False,  # noqa: FBT002 - a flag
) -> None:
    """在Citus上分布各表，可重复 / distribute the tables on Citus, safe to repeat."""
    if dry_run:
        typer.echo("\n".join(f"{statement};" for _, statement in statements()))
        return
    warnings_only()
    try:
        done = asyncio.run(distribute_on(Settings()))
    except Refused as refused:
        raise _ended(refused) from None
    typer.echo(f"已分布{len(done)}张表 / tables distributed: {len(done)}")


def _ended(refused: Refused) -> typer.Exit:
    typer.echo(str(refused), err=True)
    return typer.Exit(2)


def _told(manifest: Manifest) -> str:
    contents, files = manifest.contents, manifest.files
    return (
        f"  数据库 / database: {sum(contents.rows.values())} rows, {len(contents.rows)} tables, "
        f"migration {contents.revision}, {manifest.database.size} bytes\n"
        f"  操作记录 / log: position {contents.head.position}, {contents.head.hash[:12]}…\n"
        f"  文件 / files: {files.count}, {files.size} bytes"
    )
