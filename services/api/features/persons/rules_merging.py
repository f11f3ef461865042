"""When two records can be one person's, and which rows give way. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from services.api.kernel.periods import Period

NUMBER = ("id_number_cipher", "id_number_hash", "id_number_masked")
FILLED = ("career_start_on", "confirmed_on", "is_reserve_cadre", "can_mentor", "seeks_promotion")
"""Columns that the record that stays gets where it says nothing."""
_COLUMNS = {
    "name": ("name", "pinyin", "sort_key", "initials"), "sex": ("sex",), "birth_on": ("birth_on",),
    "career_start_on": ("career_start_on",), "confirmed_on": ("confirmed_on",),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Job:
    """An employment."""

    id: UUID
    school_id: UUID
    hired_on: date
    ended_on: date | None

    def overlaps(self, other: "Job") -> bool:
        """Whether the two share a day."""
        return Period(self.hired_on, self.ended_on).overlaps(Period(other.hired_on, other.ended_on))


def blocking_jobs(kept: Sequence[Job], merged: Sequence[Job]) -> list[tuple[Job, Job]]:
    """Employments at two schools on the same days: nobody has two."""
    return [
        (one, other) for one in kept for other in merged if one.school_id != other.school_id and one.overlaps(other)
    ]


def same_job(kept: Sequence[Job], job: Job) -> Job | None:
    """The employment at the same school on the same days."""
    return next((each for each in kept if each.school_id == job.school_id and each.overlaps(job)), None)


def taken_columns(take: Collection[str]) -> list[str]:
    """The person's columns that are taken from the record that goes."""
    return [column for name, columns in _COLUMNS.items() if name in take for column in columns]


def gives_way(row: Any, chosen: Sequence[Any]) -> bool:
    """Whether a dated row shares a day with a chosen one that counts."""
    period = Period(row.start_on, row.end_on)
    return any(period.overlaps(Period(each.start_on, each.end_on)) for each in chosen if each.voided_at is None)


def words_of(row: Any) -> str:
    """A dated row as people read it: 一级教师，2020年9月1日起."""
    names = [getattr(row, name) for name in ("post", "title", "stage") if hasattr(row, name)]
    parts = [*(each.label for each in names), getattr(row, "subject", "")]
    since = f"{row.start_on.year}年{row.start_on.month}月{row.start_on.day}日起"
    return f"{'·'.join(part for part in parts if part)}，{since}"
