"""Teams: both directions in equal numbers, a leader, the office's confirmation (E-25, W-10, WC-03, WC-07 … WC-09)."""

from datetime import date
from typing import Any

import pytest
from fastapi import FastAPI

from services.api.features.assignments.models import Assignment
from services.api.features.pairings.models import Pairing
from services.api.features.persons.models import StaffHonour
from services.api.features.policy_rules.models import PolicyRule
from services.contracts.codes import (
    AssignmentStatus,
    ClientScope,
    HonourLevel,
    HonourType,
    Post,
    Role,
    RuleEffect,
    TeamDirection,
    Title,
)
from tests.factories.world import CITY, HOME, THIRD, Make, World
from tests.support.callers import Caller, SignIn
from tests.support.counting import counted_reads

NEW = "/teams"
BACK = TeamDirection.from_recipient.value
REASON = {"reason": "登记错了"}


@pytest.fixture
async def pairing(make: Make, world: World) -> Pairing:
    return await make.pairing(world.urban, world.rural)


@pytest.fixture
async def county(sign_in: SignIn) -> Caller:
    return await sign_in(Role.county_coordinator)


def team_of(pairing: Pairing, **changes: Any) -> dict[str, Any]:
    return {"name": "第一批团队", "pairing_id": str(pairing.id), "school_year": 2026, "batch": "第一批", **changes}


async def made(caller: Caller, pairing: Pairing, **changes: Any) -> dict[str, Any]:
    answer = await caller.post(NEW, team_of(pairing, **changes))
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def going(make: Make, world: World, pairing: Pairing, *, back: bool = False, **changes: Any) -> Assignment:
    """Somebody who is planned to go under the pairing; `post` and `title` are those of the employment."""
    sending, receiving = (world.rural, world.urban) if back else (world.urban, world.rural)
    facts = {name: changes.pop(name) for name in ("post", "title") if name in changes}
    teacher = await make.teacher(sending, **facts)
    values = {"status": AssignmentStatus.planned, "pairing_id": pairing.id, "arrived_on": None, **changes}
    return await make.assignment(teacher, sending, receiving, **values)


async def acted(caller: Caller, team: dict[str, Any], action: str, body: Any = None, expect: int = 200) -> Any:
    """The answer of one act on the team as it is now."""
    now = (await caller.get(f"{NEW}/{team['id']}")).json()
    answer = await caller.post(f"{NEW}/{team['id']}/{action}", body or {}, version=now["version"])
    assert answer.status_code == expect, answer.text
    return answer.json()


def these(*rows: Assignment) -> dict[str, Any]:
    return {"assignment_ids": [str(row.id) for row in rows]}


async def strict(make: Make, *keys: str, least: int | None = None) -> None:
    """The county rules strictly."""
    rows = [
        PolicyRule(
            region_code=HOME, rule_key=key, effective_from=date(2026, 9, 1), effect=RuleEffect.refuse, least=least,
            source="县教发〔2026〕18号",
        )
        for key in keys
    ]  # fmt: skip
    await make.add(*rows)


