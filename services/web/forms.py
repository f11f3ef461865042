"""What was typed and what is wrong with it: a form never loses a value."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Protocol

from starlette.datastructures import FormData, QueryParams
from starlette.responses import HTMLResponse

from services.web.api_client.base import ApiError, ApiProblem, ApiUnavailable
from services.web.field_names import field_id
from services.web.visit import Visit

NOT_KEPT = ("csrf", "password")
"""Parts of field names that are never shown again."""
STARTING = "系统正在启动，请过几秒再试。你填的内容已保留。"
RETRY_SECONDS = "5"


@dataclass(frozen=True, slots=True)
class FieldError:
    """One line of the error summary; `field` is the input's name, empty when it is about the whole.

    `about` is whose input it is, where the same field stands on the page for several people.
    """

    field: str
    text: str
    about: str = ""

    @property
    def line(self) -> str:
        """What the summary says."""
        return f"{self.about}：{self.text}" if self.about else self.text

    @property
    def anchor(self) -> str:
        """The id of the input."""
        return field_id(self.field) if self.field else "form"


@dataclass(frozen=True, slots=True)
class Conflict:
    """One field that was changed on both sides (412)."""

    name: str
    label: str
    typed: str
    stored: str


class NameMap(Protocol):
    """Turns the API's dotted path into the name of an input."""

    def __call__(self, path: str, /) -> str:
        """Return the input's name."""


@dataclass(slots=True)
class Form:
    """Typed values with their errors.

    `notice` is one sentence above the form when the fault is ours; `stale` says that somebody else
    saved in between (412).
    """

    values: Mapping[str, list[str]] = field(default_factory=dict)
    errors: list[FieldError] = field(default_factory=list)
    notice: str = ""
    request_id: str = ""
    stale: bool = False
    summary: str = ""

    @classmethod
    def of(cls, typed: FormData | QueryParams) -> "Form":
        """Take what was posted, or stands in the address; files are not kept."""
        values: dict[str, list[str]] = {}
        for name, value in typed.multi_items():
            if isinstance(value, str):
                values.setdefault(name, []).append(value)
        return cls(values)

    @classmethod
    def filled(cls, values: Mapping[str, object]) -> "Form":
        """Start from stored values; None becomes an empty field, a list several ticks."""
        return cls({
            name: [str(each) for each in value] if isinstance(value, (list, tuple)) else
            ["" if value is None else str(value)]
            for name, value in values.items()
        })  # fmt: skip

    def value(self, name: str, default: object = "") -> str:
        """Return what the input shows."""
        typed = self.values.get(name)
        return typed[-1] if typed else ("" if default is None else str(default))

    def all(self, name: str) -> list[str]:
        """Return every value of a repeated input."""
        return list(self.values.get(name, []))

    def error(self, name: str) -> str:
        """Return what is wrong with an input, or nothing."""
        return next((each.text for each in self.errors if each.field == name), "")

    def add(self, name: str, text: str) -> None:
        """Say what is wrong with an input."""
        self.errors.append(FieldError(name, text))

    @property
    def headline(self) -> str:
        """What the error summary starts with."""
        return self.summary or f"还差{len(self.errors)}处，改好就能保存"

    def take(self, error: ApiError, names: NameMap | Mapping[str, str] | None = None) -> int:
        """Take an API error over into the form and return the page's status.

        `names` turns the API's field paths into input names; unknown ones stay as they are.

        Raises:
            ApiProblem: 404, which is a page of its own.
        """
        if isinstance(error, ApiUnavailable):
            self.notice = STARTING if error.starting else "系统出了点问题，你填的内容已保留。请过几分钟再试。"
            return 503
        if not isinstance(error, ApiProblem) or error.status == 404:
            raise error
        self.request_id = error.request_id
        if error.status >= 500:
            self.notice = error.detail
        elif error.errors:
            for each in error.errors:
                self.add(_name(each.field, names), each.detail)
        elif error.status == 412:
            self.stale = True
        else:
            self.add("", error.detail)
            self.summary = error.title
        return error.status

    def conflicts(self, stored: Mapping[str, object], labels: Mapping[str, str]) -> list[Conflict]:
        """Return the fields whose typed value differs from the stored one, to choose from."""
        pairs = ((name, self.value(name), "" if stored[name] is None else str(stored[name])) for name in labels)
        return [Conflict(name, labels[name], typed, kept) for name, typed, kept in pairs if typed != kept]


def again(visit: Visit, template: str, context: Mapping[str, object], form: Form, status: int) -> HTMLResponse:
    """Render the form page again with what was typed."""
    if form.notice and not form.request_id:
        form.request_id = visit.api.request_id
    answer = visit.page(template, {**context, "form": form}, status)
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        answer.headers["Retry-After"] = RETRY_SECONDS
    return answer


def kept_fields(typed: FormData | None) -> list[tuple[str, str]]:
    """Return posted fields that may be offered again after a new sign-in: no files, no secrets."""
    pairs: Iterable[tuple[str, object]] = typed.multi_items() if typed is not None else ()
    return [
        (name, value)
        for name, value in pairs
        if isinstance(value, str) and not any(part in name.lower() for part in NOT_KEPT)
    ]


def _name(path: str, names: NameMap | Mapping[str, str] | None) -> str:
    if names is None:
        return path
    return names.get(path, path) if isinstance(names, Mapping) else names(path)
