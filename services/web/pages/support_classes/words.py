"""What pages say of support classes."""

from services.contracts.support_classes import SupportClassDetail, SupportClassRow
from services.web.wording import money, school_year

POSTS = "从本校在职教师，或正在这对结对里交流的人里选。一个人可以兼几个岗位。"


def title(row: SupportClassRow) -> str:
    """Return 高一支援一班, or that there is no name to see."""
    return f"{row.grade or ''}{row.name}" if row.name else "支援班"


def schools(row: SupportClassRow) -> str:
    """Return 县一中 → 城关中学."""
    return f"{row.supporting_school.name} → {row.recipient_school.name}"


def year(row: SupportClassRow) -> str:
    """Return 2026–2027学年."""
    return f"{school_year(row.school_year)}学年"


def pupils(row: SupportClassRow) -> str:
    """Return 计划45人，实有43人."""
    had = f"，实有{row.pupils_enrolled}人" if row.pupils_enrolled else ""
    return f"计划{row.pupils_planned}人{had}"


def teachers(row: SupportClassRow) -> str:
    """Return 班主任罗晓雯，语文陈立群, or that nobody is named yet."""
    form = f"班主任{row.class_teacher}" if row.class_teacher else ""
    return "，".join(each for each in (form, row.teachers) if each) or "还没派任"


def funds(row: SupportClassDetail) -> str:
    """Return 1笔，计划8,000元，已拨付0元."""
    if not row.funds.count:
        return "还没有记"
    return f"{row.funds.count}笔，计划{money(row.funds.planned)}，已拨付{money(row.funds.given)}"
