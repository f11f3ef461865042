"""One person's month, and a whole month, in words (ui guide §5, §7)."""

from calendar import monthrange
from collections import Counter
from collections.abc import Iterable
from datetime import date

from services.contracts.activities import ActivityOut
from services.contracts.codes import Code, LeaveCategory, LeftCategory, PersonState
from services.contracts.reports import PersonLine, PersonRow, ReceiptOut, ReportContent
from services.web import clock
from services.web.wording import day, span

STATES = {state.value: state for state in PersonState}
"""The four answers by their code."""


def days_left(month: str) -> int:
    """Return how many days of `2026-11` are still to come; 0 when it is over or today is its last day."""
    today = clock.today()
    if month != f"{today:%Y-%m}":
        return 0
    return monthrange(today.year, today.month)[1] - today.day


def typed_day(value: str) -> str:
    """Return 11月18日 for `2026-11-18`; what is no date stays as typed."""
    try:
        return day(date.fromisoformat(value))
    except ValueError:
        return value


def typed_span(start: str, end: str) -> str:
    """Return 11月18日至20日 for two typed days; what is no date stays as typed."""
    try:
        first, last = date.fromisoformat(start), date.fromisoformat(end)
    except ValueError:
        return "至".join(part for part in (typed_day(start), typed_day(end)) if part)
    if (first.year, first.month) == (last.year, last.month):
        return day(first) if first == last else f"{day(first)}至{last.day}日"
    return span(first, last)


def state_of(line: PersonLine) -> PersonState:
    """Return the state; what is none of the four counts as 在岗, as the form shows it."""
    return STATES.get(line.state, PersonState.at_post)


def _label(codes: type[Code], value: str) -> str:
    return next((code.label for code in codes if code.value == value), value)


def line_details(line: PersonLine) -> str:
    """Return what belongs to the state: 11月18日至20日，事假; nothing for 在岗."""
    state = state_of(line)
    if state is PersonState.on_leave:
        parts = [typed_span(line.from_on, line.to_on), _label(LeaveCategory, line.category)]
    elif state is PersonState.left:
        parts = [typed_day(line.from_on) + "起" if line.from_on else "", _label(LeftCategory, line.category)]
    else:
        parts = [line.note if state is PersonState.problem else ""]
    return "，".join(part for part in parts if part)


def line_text(line: PersonLine) -> str:
    """Return 请假 11月18日至20日，事假."""
    return f"{state_of(line).label} {line_details(line)}".strip()


def person_sub(person: PersonRow, *, school: bool = True) -> str:
    """Return 语文·全职·青岭县实验小学."""
    parts = [person.subject, person.workload.label, person.from_school.name if school else ""]
    return "·".join(part for part in parts if part)


def states_text(lines: Iterable[PersonLine]) -> str:
    """Return 6人在岗, or 在岗5，请假1 where not all are."""
    counts = Counter(state_of(line) for line in lines)
    if set(counts) <= {PersonState.at_post}:
        return f"{counts.total()}人在岗" if counts else "没有来校人员"
    return "，".join(f"{state.label}{counts[state]}" for state in PersonState if counts[state])


def all_states_text(lines: list[PersonLine]) -> str:
    """Return 6人全部在岗, or 6人：在岗5，请假1."""
    if not lines:
        return "没有来校人员"
    if all(state_of(line) is PersonState.at_post for line in lines):
        return f"{len(lines)}人全部在岗"
    return f"{len(lines)}人：{states_text(lines)}"


def receipt_people(receipt: ReceiptOut) -> str:
    """Return 6人：在岗5，请假1."""
    counts = [
        (PersonState.at_post, receipt.people_at_post),
        (PersonState.on_leave, receipt.people_on_leave),
        (PersonState.left, receipt.people_left),
        (PersonState.problem, receipt.people_problem),
    ]
    if not receipt.people_total:
        return "没有来校人员"
    if receipt.people_at_post == receipt.people_total:
        return f"{receipt.people_total}人全部在岗"
    return f"{receipt.people_total}人：" + "，".join(f"{state.label}{count}" for state, count in counts if count)


def receipt_goals(receipt: ReceiptOut) -> str:
    """Return 2项，1项有更新."""
    if not receipt.goal_count:
        return "没有帮扶目标"
    updated = f"{receipt.goals_updated}项有更新" if receipt.goals_updated else "和上月相同"
    return f"{receipt.goal_count}项，{updated}"


def activities_text(count: int, person_times: int) -> str:
    """Return 3次，34人次."""
    return f"{count}次，{person_times}人次" if count else "没有活动"


def activity_title(activity: ActivityOut) -> str:
    """Return 示范课：三年级《秋天的雨》; the type is not said twice."""
    label, topic = activity.type.label, activity.topic or ""
    if topic.startswith(label):
        return topic
    return f"{label}：{topic}" if topic else label


def activity_people(activity: ActivityOut, school_id: object) -> str:
    """Return 来校2人，本校14人 as the school with this id sees it; both by name for an office."""
    guests, own = activity.supporting_count, activity.recipient_count
    if school_id == activity.recipient_school.id:
        return f"来校{guests}人，本校{own}人"
    if school_id == activity.supporting_school.id:
        return f"本校{guests}人，对方{own}人"
    return f"支援学校{guests}人，受援学校{own}人"


def activity_sub(activity: ActivityOut, school_id: object) -> str:
    """Return 来校2人，本校14人，3张照片; photos only where there are some."""
    photos = f"，{activity.file_count}张照片" if activity.file_count else ""
    return activity_people(activity, school_id) + photos


def problem_text(content: ReportContent) -> str:
    """Return 没有, or the sentence."""
    return (content.problem or "有") if content.has_problem else "没有"
