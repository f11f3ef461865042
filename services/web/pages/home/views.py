"""The page everybody lands on: the one thing first."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from services.contracts.base import Month
from services.contracts.codes import Role
from services.contracts.workbench import WorkbenchOut
from services.web import clock
from services.web.api_client.workbench import WorkbenchClient
from services.web.months import month_after, school_year_of
from services.web.pages.assignments import words
from services.web.pages.home.desk import read_desk
from services.web.pages.home.first_week import lines as lines_of_week
from services.web.pages.home.papers import PAPERS
from services.web.pages.home.teacher import read_own
from services.web.pages.reports import lines
from services.web.pages.reports.year import months_of
from services.web.pages.term_plans import words as plan_words
from services.web.visit import Visit, Visitor, see_other

router = APIRouter()
SCHOOL_ROLES = frozenset({Role.school_reporter, Role.school_leader})
ELSEWHERE = {Role.auditor: "/events", Role.finance: "/statistics", Role.hr: "/statistics"}
"""Where those land who have nothing to do here."""
OFFICES = frozenset({Role.county_coordinator, Role.city_supervisor, Role.province_supervisor, Role.administrator})


@router.get("/")
async def home(visit: Visitor, month: Annotated[Month | None, Query()] = None, select: str = "") -> Response:
    """首页 of a school, 我的交流 of a teacher, 工作台 or 总览 of an office."""
    role = visit.me.role
    if role in SCHOOL_ROLES:
        return _school(visit, await WorkbenchClient(visit.api).show())
    if role is Role.teacher:
        own = await read_own(visit)
        return visit.page("home/teacher.html", {"own": own, "papers": PAPERS, "today": clock.today(), "words": words})
    if role not in OFFICES:
        return see_other(ELSEWHERE.get(role, "/account") if role else "/account")
    bench = await WorkbenchClient(visit.api).show(month or "")
    desk = await read_desk(visit, month or "", bench)
    before, after = (month_after(bench.month, -1), month_after(bench.month)) if bench.month else ("", "")
    beside = {"before": before, "after": after if month else "", "chosen": bool(month)}
    shown = {"desk": desk, "bench": bench, "select_all": select == "all", **beside}
    return visit.page("home/office.html", {**shown, "first_week": lines_of_week(bench.first_week)})


def _school(visit: Visit, bench: WorkbenchOut) -> Response:
    current = bench.current
    to_send = current is not None and "submit" in current.allowed_actions
    count = len(bench.todos) + to_send
    context = {
        "bench": bench,
        "papers": PAPERS,
        "current": current,
        "to_send": to_send,
        "title": f"今天有{count}件事要办" if count else "没有要办的事",
        "year": school_year_of(),
        "months": months_of(bench.months, school_year_of(), current.month if current else ""),
        "words": lines,
        "plan_words": plan_words,
    }
    return visit.page("home/school.html", context)
