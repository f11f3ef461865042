"""Code lists as they are served: ours, and those of published standards with what ours stand for."""

from services.contracts.base import Out
from services.contracts.code import Code


class Confidence(Code):
    """How sure it is that a list is what its standard says."""

    own = "own", "平台自定"
    high = "high", "多个来源一致"
    medium = "medium", "一个可靠来源"
    low = "low", "还没有核实"


class CodeOut(Out):
    """One code of a list.

    `standard` of our own codes names the published code; `maps_to` of published ones names ours: set → codes.
    `label` is empty where the code exists but its name is not verified; `note` says so.
    """

    code: str
    label: str
    standard: str | None = None
    parent: str | None = None
    note: str = ""
    maps_to: dict[str, list[str]] = {}


class CodeSetOut(Out):
    """A code list. `valid_from` and `valid_to` are a year, month or day, as far as known.

    `version` is that of our collection; sets whose name begins with `std_` are published standards.
    """

    set: str
    name: str
    standard: str | None
    version: str
    valid_from: str | None
    valid_to: str | None
    confidence: Confidence
    note: str
    items: list[CodeOut]
