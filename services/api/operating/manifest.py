"""`manifest.json`: what a backup holds, written last, so that a backup without it is not whole."""

import hashlib
import hmac
from datetime import datetime
from pathlib import Path
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from services.api.operating.refused import Refused
from services.api.settings import Settings

NAME = "manifest.json"
FORMAT: Final = 1
_PIECE = 1024 * 1024


class _Said(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Head(_Said):
    """The last position of the log and the hash of its chain there (architecture §7)."""

    position: int
    hash: str


class Contents(_Said):
    """Migration, rows of each table by name, head of the log."""

    revision: str
    rows: dict[str, int]
    head: Head


class Dump(_Said):
    """The file with the database: name in the folder, bytes, SHA-256 in hex."""

    name: str
    size: int
    sha256: str


class Files(_Said):
    """The uploaded files: how many, bytes, and SHA-256 over their sorted names, each of which is its content's.

    `damaged` names those whose content was no longer what their name says when the backup was made; they are not in it.
    """

    count: int
    size: int
    sha256: str
    damaged: list[str]


class Manifest(_Said):
    """The whole of it. `key_mark` tells whether an installation has the same PERSONAL_DATA_KEY, and not which."""

    format: Literal[1] = FORMAT
    release: str
    made_at: datetime
    engine: Literal["sqlite", "postgresql"]
    contents: Contents
    database: Dump
    files: Files
    key_mark: str

    def write(self, folder: Path) -> None:
        """Into the backup's folder."""
        (folder / NAME).write_text(self.model_dump_json(indent=1) + "\n", "utf-8")


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a backup. Raises Refused when there is none, or when it cannot be read."""
    try:
        return Manifest.model_validate_json((folder / NAME).read_text("utf-8"))
    except FileNotFoundError:
        raise Refused(
            f"{folder} 里没有{NAME}：不是备份，或备份没有做完 / no {NAME}: no backup, or one not finished"
        ) from None
    except (ValidationError, UnicodeDecodeError):
        raise Refused(f"{NAME}读不出来，备份已损坏 / {NAME} cannot be read: the backup is damaged") from None


def key_mark(settings: Settings) -> str:
    """A mark of the key that stored ID numbers were encrypted with; the key cannot be found from it."""
    key = settings.personal_data_key.get_secret_value().encode()
    return hmac.digest(key, b"backup", "sha256").hex()[:16]


def dump_of(path: Path) -> Dump:
    """A file as the manifest describes it."""
    return Dump(name=path.name, size=path.stat().st_size, sha256=digest_of(path))


def digest_of(path: Path) -> str:
    """SHA-256 of a file in hex, read piece by piece."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest()
