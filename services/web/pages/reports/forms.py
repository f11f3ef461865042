"""The report form: what is posted as API content, and the API's field paths as inputs."""

import re
from collections.abc import Mapping
from uuid import UUID

from starlette.datastructures import FormData

from services.contracts.codes import PersonState
from services.contracts.reports import GoalLine, PersonLine, ReportContent, ReportDetail
from services.web.forms import Form
from services.web.pages.reports.lines import STATES

HIGHEST_COUNT = 9999
_ROW = re.compile(r"^(people|goals)\.(\d{1,3})\.")
_PERSON_PATH = re.compile(r"^people\.(\d+)\.(state|from_on|to_on|category|note|assignment_id)$")
_INPUTS = {
    (PersonState.left, "from_on"): "left_on",
    (PersonState.left, "category"): "left_category",
    (PersonState.on_leave, "category"): "leave_category",
}


def text_of(typed: FormData, name: str) -> str:
    """Return one posted text, empty when it is missing."""
    value = typed.get(name, "")
    return value if isinstance(value, str) else ""


def number_of(typed: FormData, name: str) -> int:
    """Return one posted whole number, 0 when it is none."""
    value = text_of(typed, name)
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else 0


def content_of(typed: FormData) -> ReportContent:
    """Return what was typed as it was typed; nothing is checked here, the API says what is wrong."""
    rows: dict[str, set[int]] = {"people": set(), "goals": set()}
    for name in typed:
        found = _ROW.match(name)
        if found:
            rows[found[1]].add(int(found[2]))
    people = [_person(typed, f"people.{index}.") for index in sorted(rows["people"])]
    goals = [_goal(typed, f"goals.{index}.") for index in sorted(rows["goals"])]
    return ReportContent.model_construct(
        people=[line for line in people if line],
        goals=[line for line in goals if line],
        has_problem=text_of(typed, "has_problem") == "1",
        problem=text_of(typed, "problem").strip(),
        plan=text_of(typed, "plan").strip(),
        public_line=text_of(typed, "public_line").strip(),
    )


def _uuid(value: str) -> UUID | None:
    try:
        return UUID(value)
    except ValueError:
        return None


def _person(typed: FormData, prefix: str) -> PersonLine | None:
    assignment_id = _uuid(text_of(typed, prefix + "assignment_id"))
    if assignment_id is None:
        return None
    state = text_of(typed, prefix + "state")
    line = PersonLine.model_construct(assignment_id=assignment_id, state=state)
    typed_fields = {field: text_of(typed, prefix + input_of(state, field)).strip() for field in _fields_of(state)}
    return line.model_copy(update=typed_fields)


def _goal(typed: FormData, prefix: str) -> GoalLine | None:
    goal_id = _uuid(text_of(typed, prefix + "goal_id"))
    value = text_of(typed, prefix + "value").strip()
    return GoalLine.model_construct(goal_id=goal_id, value=value) if goal_id else None


def _fields_of(state: str) -> tuple[str, ...]:
    """Only what belongs to the chosen answer is sent."""
    return {
        PersonState.on_leave.value: ("from_on", "to_on", "category"),
        PersonState.left.value: ("from_on", "category"),
        PersonState.problem.value: ("note",),
    }.get(state, ())


def input_of(state: str, field: str) -> str:
    """Return the input that carries a field of the API under an answer."""
    return _INPUTS.get((STATES.get(state, PersonState.at_post), field), field)


def ordered(detail: ReportDetail, content: ReportContent) -> ReportContent:
    """Return `content` with exactly the people and goals the report has now, in its order."""
    people = {line.assignment_id: line for line in content.people}
    goals = {line.goal_id: line for line in content.goals}
    lines = [people.get(row.assignment_id) or PersonLine(assignment_id=row.assignment_id) for row in detail.people]
    last = [GoalLine(goal_id=row.goal_id, value=str(row.last_value)) for row in detail.goals]
    return content.model_copy(update={"people": lines, "goals": [goals.get(line.goal_id, line) for line in last]})


def form_of(content: ReportContent) -> Form:
    """Return the inputs' values for ordered content."""
    values: dict[str, object] = {
        "has_problem": "1" if content.has_problem else "0",
        "problem": content.problem,
        "plan": content.plan,
        "public_line": content.public_line,
    }
    for index, line in enumerate(content.people):
        values[f"people.{index}.state"] = line.state or PersonState.at_post.value
        for field in _fields_of(line.state):
            values[f"people.{index}.{input_of(line.state, field)}"] = getattr(line, field)
    for index, goal in enumerate(content.goals):
        values[f"goals.{index}.value"] = goal.value
    return Form.filled(values)


class Paths:
    """Names inputs after the API's paths, though the page may list people in another order than was sent."""

    def __init__(self, sent: ReportContent, shown: ReportContent) -> None:
        """Remember what was sent and what is shown."""
        self._sent = sent
        self._people = {line.assignment_id: index for index, line in enumerate(shown.people)}
        self._goals = {line.goal_id: index for index, line in enumerate(shown.goals)}

    def __call__(self, path: str, /) -> str:
        """Return the input's name; empty where there is none any more."""
        plain = path.removeprefix("body.").removeprefix("content.")
        person, goal = _PERSON_PATH.match(plain), re.match(r"^goals\.(\d+)\.", plain)
        if person:
            return self._person(int(person[1]), person[2])
        if goal:
            return self._goal(int(goal[1]))
        return "" if plain in {"people", "goals"} else plain

    def _goal(self, index: int) -> str:
        if index >= len(self._sent.goals):
            return ""
        shown = self._goals.get(self._sent.goals[index].goal_id)
        return "" if shown is None else f"goals.{shown}.value"

    def _person(self, index: int, field: str) -> str:
        if index >= len(self._sent.people):
            return ""
        line = self._sent.people[index]
        shown = self._people.get(line.assignment_id)
        if shown is None:
            return ""
        field = "state" if field == "assignment_id" else field
        return f"people.{shown}.{input_of(line.state, field)}"


def nudged(content: ReportContent, shown: Mapping[str, UUID], nudge: str) -> ReportContent:
    """Return the content after a press of − or +: `goals.1.value:-1`. `shown` names each goal's input."""
    name, _, step = nudge.rpartition(":")
    goal_id, by = shown.get(name), {"1": 1, "-1": -1}.get(step, 0)
    goals = [_stepped(line, by) if line.goal_id == goal_id else line for line in content.goals]
    return content.model_copy(update={"goals": goals})


def _stepped(line: GoalLine, by: int) -> GoalLine:
    now = int(line.value) if line.value.isascii() and line.value.isdigit() and len(line.value) < 6 else 0
    return line.model_copy(update={"value": str(min(HIGHEST_COUNT, max(0, now + by)))})


def goal_inputs(typed: FormData) -> dict[str, UUID]:
    """Return which goal each posted stepper is about."""
    pairs = ((name.removesuffix("goal_id") + "value", _uuid(text_of(typed, name))) for name in typed)
    return {name: goal_id for name, goal_id in pairs if goal_id and name.startswith("goals.")}
