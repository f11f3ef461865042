"""What pages say of disagreements."""

from services.contracts.assignments import AssignmentRow
from services.contracts.codes import AssignmentParty
from services.contracts.disagreements import Answer, DisagreementDetail, DisagreementRow
from services.web.wording import at, day


def who(row: DisagreementRow) -> str:
    """Return the person whose plan it is about."""
    return row.name or "没有姓名"


def task(row: DisagreementRow) -> str:
    """Return 陈思远到云坪镇中心小学支教."""
    return f"{who(row)}到{row.receiving_school.name}{row.mode.label}"


WITHOUT_CITY = ("11", "12", "31", "50")
"""Municipalities: what crosses their counties is decided by the province's office."""


def deciders(row: DisagreementRow | AssignmentRow) -> str:
    """Return who decides between the two counties: 区县协调人, or the supervisor above both (architecture §5)."""
    home, receiving = row.home_county_code, row.receiving_county_code
    if home == receiving:
        return "区县协调人"
    in_one_city = home[:4] == receiving[:4] and not home.startswith(WITHOUT_CITY)
    return "市级督导" if in_one_city else "省级督导"


def told(row: DisagreementDetail) -> list[dict[str, object]]:
    """Return everything that was said, in turn, as entries of a timeline; the settling last."""
    first = {
        "at": at(row.raised_at),
        "what": f"{row.raised_by.label}：{row.words or '（内容不给这个账号看）'}",
        "sub": row.raised_by_name or "",
        "bad": True,
    }
    last = [] if row.settled_at is None else [_settled(row)]
    return [first, *(_answer(each) for each in row.answers), *last]


def _answer(each: Answer) -> dict[str, object]:
    only = "，只给本方和处理的一方看" if each.own_side_only and each.party is not AssignmentParty.office else ""
    sub = f"{each.said_by or ''}{only}".lstrip("，")
    return {"at": at(each.said_at), "what": f"{each.party.label}：{each.words}", "sub": sub, "bad": False}


def _settled(row: DisagreementDetail) -> dict[str, object]:
    why = f"：{row.reason}" if row.reason else ""
    when = at(row.settled_at) if row.settled_at else ""
    return {"at": when, "what": f"{row.status.label}{why}", "sub": row.settled_by_name or "", "bad": False}


def raised(row: DisagreementRow) -> str:
    """Return 派出学校，12月3日."""
    return f"{row.raised_by.label}，{day(row.raised_at)}"
