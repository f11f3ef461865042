"""What the reviewer types and picks."""

from datetime import date
from uuid import UUID

from starlette.datastructures import FormData

from services.contracts.codes import ReportSection
from services.contracts.reports import AcceptItem, AcceptMany, ReturnReport, SectionComment
from services.web.forms import Form
from services.web.pages.reports.forms import number_of, text_of

PREFIX = "comment."


def picked(typed: FormData) -> list[UUID]:
    """Return the reports that were ticked, or the one whose own button was pressed."""
    only = text_of(typed, "only")
    values = [only] if only else [value for value in typed.getlist("pick") if isinstance(value, str)]
    return [found for found in map(_uuid, values) if found is not None]


def accept_items(typed: FormData) -> AcceptMany | None:
    """Return what to accept, each with the version its row showed; None when nothing was ticked."""
    items = [AcceptItem(id=each, version=number_of(typed, f"version.{each}")) for each in picked(typed)]
    return AcceptMany(items=items[:200]) if items else None


def _uuid(value: str) -> UUID | None:
    try:
        return UUID(value)
    except ValueError:
        return None


def comments_of(form: Form) -> list[SectionComment]:
    """Return the sections with something to put right, as typed; the API says what is too short or long."""
    typed = [(section, form.value(PREFIX + section.value).strip()) for section in ReportSection]
    return [SectionComment.model_construct(section=section, text=text) for section, text in typed if text]


def decision_of(form: Form) -> ReturnReport | None:
    """Return the decision, or None after saying in the form what is missing."""
    comments = comments_of(form)
    if not comments:
        form.add(PREFIX + ReportSection.people.value, "至少在一节写下要改什么")
    mend_by = _day(form)
    if form.errors:
        form.summary = f"还差{len(form.errors)}处，改好就能退回"
        return None
    return ReturnReport.model_construct(comments=comments, mend_by=mend_by)


def _day(form: Form) -> date | None:
    typed = form.value("mend_by").strip()
    try:
        return date.fromisoformat(typed) if typed else None
    except ValueError:
        form.add("mend_by", "日期写成2026-11-18这样")
        return None


class Paths:
    """Names inputs after the API's paths: `comments.0.text` is the first section that was written on."""

    def __init__(self, decision: ReturnReport) -> None:
        """Remember the order in which the sections were sent."""
        self._sections = [comment.section for comment in decision.comments]

    def __call__(self, path: str, /) -> str:
        """Return the input's name."""
        parts = path.removeprefix("body.").split(".")
        if parts[0] == "comments" and len(parts) > 1 and parts[1].isdigit():
            index = int(parts[1])
            return PREFIX + self._sections[index].value if index < len(self._sections) else ""
        return parts[0]
