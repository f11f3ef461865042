"""Commitments in each of their periods as the rows that numbers are made of (S-20).

The same arithmetic as in `rules`: a period is cut to the days of the commitment, and keeps its minimum.
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    ColumnElement,
    Date,
    FromClause,
    Select,
    String,
    Subquery,
    Uuid,
    and_,
    case,
    cast,
    distinct,
    false,
    func,
    literal_column,
    or_,
    select,
    type_coerce,
    union_all,
)

from services.api.features.commitments.measures import measures
from services.api.features.commitments.models import Commitment
from services.api.features.commitments.rules import CENTS
from services.api.features.pairings import service as pairings
from services.api.kernel.calendars import calendar, school_year_of_day
from services.api.kernel.entries import EntriesAsked, Source
from services.contracts.codes import CommitmentMeasure, CommitmentPeriod, PairingStatus, SchoolTerm

C: Any = Commitment
P = CommitmentPeriod
HAVE_BEGUN = (PairingStatus.active, PairingStatus.suspended, PairingStatus.ended)
_PROMISE = "promise"
_SIDES = ("supporting_county_code", "supporting_school_id", "recipient_county_code", "recipient_school_id", "relation")


def rows(today: Any) -> Subquery:
    """One row for each period of a commitment that has begun by a day: what was due in it, and what was done.

    `id` is that of the commitment; with `last_on` it is unique. `school_year` and `term` are those of the last day of
    the period before it is cut; a commitment for the whole time has one row, which counts in the year it ends in. No
    scope of its own.
    """
    promise = union_all(_each_period(today), _whole()).subquery(_PROMISE)
    done = case(*((promise.c.measure == each.code, _done(each.code, each.source)) for each in measures), else_=0)
    shown = [column for column in promise.c if column.name != "kinds"]
    is_over = func.coalesce(promise.c.last_on < today, false())
    return select(*shown, done.label("done"), type_coerce(is_over, Boolean()).label("is_over")).subquery(
        "commitment_counting"
    )


def _each_period(today: Any) -> Select[Any]:
    """Every week, month, term or school year that a commitment has a day in."""
    pairing, days = pairings.directory(), calendar(today, P.week, P.month, P.term, P.school_year)
    ends = _ends(pairing)
    first = case((days.c.first_on > C.start_on, days.c.first_on), else_=C.start_on)
    last = case((days.c.last_on > ends, ends), else_=days.c.last_on)
    not_ended = or_(ends.is_(None), and_(days.c.first_on <= ends, C.start_on <= ends))
    inside = and_(days.c.last_on >= C.start_on, not_ended)
    found = _of(pairing, first, last, days.c.school_year, _term(days.c.last_on))
    return found.join(days, and_(days.c.kind == cast(C.period, String), inside))


def _whole() -> Select[Any]:
    pairing = pairings.directory()
    ends = _ends(pairing)
    found = _of(pairing, C.start_on, ends, school_year_of_day(ends), _term(ends))
    return found.where(C.period == P.whole, ends >= C.start_on)


def _of(pairing: FromClause, first: Any, last: Any, year: Any, term: Any) -> Select[Any]:
    of_commitment = (C.id, C.pairing_id, C.side, C.aid_area, C.measure, C.period, C.minimum, C.unit)
    columns = (*of_commitment, cast(C.kinds, String).label("kinds"), *(pairing.c[name] for name in _SIDES))
    period = (first.label("first_on"), last.label("last_on"), year.label("school_year"), term.label("term"))
    found = select(*columns, *period).join_from(Commitment, pairing, pairing.c.id == C.pairing_id)
    return found.where(C.voided_at.is_(None), pairing.c.status.in_(HAVE_BEGUN))


def _ends(pairing: FromClause) -> ColumnElement[Any]:
    """The last day: that of the commitment or of its pairing, whichever comes first."""
    sooner = or_(C.end_on.is_(None), pairing.c.end_on < C.end_on)
    return case((sooner, pairing.c.end_on), else_=C.end_on)


def _term(day: ColumnElement[Any]) -> ColumnElement[str]:
    in_spring = func.extract("month", day)
    return case((in_spring.between(2, 8), _text(SchoolTerm.spring)), else_=_text(SchoolTerm.autumn))


def _text(code: SchoolTerm) -> ColumnElement[str]:
    return literal_column(f"'{code.value}'")


def _done(measure: CommitmentMeasure, source: Source) -> ColumnElement[int]:
    """What happened in a period: amounts are added, everybody counts once, of funds whole yuan."""
    mine = literal_column(f"{_PROMISE}.pairing_id", Uuid())
    days = (literal_column(f"{_PROMISE}.{name}", Date()) for name in ("first_on", "last_on"))
    entry = source(EntriesAsked(lambda pairing_id: pairing_id == mine, *days)).subquery("entry").c
    kinds = literal_column(f"{_PROMISE}.kinds", String())
    named = kinds.like(_quoted(cast(entry.kind, String)))
    added = func.coalesce(func.sum(case((entry.who.is_(None), entry.amount), else_=0)), 0)
    amounts: ColumnElement[int] = cast(added, BigInteger)
    if measure is CommitmentMeasure.funds:
        amounts //= CENTS
    counted = select(amounts + func.count(distinct(entry.who))).where(or_(kinds == "[]", named))
    return counted.scalar_subquery()


def _quoted(kind: ColumnElement[str]) -> ColumnElement[str]:
    """As a code stands in a list of JSON, between anything."""
    return literal_column("'%\"'", String()).concat(kind).concat(literal_column("'\"%'", String()))


def due(rows: FromClause) -> ColumnElement[bool]:
    """Periods that are over."""
    return rows.c.is_over


def not_due(rows: FromClause) -> ColumnElement[bool]:
    """Periods that have begun and are not over."""
    return ~rows.c.is_over


def kept(rows: FromClause) -> ColumnElement[bool]:
    """Periods that are over and in which as much was done as had been promised."""
    return and_(rows.c.is_over, rows.c.done >= rows.c.minimum)
