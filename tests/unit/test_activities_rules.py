"""When an activity can be held and who corrects it."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.api.features.activities import rules
from services.contracts.codes import ActivityType

DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@given(day=DAYS, start_on=DAYS, length=st.none() | st.integers(0, 2000), today=DAYS)
def test_it_is_held_inside_the_pairing_and_not_in_the_future(
    day: date, start_on: date, length: int | None, today: date
) -> None:
    end_on = None if length is None else start_on + timedelta(days=length)
    possible = rules.may_be_held(day, start_on, end_on, today)
    assert possible is (start_on <= day <= today and (end_on is None or day <= end_on))


def test_the_host_corrects_and_the_partner_reads() -> None:
    assert rules.allowed(rules.Facts(writes=True, voided=False)) == ["edit", "void"]
    assert rules.allowed(rules.Facts(writes=False, voided=False)) == []
    assert rules.allowed(rules.Facts(writes=True, voided=True)) == ["restore"]


def test_the_topic_is_told_to_people_only() -> None:
    assert rules.timeline_text("record", ActivityType.joint_prep, "大单元设计") == "集体备课：大单元设计"
    assert rules.timeline_text("record", ActivityType.joint_prep, None) == "集体备课已记录"
    assert rules.timeline_text("void", ActivityType.joint_prep, "大单元设计") == "集体备课已作废"
