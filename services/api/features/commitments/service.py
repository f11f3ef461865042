"""Promising, changing and taking back: each function is one use case in one transaction (E-33, W-21.1)."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from services.api.features.commitments import queries, rules
from services.api.features.commitments.filters import CommitmentFilter
from services.api.features.commitments.measures import KINDS, Measure, measures, source_of
from services.api.features.commitments.models import Commitment
from services.api.features.commitments.service_read import IN_PAIRING, offered, one, page
from services.api.features.commitments.service_renewal import take_over
from services.api.features.commitments.templates import templates
from services.api.features.pairings import service as pairings
from services.api.kernel.context import Ctx
from services.api.kernel.etag import check_version
from services.api.kernel.problems import Problem, invalid, problem_on
from services.api.kernel.words import day_words
from services.contracts.commitments import (
    AddFromTemplate,
    CommitmentCreate,
    CommitmentOut,
    CommitmentPatch,
    TemplateAdded,
    TemplateItem,
)
from services.contracts.pairings import WithReason

__all__ = ["IN_PAIRING", "CommitmentFilter", "Measure", "measures", "offered", "one", "page", "take_over"]
CLEARED = frozenset({"maximum", "end_on"})
"""What null takes away; null of anything else is left as it is."""


async def add(ctx: Ctx, body: CommitmentCreate) -> CommitmentOut:
    """Promise something that is counted.

    Raises 404 for a pairing out of scope; 403 `permission.denied`; 409 `state.illegal` unless the pairing is open;
    422 `commitment.measure`, `commitment.kind`, `commitment.maximum`, `commitment.outside`, `period.order`.
    """
    _check_order(ctx.today, body.start_on, body.end_on)
    pairing = await _open_pairing(ctx, body.pairing_id, "定承诺项")
    values = body.model_dump() | {"unit": body.unit or rules.UNITS[body.measure]}
    commitment = _new(ctx, pairing, values)
    _check(ctx, commitment, pairing)
    ctx.db.add(commitment)
    ctx.act(commitment, "add")
    await ctx.db.flush()
    return await one(ctx, commitment.id)


def _new(ctx: Ctx, pairing: Any, values: dict[str, Any]) -> Commitment:
    return Commitment(
        **values,
        county_code=pairing.supporting_county_code,
        other_county_code=pairing.recipient_county_code,
        created_at=ctx.now,
    )


async def edit(ctx: Ctx, commitment_id: UUID, expected: int, body: CommitmentPatch) -> CommitmentOut:
    """Put right what was typed, or agree on other numbers; raises what `add` raises, and 412 `precondition.stale`."""
    commitment, pairing = await _load(ctx, commitment_id, expected, "修改")
    before = commitment.measure
    for field, value in body.model_dump(exclude_unset=True).items():
        if value is not None or field in CLEARED:
            setattr(commitment, field, value)
    if commitment.measure is not before and body.unit is None:
        commitment.unit = ""
    commitment.unit = commitment.unit or rules.UNITS[commitment.measure]
    _check(ctx, commitment, pairing)
    ctx.act(commitment, "edit")
    await ctx.db.flush()
    return await one(ctx, commitment.id)


async def void(ctx: Ctx, commitment_id: UUID, expected: int, body: WithReason) -> CommitmentOut:
    """Take it back; the record stays, and a template may bring it again."""
    commitment, _ = await _load(ctx, commitment_id, expected, "作废")
    commitment.voided_at, commitment.void_reason = ctx.now, body.reason
    ctx.act(commitment, "void")
    await ctx.db.flush()
    return await one(ctx, commitment.id)


async def add_from_template(ctx: Ctx, body: AddFromTemplate) -> TemplateAdded:
    """Take over items of a template with their source; what stands on the pairing already is left as it is.

    Raises 422 on `template`, `rules`, `subjects`, `start_on` and `end_on`, else what `add` raises. Nothing is added
    when one item cannot be.
    """
    _check_order(ctx.today, body.start_on, body.end_on)
    pairing = await _open_pairing(ctx, body.pairing_id, "定承诺项")
    items = _items(body)
    there = await queries.taken_over(ctx.db, pairing.id)
    added: list[UUID] = []
    for item in items:
        if item.rule in there:
            continue
        commitment = _new(ctx, pairing, _values(body, item))
        _check(ctx, commitment, pairing)
        if await _inserted(ctx, commitment):
            added.append(commitment.id)
            there.add(item.rule)
    made = [await one(ctx, each) for each in added]
    now = {each.template_item for each in made}
    return TemplateAdded(added=made, kept=[item.rule for item in items if item.rule not in now])


def _items(body: AddFromTemplate) -> list[TemplateItem]:
    template = templates().get(body.template)
    if template is None:
        raise invalid("template", "commitment.template", "没有这个模板，请重新选择")
    known = {item.rule: item for item in template.items}
    if unknown := [rule for rule in body.rules if rule not in known]:
        raise invalid("rules", "commitment.template", f"这个模板里没有{unknown[0]}，请重新选择")
    items = [item for rule, item in known.items() if rule in body.rules]
    for item in items:
        if source_of(item.measure) is None:
            raise invalid("rules", "commitment.measure", f"系统还没有{item.measure.label}的记录，先不要选“{item.item}”")
    if body.subjects is None and any(item.per_subject for item in items):
        raise invalid("subjects", "commitment.subjects", "选了按学科算的承诺，请填有几个学科")
    return items


def _values(body: AddFromTemplate, item: TemplateItem) -> dict[str, Any]:
    times = body.subjects or 1 if item.per_subject else 1
    return {
        **item.model_dump(exclude={"rule", "per_subject", "countable", "minimum", "maximum", "unit"}),
        "pairing_id": body.pairing_id,
        "unit": item.unit or rules.UNITS[item.measure],
        "minimum": item.minimum * times,
        "maximum": None if item.maximum is None else item.maximum * times,
        "start_on": body.start_on,
        "end_on": body.end_on,
        "source": templates()[body.template].source,
        "template_item": item.rule,
    }


async def _inserted(ctx: Ctx, commitment: Commitment) -> bool:
    """Whether it was new: of two who bring the same rule at once, a unique index lets one through."""
    ctx.act(commitment, "add")
    try:
        async with ctx.db.begin_nested():
            ctx.db.add(commitment)
            await ctx.db.flush()
    except IntegrityError:
        if commitment.template_item not in await queries.taken_over(ctx.db, commitment.pairing_id):
            raise
        return False
    return True


async def _open_pairing(ctx: Ctx, pairing_id: UUID, action: str) -> Any:
    pairing = await pairings.held(ctx, pairing_id)
    if not pairings.is_party(ctx.principal, pairing):
        raise Problem("permission.denied", who=rules.WHO)
    if pairing.status not in rules.OPEN:
        raise Problem("state.illegal", state=pairing.status.label, action=action)
    return pairing


async def _load(ctx: Ctx, commitment_id: UUID, expected: int, action: str) -> tuple[Commitment, Any]:
    commitment = await queries.visible(ctx.db, ctx.scope, commitment_id)
    if commitment is None:
        raise Problem("resource.not_found")
    pairing = await _open_pairing(ctx, commitment.pairing_id, action)
    check_version(commitment, expected)
    if commitment.voided_at is not None:
        raise Problem("state.illegal", state="已作废", action=action)
    return commitment, pairing


def _check(ctx: Ctx, commitment: Commitment, pairing: Any) -> None:
    _check_measure(commitment)
    if commitment.maximum is not None and commitment.maximum < commitment.minimum:
        raise invalid("maximum", "commitment.maximum", f"最多不能少于{commitment.minimum}")
    _check_days(ctx.today, commitment, pairing)


def _check_measure(commitment: Commitment) -> None:
    if source_of(commitment.measure) is None:
        raise invalid("measure", "commitment.measure", f"系统还没有{commitment.measure.label}的记录，请改选一种")
    codes = KINDS.get(commitment.measure)
    known = {each.value for each in codes} if codes else set()
    if unknown := [kind for kind in commitment.kinds if kind not in known]:
        raise invalid("kinds", "commitment.kind", f"{commitment.measure.label}里没有“{unknown[0]}”，请改选")
    commitment.kinds = sorted(set(commitment.kinds))


def _check_order(today: date, start_on: date, end_on: date | None) -> None:
    if end_on is not None and end_on < start_on:
        raise problem_on("end_on", "period.order", start_on=day_words(start_on, today))


def _check_days(today: date, commitment: Commitment, pairing: Any) -> None:
    start, last = day_words(pairing.start_on, today), pairing.end_on
    if commitment.start_on < pairing.start_on or (last is not None and commitment.start_on > last):
        until = "" if last is None else f"到{day_words(last, today)}之间"
        raise invalid("start_on", "commitment.outside", f"开始日期要在结对期内：{start}{until or '或之后'}")
    _check_order(today, commitment.start_on, commitment.end_on)
    if commitment.end_on is not None and last is not None and commitment.end_on > last:
        raise invalid("end_on", "commitment.outside", f"最后一天不能晚于结对的最后一天{day_words(last, today)}")
