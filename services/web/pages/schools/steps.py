"""Dated decisions on a school: what each page asks and says."""

from services.contracts.codes import Locality, SchoolFlag
from services.contracts.places import SchoolDetail
from services.web import clock
from services.web.filters import choices
from services.web.inputs import Input, coded
from services.web.steps import Step, Subject

BASIS = Input("basis", "依据", hint="文件名和文号，比如：区教发〔2026〕18号", maxlength=80)


def subject(school: SchoolDetail) -> Subject:
    """Return the school with its steps."""
    path = f"/schools/{school.id}"
    facts = [("名称", school.name), ("城乡", school.locality.label if school.locality else "待核实")]
    facts += [("薄弱学校", "是" if school.weak else "不是")]
    steps = {"decide-locality": _locality(school), "set-flag": _flag(school), "close": _close(school)}
    trail = [("学校", "/schools"), (school.name, path)]
    return Subject(path, trail, school.version, school.allowed_actions, steps, facts)


def _locality(school: SchoolDetail) -> Step:
    proposed = school.proposed_locality
    said = f"按城乡分类代码{school.urban_rural_code}，建议定为{proposed.label}。" if proposed else ""
    lines = ["之前的认定到前一天为止，历史统计不变。", said or "城乡分类没有给出建议，由县里认定。"]
    known = proposed or school.locality
    inputs = [
        Input("locality", "城乡", "radio", choices=choices(Locality)),
        Input("start_on", "从哪天起", "date", "交流方向按这天起的认定算"),
        BASIS,
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
    ]
    values = {"flag": SchoolFlag.weak.value, "value": "false" if school.weak else "true", "start_on": clock.today()}
    return Step(
        "认定薄弱等属性", "薄弱、边远、山区、优质", f"认定{school.name}的属性", f"{school.name}的属性已认定。",
        ["之前的认定到前一天为止，历史统计不变。"], inputs, "保存认定", values=values,
    )  # fmt: skip


def _close(school: SchoolDetail) -> Step:
    inputs = [Input("closed_on", "最后一天", "date"), Input("reason", "原因和依据", maxlength=80)]
    lines = ["撤并后不能再安排交流和结对，以前的记录都保留。", "还有在期的结对或交流时，要先结束或改派。"]
    return Step(
        "撤并", "还有在期的结对或交流时不能办", f"撤并{school.name}？", f"{school.name}已登记撤并。",
        lines, inputs, danger=True, values={"closed_on": clock.today()},
    )  # fmt: skip
