"""Reading shared papers: pages, one with its history, and them as dated entries."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select

from services.api.features.files import service as files
from services.api.features.pairings import service as pairings
from services.api.features.shared_resources import queries, rules
from services.api.features.shared_resources.filters import SharedResourceFilter
from services.api.kernel.competence import decides_between
from services.api.kernel.context import Ctx
from services.api.kernel.entries import EntriesAsked
from services.api.kernel.history import Told, history
from services.api.kernel.paging import PageAsked
from services.api.kernel.problems import Problem, problem_on
from services.api.kernel.scope import Principal
from services.api.kernel.words import day_words
from services.contracts.accounts import SchoolRef
from services.contracts.base import Page
from services.contracts.codes import PairSide
from services.contracts.files import FileKind
from services.contracts.shared_resources import SharedResourceDetail, SharedResourceRow

KIND = FileKind.shared_resource


def facts_of(principal: Principal, row: Any) -> rules.Facts:
    """What the caller is to a paper, which has the schools of its pairing."""
    gives = principal.is_school and principal.school_id == getattr(row, f"{row.giver}_school_id")
    return rules.Facts(gives=gives, voided=row.voided_at is not None)


def _ref(row: Any, side: PairSide) -> SchoolRef:
    return SchoolRef(
        id=getattr(row, f"{side}_school_id"), code=getattr(row, f"{side}_code"), name=getattr(row, f"{side}_name")
    )


def _fields(row: Any, principal: Principal, file_count: int) -> dict[str, Any]:
    return {
        **{name: getattr(row, name) for name in ("id", "version", "pairing_id", "kind", "shared_on")},
        "allowed_actions": rules.allowed(facts_of(principal, row)),
        "title": None if principal.is_client else row.title,
        "audience": None if principal.is_client else row.audience,
        "giver_school": _ref(row, row.giver),
        "receiver_school": _ref(row, rules.OTHER[row.giver]),
        "voided": row.voided_at is not None,
        "file_count": file_count,
    }


async def page(ctx: Ctx, asked: SharedResourceFilter, paging: PageAsked) -> Page[SharedResourceRow]:
    """One page of the papers in the caller's scope, the latest first. Two queries, three with a count.

    Raises 422 `period.order`.
    """
    if asked.from_on and asked.until_on and asked.until_on < asked.from_on:
        raise problem_on("until_on", "period.order", start_on=day_words(asked.from_on, ctx.today))
    found = await queries.page(ctx.db, ctx.scope, asked, paging)
    counts = await files.counts(ctx.db, KIND, [row.id for row in found.rows])
    return Page(
        items=[SharedResourceRow(**_fields(row, ctx.principal, counts.get(row.id, 0))) for row in found.rows],
        **found.around(),
    )


async def visible(ctx: Ctx, resource_id: UUID) -> Any:
    """One paper in scope with both schools. Raises 404 `resource.not_found`."""
    row = await queries.row(ctx.db, ctx.scope, resource_id)
    if row is None:
        raise Problem("resource.not_found")
    return row


async def detail(ctx: Ctx, resource_id: UUID) -> SharedResourceDetail:
    """One paper with its history. Raises 404 `resource.not_found`."""
    row = await visible(ctx, resource_id)
    counts = await files.counts(ctx.db, KIND, [resource_id])
    told = [
        Told(m.at, m.action, rules.timeline_text(m.action), m.user_id, m.action == "void")
        for m in await history(ctx.db, [resource_id])
    ]
    return SharedResourceDetail(
        **_fields(row, ctx.principal, counts.get(resource_id, 0)),
        void_reason=None if ctx.principal.is_client else row.void_reason,
        timeline=await pairings.timeline(ctx, told),
    )


def file_owner(row: Any) -> files.Owner:
    """The paper as what its files belong to."""
    return files.Owner(row.id, row.county_code, row.other_county_code)


async def file_access(ctx: Ctx, resource_id: UUID) -> files.Access:
    """What the caller is to the files of a paper: the giver writes.

    Raises 404 `resource.not_found`, for the other school also when the giver has taken the paper back.
    """
    row = await visible(ctx, resource_id)
    facts = facts_of(ctx.principal, row)
    if not rules.opens(facts, is_school=ctx.principal.is_school):
        raise Problem("resource.not_found")
    decides = decides_between(ctx.principal, row.county_code, row.other_county_code)
    return files.Access(file_owner(row), facts.gives and not facts.voided, decides)


def shared(asked: EntriesAsked) -> Select[Any]:
    """Papers as dated entries (W-21.5)."""
    return queries.by_day(asked)
