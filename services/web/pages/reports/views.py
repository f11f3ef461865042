"""The school's monthly reports: the year, the form, the receipt, what was sent each time."""

import asyncio
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.contracts.reports import ReceiptOut, ReportRow
from services.web.api_client.reports import ReportsClient
from services.web.api_client.workbench import WorkbenchClient
from services.web.months import school_year_of
from services.web.pages.home.papers import PAPERS
from services.web.pages.reports import filling, lines
from services.web.pages.reports.sheet import Sheet
from services.web.pages.reports.year import months_of
from services.web.visit import Visitor, see_other

router = APIRouter()
MONTHS_LISTED = 36


@router.get("/reports")
async def my_reports(visit: Visitor) -> Response:
    """The school year's months, and each month's report with its state; offices have their queue."""
    if visit.me.school is None:
        return see_other("/reviews")
    school = str(visit.me.school.id)
    found = await ReportsClient(visit.api).rows({"school_id": school, "limit": MONTHS_LISTED})
    rows = sorted(found.items, key=lambda row: row.month, reverse=True)
    year = school_year_of()
    every = await ReportsClient(visit.api).rows({"limit": MONTHS_LISTED})
    others = [row for row in every.items if str(row.school.id) != school]
    context = {
        "rows": rows, "months": months_of(rows, year), "year": year, "current": _current(rows), "others": others
    }  # fmt: skip
    return visit.page("reports/list.html", context)


def _current(rows: list[ReportRow]) -> ReportRow | None:
    """The oldest report that still has to be sent."""
    return next((row for row in reversed(rows) if "submit" in row.allowed_actions), None)


@router.get("/reports/{report_id}")
async def report(visit: Visitor, report_id: UUID, saved: bool = False) -> Response:  # noqa: FBT001, FBT002 - a query flag
    """The form while it can be sent; afterwards the same to read."""
    if visit.me.school is None:
        return see_other(f"/reviews/{report_id}")
    sheet = Sheet.of(await ReportsClient(visit.api).detail(report_id))
    if sheet.editable:
        return filling.form_page(visit, sheet, saved=saved)
    return visit.page("reports/read.html", {"sheet": sheet, "words": lines})


@router.post("/reports/{report_id}")
async def fill(visit: Visitor, report_id: UUID) -> Response:
    """Whatever button of the form was pressed."""
    return await filling.Filling(visit, report_id, await visit.form()).answer()


@router.post("/reports/{report_id}/draft")
async def autosave(visit: Visitor, report_id: UUID) -> Response:
    """Save while typing."""
    return await filling.autosave(visit, report_id)


@router.get("/reports/{report_id}/receipt")
async def receipt(visit: Visitor, report_id: UUID) -> Response:
    """Proof of the submission, what happens next, and what else is to do."""
    found, desk = await asyncio.gather(ReportsClient(visit.api).receipt(report_id), WorkbenchClient(visit.api).show())
    context = {"receipt": found, "facts": receipt_facts(found), "todos": desk.todos, "papers": PAPERS}
    return visit.page("reports/receipt.html", {**context, "early": lines.days_left(found.month)})


def receipt_facts(found: ReceiptOut) -> list[tuple[str, str]]:
    """Return what the slip lists besides school, person and times."""
    return [
        ("人员", lines.receipt_people(found)),
        ("活动", lines.activities_text(found.activity_count, found.person_times)),
        ("目标", lines.receipt_goals(found)),
        ("问题", (found.problem or "有") if found.has_problem else "没有"),
        ("下月打算", found.plan or ""),
        ("可公开的话", found.public_line or ""),
    ]


@router.get("/reports/{report_id}/revisions")
async def revisions(visit: Visitor, report_id: UUID) -> Response:
    """What was sent each time, and why it came back."""
    client = ReportsClient(visit.api)
    detail, sent = await asyncio.gather(client.detail(report_id), client.revisions(report_id))
    names = {row.assignment_id: row.name for row in detail.people}
    titles = {row.goal_id: row for row in detail.goals}
    context = {"detail": detail, "revisions": sent.items, "names": names, "titles": titles, "words": lines}
    return visit.page("reports/revisions.html", context)
