"""Pure rules on what a school types: what is filled in for it, and what is still to be put right (F-15, A-40)."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.api.kernel.periods import month_period
from services.api.kernel.problems import field_problem
from services.api.kernel.words import day_words, period_words
from services.contracts.base import EARLIEST_DAY, LATEST_DAY
from services.contracts.codes import LeaveCategory, LeftCategory, PersonState
from services.contracts.problems import FieldProblem
from services.contracts.reports import GoalLine, PersonLine, ReportContent

LARGEST_TOTAL = 1_000_000
_DAY = re.compile(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")
_STATES = {state.value: state for state in PersonState}
_COUNT = re.compile(r"^[0-9０-９]{1,7}$")


@dataclass(frozen=True, slots=True)
class ServingPerson:
    """Somebody who serves at the school in the month; both days are inside."""

    assignment_id: UUID
    name: str
    start_on: date
    end_on: date


@dataclass(frozen=True, slots=True)
class TrackedGoal:
    """A goal whose running total the school reports; `last_value` is the last one reported, 0 before the first."""

    goal_id: UUID
    title: str
    unit: str
    last_value: int


@dataclass(frozen=True, slots=True)
class MonthFacts:
    """What the system knows of a school's month before anybody types."""

    month: str
    people: tuple[ServingPerson, ...]
    goals: tuple[TrackedGoal, ...]

    @property
    def first_day(self) -> date:
        """First day of the month."""
        return month_period(self.month).start_on

    @property
    def last_day(self) -> date:
        """Last day of the month."""
        end_on = month_period(self.month).end_on
        assert end_on is not None
        return end_on


def baseline(facts: MonthFacts, earlier: ReportContent | None) -> ReportContent:
    """Last month's report on this month's people and goals: what "nothing changed" means. Texts are empty.

    New people are 在岗; a leave that ended before the month is over.
    """
    lines = {line.assignment_id: line for line in earlier.people} if earlier else {}
    people = [_carried(lines.get(person.assignment_id), person, facts) for person in facts.people]
    goals = [GoalLine(goal_id=goal.goal_id, value=str(goal.last_value)) for goal in facts.goals]
    return ReportContent(people=people, goals=goals)


def _carried(line: PersonLine | None, person: ServingPerson, facts: MonthFacts) -> PersonLine:
    fresh = PersonLine(assignment_id=person.assignment_id)
    if line is None:
        return fresh
    ended = read_day(line.to_on)
    if line.state == PersonState.on_leave.value and (ended is None or ended < facts.first_day):
        return fresh
    return line


def project(content: ReportContent, facts: MonthFacts, fill: ReportContent) -> ReportContent:
    """A stored draft on the people and goals of today: gone ones are dropped, new ones come from `fill`."""
    people = {line.assignment_id: line for line in [*fill.people, *content.people]}
    goals = {line.goal_id: line for line in [*fill.goals, *content.goals]}
    changed = {
        "people": [people[person.assignment_id] for person in facts.people],
        "goals": [goals[goal.goal_id] for goal in facts.goals],
    }
    return content.model_copy(update=changed)


def check(content: ReportContent, facts: MonthFacts) -> tuple[ReportContent, list[FieldProblem]]:
    """What would be sent, and everything that is still wrong, in the order of the form.

    Fields are paths into the content: `people.0.to_on`, `goals.1.value`, `problem`.
    """
    people, people_errors = _check_people(content.people, facts)
    goals, goal_errors = _check_goals(content.goals, facts)
    errors = people_errors + goal_errors
    if content.has_problem and not content.problem:
        errors.append(field_problem("problem", "report.problem_missing", "写一句要县里帮忙的问题，或选“没有”"))
    sent = ReportContent(
        people=people, goals=goals, has_problem=content.has_problem,
        problem=content.problem if content.has_problem else "", plan=content.plan, public_line=content.public_line,
    )  # fmt: skip
    return sent, errors


def _check_people(lines: Sequence[PersonLine], facts: MonthFacts) -> tuple[list[PersonLine], list[FieldProblem]]:
    serving = {person.assignment_id: person for person in facts.people}
    sent: list[PersonLine] = []
    errors: list[FieldProblem] = []
    for n, line in enumerate(lines):
        person = serving.pop(line.assignment_id, None)
        if person is None:
            detail = "这个人本月不在本校，或写了两次，请刷新后再填"
            errors.append(field_problem(f"people.{n}.assignment_id", "report.not_serving", detail))
            continue
        checked, wrong = _check_line(f"people.{n}", line, person, facts)
        sent.append(checked)
        errors += wrong
    errors += [field_problem("people", "report.person_missing", _choose(person)) for person in serving.values()]
    return sent, errors


def _choose(person: ServingPerson) -> str:
    return f"请选{person.name}本月的情况"


def _check_line(
    path: str, line: PersonLine, person: ServingPerson, facts: MonthFacts
) -> tuple[PersonLine, list[FieldProblem]]:
    state = _STATES.get(line.state)
    if state is None:
        return line, [field_problem(f"{path}.state", "report.state", _choose(person))]
    kept = {name: getattr(line, name) for name in _KEPT[state]}
    if state is PersonState.left and line.category in set(LeaveCategory):
        kept["category"] = ""
    only = PersonLine(assignment_id=line.assignment_id, state=state.value, **kept)
    return only, _CHECKS[state](path, only, person, facts)