async def test_a_team_goes_from_its_making_to_its_return_and_tells_it(
    make: Make, world: World, pairing: Pairing, county: Caller, sign_in: SignIn
) -> None:
    leader = await going(make, world, pairing, post=Post.middle, status=AssignmentStatus.active)
    back = await going(make, world, pairing, back=True, post=Post.middle, status=AssignmentStatus.active)
    there, mirror = await made(county, pairing), await made(county, pairing, direction=BACK)
    assert mirror["mirror"]["id"] == there["id"]
    assert [each["assignment_id"] for each in there["waiting"]] == [str(leader.id)]
    await acted(county, there, "add-members", these(leader))
    await acted(county, mirror, "add-members", these(back))
    sender = await sign_in(Role.school_leader, school=world.urban)
    led = await acted(sender, there, "set-leader", {"assignment_id": str(leader.id)})
    assert (led["status"], led["leader_post"], led["own"]["members"][0]["is_leader"]) == ("leader_set", "middle", True)
    assert (await acted(county, there, "confirm"))["status"] == "confirmed"
    receiver = await sign_in(Role.school_reporter, school=world.rural)
    assert (await acted(receiver, there, "start"))["status"] == "active"
    early = await acted(receiver, there, "complete", expect=409)
    assert (early["code"], "还有1人" in early["detail"]) == ("team.still_there", True)
    end = {"end_on": "2026-12-02", "reason": "任务已完成"}
    ended = await county.post(f"/assignments/{leader.id}/terminate", end, version=(await _version(county, leader)))
    assert ended.status_code == 200, ended.text
    done = await acted(receiver, there, "complete")
    assert (done["status"], done["allowed_actions"], done["difference"]) == ("completed", [], 0)
    told = [each["text"] for each in (await county.get(f"{NEW}/{there['id']}")).json()["timeline"]]
    assert told == [
        "团队已返校",
        "团队已到岗",
        "团队已确认",
        "定了带队人",
        "有人编入团队",
        "两个方向的团队已对应",
        "组建了团队",
    ]


async def _version(caller: Caller, row: Assignment) -> int:
    return int((await caller.get(f"/assignments/{row.id}")).json()["version"])


async def test_both_directions_stand_beside_each_other_with_the_difference_and_the_quotas(
    make: Make, world: World, pairing: Pairing, county: Caller
) -> None:
    senior = await going(make, world, pairing, title=Title.senior, post=Post.principal)
    backbone = await going(make, world, pairing)
    back = await going(make, world, pairing, back=True)
    honour: dict[str, Any] = {"level": HonourLevel.county, "county_code": HOME, "person_id": backbone.person_id}
    await make.add(
        StaffHonour(type=HonourType.backbone_teacher, awarded_on=date(2024, 1, 1), **honour),
        StaffHonour(type=HonourType.master_teacher, awarded_on=date(2020, 1, 1), valid_to=date(2025, 1, 1), **honour),
    )
    there, mirror = await made(county, pairing), await made(county, pairing, direction=BACK)
    await acted(county, mirror, "add-members", these(back))
    found = await acted(county, there, "add-members", these(senior, backbone))
    own, other = found["own"], found["other"]
    assert (own["people"], own["principals"], own["teachers"], other["people"]) == (2, 1, 1, 1)
    assert (own["honoured"], own["famous"], own["share"], found["difference"]) == (1, 2, 100, 1)
    assert [each["honours"] for each in own["members"]] == [[], ["backbone_teacher"]]
    told = {each["rule_key"]: (each["is_met"], each["effect"], each["text"]) for each in found["findings"]}
    assert told["team.equal_numbers"] == (
        False, "warn", f"{world.urban.name}2人，{world.rural.name}1人，{world.rural.name}少1人",
    )  # fmt: skip
    assert told["team.leader_post"][0] is False
    assert told["team.backbone_people"] == (True, "warn", "骨干教师、名师1人")
    assert "team.backbone_share" not in told
    way_back = (await county.get(f"{NEW}/{mirror['id']}")).json()
    assert [each["rule_key"] for each in way_back["findings"]] == ["team.equal_numbers", "team.equal_posts"]


async def test_where_the_county_is_strict_a_team_is_not_confirmed_while_the_numbers_differ(
    make: Make, world: World, pairing: Pairing, county: Caller
) -> None:
    await strict(make, "team.equal_numbers")
    people = [await going(make, world, pairing) for _ in range(3)]
    there = await made(county, pairing)
    await acted(county, there, "add-members", these(*people))
    await acted(county, there, "set-leader", {"assignment_id": str(people[0].id)})
    refused = await acted(county, there, "confirm", expect=409)
    assert refused["code"] == "team.rule_unmet"
    assert refused["detail"] == (
        f"{world.urban.name}3人，{world.rural.name}0人，{world.rural.name}少3人。依据：县教发〔2026〕18号。补齐后再确认。"
    )
    mirror = await made(county, pairing, direction=BACK)
    backs = [await going(make, world, pairing, back=True) for _ in range(3)]
    await acted(county, mirror, "add-members", these(*backs))
    assert (await acted(county, there, "confirm"))["status"] == "confirmed"


