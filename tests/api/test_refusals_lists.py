"""Lists and numbers of refusals: what is narrowed, counted, and told to whom (S-37)."""

from fastapi import FastAPI

from services.contracts.codes import ClientScope, Role
from tests.api.test_refusals import HEARD, REASON, TYPED, decided, opened, people, set_rules, step
from tests.factories.world import CITY, HOME, Make, World
from tests.support.callers import Caller, SignIn
from tests.support.counting import counted_reads

__all__ = ["people"]


async def test_small_numbers_are_told_to_the_county_alone_and_no_difference_gives_them_away(
    make: Make, world: World, people: dict[str, Caller], sign_in: SignIn
) -> None:
    await set_rules(people["county"])
    city, client = await sign_in(Role.city_supervisor, CITY), await sign_in.client([ClientScope.stats_read])
    for number in range(4):
        await decided(people, world, number)

    async def told(caller: Caller, asked: str = "") -> tuple[int | None, int]:
        found = (await caller.get(f"/statistics/refusals{asked}")).json()
        return found["total_cases"], found["hidden"]

    assert await told(people["county"]) == (4, 0)
    assert await told(people["leader"]) == (3, 0)
    assert await told(people["reporter"]) == (None, 1)
    assert await told(city) == await told(city, f"?region_code={HOME}") == (None, 1)
    numbers = "/statistics/S-37?group_by=county"
    told_new = (await city.get(numbers)).json()
    assert (told_new["total"]["numerator"], told_new["total"]["suppressed"]) == (None, True)
    assert [row["suppressed"] for row in told_new["rows"]] == [True]
    assert (await city.get("/statistics/S-37/rows")).json()["code"] == "statistics.rows_not_allowed"
    assert (await people["county"].get(numbers)).json()["total"]["numerator"] == 4
    case = await decided(people, world, 4)
    assert (await city.get(numbers)).json()["total"]["numerator"] == 5
    assert await told(city) == await told(client) == (5, 0)
    assert await told(people["reporter"]) == (None, 1)
    rows = (await city.get("/statistics/refusals?group_by=county")).json()["rows"]
    assert [(each["group"], each["cases"], each["hidden"]) for each in rows] == [({"county": HOME}, 5, 0)]
    assert "5" in (await city.get("/statistics/refusals.csv?group_by=county")).text
    assert await told(people["county"], "?school_year=2025") == (0, 0)
    await step(people["county"], case, "lift", REASON)
    assert await told(people["county"]) == (4, 0)


async def test_the_list_is_narrowed_and_reads_as_often_for_many(
    make: Make, world: World, people: dict[str, Caller], app: FastAPI
) -> None:
    await set_rules(people["county"])
    counts: dict[str, list[int]] = {}
    case = await decided(people, world)
    for _ in range(2):
        paths = ("/refusals?count=true&limit=100", f"/refusals/{case['id']}", f"/persons/{world.staff[0].person_id}")
        for path in (*paths, "/workbench", "/statistics/refusals?group_by=county"):
            with counted_reads(app) as statements:
                assert (await people["county"].get(path)).status_code == 200
            counts.setdefault(path, []).append(len(statements))
        for _ in range(20):
            made = await make.teacher(world.urban)
            again = await opened(people["county"], world, staff_id=str(made.id), facts="不去")
            await step(people["county"], again, "hear", HEARD)
    assert all(few == many for few, many in counts.values()), counts
    for asked, many in (
        ("status=heard", 40), ("measure=waiting", 1), ("waiting=true", 40), ("school_year=2025", 0),
        (f"school_id={world.rural.id}", 0), (f"person_id={world.staff[0].person_id}", 1),
    ):  # fmt: skip
        found = (await people["county"].get(f"/refusals?count=true&{asked}")).json()
        assert found["count"] == many, asked
    sheet = (await people["county"].get("/refusals.csv?status=decided")).text
    assert "年度考核不得定为合格及以上、几年内不得再次申请交流" in sheet
    assert not [text for text in TYPED if text in sheet]
