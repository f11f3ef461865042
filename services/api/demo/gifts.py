"""Funds and goods of the demo: planned, given, confirmed."""

from dataclasses import dataclass
from datetime import date, timedelta

from services.api.demo.places import JIAHE, WUCHUAN
from services.api.features.pairings.models import Pairing
from services.api.features.policy_rules.models import PolicyRule
from services.api.features.supports import rules_kinds as kinds
from services.api.features.supports.models import Support
from services.api.features.teams.rules_kinds import BATCH_PEOPLE
from services.contracts.codes import (
    FundSource,
    FundType,
    GoodsCondition,
    GoodsType,
    PairSide,
    RuleEffect,
    SchoolTerm,
    SupportGiver,
    SupportKind,
    SupportStatus,
)

_S = SupportStatus


@dataclass(frozen=True, slots=True)
class Gift:
    """`after` is the number of days into the school year on which it is given, None while it is planned."""

    recipient: str
    what: FundType | GoodsType
    purpose: str
    yuan: int
    status: SupportStatus
    after: int | None = None
    pieces: tuple[int, str] | None = None
    from_office: bool = False


GIFTS = (
    Gift("jh_chengguan", FundType.teaching_research, "各学科教研组活动", 10_000, _S.confirmed, 24),
    Gift("jh_chengguan", FundType.enrolment, "下半年招生宣传", 10_000, _S.planned),
    Gift("jh_chengguan", GoodsType.lab_apparatus, "补齐物理分组实验", 8_600, _S.handed_over, 31, (24, "套")),
    Gift("fenggeling", FundType.teaching_research, "同课异构集体备课", 5_000, _S.paid, 40),
    Gift("fenggeling", GoodsType.it_equipment, "换下来的教师用电脑", 9_000, _S.planned, None, (12, "台")),
    Gift("fenggeling", FundType.award, "上学年结对考核奖补", 8_000, _S.paid, 60, from_office=True),
    Gift("yangping", FundType.award, "本学年结对考核奖补", 6_000, _S.planned, from_office=True),
    Gift("yangping", GoodsType.books, "班级图书角", 3_600, _S.confirmed, 18, (200, "册")),
)


def gifts(recipient: str, pairing: Pairing, today: date) -> list[Support]:
    """What one recipient gets of the supporting school or an office; what would be given after today is planned."""
    return [_support(gift, pairing, today) for gift in GIFTS if gift.recipient == recipient]


def _support(gift: Gift, pairing: Pairing, today: date) -> Support:
    given_on = pairing.start_on + timedelta(days=gift.after) if gift.after is not None else None
    is_given = given_on is not None and given_on <= today
    row = Support(
        pairing_id=pairing.id, county_code=pairing.supporting_county_code,
        other_county_code=pairing.recipient_county_code, kind=SupportKind.fund, giver=SupportGiver.supporting,
        school_year=pairing.start_on.year, term=SchoolTerm.autumn, purpose=gift.purpose, planned_cents=gift.yuan * 100,
        status=gift.status if is_given else _S.planned,
    )  # fmt: skip
    if isinstance(gift.what, FundType):
        row.fund_type, row.fund_source = gift.what, FundSource.school_funds
    else:
        row.kind, row.goods_type, row.condition = SupportKind.goods, gift.what, GoodsCondition.used
        row.quantity, row.unit = gift.pieces or (1, "件")
    if gift.from_office:
        row.giver, row.receiver, row.fund_source = SupportGiver.office, PairSide.recipient, FundSource.award
        row.county_code, row.other_county_code = row.other_county_code, row.county_code
    if is_given:
        row.given_on, row.given_cents = given_on, row.planned_cents
        row.confirmed_on = given_on if gift.status is _S.confirmed else None
    return row


def batch_rule(since: date) -> PolicyRule:
    """What 吴川 says of its batches: about thirty people each (WC-11), a tenth more or less."""
    return PolicyRule(
        region_code=WUCHUAN, rule_key=BATCH_PEOPLE.key, effective_from=since, effect=RuleEffect.warn,
        least=BATCH_PEOPLE.least, most=BATCH_PEOPLE.most, source="吴川市校长教师交流轮岗：每期安排30人左右",
    )  # fmt: skip


def fund_rules(since: date) -> list[PolicyRule]:
    """What 嘉禾 says of its funds, from the day on which the agreement begins (JH-03 … JH-05)."""
    source = "嘉禾一中与城关中学结对帮扶方案"
    bounds = {kinds.PER_TERM: (20_000, 30_000), kinds.TEACHING_RESEARCH: (10_000, None),
              kinds.ENROLMENT: (10_000, 20_000), kinds.EQUIPMENT: (10_000, 20_000)}  # fmt: skip
    return [
        PolicyRule(
            region_code=JIAHE, rule_key=kind.key, effective_from=since, effect=RuleEffect.warn, least=least, most=most,
            source=source,
        )
        for kind, (least, most) in bounds.items()
    ]  # fmt: skip
