"""The dated rows of a person's work: what was so on a day, corrections, changes, and the copy for today (E-07 … E-10).

A correction replaces a value where it stands: it was wrong. A change ends what was so the day before and begins
something else. `facts_on` is the one answer to what somebody was on a day.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.staff import queries_dated as queries
from services.api.features.staff.models import Staff
from services.api.features.staff.models_dated import PersonName, PersonRow, StaffPosition, StaffTeaching, StaffTitle
from services.api.features.staff.queries_bases import employed_on
from services.api.features.staff.queries_dated import facts_columns, has_had_name, in_force
from services.api.features.staff.rules import LONGEST_AHEAD, hired_problem
from services.api.kernel.clock import SHANGHAI
from services.api.kernel.context import Ctx
from services.api.kernel.events import name_action
from services.api.kernel.problems import Problem, field_problem, invalid, problem_on
from services.api.kernel.words import whole_day_words
from services.contracts.codes import Post, Stage, Title

__all__ = [
    "LONGEST_AHEAD", "PersonName", "PersonRow", "StaffPosition", "StaffTeaching", "StaffTitle", "change_present",
    "copy_became_present", "correct_hired", "correct_present", "day_before", "employed_on", "end_rows", "facts_columns",
    "facts_on", "first_rows", "has_had_name", "hired_problem", "in_force", "not_before", "show_present",
]  # fmt: skip

KINDS: Mapping[type[PersonRow], tuple[str, ...]] = {
    StaffPosition: ("post", "leadership"),
    StaffTitle: ("title",),
    StaffTeaching: ("stage", "subject", "grades"),
}
"""The values that each kind of row holds for today."""
NAMES: Mapping[type[PersonRow], str] = {StaffPosition: "职务", StaffTitle: "职称", StaffTeaching: "任教"}
COPIED = ("post", "title", "stage", "subject")
MOST_COPIED = 300
LEADERS = frozenset({Post.principal, Post.vice_principal, Post.same_rank})


@dataclass(frozen=True, slots=True)
class From:
    """The first day of something new, and why."""

    start_on: date
    reason: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What somebody was on a day; None where nothing is recorded for that day."""

    post: Post | None
    title: Title | None
    stage: Stage | None
    subject: str | None

    def given(self) -> dict[str, Any]:
        """The recorded ones."""
        return {name: getattr(self, name) for name in COPIED if getattr(self, name) is not None}


async def facts_on(db: AsyncSession, person_id: UUID, day: date) -> Facts:
    """Post, title, stage and subject of a person on a day, from the dated rows. One query."""
    row = await queries.facts_on(db, person_id, day)
    return Facts(row.post, row.title, row.stage, row.subject)


def first_rows(staff: Staff, *, grades: Sequence[int] = (), with_title: bool = True) -> list[PersonRow]:
    """The rows that an employment begins with, for everybody who makes one; set-based callers insert them in bulk."""
    shared: dict[str, Any] = {
        "person_id": staff.person_id, "county_code": staff.county_code, "start_on": staff.hired_on,
    }  # fmt: skip
    running = {**shared, "end_on": staff.ended_on}
    rows: list[PersonRow] = [
        StaffPosition(**running, post=staff.post, school_id=staff.school_id, leadership=staff.post in LEADERS),
        StaffTeaching(**running, stage=staff.stage, subject=staff.subject, grades=list(grades)),
    ]
    return [*rows, StaffTitle(**shared, title=staff.title)] if with_title else rows


async def employ(ctx: Ctx, staff: Staff, grades: Sequence[int]) -> None:
    """Write the first rows of a new employment; a title that somebody brings along goes on, or changes that day."""
    title = next(iter(await queries.rows_of(ctx.db, StaffTitle, staff.person_id, locked=True)), None)
    ctx.db.add_all(first_rows(staff, grades=grades, with_title=title is None))
    if title is None or title.title is staff.title:
        return
    if title.end_on is None and title.start_on < staff.hired_on:
        await _change(ctx, staff, title, {"title": staff.title}, From(staff.hired_on, ""))
    else:
        staff.title = title.title


async def end_rows(ctx: Ctx, staff: Staff, last_day: date) -> None:
    """Posts and teaching end with the employment; the title stays with the person."""
    kinds: tuple[type[PersonRow], ...] = (StaffPosition, StaffTeaching)
    for kind in kinds:
        rows: list[Any] = await queries.rows_of(ctx.db, kind, staff.person_id, locked=True)
        for row in rows:
            if row.end_on is None:
                row.end_on = max(last_day, row.start_on)


async def correct_present(ctx: Ctx, staff: Staff, values: Mapping[str, Any], reason: str) -> None:
    """Put values right in the rows that count today, and in the copy."""
    for kind, given in _by_kind(values).items():
        row = await _today(ctx, staff, kind)
        for name, value in given.items():
            setattr(row, name, value)
        row.correction = reason
        ctx.act(row, "correct")
    await ctx.db.flush()
    await show_present(ctx, staff)


async def correct_hired(ctx: Ctx, staff: Staff, hired_on: date, reason: str) -> None:
    """The employment began on another day: rows that began with it do so still.

    Raises 422 `staff.hired_clash` when a row of before reaches into it, or one that began with it ended before.
    """
    for kind in KINDS:
        rows: list[Any] = await queries.rows_of(ctx.db, kind, staff.person_id, locked=True)
        first = [row for row in rows if row.start_on == staff.hired_on]
        if first:
            before = [row for row in rows if row.start_on < staff.hired_on]
            _refuse_clash(NAMES[kind], before, first, hired_on)
        for row in first:
            row.start_on, row.correction = hired_on, reason
            ctx.act(row, "correct")
    staff.hired_on = hired_on
    await ctx.db.flush()
    await show_present(ctx, staff)


