"""What the county that sends asks of a plan: shown on its page, and where it is strict asked before the last word."""

from datetime import date
from typing import Any

import pytest

from services.api.features.assignments.models import Assignment
from services.api.features.assignments.rules_checks import months_in
from services.api.features.policy_rules.models import PolicyRule
from services.contracts.codes import AssignmentStatus, ExchangeMode, Role, RuleEffect, Workload
from tests.factories.world import HOME, Make, World
from tests.support.callers import Caller, SignIn

YEAR = {"start_on": date(2026, 12, 1), "end_on": date(2027, 11, 30), "planned_end_on": date(2027, 11, 30)}


@pytest.fixture
async def county(sign_in: SignIn) -> Caller:
    return await sign_in(Role.county_coordinator)


async def plan(make: Make, world: World, **changes: Any) -> Assignment:
    """A plan that lacks the county's word alone."""
    said = {f"{side}_confirmed_at": make.app.state.clock.now() for side in ("sending", "receiving")}
    values = {"status": AssignmentStatus.planned, "arrived_on": None, **YEAR, **said, **changes}
    return await make.assignment(await make.teacher(world.urban), world.urban, world.rural, **values)


async def found(caller: Caller, row: Assignment) -> dict[str, tuple[bool | None, str]]:
    answer = await caller.get(f"/assignments/{row.id}")
    assert answer.status_code == 200, answer.text
    return {each["rule_key"]: (each["is_met"], each["text"]) for each in answer.json()["findings"]}


@pytest.mark.parametrize(
    ("start_on", "end_on", "months"),
    [
        (date(2026, 9, 1), date(2027, 8, 31), 12),
        (date(2026, 9, 1), date(2027, 8, 30), 11),
        (date(2026, 12, 15), date(2027, 1, 14), 1),
        (date(2027, 1, 31), date(2027, 2, 28), 1),
        (date(2026, 9, 1), date(2026, 9, 1), 0),
    ],
)
def test_months_are_whole_and_the_last_day_counts(start_on: date, end_on: date, months: int) -> None:
    assert months_in(start_on, end_on) == months


async def test_support_is_held_against_its_term_the_age_the_place_and_how_many_go(
    make: Make, world: World, county: Caller
) -> None:
    """ND-29, ND-30, ND-32, ND-33."""
    good = await plan(make, world, age=45)
    assert {key: met for key, (met, _) in (await found(county, good)).items()} == {
        "assignment.support_months": True, "assignment.support_age": True, "assignment.support_place": None,
        "assignment.support_people": True,
    }  # fmt: skip
    others = [await plan(make, world, age=46, end_on=date(2028, 12, 31)) for _ in range(3)]
    seen = await found(county, others[0])
    assert seen["assignment.support_months"] == (False, "期限25个月，要求12至24个月")
    assert seen["assignment.support_age"] == (False, "学年开始时46岁，要求不超过45岁")
    assert seen["assignment.support_people"] == (False, "派出学校本学年派出支教4人，要求不超过3人")


async def test_each_form_of_exchange_is_asked_what_its_source_asks(make: Make, world: World, county: Caller) -> None:
    """ND-18; a month of study is asked nothing."""
    term = {"end_on": date(2027, 1, 31), "planned_end_on": date(2027, 1, 31)}
    crossing = await plan(make, world, mode=ExchangeMode.cross_site_exchange, **term)
    assert await found(county, crossing) == {"assignment.months": (False, "期限2个月，要求至少12个月")}
    study = await plan(make, world, mode=ExchangeMode.shadow_study, workload=Workload.attached, exclusive=False, **term)
    assert await found(county, study) == {}
    begun = await plan(make, world, status=AssignmentStatus.active)
    assert await found(county, begun) == {}, "what has begun is no plan any more"


async def test_where_the_county_is_strict_the_last_word_waits_and_elsewhere_it_is_only_told(
    make: Make, world: World, county: Caller
) -> None:
    short = {"end_on": date(2027, 1, 31), "planned_end_on": date(2027, 1, 31)}
    told = await plan(make, world, **short)
    assert (await county.post(f"/assignments/{told.id}/confirm", {}, version=1)).status_code == 200
    await make.add(
        PolicyRule(
            region_code=HOME, rule_key="assignment.support_months", effective_from=date(2026, 9, 1),
            effect=RuleEffect.refuse, least=10, most=24, source="县教发〔2026〕18号",
        )
    )  # fmt: skip
    strict = await plan(make, world, **short)
    answer = await county.post(f"/assignments/{strict.id}/confirm", {}, version=1)
    assert (answer.status_code, answer.json()["code"]) == (409, "assignment.rule_unmet")
    assert "期限2个月，要求10至24个月。依据：县教发〔2026〕18号" in answer.json()["detail"]
    fits = await plan(make, world)
    assert (await county.post(f"/assignments/{fits.id}/confirm", {}, version=1)).status_code == 200


async def test_the_receiving_side_and_systems_are_not_told_for_the_age_stands_in_it(
    make: Make, world: World, county: Caller, sign_in: SignIn
) -> None:
    row = await plan(make, world)
    assert await found(county, row)
    assert await found(await sign_in(Role.school_leader, school=world.rural), row) == {}
    assert await found(await sign_in(Role.school_leader, school=world.urban), row)
