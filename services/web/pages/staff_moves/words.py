"""What pages say of moves between schools and of establishments."""

from services.contracts.codes import HeadcountState
from services.contracts.staff_moves import HeadcountRow, HeadcountSums, MoveSide, StaffMoveDetail, StaffMoveRow
from services.web.wording import day

UNKNOWN = "未登记"
_LOOKS = {
    HeadcountState.over: "bad", HeadcountState.under: "todo", HeadcountState.even: "done",
    HeadcountState.unknown: "neutral",
}  # fmt: skip
WHO_DECIDES = "同一区县、调入学校有空编的，学校自己定，报区县备案；没有空编或没登记编制的，区县批；跨区县的，上一级批。"


def name(row: StaffMoveRow) -> str:
    """Return the person's name, or that there is none to see."""
    return row.name or "一名教职工"


def title(row: StaffMoveRow) -> str:
    """Return 陈立群调往云坪镇中心小学."""
    return f"{name(row)}调往{row.to_school.name}"


def schools(row: StaffMoveRow) -> str:
    """Return 县实验小学 → 云坪镇中心小学."""
    return f"{row.from_school.name} → {row.to_school.name}"


def when(row: StaffMoveRow) -> str:
    """Return 12月20日调动, or since when it could not be done."""
    if row.moved_on:
        return f"{day(row.moved_on)}已调入"
    return f"{day(row.planned_on)}调动"


def posts(row: MoveSide | HeadcountRow) -> str:
    """Return 40名, or 未登记."""
    return f"{row.approved}名" if row.approved is not None else UNKNOWN


def balance(state: HeadcountState, approved: int | None, in_quota: int) -> str:
    """Return 超编2人, 缺编3人, 正好, 未登记."""
    gap = 0 if approved is None else in_quota - approved
    return f"{state.label}{abs(gap)}人" if gap else state.label


def colour(state: HeadcountState) -> str:
    """Return the class of a tag."""
    return _LOOKS[state]


def sums(told: HeadcountSums | None) -> str:
    """Return 超编2所，共多5人；缺编3所，共少8人；正好4所；未登记1所."""
    if told is None:
        return ""
    parts = [
        f"超编{told.over}所" + (f"，共多{told.people_over}人" if told.over else ""),
        f"缺编{told.under}所" + (f"，共少{told.people_under}人" if told.under else ""),
        f"正好{told.even}所", f"未登记{told.unknown}所",
    ]  # fmt: skip
    return "；".join(parts)


def known(told: HeadcountSums | None) -> str:
    """Return 已登记的学校共核定120名，在编118人."""
    if told is None or not told.over + told.under + told.even:
        return ""
    return f"已登记的学校共核定{told.approved}名，在编{told.in_quota}人"


def subjects(row: StaffMoveDetail) -> list[tuple[str, str, str]]:
    """Return (subject, people at the school left, people at the new one), the subject of the move first."""
    sides = [{each.subject: each.people for each in side.subjects} for side in (row.from_side, row.to_side)]
    named = sorted({*sides[0], *sides[1]}, key=lambda each: (each != row.subject, -sides[0].get(each, 0), each))
    return [(each or "没有登记学科", *(f"{side.get(each, 0)}人" for side in sides)) for each in named]  # type: ignore[misc] # two sides
