"""我的交流: a teacher's own postings, what comes next in the one that matters now, and who must act."""

from dataclasses import dataclass

from services.contracts.assignments import AssignmentDetail, AssignmentRow
from services.contracts.codes import AssignmentStatus
from services.contracts.workbench import TodoOut
from services.web import clock
from services.web.api_client.assignments import AssignmentsClient
from services.web.api_client.workbench import WorkbenchClient
from services.web.pages.assignments import words
from services.web.pages.assignments.views import month_cell
from services.web.visit import Visit
from services.web.wording import day

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
    todos: list[TodoOut]


async def read_own(visit: Visit) -> Own:
    """Read a teacher's start page: `me`, what there is and is to be written, and the posting that matters now."""
    bench = await WorkbenchClient(visit.api).show()
    rows = bench.assignments
    live = sorted((row for row in rows if row.status in ORDER), key=lambda row: (ORDER.index(row.status), row.start_on))
    current = await AssignmentsClient(visit.api).detail(live[0].id) if live else None
    others = [row for row in rows if current is None or row.id != current.id]
    if current is None:
        return Own("现在没有交流任务", "", None, [], [], others, bench.todos)
    checks = [words.confirmation(each) for each in current.confirmations]
    return Own(
        headline(current),
        next_step(current, busy=bool(bench.todos)),
        current,
        [{"result": result, "what": what, "sub": sub} for result, what, sub in checks],
        [month_cell(each.month, each.state) for each in current.months],
        others,
        bench.todos,
    )


def headline(row: AssignmentRow) -> str:
    """Return 正在凤阁岭中学交流, or what is coming."""
    school = row.receiving_school.name
    if row.status is AssignmentStatus.active:
        return f"正在{school}交流"
    if row.status is AssignmentStatus.confirmed:
        return f"{day(row.start_on)}到{school}报到"
    return f"安排到{school}交流，还没定"


def next_step(row: AssignmentRow, *, busy: bool = False) -> str:
    """Return what is to do now and who does it."""
    school = row.receiving_school.name
    if row.status is AssignmentStatus.planned:
        return f"{words.confirmed(row)}，你不用办。三方都确认了才算定下来。"
    if row.status is AssignmentStatus.active:
        yours = "要写的在下面" if busy else "系统里没有要你办的"
        return f"按时在岗就行，{yours}。每月情况由{school}在月报里填。"
    late = "到岗日过了" if row.start_on < clock.today() else f"{day(row.start_on)}"
    return f"{late}，请到{school}报到。到了以后由{school}在系统里确认到岗，你不用办。"
