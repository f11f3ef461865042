"""Selects on reports: lists, one report for a change, what was sent and decided."""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Subquery, and_, case, func, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.pairings import service as pairings
from services.api.features.reports.filters import ReportFilter, ReportSort
from services.api.features.reports.models import Report, ReportDraft, ReportLine, ReportReview, ReportRevision
from services.api.features.reports.rules import OPEN, SENT, UNSENT
from services.api.features.schools import service as schools
from services.api.kernel.paging import PageAsked, Rows, page_of
from services.api.kernel.periods import Period
from services.api.kernel.scope import Party, Scope, below, prefix_of
from services.api.kernel.search import matches
from services.contracts.codes import ReportStatus

R: Any = Report
V: Any = ReportRevision
L: Any = ReportLine
D: Any = ReportDraft
W: Any = ReportReview
PARTIES = (Party(R.county_code, R.school_id),)


@cache
def directory() -> Subquery:
    """The columns that statistics count by."""
    return select(
        R.id, R.school_id, R.county_code, R.month, R.status, R.due_at, R.added_late, R.first_submitted_at
    ).subquery("report_directory")


@cache
def _rows() -> tuple[Select[Any], Any]:
    place = schools.directory()
    own = (column for column in R.__table__.c if column.name not in {"school_code", "school_name"})
    sent_with = (
        func.coalesce(R.school_code, place.c.code).label("school_code"),
        func.coalesce(R.school_name, place.c.name).label("school_name"),
    )
    return select(*own, *sent_with, place.c.township).join(place, place.c.id == R.school_id), place.c


def _conditions(asked: ReportFilter, place: Any, now: datetime) -> list[ColumnElement[bool]]:
    pairs = (
        (R.month, asked.month),
        (R.school_id, asked.school_id),
        (place.township, asked.township),
        (R.no_change, asked.no_change),
    )
    found = [column == value for column, value in pairs if value is not None]
    if asked.status:
        found.append(R.status.in_(asked.status))
    if asked.county_code:
        found.append(below(R.county_code, prefix_of(asked.county_code)))
    if asked.q:
        found.append(matches(asked.q, place, place.code))
    return found + _turns(asked, now)


def _turns(asked: ReportFilter, now: datetime) -> list[ColumnElement[bool]]:
    found = []
    if asked.open:
        found.append(R.status.in_(OPEN))
    if asked.waiting:
        found.append(R.status == ReportStatus.submitted)
    if asked.overdue:
        found.append(and_(R.status.in_(UNSENT), R.due_at < now))
    if asked.order is ReportSort.submitted:
        found.append(R.submitted_at.is_not(None))
    return found


async def page(db: AsyncSession, scope: Scope, asked: ReportFilter, paging: PageAsked, now: datetime) -> Rows:
    """One page of the reports in scope."""
    statement, place = _rows()
    statement = statement.where(scope.of_reports.rows(PARTIES), *_conditions(asked, place, now))
    if asked.order is ReportSort.submitted:
        return await page_of(db, statement, paging, [(R.submitted_at, datetime), (R.id, UUID)])
    if asked.order is ReportSort.due:
        keys = [(R.due_at, datetime), (place.pinyin, str), (R.id, UUID)]
        return await page_of(db, statement, paging, keys)
    return await page_of(db, statement, paging, [(R.month, str), (R.id, UUID)], descending=True)


async def summary(db: AsyncSession, scope: Scope, asked: ReportFilter, now: datetime) -> Any:
    """How many rows a list has, and since when the oldest of them waits: (count, oldest submission, oldest due)."""
    place = schools.directory()
    columns = select(func.count(), func.min(R.submitted_at), func.min(R.due_at)).select_from(Report)
    found = columns.join(place, place.c.id == R.school_id)
    return (await db.execute(found.where(scope.of_reports.rows(PARTIES), *_conditions(asked, place.c, now)))).one()


async def row(db: AsyncSession, scope: Scope, report_id: UUID) -> Any:
    """One report in scope with its school."""
    statement, _ = _rows()
    return (await db.execute(statement.where(R.id == report_id, scope.of_reports.rows(PARTIES)))).one_or_none()


async def rows_of_months(db: AsyncSession, school_id: UUID, months: Sequence[str]) -> list[Any]:
    """A school's reports of these months, oldest first."""
    statement, _ = _rows()
    found = await db.execute(statement.where(R.school_id == school_id, R.month.in_(months)).order_by(R.month))
    return list(found)


