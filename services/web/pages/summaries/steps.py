"""The steps of a summary (SM-8): what each page asks and says."""

from collections.abc import Sequence

from services.contracts.codes import AppraisalGrade, SummaryStatus
from services.contracts.summaries import SummaryDetail
from services.web.entry import Trail
from services.web.filters import choices
from services.web.inputs import Input, reason
from services.web.pages.summaries import words
from services.web.steps import Step, Steps, Subject

ORDER = (SummaryStatus.submitted_to_recipient, SummaryStatus.reviewed, SummaryStatus.forwarded, SummaryStatus.filed)


def subject(row: SummaryDetail, trail: Trail) -> Subject:
    """Return the summary with its steps."""
    path = f"/summaries/{row.id}"
    facts = [("状态", row.status.label), ("等次", row.grade.label if row.grade else "还没有评议")]
    steps = {**_handing_in(row), **_passing_on(row)}
    return Subject(path, [*trail, (words.title(row), path)], row.version, row.allowed_actions, steps, facts)


def _handing_in(row: SummaryDetail) -> Steps:
    lacking = words.missing(row)
    return {
        "submit": Step(
            "交给接收学校", "由接收学校评议", f"把{words.title(row)}交给{row.receiving_school.name}？",
            "总结已交，等接收学校评议。",
            [*([f"{lacking}，先补上。"] if lacking else []), "交了以后不能再改；要改，请接收学校退回。"],
            button="交给接收学校",
        ),
        "return": Step(
            "退回", "写明要改什么", f"退回{words.title(row)}？", "总结已退回，教师会看到原因。", ["教师改好后再交。"],
            [reason("哪里要改", "教师和派出学校看得到。")], danger=True,
        ),
    }  # fmt: skip


def _passing_on(row: SummaryDetail) -> Steps:
    return {
        "review": Step(
            "评议", "写意见，定等次", f"评议{words.title(row)}", "评议已登记。接着转送派出学校和县区。",
            ["教师本人和两边学校都看得到。"],
            [
                Input("opinion", "评议意见", "area", "做得怎样、起了什么作用。不写学生姓名。", maxlength=2000),
                Input("grade", "等次", "radio", choices=choices(AppraisalGrade)),
            ],
            "登记评议",
        ),
        "forward": Step(
            "转送", "送到派出学校和县区", f"把{words.title(row)}转送{row.sending_school.name}？",
            "已转送派出学校和县区。",
            ["转送后由派出学校存入个人档案。"], button="转送",
        ),
        "file": Step(
            "入档", "存入个人档案", f"把{words.title(row)}存入个人档案？", "已存入个人档案。",
            ["入档后不能再改，个人页面上能看到。"], button="入档",
        ),
    }  # fmt: skip


def main_step(allowed: Sequence[str], *, lacking: bool) -> str:
    """Return the one step that gets the solid button."""
    waits = ("review", "forward", "file") if lacking else ("submit", "review", "forward", "file")
    return next((action for action in waits if action in allowed), "")


def progress(row: SummaryDetail) -> list[dict[str, str]]:
    """Return SM-8 as ticked rows: 交给接收学校, 评议, 转送, 入档."""
    done = ORDER.index(row.status) if row.status in ORDER else -1
    return [
        {"result": "yes" if place <= done else "unknown", "what": label, "sub": when}
        for place, (label, when) in enumerate(words.way(row))
    ]
