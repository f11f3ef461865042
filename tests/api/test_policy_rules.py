"""Rules of the regions: what is checked comes from the nearest region that says something, from a day on."""

import asyncio
from datetime import date

from fastapi import FastAPI
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from services.api.features.policy_rules.models import PolicyRule
from services.api.features.policy_rules.rules import RuleKind, Said, in_force
from services.contracts.codes import Role, RuleEffect
from tests.factories.world import HOME, NEIGHBOUR
from tests.support.callers import SignIn

KEY = "mentor_pair.mentees"
HERE = f"/policy-rules/{HOME}/{KEY}"
CHAIN = [HOME, "610300", "610000", "000000"]
AT_ONCE = 50


def said(effective_from: str, effect: str | None = "refuse", **more: object) -> dict[str, object]:
    return {"effective_from": effective_from, "effect": effect, "source": "县教发〔2026〕18号", **more}


async def test_the_nearest_region_that_says_something_is_in_force_and_names_its_document(sign_in: SignIn) -> None:
    county, city = await sign_in(Role.county_coordinator, HOME), await sign_in(Role.city_supervisor, "610300")
    default = (await county.get(HERE)).json()
    assert (default["effect"], default["most"], default["source_region_code"]) == ("off", None, "000000")
    above = {**said("2026-09-01", most=3), "source": "市教发〔2026〕1号"}
    assert (await city.put(f"/policy-rules/610300/{KEY}", above, version=0)).status_code == 200
    from_above = (await county.get(HERE)).json()
    assert (from_above["most"], from_above["source_region_code"], from_above["own"]) == (3, "610300", [])
    own = await county.put(HERE, said("2026-09-01", most=2), version=0)
    assert (own.json()["most"], own.json()["source_region_code"]) == (2, HOME)
    followed = await county.put(HERE, said("2026-09-01", None), version=1)
    assert (followed.json()["most"], followed.json()["source"]) == (3, "市教发〔2026〕1号")


async def test_nobody_sets_a_rule_of_the_region_above_or_beside(sign_in: SignIn) -> None:
    county = await sign_in(Role.county_coordinator, HOME)
    above = await county.put(f"/policy-rules/610300/{KEY}", said("2026-09-01", most=9), version=0)
    assert (above.status_code, above.json()["code"]) == (403, "permission.out_of_region")
    beside = await county.put(f"/policy-rules/{NEIGHBOUR}/{KEY}", said("2026-09-01", most=9), version=0)
    assert beside.status_code == 404
    assert (await county.get(HERE)).json()["source_region_code"] == "000000"


async def test_a_rule_of_tomorrow_leaves_today_as_it_is(sign_in: SignIn) -> None:
    county = await sign_in(Role.county_coordinator, HOME)
    await county.put(HERE, said("2026-09-01", most=2), version=0)
    await county.put(HERE, said("2035-09-01", most=5), version=0)
    listed = {each["rule_key"]: each for each in (await county.get(f"/policy-rules/{HOME}")).json()["items"]}
    assert listed[KEY]["most"] == 2
    later = {
        each["rule_key"]: each for each in (await county.get(f"/policy-rules/{HOME}?on=2035-09-01")).json()["items"]
    }
    assert later[KEY]["most"] == 5


async def test_what_does_not_fit_the_rule_is_refused_on_its_field(sign_in: SignIn) -> None:
    county = await sign_in(Role.county_coordinator, HOME)
    for body, field in (
        (said("2026-09-01", least=1), "least"),
        (said("2026-09-01", "warn", most=1), "effect"),
    ):
        answer = await county.put(HERE, body, version=0)
        error = answer.json()["errors"][0]
        assert (answer.status_code, error["field"], error["code"]) == (422, field, "policy_rule.not_possible")
    assert (await county.put(f"/policy-rules/{HOME}/no.such_rule", said("2026-09-01"), version=0)).status_code == 404
    elsewhere = await sign_in(Role.county_coordinator, "610302")
    assert (await elsewhere.put(HERE, said("2026-09-01", most=2), version=0)).status_code == 404


async def test_of_fifty_who_set_a_rule_at_once_one_does(app: FastAPI, sign_in: SignIn) -> None:
    county = await sign_in(Role.county_coordinator, HOME)
    answers = await asyncio.gather(*(county.put(HERE, said("2026-09-01", most=2), version=0) for _ in range(AT_ONCE)))
    assert sorted(answer.status_code for answer in answers) == [200] + [412] * (AT_ONCE - 1)
    async with app.state.database.reader() as session:
        assert await session.scalar(select(func.count()).select_from(PolicyRule)) == 1


_KIND = RuleKind(key="a.b", group="", title="", explains="", source="默认", unit="%", least=10)
_SAID = st.builds(
    Said,
    region_code=st.sampled_from(CHAIN),
    rule_key=st.sampled_from(["a.b", "other.rule"]),
    effective_from=st.dates(date(2026, 1, 1), date(2026, 1, 9)),
    effect=st.sampled_from([None, *RuleEffect]),
    least=st.integers(0, 99),
    most=st.none(),
    source=st.just("某文"),
)


@given(rows=st.lists(_SAID, max_size=12), on=st.dates(date(2026, 1, 1), date(2026, 1, 9)))
def test_in_force_is_what_a_walk_up_the_tree_finds(rows: list[Said], on: date) -> None:
    rule = in_force(_KIND, CHAIN, rows, on)
    expected = (_KIND.effect, _KIND.least)
    for code in CHAIN:
        mine = [
            each for each in rows if (each.region_code, each.rule_key) == (code, "a.b") and each.effective_from <= on
        ]
        days = {each.effective_from for each in mine}
        if not mine:
            continue
        newest = next(each for each in mine if each.effective_from == max(days))
        if newest.effect is not None:
            expected = (newest.effect, newest.least)
            break
    assert (rule.effect, rule.least) == expected