def _refuse_clash(name: str, before: Sequence[Any], first: Sequence[Any], hired_on: date) -> None:
    """Rows of before end earlier than the day; rows that begin on it end no earlier."""
    for row in before:
        if row.end_on is None or row.end_on >= hired_on:
            until = f"到{whole_day_words(row.end_on)}为止" if row.end_on else "还没有结束"
            what = f"{whole_day_words(row.start_on)}起另有一条{name}记录，{until}"
            raise invalid("hired_on", "staff.hired_clash", f"{what}，入职日期要在它结束之后")
    for row in first:
        if row.end_on is not None and row.end_on < hired_on:
            what = f"入职时的{name}记录到{whole_day_words(row.end_on)}为止，之后另有记录"
            raise invalid("hired_on", "staff.hired_clash", f"{what}，入职日期不能晚于这一天")


async def change_present(ctx: Ctx, staff: Staff, values: Mapping[str, Any], start_on: date, reason: str) -> None:
    """End what is so the day before and begin something else.

    Raises 409 `fact.overlap` when the last row of that kind begins on the day or later, `fact.same` when nothing
    would be different.
    """
    for kind, given in _by_kind(values).items():
        await _change(ctx, staff, await _running(ctx, staff, kind), given, From(start_on, reason))
    await ctx.db.flush()
    await show_present(ctx, staff)


async def _change(ctx: Ctx, staff: Staff, row: Any, given: Mapping[str, Any], day: From) -> None:
    kind = type(row)
    now = {name: given.get(name, getattr(row, name)) for name in KINDS[kind]}
    if kind is StaffPosition and "post" in given and "leadership" not in given:
        now["leadership"] = given["post"] in LEADERS
    if all(getattr(row, name) == value for name, value in now.items()):
        raise problem_on(next(iter(given)), "fact.same")
    if day.start_on <= row.start_on:
        since = f"现在的{NAMES[kind]}从{whole_day_words(row.start_on)}起"
        raise not_before(f"{since}，要登记的变化得在那之后。那一天登错了的，先改正它的日期。")
    row.end_on = day_before(day.start_on)
    ctx.act(row, "change")
    await ctx.db.flush()  # the running row is one: the old one ends before the new one begins
    where = {"school_id": staff.school_id} if kind is StaffPosition else {}
    fresh = kind(
        person_id=staff.person_id,
        county_code=staff.county_code,
        start_on=day.start_on,
        basis=day.reason,
        **where,
        **now,
    )
    ctx.db.add(fresh)
    ctx.act(fresh, "change")


def not_before(detail: str) -> Problem:
    """409 `fact.overlap` on the first day: what is so began on that day or later."""
    return Problem("fact.overlap", errors=[field_problem("start_on", "fact.overlap", detail)], detail=detail)


def day_before(day: date) -> date:
    """The last day of what ends when something else begins."""
    return day - timedelta(days=1)


def _by_kind(values: Mapping[str, Any]) -> dict[type[PersonRow], dict[str, Any]]:
    split = {kind: {name: values[name] for name in names if name in values} for kind, names in KINDS.items()}
    return {kind: given for kind, given in split.items() if given}


async def _running(ctx: Ctx, staff: Staff, kind: type[PersonRow]) -> Any:
    rows: list[Any] = await queries.rows_of(ctx.db, kind, staff.person_id, locked=True)
    return next((row for row in rows if row.end_on is None), None) or await _from_copy(ctx, staff, kind)


async def _today(ctx: Ctx, staff: Staff, kind: type[PersonRow]) -> Any:
    rows: list[Any] = await queries.rows_of(ctx.db, kind, staff.person_id, locked=True)
    now = [row for row in rows if row.start_on <= ctx.today and (row.end_on is None or row.end_on >= ctx.today)]
    return next(iter(now or rows), None) or await _from_copy(ctx, staff, kind)


async def _from_copy(ctx: Ctx, staff: Staff, kind: type[PersonRow]) -> Any:
    """The row that an employment without dated rows stands for."""
    row = next(row for row in first_rows(staff) if isinstance(row, kind))
    ctx.db.add(row)
    await ctx.db.flush()
    return row


async def show_present(ctx: Ctx, staff: Staff) -> None:
    """Make the copy on the employment what the dated rows say of today; where they say nothing it stays."""
    if staff.ended_on is not None and staff.ended_on < ctx.today:
        return
    for name, value in (await facts_on(ctx.db, staff.person_id, ctx.today)).given().items():
        if getattr(staff, name) != value:
            setattr(staff, name, value)


async def copy_became_present(db: AsyncSession, now: datetime) -> int:
    """The worker's part: what begins today is copied to the employment; how many changed. Safe to repeat."""
    rows = await queries.became_present(db, now.astimezone(SHANGHAI).date(), MOST_COPIED)
    for row in rows:
        for name in COPIED:
            value = getattr(row, f"now_{name}", None)
            if value is not None and getattr(row.Staff, name) != value:
                setattr(row.Staff, name, value)
        name_action(db, row.Staff, "change")
    await db.flush()
    return len(rows)
