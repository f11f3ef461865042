"""我的交流: a teacher's own postings, what comes next in the one that matters now, and who must act."""

from dataclasses import dataclass

from services.contracts.assignments import AssignmentDetail, AssignmentRow
from services.contracts.codes import AssignmentStatus
from services.web import clock
from services.web.api_client.assignments import AssignmentsClient
from services.web.pages.assignments import words
from services.web.pages.assignments.views import month_cell
from services.web.visit import Visit
from services.web.wording import day

LISTED = 50
ORDER = (
    AssignmentStatus.active,
    AssignmentStatus.confirmed,
    AssignmentStatus.planned,
)
"""Which posting comes first: the one being served, then the next one."""


@dataclass(slots=True)
class Own:
    """What the template shows; without `current` there is no live posting."""

    title: str
    step: str
    current: AssignmentDetail | None
    checks: list[dict[str, str]]
    months: list[dict[str, object]]
    others: list[AssignmentRow]


async def read_own(visit: Visit) -> Own:
    """Read a teacher's postings: `me`, the list and the one that matters now, three calls."""
    client = AssignmentsClient(visit.api)
    rows = (await client.rows({"limit": LISTED})).items
    live = sorted((row for row in rows if row.status in ORDER), key=lambda row: (ORDER.index(row.status), row.start_on))
    current = await client.detail(live[0].id) if live else None
    others = [row for row in rows if current is None or row.id != current.id]
    if current is None:
        return Own("现在没有交流任务", "", None, [], [], others)
    checks = [words.confirmation(each) for each in current.confirmations]
    return Own(
        headline(current),
        next_step(current),
        current,
        [{"result": result, "what": what, "sub": sub} for result, what, sub in checks],
        [month_cell(each.month, each.state) for each in current.months],
        others,
    )


def headline(row: AssignmentRow) -> str:
    """Return 正在凤阁岭中学交流, or what is coming."""
    school = row.receiving_school.name
    if row.status is AssignmentStatus.active:
        return f"正在{school}交流"
    if row.status is AssignmentStatus.confirmed:
        return f"{day(row.start_on)}到{school}报到"
    return f"安排到{school}交流，还没定"


def next_step(row: AssignmentRow) -> str:
    """Return what is to do now and who does it."""
    school = row.receiving_school.name
    if row.status is AssignmentStatus.planned:
        return f"{words.confirmed(row)}，你不用办。三方都确认了才算定下来。"
    if row.status is AssignmentStatus.active:
        return f"按时在岗就行，系统里没有要你办的。每月情况由{school}在月报里填。"
    late = "到岗日过了" if row.start_on < clock.today() else f"{day(row.start_on)}"
    return f"{late}，请到{school}报到。到了以后由{school}在系统里确认到岗，你不用办。"
