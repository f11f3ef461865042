"""The steps at the end of an assignment (W-40): what each page asks and says."""

from services.contracts.codes import AppraisalGrade, HandoverItem
from services.contracts.files import FileKind
from services.contracts.handovers import HandoverDetail
from services.web import clock
from services.web.entry import Trail
from services.web.filters import choices
from services.web.inputs import Input
from services.web.pages.files.words import files_input
from services.web.pages.handovers import words
from services.web.steps import Step, Steps, Subject
from services.web.wording import school_year

READERS = "教师本人、两边学校和两边教育局看得到。不写学生姓名，不写病情和家庭情况。"
HANDED_OVER = [
    Input("handed_over_on", "交接日期", "date"),
    Input("items", "交接了什么", "checks", choices=choices(HandoverItem)),
    Input("notes", "交接说明", "area", "交给谁、还有什么没做完。", optional=True, maxlength=2000),
    Input("grade", "鉴定等次", "radio", choices=choices(AppraisalGrade)),
    Input("appraisal", "鉴定意见", "area", READERS, maxlength=2000),
]
FEEDBACK = [
    Input("learnt", "学到了什么", "area", READERS, maxlength=2000),
    Input("to_apply", "回校后打算怎么用", "area", optional=True, maxlength=2000),
]


def _handed_over(row: HandoverDetail) -> list[Input]:
    """With the choice to keep a grade that the region only warns of (HG-44)."""
    if row.grade_cap is None or row.grade_cap.refuses:
        return HANDED_OVER
    stay = [("true", "看过提醒，仍按这个等次")]
    despite = Input("despite_cap", "考核封顶", "radio", "等次在合格以下的不用选。", optional=True, choices=stay)
    return [*HANDED_OVER, despite]


def _cap(row: HandoverDetail) -> list[str]:
    if row.grade_cap is None:
        return []
    year = f"{school_year(row.grade_cap.school_year)}学年"
    return [f"按《{row.grade_cap.source}》，{words.name(row)}{year}的考核等次不得定为合格及以上。"]


def subject(row: HandoverDetail, trail: Trail) -> Subject:
    """Return the end of an assignment with its steps."""
    path = f"/handovers/{row.assignment_id}"
    facts = [("交接", row.status.label), ("反馈", row.feedback_status.label)]
    steps = {**_handing_over(row), **_feeding_back(row), **_reading(row)}
    return Subject(path, [*trail, (words.title(row), path)], row.version, row.allowed_actions, steps, facts)


def _handing_over(row: HandoverDetail) -> Steps:
    today = clock.today()
    stored = {
        "handed_over_on": row.handed_over_on or min(today, row.end_on),
        "items": [each.value for each in row.items],
        "notes": row.notes,
        "grade": row.grade.value if row.grade else "",
        "appraisal": row.appraisal,
    }
    return {
        "hand-over": Step(
            "办交接和鉴定", "登记交接，写鉴定", f"{words.name(row)}交流结束，办交接和鉴定", "交接和鉴定已登记。",
            [*_cap(row), "登记后，教师本人和两边学校都看得到。"], _handed_over(row), "登记", values=stored,
        ),
        "correct": Step(
            "改正交接和鉴定", "写错了可以改", f"改正{words.name(row)}的交接和鉴定", "交接和鉴定已改正。",
            _cap(row), _handed_over(row), "保存", values=stored,
        ),
    }  # fmt: skip


def _feeding_back(row: HandoverDetail) -> Steps:
    stored = {"learnt": row.learnt, "to_apply": row.to_apply}
    school = row.sending_school.name
    return {
        "give-feedback": Step(
            "写反馈", "学到的做法告诉原校", f"向{school}反馈学到的做法", f"反馈已交给{school}。",
            ["原校看过以前，还可以改。"], [*FEEDBACK, files_input(FileKind.feedback_paper, "反馈材料")],
            "交给原校", values=stored,
        ),
        "edit-feedback": Step(
            "改反馈", "原校看过以前可以改", f"改交给{school}的反馈", "反馈已改好。", [], FEEDBACK, "保存",
            values=stored,
        ),
    }  # fmt: skip


def _reading(row: HandoverDetail) -> Steps:
    name = words.name(row)
    return {
        "read-feedback": Step(
            "看过反馈", "标记为已查看", f"标记{name}的反馈为已查看？", "已标记。",
            ["标记后反馈不能再改，教师会看到学校看过了。"], button="标记为已查看",
        ),
        "share": Step(
            "登记传达", "在本校向教师传达", f"{name}在本校传达学到的做法", "传达日期已登记。",
            ["外出学习的内容和体会，要向全校教师传达。"], [Input("shared_on", "传达日期", "date")], "登记",
            values={"shared_on": row.shared_on or clock.today()},
        ),
    }  # fmt: skip


def main_step(row: HandoverDetail) -> str:
    """Return the one step that gets the solid button."""
    order = ("hand-over", "give-feedback", "read-feedback")
    return next((action for action in order if action in row.allowed_actions), "")
