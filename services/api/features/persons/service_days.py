"""Posts, titles and teaching follow each other: where a day of one is put right, the row beside it moves along.

So a change that was written as of the wrong day is put right in one act, and no day is left without a fact or has two.
"""

from datetime import date, timedelta
from typing import Any

from services.api.features.persons.rules_telling import FOLLOW
from services.api.features.persons.service_records import KIND_OF
from services.api.features.staff import service_dated as dated
from services.api.features.staff import service_people as people
from services.api.features.staff.service_dated import StaffTitle
from services.api.kernel.context import Ctx
from services.api.kernel.periods import Period
from services.api.kernel.problems import invalid
from services.api.kernel.words import whole_day_words

ONE_DAY = timedelta(days=1)


async def carry(ctx: Ctx, staff: people.Staff, row: Any, period: Period, reason: str) -> None:
    """Move the end of the row directly before, and the start of the one directly after, to the new days of a row.

    A post or teaching that begins with an employment is joined to nothing of before. Raises 422 `record.swallows`
    when nothing would be left of the row beside it, `record.before_hired`, `person.change_far`.
    """
    rows: list[Any] = await people.rows_of(ctx.db, type(row), row.person_id, locked=True)
    hired = set() if isinstance(row, StaffTitle) else await _hired(ctx, row)
    before = next((each for each in rows if each.end_on == row.start_on - ONE_DAY and row.start_on not in hired), None)
    after = next((each for each in rows if row.end_on and each.start_on == row.end_on + ONE_DAY), None)
    if row.end_on is None and period.start_on != row.start_on:
        _refuse_start(ctx, staff, row, period.start_on)
    if before is not None and period.start_on != row.start_on:
        _end(ctx, before, period.start_on, reason)
    if after is not None and period.end_on not in {None, row.end_on} and after.start_on not in hired:
        _begin(ctx, after, period.end_on, reason)


async def _hired(ctx: Ctx, row: Any) -> set[date]:
    return {each.hired_on for each in await people.employments_of(ctx.db, row.person_id)}


def _refuse_start(ctx: Ctx, staff: people.Staff, row: Any, start_on: date) -> None:
    """What somebody is now began no earlier than the employment, a title apart, and at most a year from now."""
    if start_on > ctx.today + dated.LONGEST_AHEAD:
        raise invalid("start_on", "person.change_far", "变化最多提前一年登记，请核对年份")
    if not isinstance(row, StaffTitle) and start_on < staff.hired_on:
        since = whole_day_words(staff.hired_on)
        detail = f"入职日期是{since}，现在的{KIND_OF[type(row)].label}不能更早。入职日期也错了的，先改正它。"
        raise invalid("start_on", "record.before_hired", detail)


def _end(ctx: Ctx, before: Any, start_on: date, reason: str) -> None:
    if start_on <= before.start_on:
        since = whole_day_words(before.start_on)
        detail = f"前一条是{_named(before)}，从{since}起。这一条要比它晚开始；前一条登错了的，先改正或作废前一条。"
        raise invalid("start_on", "record.swallows", detail)
    before.end_on, before.correction = start_on - ONE_DAY, reason
    ctx.act(before, FOLLOW)


def _begin(ctx: Ctx, after: Any, end_on: date, reason: str) -> None:
    if after.end_on is not None and end_on >= after.end_on:
        until = whole_day_words(after.end_on)
        detail = f"后一条是{_named(after)}，到{until}为止。这一条要比它早结束；后一条登错了的，先改正或作废后一条。"
        raise invalid("end_on", "record.swallows", detail)
    if end_on + ONE_DAY > ctx.today + dated.LONGEST_AHEAD:
        raise invalid("end_on", "person.change_far", "变化最多提前一年登记，请核对年份")
    after.start_on, after.correction = end_on + ONE_DAY, reason
    ctx.act(after, FOLLOW)


def _named(row: Any) -> str:
    return next(f"“{getattr(row, name).label}”" for name in ("post", "title", "stage") if hasattr(row, name))
