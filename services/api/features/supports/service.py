"""Changing funds and goods: each function is one use case in one transaction (W-24.1 … W-24.5)."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from services.api.features.files import service as files
from services.api.features.notices import service as notices
from services.api.features.pairings import service as pairings
from services.api.features.supports import queries, rules
from services.api.features.supports.filters import SupportFilter
from services.api.features.supports.models import Support
from services.api.features.supports.service_read import (
    SIDES,
    detail,
    facts_of,
    file_access,
    first_side,
    page,
    pairing_moments,
    receiver_of,
    row,
    states,
)
from services.api.kernel.context import Ctx
from services.api.kernel.etag import check_version
from services.api.kernel.problems import Problem, invalid
from services.api.kernel.words import day_words
from services.contracts.codes import NoticeKind, SupportGiver, SupportKind
from services.contracts.files import FileKind
from services.contracts.pairings import WithReason
from services.contracts.supports import (
    ConfirmSupport,
    DisputeSupport,
    GiveSupport,
    SupportCreate,
    SupportOut,
    SupportPatch,
)

__all__ = [
    "SupportFilter",
    "confirm",
    "detail",
    "dispute",
    "edit",
    "file_access",
    "give",
    "page",
    "pairing_moments",
    "plan",
    "states",
    "void",
]  # fmt: skip
_APART = {"pairing_id", "amount", "given_on", "voucher_no", "file_ids"}


async def plan(ctx: Ctx, body: SupportCreate) -> SupportOut:
    """Plan funds or goods, or note what has been given already (W-24.1, W-24.2, W-24.5).

    Money of an office needs the school that gets it (W-24.6). Raises 404 for a pairing out of scope, 403 unless the
    caller speaks for the giver, 409 `support.pairing_closed`, 422 on what giver and kind need or have not, on
    `given_on` and `file.not_waiting`.
    """
    pairing = await pairings.held(ctx, body.pairing_id)
    _check_giver(body)
    if not facts_of(ctx.principal, pairing, body).gives:
        raise Problem("permission.denied", who=rules.GIVER)
    if pairing.status not in rules.OPEN:
        raise Problem("support.pairing_closed", state=pairing.status.label)
    _check_kind(body.kind, body.model_dump(), body.model_dump())
    values = body.model_dump(exclude=_APART, exclude_none=True) | pairings.counties_of(pairing, first_side(body))
    if body.amount is not None:
        values["planned_cents"] = rules.cents_of(body.amount)
    support = Support(**values, pairing_id=pairing.id, created_at=ctx.now)
    if body.given_on is not None:
        _check_day(ctx, body.given_on, pairing.start_on)
        support.status, support.given_on = rules.after_giving(body.kind), body.given_on
        support.given_cents, support.voucher_no = support.planned_cents, body.voucher_no
    ctx.db.add(support)
    ctx.act(support, "plan" if body.given_on is None else "record")
    await ctx.db.flush()
    await _attach(ctx, support, body.file_ids)
    if body.given_on is not None:
        await _tell(ctx, support, pairing, NoticeKind.support_given)
    return await _saved(ctx, support)


async def edit(ctx: Ctx, support_id: UUID, expected: int, body: SupportPatch) -> SupportOut:
    """Put a plan right; once given it is changed no more."""
    support, _ = await _load(ctx, support_id, expected, "edit")
    changed = body.model_dump(exclude_unset=True, exclude_none=True)
    amount = changed.pop("amount", None)
    stored = {name: getattr(support, name) for name in ("fund_type", "goods_type", "quantity")}
    stored |= {"unit": support.unit or None, "amount": amount or support.planned_cents}
    _check_kind(support.kind, changed, {**stored, **changed})
    for field, value in changed.items():
        setattr(support, field, value)
    if amount is not None:
        support.planned_cents = rules.cents_of(amount)
    return await _done(ctx, support, "edit")


async def give(ctx: Ctx, support_id: UUID, expected: int, body: GiveSupport) -> SupportOut:
    """It has been paid or handed over, for the first time or once more after the other side contested it."""
    support, pairing = await _load(ctx, support_id, expected, "give")
    _check_day(ctx, body.given_on, pairing.start_on)
    if support.kind is SupportKind.fund and body.quantity is not None:
        raise invalid("quantity", "support.other_kind", "经费不填数量，请去掉")
    cents = rules.cents_of(body.amount) if body.amount is not None else support.planned_cents
    support.status, support.given_on, support.given_cents = rules.after_giving(support.kind), body.given_on, cents
    support.quantity = body.quantity or support.quantity
    support.voucher_no, support.answer = body.voucher_no or support.voucher_no, body.answer
    await _attach(ctx, support, body.file_ids)
    await _tell(ctx, support, pairing, NoticeKind.support_given)
    return await _done(ctx, support, "give")


async def confirm(ctx: Ctx, support_id: UUID, expected: int, body: ConfirmSupport) -> SupportOut:
    """The other side has received it and says what for (W-24.3)."""
    support, _ = await _load(ctx, support_id, expected, "confirm")
    support.confirmed_on, support.use = ctx.today, body.use
    return await _done(ctx, support, "confirm")


async def dispute(ctx: Ctx, support_id: UUID, expected: int, body: DisputeSupport) -> SupportOut:
    """The other side has not received it, or something else; the giver puts it right."""
    support, pairing = await _load(ctx, support_id, expected, "dispute")
    support.confirmed_on, support.dispute_reason, support.answer = None, body.reason, ""
    await _tell(ctx, support, pairing, NoticeKind.support_disputed)
    return await _done(ctx, support, "dispute")


async def void(ctx: Ctx, support_id: UUID, expected: int, body: WithReason) -> SupportOut:
    """Take it out of every sum; the record stays."""
    support, _ = await _load(ctx, support_id, expected, "void")
    support.void_reason = body.reason
    return await _done(ctx, support, "void")


async def _load(ctx: Ctx, support_id: UUID, expected: int, action: str) -> tuple[Support, Any]:
    """The locked row after the transition, and its pairing. Raises 404, 403, 412, 409 `state.illegal`."""
    support = await queries.visible(ctx.db, ctx.scope, support_id)
    if support is None:
        raise Problem("resource.not_found")
    pairing = await pairings.find(ctx.db, support.pairing_id)
    facts = facts_of(ctx.principal, pairing, support)
    after = rules.TABLE.take(support.status, action, facts)
    check_version(support, expected)
    support.status = after
    for name, code in pairings.counties_of(pairing, first_side(support)).items():
        setattr(support, name, code)
    return support, pairing


async def _tell(ctx: Ctx, support: Support, pairing: Any, kind: NoticeKind) -> None:
    """A message to the school whose turn it is: the receiver's when something was given, else the giver's.

    An office finds what is contested among its lists.
    """
    if kind is not NoticeKind.support_given and support.giver is SupportGiver.office:
        return
    side = receiver_of(support) if kind is NoticeKind.support_given else SIDES[support.giver]
    school_id = getattr(pairing, f"{side.value}_school_id")
    await notices.tell(ctx.db, [notices.Message(school_id, kind, ctx.now, support_id=support.id)])


async def _done(ctx: Ctx, support: Support, action: str) -> SupportOut:
    ctx.act(support, action)
    return await _saved(ctx, support)


async def _saved(ctx: Ctx, support: Support) -> SupportOut:
    await ctx.db.flush()
    return await row(ctx, support.id)


async def _attach(ctx: Ctx, support: Support, file_ids: list[UUID]) -> None:
    owner = files.Owner(support.id, support.county_code, support.other_county_code)
    await files.attach(ctx, file_ids, FileKind.support_voucher, owner)


def _check_giver(body: SupportCreate) -> None:
    """Money of an office says who gets it; what a school gives is for the other one of the pairing."""
    is_office = body.giver is SupportGiver.office
    if is_office and body.kind is not SupportKind.fund:
        raise invalid("kind", "support.office_goods", "教育局给的只记经费；物资请记在给出的学校名下")
    if is_office and body.receiver is None:
        raise invalid("receiver", "support.missing", "请选教育局给哪所学校")
    if not is_office and body.receiver is not None:
        raise invalid("receiver", "support.other_giver", "学校给的就是给对方学校，不填给谁，请去掉")


def _check_kind(kind: SupportKind, typed: Mapping[str, object], values: Mapping[str, object]) -> None:
    for name in rules.foreign_fields(kind, typed):
        raise invalid(name, "support.other_kind", f"{kind.label}不填这一项，请去掉")
    for name, text in rules.missing_fields(kind, values).items():
        raise invalid(name, "support.missing", text)


def _check_day(ctx: Ctx, day: date, start_on: date) -> None:
    if not start_on <= day <= ctx.today:
        start, today = day_words(start_on, ctx.today), day_words(ctx.today, ctx.today)
        raise invalid("given_on", "support.day", f"日期要在{start}（结对开始）到{today}（今天）之间")