async def test_who_is_refused_later_takes_the_confirmation_back_on_both_sides(
    make: Make, world: World, pairing: Pairing, county: Caller
) -> None:
    await strict(make, "team.equal_numbers")
    there, mirror = await made(county, pairing), await made(county, pairing, direction=BACK)
    people = {}
    for team, back in ((there, False), (mirror, True)):
        rows = [await going(make, world, pairing, back=back) for _ in range(2)]
        people[team["id"]] = rows
        await acted(county, team, "add-members", these(*rows))
        await acted(county, team, "set-leader", {"assignment_id": str(rows[0].id)})
    for team in (there, mirror):
        await acted(county, team, "confirm")
    leaves = people[there["id"]][1]
    gone = await county.post(f"/assignments/{leaves.id}/refuse", REASON, version=await _version(county, leaves))
    assert gone.status_code == 200, gone.text
    states = [(await county.get(f"{NEW}/{team['id']}")).json() for team in (there, mirror)]
    assert [each["status"] for each in states] == ["leader_set", "leader_set"]
    assert [each["member_count"] for each in states] == [1, 2]
    assert states[0]["timeline"][0]["text"] == "人员变动后不合规则，要重新确认"
    leader = people[mirror["id"]][0]
    await county.post(f"/assignments/{leader.id}/void", REASON, version=await _version(county, leader))
    after = (await county.get(f"{NEW}/{mirror['id']}")).json()
    assert (after["status"], after["leader_name"], after["leader_post"]) == ("draft", None, None)


async def test_the_leader_is_a_member_and_where_the_county_is_strict_of_the_middle_cadres(
    make: Make, world: World, pairing: Pairing, county: Caller
) -> None:
    await strict(make, "team.leader_post")
    teacher, cadre = await going(make, world, pairing), await going(make, world, pairing, post=Post.middle)
    there = await made(county, pairing)
    alien = await acted(county, there, "set-leader", {"assignment_id": str(cadre.id)}, expect=422)
    assert alien["code"] == "team.not_member"
    await acted(county, there, "add-members", these(teacher, cadre))
    low = await acted(county, there, "set-leader", {"assignment_id": str(teacher.id)}, expect=422)
    assert (low["code"], low["errors"][0]["field"]) == ("team.leader_post", "assignment_id")
    assert "中层干部" in low["detail"]
    assert "县教发〔2026〕18号" in low["detail"]
    assert (await acted(county, there, "set-leader", {"assignment_id": str(cadre.id)}))["status"] == "leader_set"
    left = await acted(county, there, "remove-members", these(cadre))
    assert (left["status"], left["leader_post"], left["member_count"]) == ("draft", None, 1)


async def test_only_who_goes_under_the_pairing_that_way_in_that_year_gets_in(
    make: Make, world: World, pairing: Pairing, county: Caller
) -> None:
    there = await made(county, pairing)
    other_way = await going(make, world, pairing, back=True)
    other_year = await going(make, world, pairing, start_on=date(2025, 9, 1), end_on=date(2026, 7, 31))
    over = await going(make, world, pairing, status=AssignmentStatus.completed)
    loose = await make.assignment(world.staff[0], world.urban, world.rural)
    fits = await going(make, world, pairing)
    for row in (other_way, other_year, over, loose):
        refused = await acted(county, there, "add-members", these(fits, row), expect=422)
        assert (refused["code"], refused["errors"][0]["field"]) == ("team.not_fitting", "assignment_ids")
    assert (await county.get(f"{NEW}/{there['id']}")).json()["member_count"] == 0
    await acted(county, there, "add-members", these(fits))
    second = await made(county, pairing, batch="第二批")
    taken = await acted(county, second, "add-members", these(fits), expect=422)
    assert taken["code"] == "team.in_another"
    planned = {
        "staff_id": str(world.staff[3].id), "receiving_school_id": str(world.urban.id), "mode": "team_two_way",
        "workload": "full_time", "start_on": "2026-12-07", "end_on": "2027-08-31", "team_id": there["id"],
    }  # fmt: skip
    refused = await county.post("/assignments", planned)
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, "team.not_fitting")


