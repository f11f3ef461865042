"""Stories of monthly reports: one that is late and returned, and one that is corrected."""

from services.api.features.assignments import service as assignments
from services.api.features.reports import service as reports
from services.api.features.sandbox.play import Play
from services.api.features.sandbox.rules import Step, Story
from services.api.features.sandbox.setting import (
    PAIRED,
    POSTED,
    Place,
    Posting,
    founded,
    pair,
    put_in_post,
    set_up,
    version_of,
)
from services.api.kernel.paging import PageAsked
from services.contracts.assignments import CorrectFacts
from services.contracts.codes import ReportSection, Title
from services.contracts.reports import ReturnReport, SectionComment, SubmitReport

COUNTY = 3
IN_POST = Posting("support", "town.2", "village", pairing="town-village")
ONE_PAGE = PageAsked(10, None, count=False)


async def _two_late(play: Play) -> None:
    await set_up(
        play, Place("town", "丙县中学", COUNTY, is_urban=True), Place("village", "云岭中学", COUNTY, is_urban=False)
    )
    await pair(play, "town", "village", COUNTY, play.on(9, 1))


async def _open(play: Play) -> None:
    """What the worker does on the county's opening day, for the schools of the story alone."""
    system = await play.system()
    await reports.open_month(system.db, system.now, list(play.all("school")))
    for school in ("town", "village"):
        caller = await play.school(school)
        asked = reports.ReportFilter(month=_month(play))
        found = await reports.page(caller, asked, ONE_PAGE)
        play.keep("report", school, found.items[0].id)


def _month(play: Play) -> str:
    return f"{play.sandbox.school_year}-09"


async def _submit(play: Play, school: str, **leave: str) -> None:
    caller, report_id = await play.school(school), play.id("report", school)
    seen = await reports.detail(caller, report_id, queue=False)
    content = seen.content.model_copy(update={"plan": "下月组织两校同课异构。"}, deep=True)
    if leave:
        content.people[0] = content.people[0].model_copy(update=leave)
    await reports.submit(caller, report_id, SubmitReport(content=content), seen.version)


async def _return(play: Play, school: str, text: str) -> None:
    office, report_id = await play.office(COUNTY), play.id("report", school)
    seen = await reports.detail(office, report_id, queue=False)
    body = ReturnReport(comments=[SectionComment(section=ReportSection.people, text=text)])
    await reports.send_back(office, report_id, body, seen.version)


async def _accept(play: Play) -> None:
    office = await play.office(COUNTY)
    for report_id in play.all("report"):
        seen = await reports.detail(office, report_id, queue=False)
        if "accept" in seen.allowed_actions:
            await reports.accept(office, report_id, seen.version)


async def _town_submits(play: Play) -> None:
    await _submit(play, "town")


async def _village_submits(play: Play) -> None:
    await _submit(play, "village")


async def _village_returned(play: Play) -> None:
    await _return(play, "village", "请核对本月到校的人，再报一次。")


OPENED = {("report", "open"): 2}
REPORTING = "/api/v1/statistics/reporting?month={year}-09&group_by=county"
LATE_MONTH: Story[Play] = Story(
    "9月的月报：一校按时报，一校过了10月5日还没报，后来补报，被退回，再报，受理。",
    (
        Step("prepare", "建两所学校和结对", 8, 15, "还没有月报。", founded(2, 6) | PAIRED, _two_late),
        Step("open", "9月的月报开放", 9, 25,
             "两校应报。之后用X-Sandbox-Date读10月4日和10月7日：没有逾期，后来有。", OPENED, _open),
        Step("submit", "城区学校按时报", 10, 3, "已报1，应报2。", {("report", "submit"): 1}, _town_submits),
        Step("submit_late", "农村学校补报", 10, 8, "已报2，其中迟报1；late是true。",
             {("report", "submit"): 1}, _village_submits),
        Step("return", "县里退回", 10, 9, "退回的不算已报，直到再报。", {("report", "return"): 1}, _village_returned),
        Step("submit_again", "农村学校再报", 10, 12, "revision变成2；第一次报的时间不变，仍算迟报。",
             {("report", "submit"): 1}, _village_submits),
        Step("accept", "县里受理", 10, 14, "两份都锁定。", {("report", "accept"): 2}, _accept),
    ),
    (REPORTING,),
)  # fmt: skip


async def _one_in_post(play: Play) -> None:
    await set_up(
        play, Place("town", "丙县实验中学", COUNTY, is_urban=True), Place("village", "竹溪中学", COUNTY, is_urban=False)
    )
    await pair(play, "town", "village", COUNTY, play.on(9, 1))
    await put_in_post(play, IN_POST, COUNTY, play.on(9, 1), play.on(8, 31))


async def _open_and_submit(play: Play) -> None:
    await _open(play)
    await _submit(play, "village")


async def _correct(play: Play) -> None:
    office, assignment_id = await play.office(COUNTY), play.id("assignment", IN_POST.part)
    body = CorrectFacts(title=Title.senior, reason="登记时职称写错，证书是高级教师。")
    await assignments.correct_facts(office, assignment_id, await version_of(office, assignment_id), body)


async def _report_returned(play: Play) -> None:
    await _return(play, "village", "9月18日这名教师请假，月报里写的是在岗，请改正。")


async def _submit_corrected(play: Play) -> None:
    year = play.sandbox.school_year
    leave = {"state": "on_leave", "from_on": f"{year}-09-18", "to_on": f"{year}-09-20", "category": "official"}
    await _submit(play, "village", **leave)


CORRECTION: Story[Play] = Story(
    "到岗后才发现职称登记错，由县里更正；已报的月报里一人的出勤写错，退回重报。",
    (
        Step("prepare", "建两所学校，一人到岗", 9, 1, "按职称分：二级教师1人。",
             founded(2, 6) | PAIRED | POSTED, _one_in_post),
        Step("report", "接收学校报9月的月报", 9, 28, "在岗1，请假0。",
             OPENED | {("report", "submit"): 1}, _open_and_submit),
        Step("correct_facts", "县里更正职称", 10, 9, "按职称分：二级教师0人，高级教师1人，合计不变。",
             {("assignment", "correct-facts"): 1}, _correct),
        Step("return", "县里退回月报", 10, 10, "这份月报暂不算已报。", {("report", "return"): 1}, _report_returned),
        Step("submit_again", "接收学校改后再报", 10, 12, "revision是2；请假变成1，第一次报的内容留在revisions里。",
             {("report", "submit"): 1}, _submit_corrected),
        Step("accept", "县里受理", 10, 14, "月报锁定。", {("report", "accept"): 1}, _accept),
    ),
    ("/api/v1/statistics/S-01?school_year={year}&group_by=title", REPORTING),
)  # fmt: skip
