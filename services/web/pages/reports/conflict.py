"""Two devices, one report: what was typed beside what is stored, and the choice between them."""

from uuid import UUID

from starlette.datastructures import FormData
from starlette.responses import Response

from services.contracts.reports import GoalLine, PersonLine, ReportContent
from services.web.forms import Conflict, kept_fields
from services.web.pages.reports import lines
from services.web.pages.reports.forms import text_of
from services.web.pages.reports.sheet import Sheet
from services.web.visit import Visit

TEXTS = {"plan": "下月打算", "public_line": "可以公开的一句话"}


def conflicts(sheet: Sheet, typed: ReportContent) -> list[Conflict]:
    """Return what differs; both sides are ordered alike. An untyped report differs nowhere."""
    stored = sheet.content
    found = [
        Conflict(f"person.{row.assignment_id}", row.name or "人员", lines.line_text(mine), lines.line_text(theirs))
        for row, mine, theirs in zip(sheet.detail.people, typed.people, stored.people, strict=True)
    ]
    found += [
        Conflict(f"goal.{row.goal_id}", row.title, mine.value, theirs.value)
        for row, mine, theirs in zip(sheet.detail.goals, typed.goals, stored.goals, strict=True)
    ]
    found.append(Conflict("problem", "本月的问题", lines.problem_text(typed), lines.problem_text(stored)))
    found += [Conflict(name, label, getattr(typed, name), getattr(stored, name)) for name, label in TEXTS.items()]
    return [each for each in found if each.typed.strip() != each.stored.strip()]


def kept_of(posted: FormData) -> list[tuple[str, str]]:
    """Return what the next page carries along: all that was typed, but not what was pressed."""
    fields = kept_fields(posted)
    return [(name, text) for name, text in fields if name not in {"do", "nudge"} and not name.startswith("keep.")]


def compare(visit: Visit, sheet: Sheet, typed: ReportContent, posted: FormData) -> Response:
    """Show both sides; where the report can be changed no more, what was typed stands there to read."""
    detail = sheet.detail
    who = (detail.draft_saved_by if sheet.editable else detail.submitted_by) or "别人"
    kept = [(name, text) for name, text in kept_of(posted) if name not in {"version", "draft_version"}]
    context = {"sheet": sheet, "conflicts": conflicts(sheet, typed), "who": who, "kept": kept}
    return visit.page("reports/compare.html", context, 412 if sheet.editable else 409)


def merged(sheet: Sheet, typed: ReportContent, posted: FormData) -> ReportContent:
    """Return the content with the chosen side of each difference; what is not asked stays as typed."""
    stored = sheet.content
    content = typed.model_copy(
        update={
            "people": [_person(mine, theirs, posted) for mine, theirs in zip(typed.people, stored.people, strict=True)],
            "goals": [_goal(mine, theirs, posted) for mine, theirs in zip(typed.goals, stored.goals, strict=True)],
        }
    )
    if _stored_wins(posted, "problem"):
        content = content.model_copy(update={"has_problem": stored.has_problem, "problem": stored.problem})
    texts = {name: getattr(stored, name) for name in TEXTS if _stored_wins(posted, name)}
    return content.model_copy(update=texts)


def _stored_wins(posted: FormData, name: str) -> bool:
    return text_of(posted, f"keep.{name}") == "stored"


def _chosen(posted: FormData, kind: str, key: UUID) -> bool:
    return _stored_wins(posted, f"{kind}.{key}")


def _person(mine: PersonLine, theirs: PersonLine, posted: FormData) -> PersonLine:
    return theirs if _chosen(posted, "person", mine.assignment_id) else mine


def _goal(mine: GoalLine, theirs: GoalLine, posted: FormData) -> GoalLine:
    return theirs if _chosen(posted, "goal", mine.goal_id) else mine
