"""Reading commitments with their progress; the same number of queries for any number of rows."""

import asyncio
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.commitments import queries, rules
from services.api.features.commitments.counted_pages import page_among
from services.api.features.commitments.filters import CommitmentFilter
from services.api.features.commitments.measures import source_of
from services.api.features.commitments.templates import templates
from services.api.features.pairings import service as pairing_service
from services.api.kernel.context import Ctx
from services.api.kernel.entries import of_pairings
from services.api.kernel.history import Branch, Moment, Told
from services.api.kernel.paging import PageAsked
from services.api.kernel.periods import Period
from services.api.kernel.positions import head_position
from services.api.kernel.problems import Problem
from services.api.kernel.scope import Principal
from services.contracts.base import Page
from services.contracts.commitments import CommitmentOut, CommitmentProgress, CommitmentTemplates

Entries = dict[tuple[str, UUID], list[rules.Entry]]
"""By measure and pairing."""


def promise_of(row: Any) -> rules.Promise:
    """A row of the queries as plain values; it ends with its pairing at the latest."""
    ends = [day for day in (row.end_on, row.pairing_end_on) if day is not None]
    return rules.Promise(
        row.measure, frozenset(row.kinds), row.unit, row.minimum, row.maximum, row.period, row.start_on,
        min(ends, default=None),
    )  # fmt: skip


async def _entries(db: AsyncSession, rows: Sequence[Any], pairings: Sequence[UUID] | Select[Any], on: date) -> Entries:
    """What has happened in the periods of these rows; one query for each measure among them."""
    found: Entries = {}
    for measure in sorted({row.measure for row in rows}, key=str):
        source = source_of(measure)
        if source is None:
            continue
        reaches = [rules.reach(promise_of(row), on) for row in rows if row.measure is measure]
        days = Period(min(each.start_on for each in reaches), max(each.end_on or on for each in reaches))
        for each in await queries.entries(db, source(of_pairings(pairings, days))):
            entry = rules.Entry(str(each.kind), each.from_on, each.to_on, each.amount, each.who)
            found.setdefault((measure.value, each.pairing_id), []).append(entry)
    return found


async def standings(
    db: AsyncSession, rows: Sequence[Any], on: date, pairings: Sequence[UUID] | Select[Any] | None = None
) -> list[rules.Counted]:
    """How far each of these rows is kept, in their order. Counting goes on beside other requests: of a province it
    takes seconds."""
    chosen = sorted({row.pairing_id for row in rows}) if pairings is None else pairings
    entries = await _entries(db, rows, chosen, on) if rows else {}
    return await asyncio.to_thread(_counted, rows, entries, on)


def _counted(rows: Sequence[Any], entries: Entries, on: date) -> list[rules.Counted]:
    return [
        (row, rules.standing(promise_of(row), entries.get((row.measure.value, row.pairing_id), []), on)) for row in rows
    ]


def _out(row: Any, principal: Principal, found: rules.Standing) -> CommitmentOut:
    words, voided = principal.sees_names, row.voided_at is not None
    mine = not principal.is_client and pairing_service.is_party(principal, row)
    return CommitmentOut(
        id=row.id, version=row.version,
        allowed_actions=rules.allowed(writes=mine, voided=voided, status=row.pairing_status),
        pairing_id=row.pairing_id,
        **pairing_service.both_schools(row),
        side=row.side, aid_area=row.aid_area, item=row.item if words else None, measure=row.measure, kinds=row.kinds,
        unit=row.unit, minimum=row.minimum, maximum=row.maximum, period=row.period, start_on=row.start_on,
        end_on=row.end_on, source=row.source if words else None, article=row.article if words else None,
        template_item=row.template_item, voided=voided,
        progress=CommitmentProgress(
            on=found.day, state=found.state, window_start_on=found.window.start_on, window_end_on=found.window.end_on,
            done=found.done, due=found.due, elapsed=found.elapsed, missed=found.missed, words=found.words,
        ),
    )  # fmt: skip


def _outs(ctx: Ctx, counted: Sequence[rules.Counted]) -> list[CommitmentOut]:
    return [_out(row, ctx.principal, found) for row, found in counted]


async def page(ctx: Ctx, asked: CommitmentFilter, paging: PageAsked) -> Page[CommitmentOut]:
    """One page of the commitments in the caller's scope, the latest first, with their progress on the day asked for."""
    on = asked.on or ctx.today
    if asked.by_progress:
        return await _page_by_progress(ctx, asked, paging, on)
    found = await queries.page(ctx.db, ctx.scope, asked, paging)
    return Page(
        items=_outs(ctx, await standings(ctx.db, found.rows, on)),
        **found.around(),
    )


async def _page_by_progress(ctx: Ctx, asked: CommitmentFilter, paging: PageAsked, on: date) -> Page[CommitmentOut]:
    """Everything in scope is counted, then those in the state are paged: a state stands in no column."""
    as_of = await head_position(ctx.db) if paging.limit else 0
    rows = await queries.everything(ctx.db, ctx.scope, asked)
    counted = await standings(ctx.db, rows, on, queries.pairings_asked(ctx.scope, asked))
    wanted = rules.states_asked(asked.state, lagging=asked.lagging)
    found = page_among([each for each in counted if each[1].state in wanted], paging, as_of)
    return Page(
        items=_outs(ctx, found.rows),
        **found.around(),
    )


async def one(ctx: Ctx, commitment_id: UUID) -> CommitmentOut:
    """One commitment. Raises 404 `resource.not_found`."""
    row = await queries.row(ctx.db, ctx.scope, commitment_id)
    if row is None:
        raise Problem("resource.not_found")
    return _outs(ctx, await standings(ctx.db, [row], ctx.today))[0]


def offered() -> CommitmentTemplates:
    """Every template; what cannot be counted yet says so."""
    return CommitmentTemplates(
        items=[
            each.model_copy(
                update={"items": [item.model_copy(update=_countable(item)) for item in each.items]},
            )
            for each in templates().values()
        ]
    )


def _countable(item: Any) -> dict[str, object]:
    return {"countable": source_of(item.measure) is not None, "unit": item.unit or rules.UNITS[item.measure]}


def _moment(moment: Moment) -> Told:
    text = rules.timeline_text(moment.action)
    return Told(moment.at, f"commitment.{moment.action}", text, moment.user_id, moment.action == "void")


IN_PAIRING = Branch(queries.ids_of, _moment)
"""In the timeline of the pairing."""
