"""Who may correct an activity and on which days it can be held. Pure."""

from dataclasses import dataclass
from datetime import date

from services.contracts.codes import ActivityType, PairingStatus

STARTED = frozenset({PairingStatus.active, PairingStatus.suspended, PairingStatus.ended})


@dataclass(frozen=True, slots=True)
class Facts:
    """`writes`: the caller is the host school or its county's coordinator; `voided`: the record is void."""

    writes: bool
    voided: bool


def allowed(facts: Facts) -> list[str]:
    """What the caller may do with the record now: the host corrects, the partner reads."""
    return ["edit", "void"] if facts.writes and not facts.voided else []


def last_possible_day(end_on: date | None, today: date) -> date:
    """An activity has been held: not after today, not after the pairing."""
    return today if end_on is None else min(end_on, today)


def may_be_held(day: date, start_on: date, end_on: date | None, today: date) -> bool:
    """Whether the day is inside the pairing and has come."""
    return start_on <= day <= last_possible_day(end_on, today)


_TEXTS = {"record": "{type}已记录", "created": "{type}已记录", "edit": "{type}已更正", "void": "{type}已作废"}


def timeline_text(action: str, type_: ActivityType, topic: str | None) -> str:
    """What a person reads of one event: 集体备课：大单元设计."""
    if action in {"record", "created"} and topic:
        return f"{type_.label}：{topic}"
    return _TEXTS.get(action, "{type}有变动").format(type=type_.label)
