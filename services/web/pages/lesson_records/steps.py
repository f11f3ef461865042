"""The steps of a heard lesson (W-22.4): what each page asks and says."""

from collections.abc import Collection

from services.contracts.files import FileKind
from services.contracts.lesson_records import LessonRecordDetail
from services.web.entry import Trail
from services.web.inputs import Input, reason
from services.web.pages.files.words import files_input
from services.web.pages.lesson_records import words
from services.web.steps import Step, Steps, Subject
from services.web.wording import day


def subject(row: LessonRecordDetail, trail: Trail, permissions: Collection[str]) -> Subject:
    """Return the record with its steps."""
    path = f"/lesson-records/{row.id}"
    facts = [("状态", row.status.label), ("日期", f"{day(row.held_on)}第{row.lesson_no}节")]
    named = [*trail, (words.title(row), path)]
    return Subject(path, named, row.version, row.allowed_actions, _steps(row, permissions), facts)


def _steps(row: LessonRecordDetail, permissions: Collection[str]) -> Steps:
    papers = [files_input(FileKind.lesson_paper, "教案或别的材料")] if "file.write" in permissions else []
    again = bool(row.reflection)
    return {
        "reflect": Step(
            "改反思" if again else "写反思", "授课人看过评课后写", f"{words.lesson(row)}：写反思",
            "反思已保存，听课人看得到。",
            ["听课人、授课人，两校和两边的教育局能看到。写了反思，听课记录就不能再改。"],
            [
                Input("reflection", "反思", "area", "上得怎么样、下次怎么改。不写学生姓名。", maxlength=2000),
                *papers,
            ],
            "保存反思", values={"reflection": row.reflection},
        ),
        "void": Step(
            "作废", "记错了用，记录会保留", "作废这条听课记录？", "已作废，记录保留。",
            ["记录会保留，标“已作废”，不再算进听课节数。"], [reason()], danger=True,
        ),
    }  # fmt: skip
