"""A record that is made by one question a page, with everything to check before anything is written (ui guide §3).

Nothing is kept on the server: what was answered travels in the form from page to page, so that two tabs do not mix and
nothing is lost on an error. Without scripts it is the same.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date

from starlette.responses import Response

from services.web import csrf
from services.web.api_client.base import ApiError
from services.web.entry import Entry, found
from services.web.forms import Form, again
from services.web.inputs import Input, first_part, read
from services.web.visit import Visit, see_other
from services.web.wording import day

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
    try:
        return day(date.fromisoformat(typed)) if each.kind == "date" else each.words(typed)
    except ValueError:
        return typed


def begin(visit: Visit, wizard: Wizard, values: dict[str, object] | None = None) -> Response:
    """The first question, with what is known already."""
    return visit.page(TEMPLATE, _context(wizard, Form.filled(values or {}), 0))


async def walk(visit: Visit, wizard: Wizard, send: Send) -> Response:
    """Take the answers of a page and ask the next question; from the last page, write.

    An answer that the API refuses leads back to its question, with what is wrong.
    """
    form = Form.of(await visit.form())
    at = _number(form.value("at"), wizard.last)
    if form.value("find") or form.value("to"):
        at = _number(form.value("to"), wizard.last) if form.value("to") else at
        return visit.page(TEMPLATE, await _searched(wizard, form, at))
    if at < wizard.last:
        read(form, wizard.questions[at].inputs)
        if form.errors:
            return again(visit, TEMPLATE, await _searched(wizard, form, at), form, 422)
        return visit.page(TEMPLATE, _context(wizard, form, at + 1))
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
    carried = [
        (name, value)
        for name, values in form.values.items()
        if name not in _NOT_CARRIED | here and not name.endswith("_q")
        for value in values
    ]
    return {
        "wizard": wizard, "entry": wizard.entry, "form": form, "at": at, "question": question, "options": {},
        "carried": carried, "answers": [] if question else answers(wizard, form),
    }  # fmt: skip


async def _searched(wizard: Wizard, form: Form, at: int) -> dict[str, object]:
    """The page with the answers of its searches."""
    context = _context(wizard, form, at)
    inputs = wizard.questions[at].inputs if at < wizard.last else wizard.entry.inputs
    return {**context, "options": await found(inputs, wizard.entry.finders, form)}
