"""Rules of the regions over HTTP."""

from typing import Annotated

from fastapi import Path, Query

from services.api.features.policy_rules import service
from services.api.kernel.context import Ctx, needs
from services.api.kernel.etag import ExpectedVersion
from services.api.kernel.routing import router as strict_router
from services.api.kernel.scope import Permission
from services.contracts.base import Day, RegionCode
from services.contracts.policy_rules import PolicyRuleDetail, PolicyRulePut, PolicyRules, RuleKey

router = strict_router("policy-rules", "/api/v1/policy-rules")
Reader = Annotated[Ctx, needs(Permission.region_read)]
Writer = Annotated[Ctx, needs(Permission.policy_rule_write)]


@router.get("/{code}")
async def get_policy_rules(ctx: Reader, code: RegionCode, on: Annotated[Day | None, Query()] = None) -> PolicyRules:
    """The rules in force for a region on a day, each with where it comes from."""
    return await service.listing(ctx, code, on)


@router.get("/{code}/{rule_key}")
async def get_policy_rule(ctx: Reader, code: RegionCode, rule_key: Annotated[RuleKey, Path()]) -> PolicyRuleDetail:
    """One rule in force today, and what the region itself says of it, the latest day first."""
    return await service.detail(ctx, code, rule_key)


@router.put("/{code}/{rule_key}")
async def put_policy_rule(
    ctx: Writer, code: RegionCode, rule_key: Annotated[RuleKey, Path()], body: PolicyRulePut, expected: ExpectedVersion
) -> PolicyRuleDetail:
    """Say what holds from a day on; `If-Match` carries the `version` of what was said from that day, 0 if nothing."""
    return await service.put(ctx, code, rule_key, body, expected)
