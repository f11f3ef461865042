"""What differs between two months or two revisions, in words."""

from datetime import date

from services.api.features.reports.rules_changes import (
    Held,
    History,
    all_changes,
    factual_changes,
    outliers,
    state_words,
)
from services.api.features.reports.rules_content import MonthFacts, ServingPerson, TrackedGoal, baseline
from services.api.kernel.ids import new_id
from services.contracts.codes import ActivityType
from services.contracts.reports import GoalLine, PersonLine, ReportContent

PERSON, GOAL = new_id(), new_id()
FACTS = MonthFacts(
    month="2026-11",
    people=(ServingPerson(PERSON, "吴婉清", date(2026, 9, 1), date(2027, 8, 31)),),
    goals=(TrackedGoal(GOAL, "低段阅读课例", "节", 2),),
)
START = baseline(FACTS, None)
ON_LEAVE = PersonLine(
    assignment_id=PERSON, state="on_leave", from_on="2026-11-18", to_on="2026-11-20", category="official"
)
LESSON = Held(new_id(), ActivityType.demo_lesson, date(2026, 11, 6), 14)


def said(before: ReportContent, after: ReportContent) -> list[tuple[str, str, str]]:
    return [(change.label, change.before, change.after) for change in factual_changes(before, after, FACTS)]


def test_nothing_changed_is_an_empty_list() -> None:
    assert said(START, START.model_copy()) == []
    assert said(START, START.model_copy(update={"goals": [GoalLine(goal_id=GOAL, value="０2")]})) == []


def test_changes_read_like_sentences() -> None:
    after = START.model_copy(update={"people": [ON_LEAVE], "goals": [GoalLine(goal_id=GOAL, value="3")]})
    assert said(START, after) == [
        ("吴婉清", "在岗", "请假 11月18日至20日，公假"),
        ("低段阅读课例", "2节", "3节"),
    ]


def test_a_plan_is_no_change_of_the_facts_but_a_problem_is() -> None:
    assert said(START, START.model_copy(update={"plan": "联席会议", "public_line": "两位老师来校"})) == []
    assert said(START, START.model_copy(update={"has_problem": True, "problem": "缺教室"})) == [
        ("要县里帮忙的问题", "没有", "缺教室")
    ]


def test_since_a_return_texts_and_activities_count_too() -> None:
    after = START.model_copy(update={"plan": "联席会议"})
    corrected = Held(LESSON.id, LESSON.type, LESSON.held_on, 16)
    more = Held(new_id(), ActivityType.open_lesson, date(2026, 11, 9), 8)
    changes = all_changes(START, after, FACTS, [LESSON], [corrected, more])
    assert [(change.label, change.before, change.after) for change in changes] == [
        ("11月6日示范课", "11月6日示范课，14人次", "11月6日示范课，16人次"),
        ("11月9日公开课", "没有", "11月9日公开课，8人次"),
        ("下月打算", "没有", "联席会议"),
    ]
    assert Held.from_stored(LESSON.stored()) == LESSON


def test_words_of_a_state_survive_unfinished_typing() -> None:
    day = date(2026, 11, 1)
    assert state_words(ON_LEAVE.model_copy(update={"to_on": "20号", "category": ""}), day) == "请假 11月18日至20号"
    assert (
        state_words(PersonLine(assignment_id=PERSON, state="left", from_on="2027-01-05"), day) == "离岗 2027年1月5日起"
    )
    assert state_words(PersonLine(assignment_id=PERSON, state="problem", note="没有宿舍"), day) == "有问题 没有宿舍"
    assert state_words(PersonLine(assignment_id=PERSON, state="?"), day) == "?"


def test_three_times_the_average_or_none_at_all_is_worth_a_look() -> None:
    usual = History((1, 1, 1, 1, 1, 1))
    assert [found.text for found in outliers(START, FACTS, 3, usual)] == ["活动3次，近6个月平均1次"]
    assert [found.text for found in outliers(START, FACTS, 0, History((2, 1)))] == ["活动0次，近2个月平均1.5次"]
    assert outliers(START, FACTS, 2, usual) == []
    assert outliers(START, FACTS, 5, History(())) == []
    assert outliers(START, FACTS, 5, History((0, 0))) == []


def test_a_whole_month_away_and_a_total_that_fell_are_worth_a_look() -> None:
    away = ON_LEAVE.model_copy(update={"from_on": "2026-10-20", "to_on": "2026-12-01"})
    odd = START.model_copy(update={"people": [away], "goals": [GoalLine(goal_id=GOAL, value="1")]})
    assert [found.text for found in outliers(odd, FACTS, 0, History(()))] == [
        "吴婉清整月请假", "低段阅读课例从2节减到1节"
    ]  # fmt: skip
