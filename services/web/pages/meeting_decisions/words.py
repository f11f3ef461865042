"""Decisions of joint meetings in words."""

from services.contracts.codes import DecisionStatus, ResponsibleSide
from services.contracts.joint_work import DecisionOut
from services.web.wording import day


def title(row: DecisionOut) -> str:
    """Return what was decided, as far as the reader may know."""
    return row.text or "会上定的一件事"


def who(row: DecisionOut) -> str:
    """Return 云坪镇中心小学，教导处."""
    names = {
        ResponsibleSide.supporting: row.supporting_school.name,
        ResponsibleSide.recipient: row.recipient_school.name,
        ResponsibleSide.both: "两校一起",
    }
    return f"{names[row.responsible]}，{row.person}" if row.person else names[row.responsible]


def schools(row: DecisionOut) -> str:
    """Return 县实验小学 → 白果镇小学."""
    return f"{row.supporting_school.name} → {row.recipient_school.name}"


def due(row: DecisionOut) -> str:
    """Return 12月16日前落实, 应在11月16日前落实，已过期, 11月18日落实."""
    if row.status is DecisionStatus.done and row.done_on:
        return f"{day(row.done_on)}落实"
    if row.status is DecisionStatus.void:
        return "已作废"
    return f"应在{day(row.due_on)}前落实，已过期" if row.overdue else f"{day(row.due_on)}前落实"


def sub(row: DecisionOut) -> str:
    """Return who, by when, and the note."""
    note = f"。{row.note}" if row.note else ""
    return f"{who(row)}，{due(row)}{note}"
