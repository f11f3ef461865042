"""The closed code lists, for everybody who reads our answers (requirements §B-N)."""

from services.api.features.codes.standards import STANDARDS
from services.api.kernel.problems import Problem
from services.contracts.base import Page
from services.contracts.codes import CODE_SETS
from services.contracts.statistics import CodeOut, CodeSetOut


def code_sets() -> Page[CodeSetOut]:
    """All lists; there are few and they are short, so they come as one page."""
    return Page(items=[_out(name) for name in sorted(CODE_SETS)])


def code_set(name: str) -> CodeSetOut:
    """One list. Raises 404 `code_set.unknown`."""
    if name not in CODE_SETS:
        raise Problem("code_set.unknown", name=name)
    return _out(name)


def _out(name: str) -> CodeSetOut:
    standards = STANDARDS.get(name, {})
    items = [CodeOut(code=code.value, label=code.label, standard=standards.get(code.value)) for code in CODE_SETS[name]]
    return CodeSetOut(set=name, items=items)
