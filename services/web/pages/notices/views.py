"""消息: what happened to the school's reports, and one tap to the place."""

from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.contracts.codes import NoticeKind, ReportStatus
from services.contracts.workbench import NoticeOut
from services.web.api_client.base import Query
from services.web.api_client.notices import NoticesClient
from services.web.filters import TRUE, Filters
from services.web.icons import icon
from services.web.pages.reports.forms import text_of
from services.web.visit import Visitor, see_other
from services.web.wording import month_of_year

router = APIRouter()
PAGE = 30
TITLES = {
    NoticeKind.report_returned: ("{month}月报退回了", icon("arrow-back-up")),
    NoticeKind.report_accepted: ("{month}月报已受理", icon("circle-check")),
    NoticeKind.report_reminder: ("提醒：{month}月报还没报", icon("bell")),
    NoticeKind.report_opened: ("{month}月报开放了", icon("clipboard-text")),
}
PLACES = {NoticeKind.report_accepted.value: "/receipt", NoticeKind.report_returned.value: "#returned"}
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
    """去办: mark it read and go to its report."""
    await NoticesClient(visit.api).read(notice_id)
    typed = await visit.form()
    try:
        report = UUID(text_of(typed, "report"))
    except ValueError:
        return see_other("/notices")
    place = PLACES.get(text_of(typed, "kind"), "")
    return see_other(f"/reports/{report}{place}")
