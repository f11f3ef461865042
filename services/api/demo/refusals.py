"""Refusals of the demo: one is to be heard, one waits for the county, one was decided; and the rules they rest on."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.demo.base import Cast
from services.api.demo.exchange import at
from services.api.demo.places import CHENCANG
from services.api.features.accounts.models import User
from services.api.features.policy_rules.models import PolicyRule
from services.api.features.refusals.models import Refusal, RefusalMeasureTaken, RefusalStatement
from services.api.features.refusals.rules import waits_until
from services.api.features.refusals.rules_kinds import CAP, WAITING
from services.api.kernel import bulk
from services.api.kernel.periods import school_year_of
from services.contracts.codes import HearingKind, RefusalMeasure, RefusalStatus, RuleEffect

SOURCE = "陈仓区教师校长交流轮岗管理办法"
NAMED = "区教体局关于确定交流人员的通知"
CASES = (
    ("guozhen_junior", -2, RefusalStatus.open, 6, "接到通知后当面表示不参加，没有说原因。"),
    ("yangping", -1, RefusalStatus.heard, 12, "两次谈话，本人都表示不参加。"),
    ("xiangquan", -1, RefusalStatus.decided, 20, "三次谈话，本人书面表示不参加，也没有申请暂缓。"),
)
"""School, who of its people, state, how many days ago, what is recorded."""


async def tell_refusals(session: AsyncSession, cast: Cast, start: date, today: date) -> None:
    """Write the rules from the first day of the school year, and the cases as they stand today."""
    user: Any = User
    county_id = await session.scalar(select(user.id).where(user.username == "demo.chencang"))
    assert county_id is not None
    await bulk.insert_many(session, _rules(start), "set-policy-rule")
    made = [
        Refusal(
            county_code=CHENCANG, staff_id=cast.people[key][place][0].id, school_year=school_year_of(today),
            refused_on=today - timedelta(days=days), named_in=NAMED, facts=facts, opened_by=county_id, status=status,
        )
        for key, place, status, days, facts in CASES
    ]  # fmt: skip
    for row in made[1:]:
        row.heard_on, row.statement_count = row.refused_on + timedelta(days=3), 1
    last = made[-1]
    last.decided_on, last.decided_by = last.refused_on + timedelta(days=8), county_id
    last.decision = "多次做工作仍不参加，按区里的办法处理。"
    await bulk.insert_many(session, made, "open")
    session.add_all([*(_heard(row, county_id) for row in made[1:]), *_measures(last)])


def _rules(start: date) -> list[PolicyRule]:
    told = {CAP: (RuleEffect.warn, None), WAITING: (RuleEffect.warn, WAITING.least)}
    return [
        PolicyRule(
            region_code=CHENCANG, rule_key=kind.key, effective_from=start, effect=effect, least=least, source=SOURCE,
        )
        for kind, (effect, least) in told.items()
    ]  # fmt: skip


def _heard(row: Refusal, by: UUID) -> RefusalStatement:
    day = row.heard_on or row.refused_on
    return RefusalStatement(
        county_code=row.county_code, refusal_id=row.id, kind=HearingKind.recorded, heard_on=day, said_at=at(day),
        said_by=by, words="本人说离家太远，不愿意去，没有别的理由。",
    )  # fmt: skip


def _measures(row: Refusal) -> list[RefusalMeasureTaken]:
    same: dict[str, Any] = {"county_code": row.county_code, "refusal_id": row.id, "basis": SOURCE}
    until_on = waits_until(row.school_year, WAITING.least)
    return [
        RefusalMeasureTaken(**same, measure=RefusalMeasure.appraisal_capped, school_year=row.school_year),
        RefusalMeasureTaken(**same, measure=RefusalMeasure.waiting, until_on=until_on),
    ]
