"""Who covers the whole nation: a region of its own, everything in scope, calendars of last resort."""

import pytest

from services.contracts.codes import ClientScope, Role
from tests.factories.world import CITY, HOME, PROVINCE, THIRD, Make
from tests.support.callers import SignIn

NATION = "000000"


async def test_the_nation_is_a_region_above_the_provinces(sign_in: SignIn) -> None:
    caller = await sign_in(Role.auditor, NATION)
    found = (await caller.get(f"/regions/{NATION}")).json()
    assert (found["level"], found["parent_code"], found["official"]) == ("nation", None, True)
    provinces = (await caller.get("/regions?level=province&count=true")).json()
    assert provinces["count"] == 34
    assert NATION not in [each["code"] for each in provinces["items"]]
    assert (await caller.get("/me")).json()["region_name"] == "全国"


async def test_a_nation_wide_auditor_sees_every_county(make: Make, sign_in: SignIn) -> None:
    await make.county_world()
    caller = await sign_in(Role.auditor, NATION)
    schools = (await caller.get("/schools?limit=200")).json()["items"]
    assert {HOME, THIRD} <= {each["county_code"] for each in schools}
    for path in ("/statistics/S-01?group_by=province", f"/statistics/S-01?region_code={NATION}"):
        answer = await caller.get(path)
        assert answer.status_code == 200, answer.text
    assert (await caller.get("/workbench")).status_code == 200


async def test_a_nation_wide_administrator_makes_accounts_and_clients_anywhere(sign_in: SignIn) -> None:
    nation = await sign_in(Role.administrator, NATION)
    for number, (role, region) in enumerate(
        [
            ("administrator", NATION),
            ("auditor", NATION),
            ("province_supervisor", "440000"),
            ("county_coordinator", THIRD),
        ]
    ):
        body = {"username": f"guo.{number}", "name": "周敏", "role": role, "region_code": region}
        made = await nation.post("/users", body)
        assert made.status_code == 201, made.text
    client = {"name": "部里的平台", "region_code": NATION, "scopes": [ClientScope.stats_read.value]}
    assert (await nation.post("/clients", client)).status_code == 201


@pytest.mark.parametrize("role", ["county_coordinator", "city_supervisor", "province_supervisor"])
async def test_a_coordinator_or_supervisor_has_a_level_of_their_own(sign_in: SignIn, role: str) -> None:
    nation = await sign_in(Role.administrator, NATION)
    made = await nation.post("/users", {"username": "guo.yi", "name": "周敏", "role": role, "region_code": NATION})
    assert (made.status_code, made.json()["errors"][0]["code"]) == (422, "user.level")


async def test_a_province_gives_nobody_the_nation(sign_in: SignIn) -> None:
    province = await sign_in(Role.administrator, PROVINCE)
    body = {"username": "guo.yi", "name": "周敏", "role": "auditor", "region_code": NATION}
    assert (await province.post("/users", body)).json()["code"] == "permission.out_of_region"


async def test_the_nations_calendar_is_in_force_where_nobody_below_has_one(sign_in: SignIn) -> None:
    nation = await sign_in(Role.administrator, NATION)
    calendar = {"source": "教育部通知", "open_day": 20, "due_day": 6, "grace_day": 12}
    put = await nation.put(f"/regions/{NATION}/settings", calendar, version=0)
    assert put.status_code == 200, put.text
    county = await sign_in(Role.county_coordinator, HOME)
    found = (await county.get(f"/regions/{HOME}/settings")).json()
    assert (found["source_region_code"], found["open_day"], found["version"]) == (NATION, 20, 0)
    province = await sign_in(Role.administrator, PROVINCE)
    refused = await province.put(f"/regions/{NATION}/settings", calendar, version=1)
    assert (refused.status_code, refused.json()["code"]) == (403, "permission.out_of_region")
    assert (await county.get(f"/regions/{CITY}")).status_code == 200
