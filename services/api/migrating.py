"""Alembic from inside the product: where the chain is, its head, and how to go there."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

CHAIN = Path(__file__).resolve().parents[2] / "migrations"


def alembic_config(url: str = "") -> Config:
    """The chain's configuration for one database."""
    config = Config()
    config.set_main_option("script_location", str(CHAIN))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    if url:
        config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return config


@cache
def head_revision() -> str:
    """The newest revision in the folder; it is that of the code that runs, whatever is put there later."""
    return str(ScriptDirectory.from_config(alembic_config()).get_current_head())


def known_revisions() -> set[str]:
    """All revisions of the folder."""
    return {script.revision for script in ScriptDirectory.from_config(alembic_config()).walk_revisions()}


def upgrade(url: str, revision: str = "head") -> None:
    """Bring a database up. Not inside a running event loop."""
    command.upgrade(alembic_config(url), revision)


def downgrade(url: str, revision: str) -> None:
    """Take a database down. Not inside a running event loop."""
    command.downgrade(alembic_config(url), revision)
