"""Pictures and papers for tests, made on the spot; among them the hostile ones."""

import io
import os
import struct
import zipfile
import zlib
from collections.abc import Callable

from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, PdfObject, StreamObject, TextStringObject

GPS, GPS_LATITUDE_REF, GPS_LATITUDE = 0x8825, 1, 2
MAKE, ORIENTATION, QUARTER_TURN = 0x010F, 0x0112, 6


def _drawn(width: int, height: int, mode: str = "RGB") -> Image.Image:
    return Image.linear_gradient("L").resize((width, height)).convert(mode)


def jpeg(width: int = 800, height: int = 600, shade: int = 0) -> bytes:
    """A plain photo; another shade is another content."""
    picture = _drawn(width, height)
    picture.putpixel((0, 0), (shade % 256, 0, 0))
    picture.paste((shade % 256, 90, 90), (0, 0, 64, 64))
    return _saved(picture, "JPEG")


def photo_of_a_phone() -> bytes:
    """3,000 x 4,000 as a phone keeps it: lying down, with place and maker in the EXIF."""
    picture = _drawn(4000, 3000)
    exif = picture.getexif()
    exif[MAKE], exif[ORIENTATION] = "PHONE-MAKER", QUARTER_TURN
    exif.get_ifd(GPS).update({GPS_LATITUDE_REF: "N", GPS_LATITUDE: (34.0, 21.0, 5.0)})
    return _saved(picture, "JPEG", exif=exif)


def png(mode: str = "RGBA") -> bytes:
    """A PNG."""
    return _saved(_drawn(500, 300, mode), "PNG")


def _saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def png_of(width: int, height: int) -> bytes:
    """A PNG of a few bytes that claims a huge size and inflates to that."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    line = zlib.compress(bytes(1 + width * 3) * 64, 9)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", line) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def pdf(change: Callable[[PdfWriter], object] | None = None) -> bytes:
    """A PDF of one blank page, with something besides if asked for."""
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    if change is not None:
        change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def pdf_of(size: int) -> bytes:
    """A harmless PDF of about this many bytes."""

    def fill(writer: PdfWriter) -> None:
        stream = StreamObject()
        stream.set_data(os.urandom(size))
        writer._add_object(stream)

    return pdf(fill)


def pdf_with_script() -> bytes:
    """A PDF that runs JavaScript when it is opened."""
    script: dict[NameObject, PdfObject] = {
        NameObject("/S"): NameObject("/JavaScript"),
        NameObject("/JS"): TextStringObject("app.alert('1');"),
    }
    return pdf(lambda writer: _on_opening(writer, script))


def _on_opening(writer: PdfWriter, action: dict[NameObject, PdfObject]) -> None:
    writer.root_object[NameObject("/OpenAction")] = writer._add_object(DictionaryObject(action))


def pdf_with_attachment() -> bytes:
    """A PDF with a program inside."""
    return pdf(lambda writer: writer.add_attachment("a.exe", b"MZ"))


def pdf_that_launches() -> bytes:
    """A PDF whose opening starts a program; the name of the action stands in an object of its own."""

    def change(writer: PdfWriter) -> None:
        apart = writer._add_object(NameObject("/Launch"))
        _on_opening(writer, {NameObject("/S"): apart, NameObject("/F"): TextStringObject("cmd.exe")})

    return pdf(change)


def encrypted_pdf() -> bytes:
    """A PDF with a password."""
    return pdf(lambda writer: writer.encrypt("x", algorithm="RC4-128"))


def zipped(name: str = "a.txt") -> bytes:
    """A ZIP archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, "x")
    return out.getvalue()


HOSTILE: dict[str, tuple[bytes, str]] = {
    "a program called photo.jpg": (b"MZ\x90\x00" + bytes(200), "file.type"),
    "an SVG with a script": (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "file.type"),
    "a web page": (b"<!doctype html><script>alert(1)</script>", "file.type"),
    "nothing": (b"", "file.type"),
    "an archive": (zipped(), "file.type"),
    "a web page before a PDF": (b"<html>" + pdf(), "file.type"),
    "a JPG cut off": (jpeg()[:3000], "file.broken"),
    "a PNG cut off": (png()[:120], "file.broken"),
    "only the first bytes of a JPG": (b"\xff\xd8\xff\xe0" + bytes(64), "file.broken"),
    "a GIF with a PNG's first bytes": (b"\x89PNG\r\n\x1a\nGIF89a" + bytes(64), "file.broken"),
    "a picture of 60,000 x 60,000": (png_of(60_000, 60_000), "file.too_many_pixels"),
    "a PDF with a script": (pdf_with_script(), "file.active_pdf"),
    "a PDF with a program inside": (pdf_with_attachment(), "file.active_pdf"),
    "a PDF that starts a program": (pdf_that_launches(), "file.active_pdf"),
    "a PDF with a password": (encrypted_pdf(), "file.encrypted_pdf"),
    "a PDF that is an archive as well": (pdf() + zipped(), "file.broken"),
    "a PDF cut off": (pdf()[:200], "file.broken"),
    "a PDF in name only": (b"%PDF-1.7\nhello\n%%EOF", "file.broken"),
}
"""What must not get in, with the problem it gets."""
