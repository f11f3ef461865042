"""消息: what happened to the school's reports, funds, goods and plans, and one tap to the place."""

from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.contracts.codes import ImprovementStatus, NoticeKind, ReportStatus, SupportStatus
from services.contracts.workbench import NoticeOut
from services.web.api_client.base import Query
from services.web.api_client.notices import NoticesClient
from services.web.filters import TRUE, Filters
from services.web.icons import icon
from services.web.visit import Visitor, see_other
from services.web.wording import month_of_year

router = APIRouter()
PAGE = 30
TITLES = {
    NoticeKind.report_returned: ("{month}月报退回了", icon("arrow-back-up")),
    NoticeKind.report_accepted: ("{month}月报已受理", icon("circle-check")),
    NoticeKind.report_reminder: ("提醒：{month}月报还没报", icon("bell")),
    NoticeKind.report_opened: ("{month}月报开放了", icon("clipboard-text")),
    NoticeKind.support_given: ("对方给了经费或物资，等确认", icon("coins")),
    NoticeKind.support_disputed: ("对方对经费或物资有异议", icon("alert-triangle")),
    NoticeKind.plan_accepted: ("改造规划已受理", icon("circle-check")),
    NoticeKind.plan_returned: ("改造规划退回了", icon("arrow-back-up")),
    NoticeKind.plan_closed: ("改造规划有考核结果了", icon("checks")),
}
PLACES = {NoticeKind.report_accepted: "/receipt", NoticeKind.report_returned: "#returned"}
OPEN: dict[ReportStatus | None, tuple[str, str]] = {
    ReportStatus.due: ("已按平时记录填好，没变化点一下就报。", "去填"),
    ReportStatus.draft: ("填了一部分，接着填好就能报。", "接着填"),
    ReportStatus.returned: ("看原因，改好再报送。", "去改"),
}
"""What is still to do with a report, and the button."""
SENT: dict[ReportStatus | None, str] = {
    ReportStatus.submitted: "已经报送，等县里受理。",
    ReportStatus.accepted: "已经受理，不用再办。",
    ReportStatus.published: "已经受理，不用再办。",
}


SUPPORTS: dict[SupportStatus | None, tuple[str, str]] = {
    SupportStatus.paid: ("收到钱了就确认，不对的提出来。", "去确认"),
    SupportStatus.handed_over: ("东西收到了就确认，不对的提出来。", "去确认"),
    SupportStatus.disputed: ("看对方说什么，改好重新登记。", "去看"),
    SupportStatus.confirmed: ("对方已确认收到，不用再办。", "查看"),
}
PLANS: dict[ImprovementStatus | None, tuple[str, str]] = {
    ImprovementStatus.returned: ("看要改什么，改好再报送。", "去改"),
    ImprovementStatus.accepted: ("可以开始登记进度。", "登记进度"),
    ImprovementStatus.running: ("接着登记进度。", "登记进度"),
}


@router.get("/notices")
async def notices(visit: Visitor) -> Response:
    """The messages, newest first."""
    filters = Filters.of("/notices", visit.request.query_params, {"unread": TRUE})
    asked: Query = {"unread": filters.get("unread"), "cursor": filters.cursor, "limit": PAGE}
    found = await NoticesClient(visit.api).rows(asked)
    context = {
        "rows": [(row, words(row)) for row in found.items],
        "unread": bool(filters.get("unread")),
        **filters.turns(found),
        "first": filters.first,
    }
    return visit.page("notices/list.html", context)


def words(notice: NoticeOut) -> tuple[str, str, str, str]:
    """Return title, sentence, button and icon of a message: what is to do is said by where the report stands now."""
    title, drawing = TITLES[notice.kind]
    if notice.support_id is not None:
        return title, *SUPPORTS.get(notice.support_status, ("", "查看")), drawing
    if notice.improvement_plan_id is not None:
        return title, *PLANS.get(notice.improvement_plan_status, ("", "查看")), drawing
    title = title.format(month=month_of_year(notice.month) if notice.month else "")
    status = notice.report_status
    if status in OPEN:
        return title, *OPEN[status], drawing
    if notice.kind is NoticeKind.report_accepted:
        return title, "不用再办。", "看回执", drawing
    return title, SENT.get(status, ""), "查看", drawing


@router.post("/notices/read-all")
async def read_all(visit: Visitor) -> Response:
    """全部标为看过."""
    await NoticesClient(visit.api).read_all()
    visit.say("全部标为看过了。")
    return see_other("/notices")


@router.post("/notices/{notice_id}/open")
async def open_notice(visit: Visitor, notice_id: UUID) -> Response:
    """去办: mark it read and go to what it is about."""
    return see_other(place(await NoticesClient(visit.api).read(notice_id)))


def place(notice: NoticeOut) -> str:
    """Return the page of what a message is about."""
    if notice.support_id is not None:
        return f"/supports/{notice.support_id}"
    if notice.improvement_plan_id is not None:
        return f"/improvement-plans/{notice.improvement_plan_id}"
    return f"/reports/{notice.report_id}{PLACES.get(notice.kind, '')}" if notice.report_id else "/notices"