async def test_a_batch_has_one_team_in_a_direction_and_another_name_for_the_batch_finds_another_mirror(
    pairing: Pairing, county: Caller
) -> None:
    there, mirror = await made(county, pairing), await made(county, pairing, direction=BACK)
    twice = await county.post(NEW, team_of(pairing))
    assert (twice.status_code, twice.json()["code"]) == (409, "team.duplicate")
    now = (await county.get(f"{NEW}/{there['id']}")).json()
    moved = await county.patch(f"{NEW}/{there['id']}", {"batch": "第二批"}, version=now["version"])
    assert (moved.status_code, moved.json()["mirror"]) == (200, None)
    assert (await county.get(f"{NEW}/{mirror['id']}")).json()["mirror"] is None
    back = await county.patch(f"{NEW}/{there['id']}", {"batch": "第一批"}, version=moved.json()["version"])
    assert back.json()["mirror"]["id"] == mirror["id"]
    void = await acted(county, mirror, "void", REASON)
    assert (void["status"], void["closed_reason"], void["mirror"]) == ("void", "登记错了", None)
    assert (await county.get(f"{NEW}/{there['id']}")).json()["mirror"] is None
    assert (await made(county, pairing, direction=BACK))["mirror"]["id"] == there["id"]


async def test_the_size_of_a_batch_is_what_the_county_sends_in_all_its_teams_and_only_reminds(
    make: Make, world: World, pairing: Pairing, county: Caller
) -> None:
    """WC-11: about so many a batch; a void team, another batch and who never went are not of it."""
    rule = {"effective_from": "2026-09-01", "effect": "warn", "least": 3, "most": 4, "source": "县教发〔2026〕20号"}
    there, back = await made(county, pairing), await made(county, pairing, direction=BACK)
    other = await made(county, pairing, batch="第二批")

    async def finding() -> list[tuple[bool, str, str]]:
        found = (await county.get(f"{NEW}/{there['id']}")).json()["findings"]
        return [
            (each["is_met"], each["text"], each["source"]) for each in found if each["rule_key"] == "team.batch_people"
        ]

    await acted(county, other, "add-members", these(await going(make, world, pairing)))
    one, two = [await going(make, world, pairing) for _ in range(2)]
    await acted(county, there, "add-members", these(one, two))
    assert await finding() == []
    strict_one = await county.put(f"/policy-rules/{HOME}/team.batch_people", {**rule, "effect": "refuse"}, version=0)
    assert strict_one.json()["errors"][0]["code"] == "policy_rule.not_possible"
    assert (await county.put(f"/policy-rules/{HOME}/team.batch_people", rule, version=0)).status_code == 200
    assert await finding() == [(False, "这一期共派出2人，至少要3人，少1人", "县教发〔2026〕20号")]
    coming = [await going(make, world, pairing, back=True) for _ in range(2)]
    await acted(county, back, "add-members", these(*coming))
    assert await finding() == [(True, "这一期共派出4人", "县教发〔2026〕20号")]
    await acted(county, there, "add-members", these(await going(make, world, pairing)))
    assert await finding() == [(False, "这一期共派出5人，最多4人，多1人", "县教发〔2026〕20号")]
    await acted(county, back, "void", {"reason": "计划有变"})
    assert (await finding())[0][:2] == (True, "这一期共派出3人")


