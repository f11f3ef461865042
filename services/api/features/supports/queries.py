"""Selects on funds and goods."""

from collections.abc import Collection
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.pairings import service as pairings
from services.api.features.regions import service as regions
from services.api.features.supports import rules
from services.api.features.supports.filters import SupportFilter
from services.api.features.supports.models import Support
from services.api.kernel.paging import PageAsked, Rows, page_of
from services.api.kernel.scope import Scope, below, prefix_of
from services.contracts.codes import PairSide, SchoolTerm, SupportGiver, SupportKind, SupportStatus

S: Any = Support


@cache
def _rows() -> tuple[Select[Any], Any]:
    """Each row with both schools and the name of the county of whoever gets it."""
    pairing, county = pairings.directory().c, regions.directory()
    sides = (pairing.supporting_county_code, pairing.recipient_county_code)
    gets = case((S.receiver == PairSide.supporting, sides[0]), else_=sides[1])
    statement = pairings.beside(S, *sides, county.c.name.label("office_county"))
    return statement.join(county, county.c.code == gets), pairing


def _conditions(pairing: Any, scope: Scope, asked: SupportFilter) -> list[ColumnElement[bool]]:
    found = [scope.rows(pairings.parties(pairing))]
    found.append(S.status == asked.status if asked.status else S.status != SupportStatus.void)
    if asked.school_id:
        of_school = (pairing.supporting_school_id == asked.school_id, pairing.recipient_school_id == asked.school_id)
        found.append(or_(*of_school))
    if asked.county_code:
        prefix = prefix_of(asked.county_code)
        sides = (pairing.supporting_county_code, pairing.recipient_county_code)
        found.append(or_(*(below(side, prefix) for side in sides)))
    for name in ("pairing_id", "kind", "giver", "school_year", "term"):
        value = getattr(asked, name)
        if value is not None:
            found.append(getattr(S, name) == value)
    return found


async def page(db: AsyncSession, scope: Scope, asked: SupportFilter, paging: PageAsked) -> Rows:
    """One page of the rows in scope, the latest school year and the newest first."""
    statement, pairing = _rows()
    statement = statement.where(*_conditions(pairing, scope, asked))
    return await page_of(db, statement, paging, [(S.school_year, int), (S.id, UUID)], descending=True)


async def sums(db: AsyncSession, scope: Scope, asked: SupportFilter) -> Any:
    """(school_year, kind, from_office, count, planned, given, confirmed, disputed) in cents, the latest year first.

    What schools give comes before what offices give. One query.
    """
    pairing = pairings.directory()
    held = S.status.in_(sorted(rules.HELD))
    given = func.coalesce(func.sum(case((held, S.given_cents))), 0)
    confirmed = func.coalesce(func.sum(case((S.status == SupportStatus.confirmed, S.given_cents))), 0)
    by_office = (S.giver == SupportGiver.office).label("from_office")
    disputed = func.coalesce(func.sum(case((S.status == SupportStatus.disputed, 1), else_=0)), 0)
    statement = (
        select(
            S.school_year, S.kind, by_office, func.count().label("count"),
            func.coalesce(func.sum(S.planned_cents), 0).label("planned"), given.label("given"),
            confirmed.label("confirmed"), disputed.label("disputed"),
        )
        .join_from(Support, pairing, pairing.c.id == S.pairing_id)
        .where(*_conditions(pairing.c, scope, asked))
        .group_by(S.school_year, S.kind, by_office)
        .order_by(S.school_year.desc(), S.kind, by_office)
    )  # fmt: skip
    return (await db.execute(statement)).all()


async def row(db: AsyncSession, scope: Scope, support_id: UUID) -> Any:
    """One row in scope with the names of both schools."""
    statement, pairing = _rows()
    return (await db.execute(statement.where(S.id == support_id, scope.rows(pairings.parties(pairing))))).one_or_none()


async def visible(db: AsyncSession, scope: Scope, support_id: UUID) -> Support | None:
    """One row in scope, locked for a change."""
    pairing = pairings.directory()
    statement = select(Support).join(pairing, pairing.c.id == S.pairing_id)
    statement = statement.where(S.id == support_id, scope.rows(pairings.parties(pairing.c)))
    return (await db.execute(statement.with_for_update(of=Support))).scalar_one_or_none()


async def states(db: AsyncSession, support_ids: Collection[UUID]) -> dict[UUID, SupportStatus]:
    """Where rows stand."""
    found = await db.execute(select(S.id, S.status).where(S.id.in_(support_ids)))
    return {each.id: each.status for each in found}


async def of_pairing(db: AsyncSession, pairing_id: UUID, limit: int) -> Any:
    """The newest rows of a pairing for its timeline."""
    newest = select(S.id, S.kind, S.giver, S.fund_type, S.goods_type, S.planned_cents, S.given_cents)
    return (await db.execute(newest.where(S.pairing_id == pairing_id).order_by(S.id.desc()).limit(limit))).all()


async def pairing_in(db: AsyncSession, scope: Scope, pairing_id: UUID) -> Any:
    """(id, supporting_county_code) of a pairing in scope."""
    pairing = pairings.directory()
    mine = select(pairing.c.id, pairing.c.supporting_county_code)
    mine = mine.where(pairing.c.id == pairing_id, scope.rows(pairings.parties(pairing.c)))
    return (await db.execute(mine)).one_or_none()


async def funds_of_term(db: AsyncSession, pairing_id: UUID, school_year: int, term: SchoolTerm) -> Any:
    """The funds of one term of a pairing, void ones left out: (giver, fund_type, status, planned, given)."""
    columns = select(S.giver, S.fund_type, S.status, S.planned_cents, S.given_cents)
    mine = (S.pairing_id == pairing_id, S.school_year == school_year, S.term == term, S.kind == SupportKind.fund)
    return (await db.execute(columns.where(*mine, S.status != SupportStatus.void))).all()
