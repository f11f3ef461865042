"""Pure rules on what differs: against last month, against what was returned, and what a reviewer should look at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from services.api.features.reports.rules_content import MonthFacts, read_count, read_day
from services.api.kernel.words import day_words
from services.contracts.codes import ActivityType, LeaveCategory, LeftCategory, PersonState, ReportSection
from services.contracts.reports import ChangeOut, Outlier, PersonLine, ReportContent

NONE = "没有"
_TYPES = {each.value: each for each in ActivityType}
MANY_TIMES = 3
"""An activity count of three times the average is worth a look."""


@dataclass(frozen=True, slots=True)
class Held:
    """One activity as a submission froze it; counts are persons."""

    id: UUID
    type: ActivityType
    held_on: date
    person_times: int

    @property
    def title(self) -> str:
        """`11月6日示范课`."""
        return f"{day_words(self.held_on, self.held_on)}{self.type.label}"

    def stored(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return {"id": str(self.id), "type": self.type.value, "on": self.held_on.isoformat(), "n": self.person_times}

    @classmethod
    def from_stored(cls, row: Mapping[str, Any]) -> "Held":
        """Back from JSON."""
        return cls(UUID(row["id"]), _TYPES[row["type"]], date.fromisoformat(row["on"]), int(row["n"]))


def factual_changes(before: ReportContent, after: ReportContent, facts: MonthFacts) -> list[ChangeOut]:
    """People, goals and the problem: what makes a month differ from the one before."""
    return _people_changes(before, after, facts) + _goal_changes(before, after, facts) + _problem_change(before, after)


def all_changes(
    before: ReportContent, after: ReportContent, facts: MonthFacts, held_before: Sequence[Held], held: Sequence[Held]
) -> list[ChangeOut]:
    """Everything that differs, with the other texts and the activities: for a report that was returned."""
    texts = [
        _text_change(label, getattr(before, name), getattr(after, name))
        for name, label in (("plan", "下月打算"), ("public_line", "可以公开的一句话"))
    ]
    return [
        *_people_changes(before, after, facts),
        *_activity_changes(held_before, held),
        *_goal_changes(before, after, facts),
        *_problem_change(before, after),
        *(change for change in texts if change is not None),
    ]


def _people_changes(before: ReportContent, after: ReportContent, facts: MonthFacts) -> list[ChangeOut]:
    earlier = {line.assignment_id: state_words(line, facts.first_day) for line in before.people}
    later = {line.assignment_id: state_words(line, facts.first_day) for line in after.people}
    changes = []
    for person in facts.people:
        was, now = earlier.get(person.assignment_id, NONE), later.get(person.assignment_id, NONE)
        if was != now:
            changes.append(ChangeOut(section=ReportSection.people, label=person.name, before=was, after=now))
    return changes


def _goal_changes(before: ReportContent, after: ReportContent, facts: MonthFacts) -> list[ChangeOut]:
    earlier = {line.goal_id: line.value for line in before.goals}
    later = {line.goal_id: line.value for line in after.goals}
    changes = []
    for goal in facts.goals:
        was, now = earlier.get(goal.goal_id, ""), later.get(goal.goal_id, "")
        if _count(was) != _count(now):
            words = [f"{_count(value)}{goal.unit}" if value else "没有填" for value in (was, now)]
            section = ReportSection.goals
            changes.append(ChangeOut(section=section, label=goal.title, before=words[0], after=words[1]))
    return changes


def _count(typed: str) -> str:
    value = read_count(typed)
    return typed if value is None else str(value)


def _problem_change(before: ReportContent, after: ReportContent) -> list[ChangeOut]:
    was = before.problem if before.has_problem else ""
    now = (after.problem or "有") if after.has_problem else ""
    change = _text_change("要县里帮忙的问题", was, now)
    return [] if change is None else [change]


def _text_change(label: str, was: str, now: str) -> ChangeOut | None:
    if was == now:
        return None
    return ChangeOut(section=ReportSection.texts, label=label, before=was or NONE, after=now or NONE)


def _activity_changes(before: Sequence[Held], after: Sequence[Held]) -> list[ChangeOut]:
    earlier, later = {held.id: held for held in before}, {held.id: held for held in after}
    changes = []
    for held in sorted({**earlier, **later}.values(), key=lambda each: (each.held_on, each.id)):
        was, now = _held_words(earlier.get(held.id)), _held_words(later.get(held.id))
        if was != now:
            changes.append(ChangeOut(section=ReportSection.activities, label=held.title, before=was, after=now))
    return changes


def _held_words(held: Held | None) -> str:
    return NONE if held is None else f"{held.title}，{held.person_times}人次"


def state_words(line: PersonLine, today: date) -> str:
    """`请假 11月18日至20日，公假`; what is not a valid entry yet shows as typed; other years are named."""
    if line.state == PersonState.on_leave.value:
        days = _range_words(line.from_on, line.to_on, today)
        return _joined(PersonState.on_leave.label, days, _leave_word(line.category))
    if line.state == PersonState.left.value:
        since = f"{_typed_day(line.from_on, today)}起" if line.from_on else ""
        return _joined(PersonState.left.label, since, _label(LeftCategory, line.category))
    if line.state == PersonState.problem.value:
        return _joined(PersonState.problem.label, line.note)
    return _label(PersonState, line.state)


def _joined(state: str, *details: str) -> str:
    said = "，".join(detail for detail in details if detail)
    return f"{state} {said}" if said else state


def _range_words(from_on: str, to_on: str, today: date) -> str:
    start, end = read_day(from_on), read_day(to_on)
    if start and end and start != end and (start.year, start.month) == (end.year, end.month):
        return f"{day_words(start, today)}至{end.day}日"
    if start and start == end:
        return day_words(start, today)
    return "至".join(_typed_day(typed, today) for typed in (from_on, to_on) if typed)


def _typed_day(typed: str, today: date) -> str:
    day = read_day(typed)
    return day_words(day, today) if day else typed


def _leave_word(category: str) -> str:
    return _label(LeaveCategory, category).split("（")[0]


def _label(codes: type[PersonState] | type[LeaveCategory] | type[LeftCategory], value: str) -> str:
    return next((code.label for code in codes if code.value == value), value)


@dataclass(frozen=True, slots=True)
class History:
    """The activity counts of earlier months, as many as were reported (at most six)."""

    activity_counts: tuple[int, ...]


def outliers(content: ReportContent, facts: MonthFacts, activity_count: int, history: History) -> list[Outlier]:
    """What a reviewer should look at, each with its arithmetic."""
    return [
        *_unusual_activity(activity_count, history),
        *_away_all_month(content, facts),
        *_goals_that_fell(content, facts),
    ]


def _unusual_activity(count: int, history: History) -> list[Outlier]:
    past = history.activity_counts
    if not past or not sum(past):
        return []
    average = sum(past) / len(past)
    if 0 < count < MANY_TIMES * average:
        return []
    shown = f"{average:.1f}".removesuffix(".0")
    how = f"近{len(past)}个月活动{'、'.join(str(n) for n in past)}次，合计{sum(past)}次÷{len(past)}个月＝{shown}次。"
    rule = f"到平均的{MANY_TIMES}倍就提醒。" if count else "平时有活动、本月一次没有就提醒。"
    return [Outlier(text=f"活动{count}次，近{len(past)}个月平均{shown}次", how=how + rule)]


def _away_all_month(content: ReportContent, facts: MonthFacts) -> list[Outlier]:
    lines = {line.assignment_id: line for line in content.people}
    found = []
    for person in facts.people:
        line = lines.get(person.assignment_id)
        if line is None or line.state != PersonState.on_leave.value:
            continue
        first, last = max(facts.first_day, person.start_on), min(facts.last_day, person.end_on)
        start, end = read_day(line.from_on), read_day(line.to_on)
        if start and end and start <= first and end >= last:
            month = f"{day_words(first, first)}至{day_words(last, first)}"
            how = f"请假{_range_words(line.from_on, line.to_on, first)}，盖住了{month}的每一天。"
            found.append(Outlier(text=f"{person.name}整月请假", how=how))
    return found


def _goals_that_fell(content: ReportContent, facts: MonthFacts) -> list[Outlier]:
    values = {line.goal_id: read_count(line.value) for line in content.goals}
    found = []
    for goal in facts.goals:
        value = values.get(goal.goal_id)
        if value is not None and value < goal.last_value:
            text = f"{goal.title}从{goal.last_value}{goal.unit}减到{value}{goal.unit}"
            found.append(Outlier(text=text, how="进度是累计数，一般只增不减。"))
    return found