def _check_leave(path: str, line: PersonLine, person: ServingPerson, facts: MonthFacts) -> list[FieldProblem]:
    errors = _check_day(f"{path}.from_on", line.from_on, "从哪天", person, facts)
    errors += _check_day(f"{path}.to_on", line.to_on, "到哪天", person, facts)
    if not errors:
        errors += _check_leave_days(path, line, facts)
    if line.category not in set(LeaveCategory):
        errors.append(field_problem(f"{path}.category", "report.category", "请选请假类别"))
    return errors


def _check_leave_days(path: str, line: PersonLine, facts: MonthFacts) -> list[FieldProblem]:
    from_on, to_on = date.fromisoformat(line.from_on), date.fromisoformat(line.to_on)
    if to_on < from_on:
        detail = f"结束日期要在{day_words(from_on, facts.first_day)}或之后"
        return [field_problem(f"{path}.to_on", "period.order", detail, start_on=line.from_on)]
    if from_on > facts.last_day:
        detail = f"开始日期要在{day_words(facts.last_day, facts.first_day)}或之前"
        return [field_problem(f"{path}.from_on", "report.outside_month", detail, end_on=facts.last_day.isoformat())]
    if to_on < facts.first_day:
        detail = f"结束日期要在{day_words(facts.first_day, facts.first_day)}或之后"
        return [field_problem(f"{path}.to_on", "report.outside_month", detail, start_on=facts.first_day.isoformat())]
    return []


def _check_left(path: str, line: PersonLine, person: ServingPerson, facts: MonthFacts) -> list[FieldProblem]:
    errors = _check_day(f"{path}.from_on", line.from_on, "从哪天", person, facts)
    if not errors and date.fromisoformat(line.from_on) > facts.last_day:
        detail = f"日期要在{day_words(facts.last_day, facts.first_day)}或之前"
        errors.append(field_problem(f"{path}.from_on", "report.outside_month", detail))
    if line.category and line.category not in set(LeftCategory):
        errors.append(field_problem(f"{path}.category", "report.category", "请选离岗类别"))
    return errors


def _check_problem(path: str, line: PersonLine, _person: ServingPerson, _facts: MonthFacts) -> list[FieldProblem]:
    return [] if line.note else [field_problem(f"{path}.note", "report.note_missing", "写一句是什么问题")]


def _nothing_to_check(_path: str, _line: PersonLine, _who: ServingPerson, _facts: MonthFacts) -> list[FieldProblem]:
    return []


_CHECKS: dict[PersonState, Callable[[str, PersonLine, ServingPerson, MonthFacts], list[FieldProblem]]] = {
    PersonState.at_post: _nothing_to_check,
    PersonState.on_leave: _check_leave,
    PersonState.left: _check_left,
    PersonState.problem: _check_problem,
}
_KEPT: dict[PersonState, tuple[str, ...]] = {
    PersonState.at_post: (),
    PersonState.on_leave: ("from_on", "to_on", "category"),
    PersonState.left: ("from_on", "category"),
    PersonState.problem: ("note",),
}
"""What is typed for another state is dropped: a leave carries a category, never a reason (A-40)."""


def _check_day(field: str, text: str, which: str, person: ServingPerson, facts: MonthFacts) -> list[FieldProblem]:
    if not text:
        return [field_problem(field, "report.date_missing", f"要填{which}")]
    day = read_day(text)
    if day is None:
        return [field_problem(field, "date_format", "日期写成2026-11-18这样")]
    if not person.start_on <= day <= person.end_on:
        detail = f"要在任务期内：{period_words(person.start_on, person.end_on, facts.first_day)}"
        return [field_problem(field, "report.outside_assignment", detail)]
    return []


def _check_goals(lines: Sequence[GoalLine], facts: MonthFacts) -> tuple[list[GoalLine], list[FieldProblem]]:
    tracked = {goal.goal_id: goal for goal in facts.goals}
    sent: list[GoalLine] = []
    errors: list[FieldProblem] = []
    for n, line in enumerate(lines):
        value = read_count(line.value)
        if tracked.pop(line.goal_id, None) is None:
            detail = "这项目标不在本校的结对里，或写了两次，请刷新后再填"
            errors.append(field_problem(f"goals.{n}.goal_id", "report.not_tracked", detail))
        elif value is None:
            errors.append(field_problem(f"goals.{n}.value", "report.goal_number", "这里填数字，比如3"))
        else:
            sent.append(GoalLine(goal_id=line.goal_id, value=str(value)))
    errors += [field_problem("goals", "report.goal_missing", f"要填“{goal.title}”的进度") for goal in tracked.values()]
    return sent, errors


def read_day(text: str) -> date | None:
    """A day typed as `2026-11-18`, or None."""
    if not _DAY.match(text):
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if EARLIEST_DAY <= day <= LATEST_DAY else None


def read_count(text: str) -> int | None:
    """A whole number from 0 to 1,000,000, also in full-width digits, or None."""
    if not _COUNT.match(text):
        return None
    value = int(text)
    return value if value <= LARGEST_TOTAL else None
