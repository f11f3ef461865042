"""One step of a record's life, such as 结束结对: a page that says what follows, asks what it must, and then does it."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from starlette.exceptions import HTTPException
from starlette.responses import Response

from services.web.api_client.base import ApiError
from services.web.entry import Trail, version_of
from services.web.forms import Form, again
from services.web.inputs import Input, first_part, read
from services.web.uploads import take_all
from services.web.visit import Visit, see_other

Answer = TypeVar("Answer")
TEMPLATE = "step.html"
NOT_FOUND = 404


@dataclass(frozen=True, slots=True)
class Step:
    """`text` and `sub` stand in 办理; `question` and `lines` on the page; `said` when it is done.

    `see` is a link, text and path, to what has to be looked at first.
    """

    text: str
    sub: str
    question: str
    said: str
    lines: Sequence[str] = ()
    inputs: Sequence[Input] = ()
    button: str = ""
    danger: bool = False
    values: Mapping[str, object] | None = None
    see: tuple[str, str] | None = None


Steps = Mapping[str, Step]


@dataclass(frozen=True, slots=True)
class Subject:
    """The record a step belongs to, as it is stored now. `facts` are shown when it has changed in between.

    `home` is the page to come back to, when the record has none of its own at `path`.
    """

    path: str
    trail: Trail
    version: int
    allowed: Sequence[str]
    steps: Steps
    facts: Sequence[tuple[str, str]] = ()
    home: str = ""

    @property
    def back(self) -> str:
        """The page of the record."""
        return self.home or self.path

    def doing(self) -> list[tuple[str, Step]]:
        """Return what the caller may do now, with the paths of the pages; dangerous ones last."""
        own = [(f"{self.path}/{action}", self.steps[action]) for action in self.allowed if action in self.steps]
        return sorted(own, key=lambda pair: pair[1].danger)


def ask(visit: Visit, subject: Subject, action: str) -> Response:
    """The page that asks; who may not do it, or not any more, is led to the record.

    Raises:
        HTTPException: 404, there is no such step.
    """
    step = _step(subject, action)
    if action not in subject.allowed:
        visit.say(f"现在不能办“{step.text}”：可能已经办过，或者不归这个账号办。")
        return see_other(subject.back)
    return visit.page(TEMPLATE, _context(subject, action, Form.filled(step.values or {})))


async def act(
    visit: Visit,
    load: Callable[[], Awaitable[Subject]],
    action: str,
    send: Callable[[dict[str, object], int], Awaitable[Answer]],
    show: Callable[[Answer], Response | None] | None = None,
) -> Response:
    """Do it; what the API refuses is said on the same page, with what was typed and the newest version.

    `show` may turn the API's answer into a page, for a secret that is shown once; else the record comes back.
    """
    typed, subject = await visit.form(), await load()
    form, step = Form.of(typed), _step(subject, action)
    await take_all(visit.api, form, typed, step.inputs)
    body, status = read(form, step.inputs), 422
    if not form.errors:
        try:
            answer = await send(body, version_of(form))
        except ApiError as error:
            status = form.take(error, first_part)
            subject = await load()
        else:
            if show is not None and (page := show(answer)) is not None:
                return page
            visit.say(step.said)
            return see_other(subject.back)
    return again(visit, TEMPLATE, _context(subject, action, form), form, status)


def _step(subject: Subject, action: str) -> Step:
    step = subject.steps.get(action)
    if step is None:
        raise HTTPException(NOT_FOUND)
    return step


def _context(subject: Subject, action: str, form: Form) -> dict[str, object]:
    step = subject.steps[action]
    known = {each.name for each in step.inputs}
    for error in [each for each in form.errors if each.field and each.field not in known]:
        form.errors[form.errors.index(error)] = type(error)("", error.text)
    return {"subject": subject, "action": action, "step": step, "form": form, "options": {}}
