"""The steps of a support class (W-25): what each page asks and says."""

from services.contracts.support_classes import SupportClassDetail
from services.web import clock
from services.web.entry import Trail
from services.web.inputs import Input, reason
from services.web.pages.support_classes import words
from services.web.steps import Step, Steps, Subject

MAIN = ("join", "approve", "propose", "staff", "start")
"""What a class waits for: the first of these that the caller may do gets the solid button."""


def trail_of(row: SupportClassDetail) -> Trail:
    """Return where the pages of a class stand: below its pairing."""
    return [("结对", "/pairings"), ("支援班", f"/pairings/{row.pairing_id}?tab=support_classes")]


def subject(row: SupportClassDetail) -> Subject:
    """Return the class with its steps."""
    path = f"/support-classes/{row.id}"
    facts = [("状态", row.status.label), ("学年", words.year(row)), ("学生", words.pupils(row))]
    trail = [*trail_of(row), (words.title(row), path)]
    return Subject(path, trail, row.version, row.allowed_actions, _steps(row), facts)


def _steps(row: SupportClassDetail) -> Steps:
    return {**_applying(row), **_running(row)}


def _applying(row: SupportClassDetail) -> Steps:
    name, county = words.title(row), f"{row.place_school.name}所在的区县"
    content = f"{name}，{words.year(row)}，{words.pupils(row)}，办在{row.place_school.name}。"
    return {
        "join": Step(
            "一起申请", f"同意后送{county}", f"和对方学校一起申请办{name}？", "两校已一起申请，等区县批。",
            [content, f"同意后由{county}批准或退回。不同意的，返回后选“作废”，写明原因。"], button="一起申请",
        ),
        "propose": Step(
            "改好再报", "按退回的原因改好以后办", f"把{name}再报一次？", "已提出，等另一校再一起申请。",
            [f"退回的原因：{row.return_reason}" if row.return_reason else "", content], button="再报一次",
        ),
        "edit": Step("改申请", "另一校一起申请以前，或退回以后能改", "", ""),
        "approve": Step(
            "批准", "批准后面向全县招生", f"批准办{name}？", "已批准。下一步：支援学校派任教师。",
            [content, "批准后支援学校派任班主任和科任教师。"], button="批准",
        ),
        "return": Step(
            "退回", "两校能看到原因，改好再报", f"把{name}退回？", "已退回，两校能看到原因。", [content],
            [reason("退回原因", "两校都能看到。写明要改哪里。")],
        ),
    }  # fmt: skip


def _running(row: SupportClassDetail) -> Steps:
    name = words.title(row)
    gaps = [each.text for each in row.checks if not each.ok]
    return {
        "assign": Step("派任教师", "班主任和各科教师，一个一个选", "", ""),
        "staff": Step(
            "派任完毕", "该派的都派了，等开班", f"{name}的教师派任完毕？", "教师已派任完毕。下一步：开班。",
            [words.teachers(row) + "。", *(f"{text}。" for text in gaps)], button="派任完毕",
        ),
        "start": Step(
            "开班", "登记开班日期和学生数", f"{name}哪天开班？", "已登记开班。", [],
            [Input("started_on", "开班日期", "date"), Input("pupils_enrolled", "实际学生数", "number")], "开班",
            values={"started_on": clock.today(), "pupils_enrolled": row.pupils_planned},
        ),
        "end": Step(
            "结束", "学生毕业、并班，不再办了用", f"结束{name}？", "支援班已结束。", ["结束后不能再改。"],
            [Input("ended_on", "最后一天", "date"), reason()], danger=True, values={"ended_on": clock.today()},
        ),
        "void": Step(
            "作废", "不办了或登记错了用，记录会保留", f"作废{name}？", "已作废，记录保留。",
            ["两校和区县都能看到原因。"], [reason()], danger=True,
        ),
    }  # fmt: skip


def main_step(row: SupportClassDetail) -> str:
    """Return the one step that the class waits for from this caller."""
    if "staff" in row.allowed_actions and not row.post_count:
        return "assign"
    return next((each for each in MAIN if each in row.allowed_actions), "")
