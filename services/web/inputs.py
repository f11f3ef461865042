"""What a form asks for, told once: the template draws it, the body for the API is read from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from services.contracts.codes import Code
from services.contracts.files import FileKind
from services.web.filters import ID, REGION, choices
from services.web.forms import Conflict, Form

InputKind = Literal["text", "date", "number", "area", "select", "radio", "checks", "picker", "files", "hidden", "more"]
_CHOSEN = frozenset({"select", "radio", "checks", "picker", "files"})
_KEPT_BLANK = frozenset({"text", "area"})


@dataclass(frozen=True, slots=True)
class Option:
    """One row of a picker's answer; `value` is `id name`, so that a chosen one can be shown again without asking."""

    value: str
    text: str
    sub: str


@dataclass(frozen=True, slots=True)
class Input:
    """One input of a form; `find` is the address that answers a picker's search.

    `ask` is what is said when it is missing, where the label is no noun. `more` is a button that posts the form, to get
    another input of a kind. For `files`, whose `name` is `file_ids`, `file_kind` says what they are for and `choices`
    offer to restrict them.
    """

    name: str
    label: str
    kind: InputKind = "text"
    hint: str = ""
    optional: bool = False
    choices: Sequence[tuple[str, str]] = ()
    blank: str = ""
    maxlength: int = 200
    find: str = ""
    file_kind: FileKind | None = None
    accept: str = ""
    ask: str = ""

    def words(self, value: object) -> str:
        """Return a value as people read it."""
        if self.kind == "checks" and isinstance(value, (list, tuple)):
            return "、".join(self.words(str(each)) for each in value)
        if self.kind == "picker":
            return str(value or "").partition(" ")[2]
        text = "" if value is None else str(value)
        return dict(self.choices).get(text, text)


def coded(name: str, label: str, codes: type[Code], *, hint: str = "", optional: bool = False) -> Input:
    """Return a select over a code list."""
    return Input(name, label, "select", hint, optional, choices(codes), blank=f"请选{label}")


def reason(label: str = "原因", hint: str = "会留在记录里，双方学校看得到。不写病情和家庭情况。") -> Input:
    """Return the box for why; 2 to 500 characters."""
    return Input("reason", label, "area", hint, maxlength=500)


def picked_id(value: str) -> str:
    """Return the id, or a region's code, of a picker's value; empty when none is chosen."""
    first = value.partition(" ")[0]
    return first if ID.fullmatch(first) or REGION.fullmatch(first) else ""


def first_part(path: str) -> str:
    """Return the input that an error of the API belongs to: `stages` for `stages.0`."""
    return path.partition(".")[0]


def read(form: Form, inputs: Sequence[Input], *, change: bool = False) -> dict[str, object]:
    """Return the body for the API from what was typed, and say in the form what is missing.

    What is left empty is left out. With `change` an emptied text is sent, and so is cleared, and
    `keep.name=stored` leaves the stored value as it is.
    """
    body: dict[str, object] = {}
    for each in inputs:
        if form.value(f"keep.{each.name}") == "stored":
            continue
        value = _typed(form, each)
        if value:
            body[each.name] = value
        elif not each.optional:
            form.add(each.name, each.ask or f"请{'选' if each.kind in _CHOSEN else '填'}{each.label}")
        elif change and each.kind in _KEPT_BLANK:
            body[each.name] = ""
    return body


def conflicts(form: Form, inputs: Sequence[Input], stored: Mapping[str, object]) -> list[Conflict]:
    """Return the inputs whose typed value differs from the stored one, as words (412)."""
    pairs = [(each, each.words(_typed(form, each)), each.words(stored[each.name])) for each in inputs]
    return [Conflict(each.name, each.label, typed, kept) for each, typed, kept in pairs if typed != kept]


def filled(inputs: Sequence[Input], stored: Mapping[str, object]) -> Form:
    """Return a form that starts from stored values."""
    form = Form.filled({each.name: stored[each.name] for each in inputs if each.kind != "checks"})
    many = {
        each.name: [str(value) for value in _several(stored[each.name])] for each in inputs if each.kind == "checks"
    }
    return Form({**form.values, **many})


def _several(value: object) -> Sequence[object]:
    return value if isinstance(value, (list, tuple)) else []


def _typed(form: Form, each: Input) -> str | list[str]:
    if each.kind in {"checks", "files"}:
        return form.all(each.name)
    if each.kind == "picker":
        return picked_id(form.value(each.name))
    return form.value(each.name).strip()
