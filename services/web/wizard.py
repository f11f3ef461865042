"""A record that is made by one question a page, with everything to check before anything is written (ui guide §3).

Nothing is kept on the server: what was answered travels in the address from page to page, so that two tabs do not mix,
the browser's back and forward work, and nothing is lost on an error. Only the last page posts. Without scripts it is
the same. Long texts belong on the last page.
"""

from collections.abc import Awaitable, Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from starlette.responses import Response

from services.web import csrf
from services.web.api_client.base import ApiError
from services.web.entry import Entry, found
from services.web.forms import Form, again
from services.web.inputs import Input, first_part, read
from services.web.visit import Visit, see_other
from services.web.wording import dated

TEMPLATE = "wizard.html"
NOT_ANSWERED = "没填"
_NOT_CARRIED = frozenset({csrf.FIELD, "idempotency_key", "at", "to", "find", "finish"})
Send = Callable[[dict[str, object], str], Awaitable[str | Response]]
"""(body, idempotency key) → where to go, or a page."""


@dataclass(frozen=True, slots=True)
class Question:
    """One page: what is asked, and what helps to answer."""

    text: str
    inputs: Sequence[Input]
    lines: Sequence[str] = ()
    check: Callable[[Form], None] = field(default=lambda _form: None)
    """Says in the form what does not fit together, as far as that is known without asking the API."""


@dataclass(frozen=True, slots=True)
class Wizard:
    """The questions in their order, and the page that is told by `entry`, whose inputs stand on the last page.

    `follows` says what happens once it is written: who is told, and what the next step is.
    """

    entry: Entry
    questions: Sequence[Question]
    follows: Sequence[str] = ()

    @property
    def inputs(self) -> list[Input]:
        """Everything that is asked."""
        return [each for question in self.questions for each in question.inputs] + list(self.entry.inputs)

    @property
    def last(self) -> int:
        """The number of the page that shows all answers, counted from 0."""
        return len(self.questions)

    def asked_at(self, name: str) -> int:
        """Return the page of an input; the last one when no question asks it."""
        pages = enumerate(self.questions)
        return next((at for at, question in pages if any(each.name == name for each in question.inputs)), self.last)


def check_period(form: Form) -> None:
    """Say when `end_on` lies before `start_on`."""
    start, end = form.value("start_on"), form.value("end_on")
    if start and end and end < start and not form.errors:
        form.add("end_on", f"结束日期要在{_day(start)}或之后")


def answers(wizard: Wizard, form: Form) -> list[list[tuple[str, str]]]:
    """Return the answers of each page in words, as (what was asked, answer)."""
    return [
        [(each.label, _said(form, each)) for each in question.inputs if each.kind != "hidden"]
        for question in wizard.questions
    ]


def _said(form: Form, each: Input) -> str:
    if each.kind == "checks":
        return each.words(form.all(each.name)) or NOT_ANSWERED
    typed = form.value(each.name)
    if not typed:
        return NOT_ANSWERED
    return _day(typed) if each.kind == "date" else each.words(typed)


def _day(typed: str) -> str:
    try:
        return dated(date.fromisoformat(typed))
    except ValueError:
        return typed


async def walk(visit: Visit, wizard: Wizard, values: dict[str, object] | None = None) -> Response:
    """The question that follows from the address: the first one with what is known already, or the next.

    Each question has an address of its own, so that the browser's back leads to the one before with its answers.
    """
    form = Form.of(visit.request.query_params)
    if not form.value("at"):
        return visit.page(TEMPLATE, _context(wizard, Form.filled(values or {}), 0))
    at = _number(form.value("at"), wizard.last)
    if form.value("find") or form.value("to"):
        at = _number(form.value("to"), wizard.last) if form.value("to") else at
        return visit.page(TEMPLATE, await _searched(wizard, form, at))
    if at < wizard.last:
        read(form, wizard.questions[at].inputs)
        wizard.questions[at].check(form)
        if form.errors:
            return again(visit, TEMPLATE, await _searched(wizard, form, at), form, 422)
    return visit.page(TEMPLATE, _context(wizard, form, min(at + 1, wizard.last)))


async def finish(visit: Visit, wizard: Wizard, send: Send) -> Response:
    """Write what was answered, or go back from the last page to a question.

    An answer that the API refuses leads back to its question, with what is wrong.
    """
    form = Form.of(await visit.form())
    if form.value("to"):
        answered = [*_carried(form, frozenset()), ("at", str(wizard.last)), ("to", form.value("to"))]
        return see_other(f"{visit.request.url.path}?{urlencode(answered)}")
    return await _finish(visit, wizard, form, send)


async def _finish(visit: Visit, wizard: Wizard, form: Form, send: Send) -> Response:
    body, status = read(form, wizard.inputs), 422
    if not form.errors:
        try:
            done = await send(body, form.value("idempotency_key"))
        except ApiError as error:
            status = form.take(error, first_part)
        else:
            return see_other(done) if isinstance(done, str) else done
    wrong = [wizard.asked_at(each.field) for each in form.errors if each.field]
    at = min(wrong) if wrong else wizard.last
    return again(visit, TEMPLATE, await _searched(wizard, form, at), form, status)


def _number(typed: str, last: int) -> int:
    return min(int(typed), last) if typed.isdecimal() and len(typed) < 4 else 0


def _context(wizard: Wizard, form: Form, at: int) -> dict[str, object]:
    question = wizard.questions[at] if at < wizard.last else None
    here = {each.name for each in (question.inputs if question else wizard.entry.inputs)}
    here |= {f"{name}_q" for name in here}
    return {
        "wizard": wizard, "entry": wizard.entry, "form": form, "at": at, "question": question, "options": {},
        "carried": _carried(form, here), "answers": [] if question else answers(wizard, form),
    }  # fmt: skip


def _carried(form: Form, here: AbstractSet[str]) -> list[tuple[str, str]]:
    """Return the answers that the page does not ask for."""
    return [
        (name, value)
        for name, values in form.values.items()
        if name not in _NOT_CARRIED | here and not name.endswith("_q")
        for value in values
    ]


async def _searched(wizard: Wizard, form: Form, at: int) -> dict[str, object]:
    """The page with the answers of its searches."""
    context = _context(wizard, form, at)
    inputs = wizard.questions[at].inputs if at < wizard.last else wizard.entry.inputs
    return {**context, "options": await found(inputs, wizard.entry.finders, form)}
