"""Dated decisions on a school: what each page asks and says."""

from services.contracts.codes import Locality, SchoolFlag
from services.contracts.files import FileKind
from services.contracts.places import SchoolDetail
from services.web import clock
from services.web.filters import choices
from services.web.inputs import Input, coded
from services.web.pages.files.words import files_input
from services.web.pages.schools.fields import BASIS
from services.web.steps import Step, Subject


def subject(school: SchoolDetail) -> Subject:
    """Return the school with its steps."""
    path = f"/schools/{school.id}"
    facts = [("名称", school.name), ("城乡", school.locality.label if school.locality else "待核实")]
    facts += [("薄弱学校", "是" if school.weak else "不是")]
    steps = {
        "decide-locality": _locality(school), "set-flag": _flag(school), "set-headcount": _headcount(school),
        "delegate": _LINKS["delegate"], "succession": _LINKS["succession"], "close": _close(school),
    }  # fmt: skip
    if "join" in school.allowed_actions and "succeed" not in school.allowed_actions:
        steps["succession"] = _LINKS["join"]
    trail = [("学校", "/schools"), (school.name, path)]
    allowed = list(school.allowed_actions)
    if {"succeed", "reopen", "join"} & set(allowed):
        allowed.append("succession")
    if school.reports_by is not None and "delegate" in allowed:
        allowed.remove("delegate")
    return Subject(path, trail, school.version, allowed, steps, facts)


def _locality(school: SchoolDetail) -> Step:
    proposed = school.proposed_locality
    said = f"按城乡分类代码{school.urban_rural_code}，建议定为{proposed.label}。" if proposed else ""
    lines = ["之前的认定到前一天为止，历史统计不变。", said or "城乡分类没有给出建议，由县里认定。"]
    known = proposed or school.locality
    inputs = [
        Input("locality", "城乡", "radio", choices=choices(Locality)),
        Input("start_on", "从哪天起", "date", "交流方向按这天起的认定算"),
        BASIS,
        files_input(FileKind.decision_basis, "依据文件"),
    ]
    values = {"start_on": clock.today(), "locality": known.value if known else ""}
    return Step(
        "认定城乡", "影响交流方向，从定的那天起算", f"认定{school.name}是城区还是农村", f"{school.name}的城乡已认定。",
        lines, inputs, "保存认定", values=values,
    )  # fmt: skip


def _flag(school: SchoolDetail) -> Step:
    inputs = [
        coded("flag", "属性", SchoolFlag),
        Input("value", "是不是", "radio", choices=[("true", "是"), ("false", "不是，或不再是")]),
        Input("start_on", "从哪天起", "date"),
        BASIS,
        files_input(FileKind.decision_basis, "依据文件"),
    ]
    values = {"flag": SchoolFlag.weak.value, "value": "false" if school.weak else "true", "start_on": clock.today()}
    return Step(
        "认定薄弱等属性", "薄弱、边远、山区、优质等", f"认定{school.name}的属性", f"{school.name}的属性已认定。",
        ["之前的认定到前一天为止，历史统计不变。"], inputs, "保存认定", values=values,
    )  # fmt: skip


def _headcount(school: SchoolDetail) -> Step:
    inputs = [
        Input("approved", "编制数", "number", "编制部门核定的总数"),
        Input("senior_posts", "高级岗位数", "number"),
        Input("middle_posts", "中级岗位数", "number"),
        Input("junior_posts", "初级岗位数", "number"),
        Input("start_on", "从哪天起", "date"),
        BASIS,
    ]
    now = school.headcount
    values: dict[str, object] = {"start_on": clock.today()}
    if now is not None:
        values |= {name: getattr(now, name) for name in ("approved", "senior_posts", "middle_posts", "junior_posts")}
    return Step(
        "定编制和岗位", "编制数，高、中、初级岗位数", f"{school.name}的编制和岗位",
        f"{school.name}的编制和岗位已保存。",
        ["之前核定的到前一天为止。三类岗位加起来不超过编制数。"], inputs, "保存", values=values,
    )  # fmt: skip


_LINKS = {
    "delegate": Step("定代报", "教学点的月报由中心校代报", "", ""),
    "join": Step("跨县区合并", "和别的县区的学校合并，或由它接收", "", "", danger=True),
    "succession": Step("更名撤并", "更名、合并、分设、撤销、恢复", "", "", danger=True),
}
"""Steps that have pages of their own."""


def _close(school: SchoolDetail) -> Step:
    inputs = [Input("closed_on", "最后一天", "date"), Input("reason", "原因和依据", maxlength=80)]
    lines = ["停办后不能再安排交流和结对，以前的记录都保留。", "还有在期的结对或交流时，要先结束或改派。"]
    return Step(
        "定停办日期", "没有在办的事，先定最后一天", f"定停办日期：{school.name}", f"{school.name}的停办日期已定。",
        lines, inputs, danger=True, values={"closed_on": clock.today()},
    )  # fmt: skip
