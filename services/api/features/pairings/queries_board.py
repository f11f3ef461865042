"""Selects of the board: the first pairings of every state, and how many there are."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.engine import Row
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.pairings.filters import PairingFilter
from services.api.features.pairings.queries import PARTIES, P, base_rows, conditions_of
from services.api.kernel.scope import Scope
from services.contracts.codes import PairingStatus

S = PairingStatus
NO_END = date(9999, 12, 31)
"""Sorts what lasts after everything with an end."""


async def first_of_each(
    db: AsyncSession, scope: Scope, asked: PairingFilter, most: int, today: date
) -> Sequence[Row[Any]]:
    """The first `most` of each state with the names of their schools; `held` is how many the state has. One query."""
    ends = case((P.status.in_((S.active, S.suspended)), func.coalesce(P.end_on, NO_END)), else_=NO_END)
    waiting = func.row_number().over(partition_by=P.status, order_by=(ends, P.status_at, P.id))
    latest = func.row_number().over(partition_by=P.status, order_by=(P.status_at.desc(), P.id.desc()))
    ranked = (
        select(
            P.id, case((P.status == S.ended, latest), else_=waiting).label("place"),
            func.count().over(partition_by=P.status).label("held"),
        )
        .where(scope.rows(PARTIES), P.status != S.void, *conditions_of(asked, today))
        .subquery("ranked")
    )  # fmt: skip
    statement = base_rows()[0].add_columns(ranked.c.held).join(ranked, ranked.c.id == P.id)
    return (await db.execute(statement.where(ranked.c.place <= most).order_by(ranked.c.place))).all()


async def batches(db: AsyncSession, scope: Scope, most: int) -> list[str]:
    """The names of the latest batches in scope."""
    latest = func.max(P.start_on)
    named = select(P.batch).where(scope.rows(PARTIES), P.batch != "", P.status != S.void)
    return list((await db.scalars(named.group_by(P.batch).order_by(latest.desc(), P.batch).limit(most))).all())