async def sent_summaries(db: AsyncSession, school_id: UUID, months: Collection[str]) -> list[Any]:
    """(month, summary of the last revision) of those of these months that a school has sent and not got back."""
    last = and_(V.report_id == R.id, V.revision == R.revision)
    found = select(R.month, V.summary).join_from(Report, ReportRevision, last)
    return list(await db.execute(found.where(R.school_id == school_id, R.month.in_(months), R.status.in_(SENT))))


async def states(db: AsyncSession, report_ids: Collection[UUID]) -> dict[UUID, ReportStatus]:
    """Where reports stand."""
    found = await db.execute(select(R.id, R.status).where(R.id.in_(report_ids)))
    return {row.id: row.status for row in found}


async def to_fill(db: AsyncSession, school_id: UUID) -> Any:
    """The report a school is at: the oldest open one, else the newest."""
    statement, _ = _rows()
    mine = statement.where(R.school_id == school_id)
    oldest_open = mine.where(R.status.in_(OPEN)).order_by(R.month).limit(1)
    found = (await db.execute(oldest_open)).one_or_none()
    return found or (await db.execute(mine.order_by(R.month.desc()).limit(1))).one_or_none()


async def to_fill_of(db: AsyncSession, school_ids: Sequence[UUID]) -> list[Any]:
    """The report each of these schools is at: the oldest open one, else the newest. One query."""
    statement, place = _rows()
    turn = case((R.status.in_(OPEN), 0), else_=1)
    oldest_open = case((R.status.in_(OPEN), R.month), else_="")
    first = func.row_number().over(partition_by=R.school_id, order_by=(turn, oldest_open, R.month.desc()))
    ranked = select(R.id, first.label("place")).where(R.school_id.in_(school_ids)).subquery("ranked")
    wanted = statement.join(ranked, ranked.c.id == R.id).where(ranked.c.place == 1)
    return list(await db.execute(wanted.order_by(place.pinyin, R.id)))


async def month_to_watch(db: AsyncSession, scope: Scope, now: datetime) -> str | None:
    """The first month in scope that is not due yet, else the last one opened."""
    mine = scope.of_reports.rows(PARTIES)
    coming = select(func.min(R.month)).where(mine, R.due_at >= now).scalar_subquery()
    last = select(func.max(R.month)).where(mine).scalar_subquery()
    found: str | None = await db.scalar(select(func.coalesce(coming, last)))
    return found


async def for_change(db: AsyncSession, scope: Scope, report_ids: Sequence[UUID]) -> list[Report]:
    """Reports in scope, locked, in the order of their ids so that two writers never wait for each other."""
    found = select(Report).where(R.id.in_(report_ids), scope.of_reports.rows(PARTIES)).order_by(R.id).with_for_update()
    return list((await db.execute(found)).scalars())


async def to_send(db: AsyncSession, scope: Scope, report_id: UUID) -> Any:
    """One report in scope, locked, with its school's present `code` and `name`.

    What is typed is not joined: who waits for the lock would get the draft of before the wait.
    """
    statement = _locked_with_school()
    return (await db.execute(statement.where(R.id == report_id, scope.of_reports.rows(PARTIES)))).one_or_none()


@cache
def _locked_with_school() -> Select[Any]:
    place = schools.directory()
    found = select(Report, place.c.code, place.c.name).join(place, place.c.id == R.school_id)
    return found.with_for_update(of=Report)


async def late_counts(db: AsyncSession, school_ids: Sequence[UUID], months: Sequence[str]) -> dict[UUID, int]:
    """How often each school was late in these months."""
    is_late = and_(R.first_submitted_at > R.due_at, R.month.in_(months), R.school_id.in_(school_ids))
    counted = select(R.school_id, func.count()).where(is_late).group_by(R.school_id)
    return {found[0]: found[1] for found in await db.execute(counted)}


async def baseline_months(db: AsyncSession, report_ids: Sequence[UUID]) -> dict[UUID, str]:
    """For each report the last earlier month that its school has sent: what its changes are changes from."""
    earlier = R.__table__.alias("earlier")
    before = and_(earlier.c.school_id == R.school_id, earlier.c.month < R.month, earlier.c.revision > 0)
    found = select(R.id, func.max(earlier.c.month)).join(earlier, before).where(R.id.in_(report_ids)).group_by(R.id)
    return {line[0]: line[1] for line in await db.execute(found)}


