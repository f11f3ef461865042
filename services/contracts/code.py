"""What every closed code list is made of."""

from enum import Enum
from typing import cast


class Code(str, Enum):
    """A stored code with its Chinese label; looked up by what is stored, which is what the default is for."""

    label: str

    def __new__(cls, value: str, label: str = "") -> "Code":
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    def __str__(self) -> str:
        return str(self.value)


def joined(name: str, words: str, *lists: type[Code], **more: str) -> type[Code]:
    """One list made of others and of some codes more (`code="label"`); `words` say what it is for."""
    members = {code.value: (code.value, code.label) for each in lists for code in each}
    members |= {code: (code, label) for code, label in more.items()}
    made = cast("type[Code]", Code(name, members))  # type: ignore[arg-type] # the enumeration's own way to make one
    made.__doc__ = words
    return made
