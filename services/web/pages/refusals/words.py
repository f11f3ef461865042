"""What pages say of refusals."""

from collections.abc import Sequence

from services.contracts.codes import RefusalMeasure, RefusalStatus
from services.contracts.refusals import MeasureOut, RefusalDetail, RefusalRow, StatementOut
from services.web.wording import at, dated, day, school_year

READERS = "只有本人、本人所在学校的领导和区县看得到。"
DEFERRAL = "有正当理由暂时不能参加的，不走这里：由本人和学校报区县教育局批准暂缓交流。批准暂缓的，这里办“不作处理”。"


def name(row: RefusalRow) -> str:
    """Return the teacher's name."""
    return row.name or "没有姓名"


def title(row: RefusalRow) -> str:
    """Return 陈思远拒不参加2026-2027学年交流."""
    return f"{name(row)}拒不参加{school_year(row.school_year)}学年交流"


def measure(each: MeasureOut) -> str:
    """Return one consequence with its year, last day or document."""
    if each.measure is RefusalMeasure.appraisal_capped and each.school_year is not None:
        return f"{school_year(each.school_year)}学年{each.measure.label}"
    if each.measure is RefusalMeasure.waiting:
        return f"到{dated(each.until_on)}为止不得再次申请交流" if each.until_on else "不得再次申请交流，没有写期限"
    return f"{each.measure.label}（{each.document_no}）"


def measures(found: Sequence[MeasureOut]) -> str:
    """Return all of them on one line."""
    return "；".join(measure(each) for each in found)


def now(row: RefusalRow) -> str:
    """Return what stands next, for a line of the list."""
    if row.status is RefusalStatus.open:
        return "等听取本人陈述"
    if row.status is RefusalStatus.heard:
        return "等区县处理"
    return measures(row.measures) if row.status is RefusalStatus.decided else ""


def facts(row: RefusalDetail) -> list[tuple[str, str]]:
    """Return what is recorded beside the words."""
    found = [
        ("姓名", name(row)),
        ("学校", row.school.name),
        ("学年", f"{school_year(row.school_year)}学年"),
        ("拒绝日期", day(row.refused_on)),
        ("登记人", row.opened_by or "随交流任务登记"),
    ]
    if row.named_in:
        found.append(("确定名单的文件", row.named_in))
    if row.employed_until:
        found.append(("人事关系", f"到{dated(row.employed_until)}"))
    return found


def said(each: StatementOut) -> dict[str, object]:
    """Return one statement as an entry of a timeline."""
    by = f"，{each.said_by}登记" if each.said_by else ""
    return {
        "at": at(each.said_at),
        "what": f"{each.kind.label}：{each.words}",
        "sub": f"{day(each.heard_on)}{by}",
        "bad": False,
    }


def closing(row: RefusalDetail) -> list[tuple[str, str]]:
    """Return how it ended: day, who, ground, reason."""
    pairs = [
        ("处理日期", day(row.decided_on) if row.decided_on else ""),
        ("处理人", row.decided_by or ""),
        ("不作处理的理由", row.ground.label if row.ground else ""),
        ("说明", row.closed_reason),
    ]
    return [(label, text) for label, text in pairs if text]


def waits(row: RefusalDetail) -> str:
    """Return who has to do what now."""
    if row.status is RefusalStatus.open:
        return f"先听取{name(row)}的陈述：本人用自己的账号写，或者学校、区县登记。没有听取，不能作处理。"
    if row.status is RefusalStatus.heard:
        return "已听取陈述，由区县作出处理，或者不作处理。"
    return ""


def told(row: RefusalDetail) -> list[dict[str, object]]:
    """Return everything that was said, as a timeline."""
    return [said(each) for each in row.statements]
