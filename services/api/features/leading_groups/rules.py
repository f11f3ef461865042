"""Who may say who leads, and how one list follows another. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from services.contracts.codes import GroupRole

WRITERS = "本校的报送员、学校领导，或区县协调人；区县和市的领导小组由本级协调人登记"
ORDER = {role: place for place, role in enumerate(GroupRole)}


def ordered(members: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    """Head, deputies, members, each in the order in which they were typed."""
    return sorted((dict(each) for each in members), key=lambda each: ORDER[_role(each["role"])])


def _role(code: str) -> GroupRole:
    return next(role for role in GroupRole if role.value == code)


def has_one_head(members: Sequence[Mapping[str, str]]) -> bool:
    """Exactly one leads."""
    return sum(1 for each in members if each["role"] == GroupRole.head.value) == 1


def day_before(day: date) -> date:
    """The last day of the group before."""
    return day - timedelta(days=1)
