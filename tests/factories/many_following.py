"""Many invented summaries, goals, funds and goods, for counting: all states and tenses."""

import random
from datetime import date, timedelta
from typing import Any

from services.api.kernel.ids import new_id
from services.contracts.codes import (
    FundType,
    GoalStatus,
    GoodsType,
    PairSide,
    SchoolTerm,
    SummaryStatus,
    SupportGiver,
    SupportKind,
    SupportStatus,
)
from tests.factories.many import Rows
from tests.factories.many_pairings import AT


def _of_assignment(task: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": new_id(), "version": 1, "created_at": AT, "assignment_id": task["id"],
        "county_code": task["home_county_code"], "other_county_code": task["receiving_county_code"],
    }  # fmt: skip


def random_summaries(seed: int, assignments: Rows) -> Rows:
    """A summary in any state for two thirds of the school years that an assignment touches."""
    chance = random.Random(seed)
    return [
        {**_of_assignment(task), "school_year": year, "status": chance.choice(list(SummaryStatus))}
        for task in assignments
        for year in range(task["school_year"], task["school_year"] + 3)
        if chance.random() < 0.66
    ]


def random_goals(seed: int, count: int, assignments: Rows) -> Rows:
    """Goals in every state, due in the past and in the future."""
    chance = random.Random(seed)
    return [
        {**_of_assignment(chance.choice(assignments)), "status": chance.choice(list(GoalStatus)),
         "description": "带教青年教师", "due_on": date(2025, 7, 1) + timedelta(days=chance.randrange(800))}
        for _ in range(count)
    ]  # fmt: skip


def random_supports(seed: int, count: int, pairings: Rows) -> Rows:
    """Funds and goods in every state, given by either school or by an office."""
    chance = random.Random(seed)
    return [_support(chance, chance.choice(pairings)) for _ in range(count)]


def _support(chance: random.Random, pairing: dict[str, Any]) -> dict[str, Any]:
    giver = chance.choice(list(SupportGiver))
    is_fund = giver is SupportGiver.office or chance.random() < 0.5
    status = chance.choice(list(SupportStatus))
    worth = chance.randrange(100, 3_000_000) if is_fund or chance.random() < 0.5 else None
    is_given = status is not SupportStatus.planned
    return {
        "id": new_id(), "version": 1, "created_at": AT, "pairing_id": pairing["id"],
        "county_code": pairing["supporting_county_code"], "other_county_code": pairing["recipient_county_code"],
        "kind": SupportKind.fund if is_fund else SupportKind.goods, "status": status, "giver": giver,
        "receiver": chance.choice(list(PairSide)) if giver is SupportGiver.office else None,
        "school_year": chance.choice([2024, 2025, 2026]), "term": chance.choice(list(SchoolTerm)), "purpose": "教研",
        "planned_cents": worth, "given_cents": worth + chance.randrange(99) if worth and is_given else None,
        "fund_type": chance.choice(list(FundType)) if is_fund else None,
        "goods_type": None if is_fund else chance.choice(list(GoodsType)),
        "quantity": None if is_fund else chance.randrange(1, 400),
    }  # fmt: skip
