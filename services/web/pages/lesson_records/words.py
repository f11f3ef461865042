"""What pages say of lessons that were heard."""

from services.contracts.lesson_records import MOST_LESSONS, LessonPairing, LessonPerson, LessonRecordRow

LESSON_CHOICES = [(str(number), f"第{number}节") for number in range(1, MOST_LESSONS + 1)]
"""The lessons of a day, for a select."""


def who(person: LessonPerson) -> str:
    """Return the name, or that there is none to see."""
    return person.name or "没有姓名"


def title(row: LessonRecordRow) -> str:
    """Return 陈立群听罗晓雯的语文课."""
    return f"{who(row.observer)}听{who(row.teacher)}的{row.subject}课"


def lesson(row: LessonRecordRow) -> str:
    """Return 三年级2班·古诗二首."""
    return "·".join(filter(None, (row.class_name, row.topic)))


def schools(row: LessonPairing) -> str:
    """Return both schools of a pairing."""
    return f"{row.supporting_school.name} ↔ {row.recipient_school.name}"
