"""The checks of W-24.4: how much a term, for what, and that the recipient pays nothing. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.api.features.policy_rules.service import Rule
from services.api.features.supports import rules_kinds as kinds
from services.api.features.supports.rules import CENTS, HELD, money_words
from services.contracts.codes import FundType, SchoolTerm, SupportGiver, SupportStatus
from services.contracts.supports import SupportCheck


@dataclass(frozen=True, slots=True)
class Amount:
    """Which funds are added up: of which purpose, in which term, None for all; of whom."""

    fund_type: FundType | None = None
    term: SchoolTerm | None = None
    giver: SupportGiver = SupportGiver.supporting


AMOUNTS = {
    kinds.PER_TERM.key: Amount(),
    kinds.TEACHING_RESEARCH.key: Amount(FundType.teaching_research),
    kinds.ENROLMENT.key: Amount(FundType.enrolment, SchoolTerm.autumn),
    kinds.EQUIPMENT.key: Amount(FundType.equipment, SchoolTerm.spring),
    kinds.OFFICE_PER_TERM.key: Amount(giver=SupportGiver.office),
}


@dataclass(frozen=True, slots=True)
class Fund:
    """One fund of the term: who gives it, what for, its plan and what has been paid, in cents."""

    giver: SupportGiver
    fund_type: FundType
    status: SupportStatus
    planned_cents: int
    given_cents: int | None

    @property
    def paid(self) -> int:
        """What is paid and not contested."""
        return (self.given_cents or 0) if self.status in HELD else 0

    @property
    def arranged(self) -> int:
        """What is paid, or else planned."""
        return self.paid if self.status in HELD else self.planned_cents


def outcomes(found: Mapping[str, Rule], term: SchoolTerm, funds: Sequence[Fund]) -> list[SupportCheck]:
    """Each rule in force for the term, with its arithmetic; `found` are the rules of the giver's county by key."""
    told = []
    for kind in kinds.KINDS:
        rule = found[kind.key]
        if rule.is_checked and AMOUNTS.get(kind.key, Amount()).term in {None, term}:
            told.append(_outcome(kind.key, rule, funds))
    return told


def _outcome(key: str, rule: Rule, funds: Sequence[Fund]) -> SupportCheck:
    if key not in AMOUNTS:
        charged = sum(fund.arranged for fund in funds if fund.giver is SupportGiver.recipient)
        text = f"受援学校要出{money_words(charged)}，帮扶的费用不由受援学校负担" if charged else "受援学校没有出钱"
        return SupportCheck(rule=key, ok=not charged, text=text, source=rule.source)
    counted = AMOUNTS[key]
    wanted = counted.fund_type
    mine = [fund for fund in funds if fund.giver is counted.giver and wanted in {None, fund.fund_type}]
    arranged, paid = sum(fund.arranged for fund in mine), sum(fund.paid for fund in mine)
    whose = "教育局经费" if counted.giver is SupportGiver.office else "经费"
    what = wanted.label if wanted else whose
    return SupportCheck(
        rule=key, ok=rule.holds(arranged / CENTS), text=_text(what, rule, arranged, paid), source=rule.source
    )


def _text(what: str, rule: Rule, arranged: int, paid: int) -> str:
    """`招生宣传：本学期要1万元至2万元，已安排5,000元（已拨付0元），还差5,000元`."""
    said = f"{what}：本学期要{_range(rule)}，已安排{money_words(arranged)}（已拨付{money_words(paid)}）"
    if rule.least is not None and arranged < rule.least * CENTS:
        return f"{said}，还差{money_words(rule.least * CENTS - arranged)}"
    if rule.most is not None and arranged > rule.most * CENTS:
        return f"{said}，多了{money_words(arranged - rule.most * CENTS)}"
    return said


def _range(rule: Rule) -> str:
    least = money_words(rule.least * CENTS) if rule.least is not None else ""
    most = money_words(rule.most * CENTS) if rule.most is not None else ""
    if least and most:
        return f"{least}至{most}"
    if not least and not most:
        return "安排经费"
    return f"{least}以上" if least else f"不超过{most}"
