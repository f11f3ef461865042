"""The steps of a move between schools (W-17): what each page asks and says."""

from services.contracts.staff_moves import StaffMoveDetail, SurplusMeasureRow
from services.web.entry import Trail
from services.web.inputs import Input, reason
from services.web.pages.staff_moves import words
from services.web.steps import Step, Steps, Subject

MAIN = ("approve", "carry-out", "file")
"""What a move waits for: the first of these that the caller may do gets the solid button."""
WHY = "两校和区县都能看到。不写病情和家庭情况。"


def trail_of() -> Trail:
    """Return where the pages of a move stand."""
    return [("调动", "/staff-moves")]


def subject(row: StaffMoveDetail) -> Subject:
    """Return the move with its steps."""
    path = f"/staff-moves/{row.id}"
    facts = [("状态", row.status.label), ("两校", words.schools(row)), ("日期", words.when(row))]
    trail = [*trail_of(), (words.title(row), path)]
    return Subject(path, trail, row.version, row.allowed_actions, _steps(row), facts)


def _steps(row: StaffMoveDetail) -> Steps:
    return {**_sending(row), **_deciding(row), **_settled(row)}


def _content(row: StaffMoveDetail) -> str:
    return f"{words.name(row)}，{words.schools(row)}，{words.when(row)}，{row.reason.label}。"


def _sending(row: StaffMoveDetail) -> Steps:
    title = words.title(row)
    on_day = "日期是今天或已过的，马上把人员记录转到新学校；以后的，到那天系统自动转。"
    return {
        "edit": Step("修改", "报备案、批准以前能改", "", ""),
        "file": Step(
            "报备案", "学校已决定，报区县备案", f"把{title}报区县备案？", "已报备案。到日子人员记录自动转到新学校。",
            [_content(row), f"退回的原因：{row.return_reason}" if row.return_reason else "", on_day], button="报备案",
        ),
        "propose": Step(
            "报区县批准", "没有空编，或要区县统筹的", f"把{title}报区县批准？", "已报区县，等批准。",
            [_content(row), f"退回的原因：{row.return_reason}" if row.return_reason else ""], button="报区县批准",
        ),
        "withdraw": Step(
            "撤回", "不调了用，记录会保留", f"撤回{title}？", "已撤回，记录保留。", [_content(row)],
            [reason("撤回原因", WHY)], danger=True,
        ),
    }  # fmt: skip


def _deciding(row: StaffMoveDetail) -> Steps:
    title, control = words.title(row), row.control
    controlled = control is not None and not control.ok
    must = controlled and control is not None and control.refuses
    told = f"{control.text}（{control.source}）。" if controlled and control is not None else ""
    override = Input(
        "override_reason", "仍然批准的理由", "area", f"按规定一般不批。{WHY}", maxlength=500, ask="请写仍然批准的理由"
    )
    sides = [
        f"{side.school.name}：核定编制{words.posts(side)}，在编{side.in_quota}人，"
        f"{words.balance(side.state, side.approved, side.in_quota)}。"
        for side in (row.from_side, row.to_side)
    ]
    return {
        "approve": Step(
            "批准", "批准后到日子自动转人员记录", f"批准{title}？", "已批准。到日子人员记录自动转到新学校。",
            [_content(row), *sides, told, "日期已过的，从今天起算，马上转。"], [override] if must else [], "批准",
        ),
        "reject": Step(
            "不批准", "学校能看到原因", f"不批准{title}？", "已记下不批准，学校能看到原因。", [_content(row)],
            [reason("不批准的原因", WHY)], danger=True,
        ),
        "return": Step(
            "退回备案", "调动日期以前能退", f"退回{title}的备案？", "已退回，学校能看到原因。", [_content(row)],
            [reason("退回原因", "学校改好再报，或改报区县批准。")],
        ),
    }  # fmt: skip


def _settled(row: StaffMoveDetail) -> Steps:
    title = words.title(row)
    return {
        "postpone": Step(
            "改日期", "到日子办不成，或要晚些办", f"{title}改到哪天？", "日期已改。", [_content(row)],
            [Input("planned_on", "新的调动日期", "date"), reason("改日期的原因", WHY)],
            values={"planned_on": row.planned_on},
        ),
        "carry-out": Step(
            "现在办", "日期已到，再试一次", f"现在把{words.name(row)}的人员记录转到{row.to_school.name}？",
            "人员记录已转到新学校。",
            [f"上次没办成：{row.held_why}" if row.held_why else "", _content(row)], button="现在办",
        ),
        "void": Step(
            "作废", "批错、报错了用，记录会保留", f"作废{title}？", "已作废，记录保留。", [_content(row)],
            [reason("作废原因", WHY)], danger=True,
        ),
    }  # fmt: skip


def main_step(row: StaffMoveDetail) -> str:
    """Return the one step that the move waits for from this caller."""
    return next((each for each in MAIN if each in row.allowed_actions), "")


def measure_subject(row: SurplusMeasureRow) -> Subject:
    """Return a surplus measure with its one step."""
    what = f"{row.school.name}{row.method.label}{row.people}人"
    home = f"/surplus-measures?school_id={row.school.id}"
    step = Step("作废", "登记错了用", f"作废这条记录：{what}？", "已作废，记录保留。", [], [reason()], danger=True)
    trail = [("编制", "/headcounts"), ("超编消化", home)]
    return Subject(f"/surplus-measures/{row.id}", trail, row.version, row.allowed_actions, {"void": step}, home=home)
