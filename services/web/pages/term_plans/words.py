"""What pages say of the plans of a pairing."""

from services.contracts.codes import PairSide, TermPlanStatus
from services.contracts.term_plans import PlanMeasureOut, TermPlanDetail, TermPlanRow
from services.web.pages.commitments import words as promises
from services.web.wording import dated, day, school_year

OTHER = {PairSide.supporting: PairSide.recipient, PairSide.recipient: PairSide.supporting}
BEING_WRITTEN = frozenset({TermPlanStatus.draft, TermPlanStatus.returned})


def span(plan: TermPlanRow) -> str:
    """Return 2026–2027学年秋季学期, or 2026–2027学年."""
    term = "" if plan.span.value == "year" else plan.span.label
    return f"{school_year(plan.school_year)}学年{term}"


def title(plan: TermPlanRow) -> str:
    """Return 2026–2027学年秋季学期帮扶计划."""
    return f"{span(plan)}帮扶计划"


def schools(plan: TermPlanRow) -> str:
    """Return 支援学校 → 受援学校."""
    return f"{plan.supporting_school.name} → {plan.recipient_school.name}"


def term(plan: TermPlanRow) -> str:
    """Return 2026年9月1日至2027年1月31日."""
    return f"{dated(plan.start_on)}至{dated(plan.end_on)}"


def version(plan: TermPlanRow) -> str:
    """Return 第2版; nothing for the first."""
    return f"第{plan.revision}版" if plan.revision > 1 else ""


def standing(plan: TermPlanRow) -> str:
    """Return 11月18日商定, 11月12日送出, or who writes it."""
    if plan.agreed_on is not None:
        return f"{day(plan.agreed_on)}商定"
    if plan.proposed_on is not None and plan.status is TermPlanStatus.proposed:
        return f"{day(plan.proposed_on)}送出，等{OTHER[plan.drafted_by].label}同意"
    return f"{plan.drafted_by.label}起草"


def what(measure: PlanMeasureOut) -> str:
    """Return what is to be done: the typed words, the commitment, or both."""
    told = ""
    if measure.commitment is not None:
        told = f"{measure.commitment.item or measure.commitment.measure.label}，{promises.often(measure.commitment)}"
    return "：".join(filter(None, (measure.what, told)))


def lacks(plan: TermPlanDetail) -> str:
    """Return what a draft still needs before the other side is asked: 目标、措施; empty when it is whole (F-24)."""
    parts = {
        "目标": plan.goals, "措施": plan.measures, "支援学校责任人": plan.supporting_responsible,
        "受援学校责任人": plan.recipient_responsible,
    }  # fmt: skip
    return "、".join(name for name, found in parts.items() if not found)
