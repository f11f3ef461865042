"""The closed code lists and those of published standards, for everybody who reads our answers (requirements §B-N)."""

from services.api.features.codes import lists
from services.api.features.codes.standards import STANDARDS, TAKEN_FROM
from services.api.kernel.problems import Problem
from services.contracts.base import Page
from services.contracts.code_lists import CodeOut, CodeSetOut, Confidence
from services.contracts.codes import CODE_SETS


def code_sets() -> Page[CodeSetOut]:
    """All lists, ours first; they are short, so they come as one page."""
    items = [_own(name) for name in sorted(CODE_SETS)] + list(lists.published().values())
    return Page(items=items, count=len(items))


def code_set(name: str) -> CodeSetOut:
    """One list. Raises 404 `code_set.unknown`."""
    if name in CODE_SETS:
        return _own(name)
    found = lists.published().get(name)
    if found is None:
        raise Problem("code_set.unknown", name=name)
    return found


def _own(name: str) -> CodeSetOut:
    standards = STANDARDS.get(name, {})
    items = [CodeOut(code=code.value, label=code.label, standard=standards.get(code.value)) for code in CODE_SETS[name]]
    source = lists.published().get(TAKEN_FROM.get(name, ""))
    own = {"standard": None, "valid_from": None, "valid_to": None, "confidence": Confidence.own}
    known = source.model_dump(include=set(own)) if source else own
    return CodeSetOut(set=name, name=lists.own_names()[name], version=lists.version(), note="", items=items, **known)
