"""规则: all rules in force for the caller's region, and setting one of them from a day on."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from fastapi import APIRouter
from starlette.responses import Response

from services.contracts.policy_rules import PolicyRuleDetail, PolicyRuleSaid
from services.web import clock
from services.web.api_client.policy_rules import PolicyRulesClient
from services.web.entry import Entry, Stored, change, edit
from services.web.inputs import Input
from services.web.pages.policy_rules import words
from services.web.visit import Visit, Visitor, see_other

router = APIRouter()
HOME = ("规则", "/policy-rules")


@router.get("/policy-rules")
async def rules_page(visit: Visitor) -> Response:
    """The rules in force, by group."""
    found = await PolicyRulesClient(visit.api).of(visit.me.region_code)
    groups = [(group, list(items)) for group, items in groupby(found.items, key=lambda each: each.group)]
    context = {"groups": groups, "words": words, "may_set": _may_set(visit)}
    return visit.page("policy_rules/list.html", context)


def _may_set(visit: Visit) -> bool:
    return "policy_rule.write" in visit.me.permissions


def _entry(visit: Visit, rule: PolicyRuleDetail) -> Entry:
    lines = [rule.explains, f"现在：{words.holds(rule)}（{words.where_from(rule)}）。"]
    lines += [f"{each.effective_from}起：{words.said(rule, each)}，{each.source}。" for each in rule.own]
    return Entry(
        f"规则：{rule.title}", [HOME, (rule.title, "")], _inputs(rule), "保存", "/policy-rules",
        [visit.me.region_name], [*lines, "从生效那天起，新办的按新的算，已办的不变。"],
    )  # fmt: skip


def _inputs(rule: PolicyRuleDetail) -> list[Input]:
    effects = [each for each in words.EFFECTS if each[0] in {words.FOLLOW, *(code.value for code in rule.effects)}]
    inputs = [Input("effect", "不符合时", "radio", choices=effects)]
    if rule.has_least:
        inputs.append(Input("least", f"不少于（{rule.unit}）", "number", "不填就是没有下限", optional=True))
    if rule.has_most:
        inputs.append(Input("most", f"不超过（{rule.unit}）", "number", "不填就是没有上限", optional=True))
    return [
        *inputs,
        Input("effective_from", "从哪天起", "date"),
        Input("source", "依据", hint="文件名和文号，比如：县教发〔2026〕18号", maxlength=80),
    ]


def _stored(rule: PolicyRuleDetail, on: date) -> Stored:
    """What the form starts from: what the region said from that day, else what is in force now with no source yet."""
    own = next((each for each in rule.own if each.effective_from == on), None)
    shown: PolicyRuleDetail | PolicyRuleSaid = own or rule
    values: dict[str, object] = {
        "effect": shown.effect.value if shown.effect else words.FOLLOW,
        "least": "" if shown.least is None else shown.least,
        "most": "" if shown.most is None else shown.most,
        "effective_from": on,
        "source": own.source if own else "",
    }
    return Stored(values, own.version if own else 0)


@router.get("/policy-rules/{rule_key}")
async def rule_page(visit: Visitor, rule_key: str) -> Response:
    """The form of one rule."""
    if not _may_set(visit):
        return see_other("/policy-rules")
    rule = await PolicyRulesClient(visit.api).detail(visit.me.region_code, rule_key)
    return edit(visit, _entry(visit, rule), _stored(rule, clock.today()))


@router.post("/policy-rules/{rule_key}")
async def save(visit: Visitor, rule_key: str) -> Response:
    """Save what holds from a day on."""
    client, code = PolicyRulesClient(visit.api), visit.me.region_code
    rule = await client.detail(code, rule_key)
    today = clock.today().isoformat()

    async def send(body: dict[str, object], version: int) -> str:
        effect, day = body.get("effect"), str(body["effective_from"])
        said = {**_emptied(rule, body), "effect": None if effect == words.FOLLOW else effect}
        await client.put(code, rule_key, said, version if day == today else _version(rule.own, day))
        visit.say(f"规则已保存：{rule.title}。")
        return "/policy-rules"

    async def load() -> Stored:
        return _stored(await client.detail(code, rule_key), clock.today())

    return await change(visit, _entry(visit, rule), send, load)


def _emptied(rule: PolicyRuleDetail, body: dict[str, object]) -> dict[str, object]:
    """A bound that was emptied is sent as no bound."""
    asked = {"least": rule.has_least, "most": rule.has_most}
    return {**{name: None for name, has in asked.items() if has}, **body}


def _version(own: Sequence[PolicyRuleSaid], day: str) -> int:
    """The version of what was said from another day than the form started from."""
    return next((each.version for each in own if each.effective_from.isoformat() == day), 0)
