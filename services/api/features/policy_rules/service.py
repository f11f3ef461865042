"""The rules in force for a region, and what it says of them itself."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.policy_rules import queries, rules
from services.api.features.policy_rules.models import PolicyRule
from services.api.features.policy_rules.rules import Rule as Rule
from services.api.features.policy_rules.rules import RuleKind as RuleKind
from services.api.features.policy_rules.rules import Said
from services.api.features.regions import service as regions
from services.api.kernel.context import Ctx
from services.api.kernel.etag import check_version
from services.api.kernel.problems import Problem, invalid
from services.contracts.policy_rules import PolicyRuleDetail, PolicyRuleOut, PolicyRulePut, PolicyRules, PolicyRuleSaid

kinds: list[RuleKind] = []
"""Filled by the features above this one."""


async def in_force(db: AsyncSession, kind: RuleKind, code: str, on: date) -> Rule:
    """The rule of a region on a day: its own, that of the nearest one above it, or the default. One query."""
    return (await in_force_all(db, [kind], code, on))[kind.key]


async def in_force_all(db: AsyncSession, asked: Sequence[RuleKind], code: str, on: date) -> Mapping[str, Rule]:
    """Key → rule in force of a region on a day. One query."""
    chain = regions.chain(code)
    said = await _said(db, chain, asked)
    return rules.in_force_all(asked, chain, said, on)


async def in_force_of(db: AsyncSession, kind: RuleKind, codes: Iterable[str], on: date) -> Mapping[str, Rule]:
    """Region → its rule in force on a day. One query."""
    chains = {code: regions.chain(code) for code in codes}
    said = await _said(db, sorted({each for chain in chains.values() for each in chain}), [kind])
    return {code: rules.in_force(kind, chain, said, on) for code, chain in chains.items()}


async def _said(db: AsyncSession, codes: Sequence[str], asked: Sequence[RuleKind]) -> list[Said]:
    found = await queries.said(db, codes, [kind.key for kind in asked])
    return [_as_said(row) for row in found]


def _as_said(row: PolicyRule) -> Said:
    return Said(row.region_code, row.rule_key, row.effective_from, row.effect, row.least, row.most, row.source)


async def listing(ctx: Ctx, code: str, on: date | None) -> PolicyRules:
    """All rules in force for a region of the caller's, or one above it, by group. Raises 404."""
    await _require_visible(ctx, code)
    day = on or ctx.today
    found = await in_force_all(ctx.db, kinds, code, day)
    names = await regions.names(ctx.db, {each.region_code for each in found.values()})
    items = [_out(kind, found[kind.key], names) for kind in kinds]
    return PolicyRules(region_code=code, on=day, items=items)


def _out(kind: RuleKind, rule: Rule, names: Mapping[str, str]) -> PolicyRuleOut:
    return PolicyRuleOut(
        rule_key=kind.key, group=kind.group, title=kind.title, explains=kind.explains, unit=kind.unit,
        effects=list(kind.effects), has_least=kind.has_least, has_most=kind.has_most, effect=rule.effect,
        least=rule.least, most=rule.most, source=rule.source, source_region_code=rule.region_code,
        source_region_name=names.get(rule.region_code, rule.region_code), effective_from=rule.effective_from,
    )  # fmt: skip


async def detail(ctx: Ctx, code: str, key: str) -> PolicyRuleDetail:
    """One rule in force today, and what the region has said and will say of it. Raises 404."""
    await _require_visible(ctx, code)
    kind = _kind(key)
    chain = regions.chain(code)
    rows = await queries.said(ctx.db, chain, [key])
    rule = rules.in_force(kind, chain, [_as_said(row) for row in rows], ctx.today)
    names = await regions.names(ctx.db, [rule.region_code])
    own = [PolicyRuleSaid.model_validate(row) for row in reversed(rows) if row.region_code == code]
    return PolicyRuleDetail(**_out(kind, rule, names).model_dump(), own=own)


def _kind(key: str) -> RuleKind:
    found = next((kind for kind in kinds if kind.key == key), None)
    if found is None:
        raise Problem("resource.not_found")
    return found


async def put(ctx: Ctx, code: str, key: str, body: PolicyRulePut, expected: int) -> PolicyRuleDetail:
    """Say what holds in a region from a day on, or change what was said from that day. `expected` is 0 when it is new.

    What was done before stays as it is. Raises 404; 403 `permission.out_of_region`; 412 `precondition.stale`; 422
    `policy_rule.not_possible` on the field that does not fit the rule.
    """
    region = await _require_visible(ctx, code)
    if not ctx.principal.covers(code):
        raise Problem("permission.out_of_region", region=region)
    wrong = rules.problem(_kind(key), body.effect, body.least, body.most)
    if wrong is not None:
        raise invalid(wrong[0], "policy_rule.not_possible", wrong[1])
    row = await queries.own(ctx.db, code, key, body.effective_from)
    if row is None:
        await _insert(ctx, code, key, body, expected)
    else:
        check_version(row, expected)
        row.sqlmodel_update(body.model_dump())
        ctx.act(row, "set-policy-rule")
        await ctx.db.flush()
    return await detail(ctx, code, key)


async def _insert(ctx: Ctx, code: str, key: str, body: PolicyRulePut, expected: int) -> None:
    if expected != 0:
        raise Problem("precondition.stale", headers={"ETag": '"0"'})
    row = PolicyRule(region_code=code, rule_key=key, created_at=ctx.now, **body.model_dump())
    ctx.act(row, "set-policy-rule")
    try:
        async with ctx.db.begin_nested():
            ctx.db.add(row)
            await ctx.db.flush()
    except IntegrityError as error:
        raise Problem("precondition.stale", headers={"ETag": '"1"'}) from error


async def _require_visible(ctx: Ctx, code: str) -> str:
    region = await regions.require(ctx.db, code)
    if not ctx.principal.covers(code) and code not in regions.chain(ctx.principal.region_code):
        raise Problem("resource.not_found")
    return region.name
