"""What every closed code list is made of."""

from enum import Enum


class Code(str, Enum):
    """A stored code with its Chinese label."""

    label: str

    def __new__(cls, value: str, label: str) -> "Code":
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    def __str__(self) -> str:
        return str(self.value)
