"""What pages say of files, and where a file's owner is shown."""

from typing import NamedTuple
from uuid import UUID

from services.contracts.files import FileKind
from services.web.inputs import Input

KILO = 1024


class Words(NamedTuple):
    """The words of one kind of file: `add` on the button, `hint` under the input, the section it belongs to."""

    add: str
    hint: str
    accept: str
    section: str
    section_path: str


_PICTURES, _PAPERS = "image/jpeg,image/png", "image/jpeg,image/png,application/pdf"
LABELS = {
    FileKind.activity_photo: Words(
        "加照片", "JPG或PNG，每张最多10MB，最多6张。拍摄地点会自动去掉。", _PICTURES, "活动", "/activities"
    ),
    FileKind.pairing_agreement: Words(
        "加扫描件", "PDF、JPG或PNG，每个最多10MB，最多6个。", _PAPERS, "结对", "/pairings"
    ),
    FileKind.service_evidence: Words(
        "加证明材料", "PDF、JPG或PNG，每个最多10MB，最多6个。", _PAPERS, "人员", "/persons"
    ),
    FileKind.mentor_summary: Words(
        "加总结材料", "PDF、JPG或PNG，每个最多10MB，最多6个。不写学生姓名。", _PAPERS, "师徒结对", "/mentor-pairs"
    ),
    FileKind.summary_paper: Words(
        "加总结材料", "PDF、JPG或PNG，每个最多10MB，最多6个。不写学生姓名。", _PAPERS, "年度总结", "/summaries"
    ),
    FileKind.feedback_paper: Words(
        "加反馈材料", "PDF、JPG或PNG，每个最多10MB，最多6个。不写学生姓名。", _PAPERS, "交接与反馈", "/handovers"
    ),
    FileKind.term_paper: Words(
        "加总结材料",
        "PDF、JPG或PNG，每个最多10MB，最多6个。不写学生姓名。",
        _PAPERS,
        "学期考核总结",
        "/term-reviews/contributions",
    ),
    FileKind.support_voucher: Words(
        "加凭证或收据", "PDF、JPG或PNG，每个最多10MB，最多6个。", _PAPERS, "经费与物资", "/supports"
    ),
    FileKind.improvement_paper: Words(
        "加材料",
        "PDF、JPG或PNG，每个最多10MB，最多6个。不写学生姓名。",
        _PAPERS,
        "改造规划",
        "/improvement-plans/steps",
    ),
    FileKind.lesson_paper: Words(
        "加材料", "PDF、JPG或PNG，每个最多10MB，最多6个。不写学生姓名。", _PAPERS, "听评课", "/lesson-records"
    ),
    FileKind.shared_resource: Words(
        "加文件", "PDF、JPG或PNG，每个最多10MB，最多6个。不写学生姓名。", _PAPERS, "共享材料", "/shared-resources"
    ),
    FileKind.decision_basis: Words("加依据文件", "PDF、JPG或PNG，每个最多10MB，最多6个。", _PAPERS, "学校", "/schools"),
}

RESTRICTABLE = frozenset({FileKind.decision_basis, FileKind.service_evidence})
"""Kinds of which one may be for those who decide only."""


def files_input(kind: FileKind, label: str) -> Input:
    """Return the optional input for files of what is about to be recorded."""
    words = LABELS[kind]
    offers = [("1", "只给决定这件事的人看")] if kind in RESTRICTABLE else []
    return Input(
        "file_ids", label, "files", words.hint, optional=True, choices=offers, file_kind=kind, accept=words.accept
    )


def back(kind: FileKind, owner_id: UUID) -> str:
    """Return the page of what the file belongs to."""
    if kind is FileKind.activity_photo:
        return f"/activities/{owner_id}"
    tab = "?tab=service" if kind is FileKind.service_evidence else ""
    return f"{LABELS[kind].section_path}/{owner_id}{tab}"


def size(octets: int) -> str:
    """Return 320KB, 1.4MB."""
    if octets < KILO * KILO:
        return f"{max(1, round(octets / KILO))}KB"
    return f"{octets / KILO / KILO:.1f}MB"
