"""Who may correct an activity, on which days it can be held, what its cost needs. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from services.contracts.codes import ActivityPayer, ActivityType, PairingStatus

STARTED = frozenset({PairingStatus.active, PairingStatus.suspended, PairingStatus.ended})
CENTS = 100
CLEARED_BY_NULL = frozenset({"lessons", "cost", "payer", "mentor_pair_id"})
"""Fields that null takes out; null in the others changes nothing."""


@dataclass(frozen=True, slots=True)
class Facts:
    """`writes`: the caller is the host school or its county's coordinator; `voided`: the record is void."""

    writes: bool
    voided: bool


def allowed(facts: Facts) -> list[str]:
    """What the caller may do with the record now: the host corrects, the partner reads."""
    if not facts.writes:
        return []
    return ["restore"] if facts.voided else ["edit", "void"]


def last_possible_day(end_on: date | None, today: date) -> date:
    """An activity has been held: not after today, not after the pairing."""
    return today if end_on is None else min(end_on, today)


def may_be_held(day: date, start_on: date, end_on: date | None, today: date) -> bool:
    """Whether the day is inside the pairing and has come."""
    return start_on <= day <= last_possible_day(end_on, today)


def stored(typed: Mapping[str, object]) -> dict[str, Any]:
    """Typed values as columns: the cost in whole cents, nulls only where they take something out."""
    kept = {name: value for name, value in typed.items() if value is not None or name in CLEARED_BY_NULL}
    if "cost" in kept:
        cost = kept.pop("cost")
        kept["cost_cents"] = int(cost * CENTS) if isinstance(cost, Decimal) else None
    return kept


def yuan_of(cents: int | None) -> Decimal | None:
    """Whole cents as yuan with two decimals, exactly."""
    return None if cents is None else Decimal(cents).scaleb(-2)


def lacks_payer(cost_cents: int | None, payer: ActivityPayer | None) -> bool:
    """A cost without anybody who bears it (E-35.6)."""
    return cost_cents is not None and payer is None


def burdens_recipient(cost_cents: int | None, payer: ActivityPayer | None) -> bool:
    """Whether the school that is helped bears the cost (QX-15)."""
    return cost_cents is not None and payer is ActivityPayer.recipient


_TEXTS = {
    "edit": "{type}已更正",
    "void": "{type}已作废",
    "restore": "{type}恢复了记录",
    "people": "{type}登记了参加的人",
}


def timeline_text(action: str, type_: ActivityType, topic: str | None) -> str:
    """What a person reads of one event: 集体备课：大单元设计."""
    if action in {"record", "created"}:
        return f"{type_.label}：{topic}" if topic else f"{type_.label}已记录"
    return _TEXTS.get(action, "{type}有变动").format(type=type_.label)
