"""What pages say of an assignment."""

from services.contracts.assignments import (
    AssignmentDetail,
    AssignmentExtension,
    AssignmentFinding,
    AssignmentLink,
    AssignmentRow,
    Confirmation,
    FactCorrection,
)
from services.contracts.codes import Code, Locality, Post, RuleEffect, Sex, Stage, Title
from services.web.wording import day

PARTS = {"sending": "派出学校", "receiving": "接收学校", "county": "县区"}
NOBODY = "没有姓名"
FACTS: dict[str, tuple[str, type[Code] | None]] = {
    "post": ("职务", Post), "title": ("职称", Title), "stage": ("学段", Stage), "sex": ("性别", Sex),
    "age": ("年龄", None),
    "sending_locality": ("派出学校城乡", Locality), "receiving_locality": ("接收学校城乡", Locality),
}  # fmt: skip
RESULTS = {True: "yes", False: "no", None: "unknown"}
_LINKS = {"replaces": "接替{name}", "replaced_by": "由{name}接替", "swapped_with": "和{name}互换过任务"}


def who(row: AssignmentRow) -> str:
    """Return the person's name."""
    return row.name or NOBODY


def title(row: AssignmentRow) -> str:
    """Return 陈思远到云坪镇中心小学支教."""
    return f"{who(row)}到{row.receiving_school.name}{row.mode.label}"


def work(row: AssignmentRow) -> str:
    """Return 数学·全职."""
    return "·".join(part for part in (row.subject, row.workload.label) if part)


def confirmed(row: AssignmentRow) -> str:
    """Return how many of the three have confirmed, and who has not."""
    missing = [PARTS.get(each.by, each.by) for each in row.confirmations if each.confirmed_at is None]
    if not missing:
        return "三方已确认"
    return "三方都没确认" if len(missing) == len(PARTS) else f"等{'、'.join(missing)}确认"


def confirmation(each: Confirmation) -> tuple[str, str, str]:
    """Return the result for a why row, the part, and when by whom."""
    part = PARTS.get(each.by, each.by)
    if each.confirmed_at is None:
        return "unknown", part, "还没有确认"
    by = f"，{each.confirmed_by}" if each.confirmed_by else ""
    return "yes", part, f"{day(each.confirmed_at)}确认{by}"


def extension(each: AssignmentExtension) -> str:
    """Return 2027年1月31日延到8月31日：接着教完这一学年."""
    why = f"：{each.reason}" if each.reason else ""
    return f"从{day(each.from_end_on)}延到{day(each.to_end_on)}{why}"


def facts(row: AssignmentDetail) -> list[tuple[str, str]]:
    """Return what was frozen at confirmation, for statistics."""
    frozen = row.facts
    sides = [frozen.sending_locality, frozen.receiving_locality]
    places = " → ".join(side.label if side else "待核实" for side in sides)
    return [
        ("职务", frozen.post.label if frozen.post else "待核实"),
        ("职称", frozen.title.label if frozen.title else "待核实"),
        ("学段", frozen.stage.label if frozen.stage else "待核实"),
        *([("年龄", f"{frozen.age}岁")] if frozen.age is not None else []),
        ("城乡", places),
        ("接收岗位", row.receiving_post or ""),
    ]


def link(each: AssignmentLink) -> str:
    """Return 由罗晓雯接替."""
    return _LINKS[each.how].format(name=each.name or NOBODY)


def correction(each: FactCorrection) -> str:
    """Return 12月3日改正职称，一级改为高级：职称证书日期看错."""
    label, codes = FACTS.get(each.field, (each.field, None))
    told = f"{day(each.corrected_at)}改正{label}"
    if each.became is None:
        return told
    was, became = (_fact(value, codes) for value in (each.was, each.became))
    return f"{told}，{was}改为{became}：{each.reason}"


def _fact(value: str | None, codes: type[Code] | None) -> str:
    if not value:
        return "待核实"
    return next((each.label for each in codes or () if each.value == value), value)


def finding(each: AssignmentFinding) -> dict[str, str]:
    """Return a rule for the panel of reasons: met or not, what there is, how strict it is and what it rests on."""
    strict = "不符合就不能确认" if each.effect is RuleEffect.refuse else "只提醒"
    sub = f"{strict}。依据：{each.source}"
    return {"result": RESULTS[each.is_met], "what": f"{each.title}：{each.text}", "sub": sub}


def unmet(row: AssignmentDetail) -> list[str]:
    """Return what the plan does not meet, in words."""
    return [f"不符合“{each.title}”：{each.text}。" for each in row.findings if each.is_met is False]
