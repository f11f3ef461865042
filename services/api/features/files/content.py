"""What came in, looked at and made harmless: images are drawn anew, PDFs are judged (architecture §4)."""

import asyncio
import io
import struct
import sys
import zipfile
import zlib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageOps

from services.api.features.files import pdf_check, rules
from services.api.kernel.problems import Problem, problem_on
from services.contracts.files import LARGEST_FILE_MB, FileKind, FileType

LONGEST_SIDE, THUMBNAIL_SIDE = 2000, 320
"""Pixels."""
MOST_PIXELS = 50_000_000
JPEG_QUALITY = 85
PDF_SECONDS = 15.0
PDF_TAIL = b"%%EOF"
_ALPHA = frozenset({"RGBA", "LA", "PA"})
_BROKEN = (OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error, Image.DecompressionBombError)
Image.MAX_IMAGE_PIXELS = None  # pixels are counted below, before any is drawn


@dataclass(frozen=True, slots=True)
class Content:
    """What is kept: never the bytes of an image as they came."""

    type: FileType
    body: bytes
    thumbnail: bytes | None


async def examined(raw: bytes, kind: FileKind) -> Content:
    """The content as it is kept.

    Raises 413 `file.too_large`; 422 `file.type`, `file.broken`, `file.too_many_pixels`, `file.active_pdf`,
    `file.encrypted_pdf`.
    """
    if len(raw) > rules.LARGEST_FILE:
        raise Problem("file.too_large", limit_mb=LARGEST_FILE_MB)
    type_ = rules.type_of(raw[:16])
    if type_ is None or type_ not in rules.TAKEN[kind]:
        taken = "、".join(each.label for each in FileType if each in rules.TAKEN[kind])
        raise problem_on("file", "file.type", kind=kind.label, taken=taken)
    if type_ is FileType.pdf:
        await _check_pdf(raw)
        return Content(type_, raw, None)
    return await asyncio.to_thread(_redrawn, raw, type_)


def _redrawn(raw: bytes, type_: FileType) -> Content:
    """The picture without anything but its pixels: no place, no device, no hidden tail."""
    try:
        picture = _opened(raw, type_)
        body = _saved(picture, type_, JPEG_QUALITY)
        picture.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
        thumbnail = _saved(_on_white(picture), FileType.jpeg, JPEG_QUALITY)
    except _BROKEN as error:
        raise problem_on("file", "file.broken") from error
    return Content(type_, body, thumbnail)


def _opened(raw: bytes, type_: FileType) -> Image.Image:
    with Image.open(io.BytesIO(raw), formats=[type_.name.upper()]) as found:
        if found.width * found.height > MOST_PIXELS:
            raise problem_on("file", "file.too_many_pixels", millions=MOST_PIXELS // 1_000_000)
        found.draft(None, (LONGEST_SIDE, LONGEST_SIDE))
        found.load()
        found.thumbnail((LONGEST_SIDE, LONGEST_SIDE), reducing_gap=2.0)
        turned = ImageOps.exif_transpose(found)
        has_alpha = type_ is FileType.png and (turned.mode in _ALPHA or "transparency" in turned.info)
        drawn = turned.convert("RGBA" if has_alpha else "RGB")
    bare = Image.new(drawn.mode, drawn.size)
    bare.paste(drawn)
    return bare


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode != "RGBA":
        return picture
    ground = Image.new("RGB", picture.size, "white")
    ground.paste(picture, mask=picture)
    return ground


def _saved(picture: Image.Image, type_: FileType, quality: int) -> bytes:
    out = io.BytesIO()
    if type_ is FileType.jpeg:
        picture.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
    else:
        picture.save(out, "PNG")
    return out.getvalue()


async def _check_pdf(raw: bytes) -> None:
    end = raw.rfind(PDF_TAIL)
    if end < 0 or raw[end + len(PDF_TAIL) :].strip(b"\r\n\t \0") or zipfile.is_zipfile(io.BytesIO(raw)):
        raise problem_on("file", "file.broken")
    found = await _verdict(raw)
    if found == "good":
        return
    codes = {"active": "file.active_pdf", "encrypted": "file.encrypted_pdf"}
    raise problem_on("file", codes.get(found, "file.broken"))


async def _verdict(raw: bytes) -> str:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-I", str(Path(pdf_check.__file__)),
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL, env={},
    )  # fmt: skip
    try:
        async with asyncio.timeout(PDF_SECONDS):
            out, _ = await process.communicate(raw)
    except TimeoutError:
        return "broken"
    finally:
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    return out.decode("ascii", "replace")
