"""What is wrong with a value, in words: letters are letters, and only lists have items."""

from typing import Annotated, Any

import pytest
from pydantic import Field, TypeAdapter, ValidationError

from services.api.kernel.handlers import field_of
from services.contracts.base import Line


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
