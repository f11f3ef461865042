"""`policy-rules` of the API."""

from dataclasses import dataclass

from services.contracts.policy_rules import PolicyRuleDetail, PolicyRules
from services.web.api_client.base import Api, Body


@dataclass(frozen=True, slots=True)
class PolicyRulesClient:
    """`policy-rules`."""

    api: Api

    async def of(self, code: str) -> PolicyRules:
        """All rules in force for a region today."""
        return await self.api.get(f"/policy-rules/{code}", PolicyRules)

    async def detail(self, code: str, key: str) -> PolicyRuleDetail:
        """One rule, and what the region itself says of it."""
        return await self.api.get(f"/policy-rules/{code}/{key}", PolicyRuleDetail)

    async def put(self, code: str, key: str, body: Body, version: int) -> PolicyRuleDetail:
        """Say what holds from a day on."""
        return await self.api.put(f"/policy-rules/{code}/{key}", PolicyRuleDetail, body, if_match=version)
