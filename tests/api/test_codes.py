"""The closed code lists."""

import pytest

from services.api.features.codes.standards import STANDARDS
from services.contracts.codes import CODE_SETS, Role
from tests.support.callers import SignIn


async def test_every_list_is_served_with_its_chinese_words(sign_in: SignIn) -> None:
    teacher = await sign_in(Role.teacher)
    items = (await teacher.get("/codes")).json()["items"]
    assert {item["set"] for item in items} == set(CODE_SETS)
    assert all(code["label"] for item in items for code in item["items"])


async def test_one_list_names_the_standard_where_there_is_one(sign_in: SignIn) -> None:
    client = await sign_in.client([])
    items = (await client.get("/codes/sex")).json()["items"]
    assert {"code": "1", "label": "男", "standard": "GB/T 2261.1-2003 1"} in items


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
