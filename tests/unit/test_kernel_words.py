"""What is wrong with a value, in words: letters are letters, and only lists have items."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import pytest
from pydantic import Field, TypeAdapter, ValidationError

from services.api.kernel.handlers import field_of
from services.api.kernel.holders import holders
from services.api.kernel.scope import Permission
from services.contracts import access, accounts, imports, leading_groups, pairings, partners, places
from services.contracts.accounts import Username
from services.contracts.base import Body, Line, Phone, RegionCode, ShortLine
from services.contracts.places import SchoolCode
from services.contracts.shapes import SHAPES


def said(annotation: Any, value: Any) -> str:
    with pytest.raises(ValidationError) as refused:
        TypeAdapter(annotation).validate_python(value)
    (found,) = refused.value.errors()
    return field_of({**found, "loc": ("body", "field")}).detail


@pytest.mark.parametrize(
    ("annotation", "value", "words"),
    [
        (Annotated[Line, Field(min_length=15)], "123", "太短，至少15个字"),
        (Annotated[Line, Field(max_length=5)], "一二三四五六", "太长，最多5个字"),
        (Annotated[str, Field(min_length=15)], "123", "太短，至少15个字"),
        (Annotated[list[int], Field(max_length=1)], [1, 2], "最多1项"),
        (Annotated[list[int], Field(min_length=1)], [], "至少1项"),
    ],
)
def test_a_length_is_told_in_letters_or_in_items(annotation: Any, value: Any, words: str) -> None:
    assert said(annotation, value) == words


@pytest.mark.parametrize(
    ("annotation", "value", "words"),
    [
        (SchoolCode, "216190001", "学校代码是10位数字，现在是9位，请对照学校代码证书"),
        (SchoolCode, "21619000O1", "学校代码是10位数字，里面有数字以外的字符，请对照学校代码证书"),
        (SchoolCode, "２１６１９０００１２", "学校代码是10位数字，里面有空格或全角字符，请对照学校代码证书"),
        (Username, "gz", "账号名是3到40个小写字母、数字，可以有点和横线，现在是2位，请改一下"),
        (
            Username,
            "Gz.Ren",
            "账号名是3到40个小写字母、数字，可以有点和横线，里面有小写字母、数字、点和横线以外的字符，请改一下",
        ),
        (RegionCode, "6103", "地区代码是6位数字，开发区这样的第5位是Z，现在是4位，请从地区名单里选"),
    ],
)
def test_a_code_of_the_wrong_shape_is_told_what_is_wrong_with_it(annotation: Any, value: str, words: str) -> None:
    assert said(annotation, value) == words


def test_a_name_of_blanks_and_one_of_two_lines_are_told_so() -> None:
    assert said(ShortLine, "\u3000") == "这里只有空白或看不见的字符，请填上文字"
    assert said(ShortLine, "一\n二") == "这里只写一行，请去掉换行"


@pytest.mark.parametrize("typed", ["不知道", "abc", "6210", "0917 621 0123 6210 0123", "- - - -", "6210 0123转8"])
def test_what_nobody_can_call_is_no_phone_and_the_sentence_says_how_one_is_written(typed: str) -> None:
    assert said(Phone, typed) == "电话只写数字，可以有空格、+和-，5到20个字，比如：0917 621 0123"


@pytest.mark.parametrize("typed", ["", "12345", "0917-621 0123", "+86 139 0000 4711"])
def test_a_phone_as_people_write_it_is_kept_as_typed(typed: str) -> None:
    assert TypeAdapter(Phone).validate_python(typed) == typed


def test_every_phone_that_is_typed_is_a_phone() -> None:
    modules = (access, accounts, imports, leading_groups, pairings, partners, places)
    found = {
        (each, name)
        for module in modules
        for each in vars(module).values()
        if isinstance(each, type) and issubclass(each, Body)
        for name in each.model_fields
        if name.endswith("phone")
    }
    assert len(found) >= 9
    for model, name in found:
        with pytest.raises(ValidationError, match="电话只写数字"):
            model.model_validate({name: "不知道"})


def test_every_pattern_of_the_api_has_its_sentence() -> None:
    description = (Path(__file__).parents[2] / "docs/openapi.json").read_text("utf-8")
    patterns = set(_patterns(json.loads(description)))
    assert patterns
    assert patterns <= set(SHAPES)


def _patterns(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("pattern"), str):
            yield node["pattern"]
        for each in node.values():
            yield from _patterns(each)
    elif isinstance(node, list):
        for each in node:
            yield from _patterns(each)


def test_a_refusal_names_who_may() -> None:
    assert holders(Permission.client_manage) == "系统管理员"
    assert holders(Permission.client_read) == "审计或系统管理员"
    assert holders(Permission.report_submit) == "学校报送员或学校领导"
    assert all(holders(permission) for permission in Permission)
