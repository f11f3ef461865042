"""What is taken, what a file is called, who may do what with it and when it is erased. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from services.contracts.files import LARGEST_FILE_MB, FileKind, FileType

LARGEST_FILE = LARGEST_FILE_MB * 1024 * 1024
"""Bytes."""
ORPHAN_KEPT = timedelta(hours=24)
"""How long an upload that belongs to nothing waits for what is being recorded."""
VOID_KEPT = timedelta(days=30)
"""How long the content of a void file is kept; its row stays."""
SHORT_ID = 6
_EXTENSIONS = {FileType.jpeg: "jpg", FileType.png: "png", FileType.pdf: "pdf"}
_START = {FileType.jpeg: b"\xff\xd8\xff", FileType.png: b"\x89PNG\r\n\x1a\n", FileType.pdf: b"%PDF-"}
TAKEN = {
    FileKind.activity_photo: frozenset({FileType.jpeg, FileType.png}),
    FileKind.pairing_agreement: frozenset(FileType),
    FileKind.decision_basis: frozenset(FileType),
    FileKind.service_evidence: frozenset(FileType),
    FileKind.mentor_summary: frozenset(FileType),
    FileKind.support_voucher: frozenset(FileType),
    FileKind.summary_paper: frozenset(FileType),
    FileKind.feedback_paper: frozenset(FileType),
    FileKind.improvement_paper: frozenset(FileType),
    FileKind.term_paper: frozenset(FileType),
    FileKind.lesson_paper: frozenset(FileType),
    FileKind.shared_resource: frozenset(FileType),
}
"""Which types a kind of file may have."""


def type_of(start: bytes) -> FileType | None:
    """The type by the first bytes, whatever name and media type came along."""
    return next((type_ for type_, magic in _START.items() if start.startswith(magic)), None)


def shown_name(kind: FileKind, type_: FileType, created_at: datetime, file_id: UUID) -> str:
    """What the file is called: 活动照片-20261203-1a2b3c.jpg, by the UTC day."""
    return f"{kind.label}-{created_at:%Y%m%d}-{file_id.hex[-SHORT_ID:]}.{_EXTENSIONS[type_]}"


@dataclass(frozen=True, slots=True)
class Facts:
    """`writes`: may write the owner; `own_side`: uploaded from the caller's school, or the caller is no school."""

    restricted: bool
    writes: bool
    decides: bool
    own_side: bool


def allowed(facts: Facts) -> list[str]:
    """What the caller may do with a file of an owner that is visible to him."""
    opens = ["open"] if facts.decides or not facts.restricted else []
    return [*opens, "void"] if facts.writes and facts.own_side else opens


def is_due(created_at: datetime, voided_at: datetime | None, now: datetime, *, owned: bool) -> bool:
    """Whether the content is to be erased: void for 30 days, or without an owner for 24 hours."""
    if voided_at is not None:
        return voided_at + VOID_KEPT <= now
    return not owned and created_at + ORPHAN_KEPT <= now
