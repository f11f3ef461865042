"""Files that a form carries: sent on one by one before the rest, so that a mistake elsewhere loses none of them."""

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from starlette.datastructures import FormData, UploadFile

from services.contracts.files import LARGEST_FILE_MB, MOST_FILES, FileKind, FileOut
from services.web.api_client.base import Api, ApiError, ApiProblem
from services.web.api_client.files import FilesClient, Upload
from services.web.csrf import LARGEST_UPLOADS
from services.web.forms import Form
from services.web.inputs import Input

__all__ = ["FIELD", "LARGEST_UPLOADS", "Target", "send", "take", "take_all"]
FIELD = "file_ids"
"""The input of ids that are on the server already; the files stand in `file_ids.new`."""
ABOUT_THE_FILE = frozenset({413, 422})
LARGEST_FILE = LARGEST_FILE_MB * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Target:
    """What the files are for; without an owner they wait for what is recorded next."""

    kind: FileKind
    owner_id: str = ""


async def take(api: Api, form: Form, typed: FormData, kind: FileKind) -> None:
    """Send the chosen files on; the form then holds their ids, and says which ones were refused."""
    made = await send(api, form, typed, Target(kind))
    form.values = {**form.values, FIELD: [*form.all(FIELD), *(str(each.id) for each in made)]}


async def take_all(api: Api, form: Form, typed: FormData, inputs: Sequence[Input]) -> None:
    """Do so for the input of a form that takes files, if it has one."""
    for each in inputs:
        if each.file_kind is not None:
            await take(api, form, typed, each.file_kind)


async def send(api: Api, form: Form, typed: FormData, target: Target) -> Sequence[FileOut]:
    """Send the chosen files one after the other; what is wrong with one is said, the others get through."""
    chosen = [each for each in typed.getlist(f"{FIELD}.new") if isinstance(each, UploadFile) and each.filename]
    if len(chosen) + len(form.all(FIELD)) > MOST_FILES:
        form.add(FIELD, f"最多放{MOST_FILES}个文件，请去掉几个再传")
        return []
    restricted = typed.get(f"{FIELD}.restricted") == "1"
    sent: list[FileOut] = []
    for number, file in enumerate(chosen, 1):
        which = f"第{number}个文件：" if len(chosen) > 1 else ""
        try:
            sent.append(await _one(api, file, target, form.value("idempotency_key"), restricted=restricted))
        except ApiProblem as error:
            if error.status not in ABOUT_THE_FILE:
                form.take(error)
                break
            form.add(FIELD, which + error.detail)
        except ApiError as error:
            form.take(error)
            break
    return sent


async def _one(api: Api, file: UploadFile, target: Target, form_key: str, *, restricted: bool) -> FileOut:
    fields = {"kind": target.kind.value, "restricted": "true" if restricted else "false"}
    if target.owner_id:
        fields["owner_id"] = target.owner_id
    key = f"{form_key[:40]}-{_digest(file)[:16]}-{fields['restricted']}" if form_key else ""
    media_type = file.content_type or "application/octet-stream"
    return await FilesClient(api).upload(Upload(file.filename or "", media_type, file.file, fields, key))


def _digest(file: UploadFile) -> str:
    """What is in the file: with the form's key it names this very upload."""
    digest = hashlib.file_digest(cast("io.BytesIO", file.file), "sha256").hexdigest()
    file.file.seek(0)
    return digest
