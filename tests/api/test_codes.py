"""The closed code lists."""

import pytest

from services.api.features.codes.lists import own_names, published
from services.api.features.codes.standards import STANDARDS, TAKEN_FROM
from services.contracts.codes import CODE_SETS, Role
from tests.support.callers import SignIn


async def test_every_list_is_served_with_its_chinese_words(sign_in: SignIn) -> None:
    teacher = await sign_in(Role.teacher)
    items = (await teacher.get("/codes")).json()["items"]
    own = [item for item in items if not item["set"].startswith("std_")]
    assert {item["set"] for item in own} == set(CODE_SETS)
    assert all(code["label"] for item in own for code in item["items"])
    assert all(item["name"] and item["version"] for item in items)


async def test_one_list_names_the_standard_where_there_is_one(sign_in: SignIn) -> None:
    client = await sign_in.client([])
    items = (await client.get("/codes/sex")).json()["items"]
    assert ("1", "男", "GB/T 2261.1-2003 1") in {(each["code"], each["label"], each["standard"]) for each in items}


async def test_a_published_list_says_its_standard_how_sure_it_is_and_what_ours_stand_for_it(sign_in: SignIn) -> None:
    client = await sign_in.client([])
    found = (await client.get("/codes/std_school_type")).json()
    assert (found["standard"], found["confidence"]) == ("教育部办学类型代码", "high")
    (point,) = [each for each in found["items"] if each["code"] == "218"]
    assert point["maps_to"] == {"school_kind": ["teaching_point"], "school_type": ["218"]}
    changes = (await client.get("/codes/std_staff_change")).json()
    assert changes["confidence"] == "medium"
    assert "交流轮岗" in changes["note"]


def test_published_lists_are_facts_that_fit_together() -> None:
    for name, found in published().items():
        codes = [each.code for each in found.items]
        assert len(codes) == len(set(codes)), name
        assert name.startswith("std_")
        assert found.standard
        for each in found.items:
            assert each.label or each.note, (name, each.code)
            assert each.parent is None or each.parent in codes, (name, each.code)
            for ours, wanted in each.maps_to.items():
                assert set(wanted) <= {code.value for code in CODE_SETS[ours]}, (name, each.code)


def test_both_ways_of_saying_what_a_code_stands_for_agree() -> None:
    published_types = {each.code: each.maps_to.get("school_kind", []) for each in published()["std_school_type"].items}
    for code, words in STANDARDS["school_kind"].items():
        first = words.removeprefix("教育部办学类型代码 ")[:3]
        assert code in published_types[first], code


async def test_the_second_time_it_is_a_304(sign_in: SignIn) -> None:
    client = await sign_in.client([])
    tag = (await client.get("/codes/sex")).headers["etag"]
    assert (await client.get("/codes/sex", headers={"If-None-Match": tag})).status_code == 304


@pytest.mark.parametrize(("name", "status"), [("nothing", 404), ("SEX", 422), ("a" * 41, 422)])
async def test_an_unknown_list_is_a_problem(sign_in: SignIn, name: str, status: int) -> None:
    teacher = await sign_in(Role.teacher)
    answer = await teacher.get(f"/codes/{name}")
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


def test_standards_name_lists_and_codes_that_exist() -> None:
    for name, codes in STANDARDS.items():
        assert set(codes) <= {code.value for code in CODE_SETS[name]}


async def test_a_list_whose_codes_are_a_standards_own_names_the_standard(sign_in: SignIn) -> None:
    teacher = await sign_in(Role.teacher)
    sex = (await teacher.get("/codes/sex")).json()
    assert (sex["standard"], sex["valid_from"], sex["confidence"]) == ("GB/T 2261.1-2003", "2003", "high")
    direction = (await teacher.get("/codes/direction")).json()
    assert (direction["standard"], direction["confidence"]) == (None, "own")


def test_every_list_of_our_own_has_a_name_and_no_other_has() -> None:
    assert set(own_names()) == set(CODE_SETS)


def test_codes_taken_from_a_standard_are_in_it() -> None:
    for ours, theirs in TAKEN_FROM.items():
        assert {code.value for code in CODE_SETS[ours]} <= {each.code for each in published()[theirs].items}
