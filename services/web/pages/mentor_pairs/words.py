"""What pages say of mentor pairs."""

from collections import Counter
from collections.abc import Iterable

from services.contracts.codes import MentorPairStatus
from services.contracts.mentor_pairs import MentorPairRow, MentorSide
from services.web.wording import span

_STATES = {MentorPairStatus.ended, MentorPairStatus.void}


def who(side: MentorSide) -> str:
    """Return the name, or that there is none to see."""
    return side.name or "没有姓名"


def title(row: MentorPairRow) -> str:
    """Return 陈立群带罗晓雯."""
    return f"{who(row.mentor)}带{who(row.mentee)}"


def places(row: MentorPairRow) -> str:
    """Return both schools in one line, or the one."""
    mentor, mentee = row.mentor.school.name, row.mentee.school.name
    return mentor if mentor == mentee else f"{mentor} → {mentee}"


def days(row: MentorPairRow) -> str:
    """Return the period as it is or was."""
    return span(row.start_on, row.ended_on or row.end_on)


def subjects(rows: Iterable[MentorPairRow]) -> str:
    """Return 语文2对，数学1对 of the pairs that have not ended; JH-24 counts by subject."""
    counts = Counter(row.subject for row in rows if row.status not in _STATES)
    return "，".join(f"{subject}{count}对" for subject, count in counts.most_common())