async def test_a_void_team_lets_its_people_go_on_without_it(
    make: Make, world: World, pairing: Pairing, county: Caller
) -> None:
    there, row = await made(county, pairing), await going(make, world, pairing)
    await acted(county, there, "add-members", these(row))
    await acted(county, there, "void", REASON)
    after = (await county.get(f"/assignments/{row.id}")).json()
    assert (after["team_id"], after["status"]) == (None, "planned")
    assert [each["text"] for each in after["timeline"]][:2] == ["退出了团队", "编入了团队"]
    assert (await county.get(NEW)).json()["items"] == []
    assert len((await county.get(f"{NEW}?status=void")).json()["items"]) == 1


async def test_two_counties_are_decided_by_their_city_and_the_third_county_sees_nothing(
    make: Make, world: World, county: Caller, sign_in: SignIn
) -> None:
    across = await make.pairing(world.urban, world.neighbour)
    assert (await county.post(NEW, team_of(across))).status_code == 403
    city = await sign_in(Role.city_supervisor, CITY)
    there = await made(city, across)
    assert (await county.get(f"{NEW}/{there['id']}")).json()["allowed_actions"] == []
    third = await sign_in(Role.county_coordinator, THIRD)
    assert (await third.get(f"{NEW}/{there['id']}")).status_code == 404
    assert (await third.get(f"{NEW}/numbers")).json()["items"] == []
    receiver = await sign_in(Role.school_leader, school=world.neighbour)
    led = await receiver.post(f"{NEW}/{there['id']}/set-leader", {"assignment_id": there["id"]}, version=1)
    assert led.status_code == 403


async def test_a_system_without_names_gets_numbers_and_no_words(
    make: Make, world: World, pairing: Pairing, county: Caller, sign_in: SignIn
) -> None:
    there, row = await made(county, pairing), await going(make, world, pairing)
    await acted(county, there, "add-members", these(row))
    await acted(county, there, "set-leader", {"assignment_id": str(row.id)})
    system = await sign_in.client([ClientScope.records_read], HOME)
    shown = (await system.get(f"{NEW}/{there['id']}")).json()
    assert (shown["name"], shown["batch"], shown["leader_name"], shown["own"]["members"][0]["name"]) == (
        "", "", None, None,
    )  # fmt: skip
    assert shown["own"]["people"] == 1


async def test_a_pairing_that_ends_takes_empty_teams_along(make: Make, pairing: Pairing, county: Caller) -> None:
    there = await made(county, pairing)
    version = (await county.get(f"/pairings/{pairing.id}")).json()["version"]
    end = {"end_on": "2026-12-02", "reason": "任务完成"}
    assert (await county.post(f"/pairings/{pairing.id}/end", end, version=version)).status_code == 200
    after = (await county.get(f"{NEW}/{there['id']}")).json()
    assert (after["status"], after["closed_reason"]) == ("void", "两校结对结束，团队没有人")


async def test_the_page_of_a_team_and_the_list_ask_as_often_for_many_rows_as_for_few(
    make: Make, world: World, pairing: Pairing, county: Caller, app: FastAPI
) -> None:
    asked: list[list[int]] = []
    for _ in range(2):
        there = await made(county, pairing, batch=f"第{len(asked)}批")
        await made(county, pairing, batch=f"第{len(asked)}批", direction=BACK)
        for _ in range(1 + 11 * len(asked)):
            await acted(county, there, "add-members", these(await going(make, world, pairing)))
        counts = []
        for path in (f"{NEW}/{there['id']}", NEW, f"{NEW}/numbers?count=true"):
            with counted_reads(app) as statements:
                assert (await county.get(path)).status_code == 200
            counts.append(len(statements))
        asked.append(counts)
    assert asked[0] == asked[1]
    assert max(asked[0]) <= 9