async def queue_place(db: AsyncSession, scope: Scope, submitted_at: datetime, report_id: UUID) -> Any:
    """(index, total, previous id, next id) among the submitted reports in scope, longest waiting first."""
    key, here = tuple_(R.submitted_at, R.id), tuple_(submitted_at, report_id)
    waiting = (R.status == ReportStatus.submitted, scope.of_reports.rows(PARTIES))
    ids = select(R.id).where(*waiting)
    before = ids.where(key < here).order_by(R.submitted_at.desc(), R.id.desc()).limit(1)
    after = ids.where(key > here).order_by(R.submitted_at, R.id).limit(1)
    columns = (
        select(func.count()).where(*waiting, key <= here).scalar_subquery(),
        select(func.count()).where(*waiting).scalar_subquery(),
        before.scalar_subquery(),
        after.scalar_subquery(),
    )
    return (await db.execute(select(*columns))).one()


async def draft(db: AsyncSession, report_id: UUID) -> ReportDraft | None:
    """What is being typed."""
    return await db.get(ReportDraft, report_id)


async def revisions(db: AsyncSession, report_id: UUID) -> list[ReportRevision]:
    """All submissions of a report, newest first."""
    found = select(ReportRevision).where(V.report_id == report_id).order_by(V.revision.desc())
    return list((await db.execute(found)).scalars())


async def reviews(db: AsyncSession, report_id: UUID) -> list[ReportReview]:
    """All decisions on a report, newest first."""
    found = select(ReportReview).where(W.report_id == report_id).order_by(W.revision.desc(), W.id.desc())
    return list((await db.execute(found)).scalars())


async def sent_before(db: AsyncSession, school_id: UUID, month: str | None, limit: int) -> list[Any]:
    """A school's last reports that were ever sent, newest month first, with the last revision's content and summary.

    With `month` only those of earlier months.
    """
    statement, _ = _rows()
    last = and_(V.report_id == R.id, V.county_code == R.county_code, V.revision == R.revision)
    statement = statement.add_columns(V.content, V.summary).join(ReportRevision, last).where(R.school_id == school_id)
    if month is not None:
        statement = statement.where(R.month < month)
    return list(await db.execute(statement.order_by(R.month.desc()).limit(limit)))


async def was_sent_after(db: AsyncSession, school_id: UUID, month: str) -> bool:
    """Whether the school has already sent a later month."""
    later = select(R.id).where(R.school_id == school_id, R.month > month, R.revision > 0).limit(1)
    return (await db.execute(later)).first() is not None


def _last_lines() -> Select[Any]:
    """Lines of the last revision of each report."""
    columns = select(
        L.assignment_id, L.month, L.state, L.from_on, L.to_on, R.status.label("report_status"), R.id.label("report_id")
    )
    return columns.join(Report, and_(L.report_id == R.id, L.revision == R.revision))


async def lines_in(db: AsyncSession, assignment_ids: Sequence[UUID], month: str) -> dict[UUID, Any]:
    """What the receiving schools last reported of these assignments in a month; no query for none of them."""
    if not assignment_ids:
        return {}
    found = _last_lines().where(L.assignment_id.in_(assignment_ids), L.month == month)
    return {line.assignment_id: line for line in await db.execute(found)}


async def lines_of(db: AsyncSession, assignment_id: UUID) -> list[Any]:
    """All that was last reported of one assignment, oldest month first."""
    return list(await db.execute(_last_lines().where(L.assignment_id == assignment_id).order_by(L.month)))


async def statuses_in(db: AsyncSession, school_ids: Sequence[UUID], month: str) -> dict[UUID, ReportStatus]:
    """The state of each school's report of a month."""
    found = select(R.school_id, R.status).where(R.school_id.in_(school_ids), R.month == month)
    return {line[0]: line[1] for line in await db.execute(found)}


async def partners(db: AsyncSession, school_id: UUID, period: Period) -> list[Any]:
    """The school's pairings that run in the period with the other school: (id, school_id, code, name)."""
    live, place = pairings.live_on(period).c, schools.directory().c
    other = case((live.supporting_school_id == school_id, live.recipient_school_id), else_=live.supporting_school_id)
    mine = or_(live.supporting_school_id == school_id, live.recipient_school_id == school_id)
    found = select(live.id, place.id.label("school_id"), place.code, place.name).where(mine, place.id == other)
    return list(await db.execute(found.order_by(live.start_on, live.id)))
