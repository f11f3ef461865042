"""Files: photos of activities, scans of agreements, what decisions rest on (E-71)."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.contracts.base import Out, VersionedOut
from services.contracts.code import Code

LARGEST_FILE_MB = 10
MOST_FILES = 6
"""Files that one activity, pairing, decision or record may have."""

FileIds = Annotated[list[UUID], Field(max_length=MOST_FILES)]
"""Files that the caller has uploaded and that belong to what is being recorded."""


class FileKind(Code):
    """What a file is for, and so what it belongs to."""

    activity_photo = "activity_photo", "活动照片"
    pairing_agreement = "pairing_agreement", "协议扫描件"
    decision_basis = "decision_basis", "认定依据"
    service_evidence = "service_evidence", "任教证明材料"
    mentor_summary = "mentor_summary", "师徒总结材料"
    support_voucher = "support_voucher", "凭证和收据"
    improvement_paper = "improvement_paper", "改造规划材料"
    summary_paper = "summary_paper", "支教总结材料"
    feedback_paper = "feedback_paper", "交流反馈材料"
    lesson_paper = "lesson_paper", "听评课材料"
    shared_resource = "shared_resource", "共享材料"
    term_paper = "term_paper", "学期总结材料"


class FileType(Code):
    """What is taken, by its content."""

    jpeg = "image/jpeg", "JPG图片"
    png = "image/png", "PNG图片"
    pdf = "application/pdf", "PDF文件"

    @property
    def is_image(self) -> bool:
        """Whether it can be shown in small."""
        return self is not FileType.pdf


class FileOut(VersionedOut):
    """A file of an activity, a pairing, a school or a person (`owner_id`); `part_id` is its decision or record.

    `name` is made by the system; the name it had on somebody's device is never shown. `size` is in bytes.
    A `restricted` file is for those who decide; each opening leaves an event. Its address is `/files/{id}`.
    """

    id: UUID
    kind: FileKind
    type: FileType
    name: str
    size: int
    restricted: bool
    has_thumbnail: bool
    created_at: datetime
    owner_id: UUID | None
    part_id: UUID | None = None
    by_school_id: UUID | None = None


class FilesOut(Out):
    """The files of one owner, oldest first; there are few, so they come at once."""

    items: list[FileOut]
