"""A page that creates or changes a record: nothing typed is lost, two versions stand side by side."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field

from starlette.responses import Response

from services.web.api_client.base import ApiError
from services.web.forms import Conflict, Form, again
from services.web.inputs import Input, Option, conflicts, filled, first_part, picked_id, read
from services.web.uploads import take_all
from services.web.visit import Visit, see_other

Trail = Sequence[tuple[str, str]]
Finder = Callable[[str], Awaitable[list[Option]]]
TEMPLATE = "entry.html"


@dataclass(frozen=True, slots=True)
class Entry:
    """What the page says and asks; `back` is where 返回 leads, `finders` answer the pickers by their address.

    `links` (text, address) lead to where something else is done, and stand below the last line.
    """

    title: str
    trail: Trail
    inputs: Sequence[Input]
    button: str
    back: str
    meta: Sequence[str] = ()
    lines: Sequence[str] = ()
    finders: Mapping[str, Finder] = field(default_factory=dict)
    links: Sequence[tuple[str, str]] = ()


def blank(visit: Visit, entry: Entry, values: Mapping[str, object] | None = None) -> Response:
    """The empty page, with what is known already."""
    return visit.page(TEMPLATE, _context(entry, Form.filled(values or {})))


async def create(
    visit: Visit, entry: Entry, send: Callable[[dict[str, object], str], Awaitable[str | Response]]
) -> Response:
    """Read the form and create; `send` gets body and idempotency key, says what was done and returns where to go.

    It may return a page instead, for a secret that is shown once.
    """
    typed = await visit.form()
    form = Form.of(typed)
    await take_all(visit.api, form, typed, entry.inputs)
    if form.value("find"):
        return visit.page(TEMPLATE, _context(entry, form, await found(entry.inputs, entry.finders, form)))
    body, status = read(form, entry.inputs), 422
    if not form.errors:
        try:
            done = await send(body, form.value("idempotency_key"))
        except ApiError as error:
            status = form.take(error, first_part)
        else:
            return see_other(done) if isinstance(done, str) else done
    return again(visit, TEMPLATE, _context(entry, form, await found(entry.inputs, entry.finders, form)), form, status)


@dataclass(frozen=True, slots=True)
class Stored:
    """The record as it is stored: what the inputs start from, and its version."""

    values: Mapping[str, object]
    version: int


def edit(visit: Visit, entry: Entry, stored: Stored) -> Response:
    """The page with the stored values."""
    form = filled(entry.inputs, stored.values)
    return visit.page(TEMPLATE, {**_context(entry, form), "version": stored.version})


async def change(
    visit: Visit,
    entry: Entry,
    send: Callable[[dict[str, object], int], Awaitable[str]],
    load: Callable[[], Awaitable[Stored]],
) -> Response:
    """Read the form and change; when somebody else did so in between, both sides are shown to choose from."""
    form = Form.of(await visit.form())
    body, status = read(form, entry.inputs, change=True), 422
    if not form.errors:
        try:
            return see_other(await send(body, version_of(form)))
        except ApiError as error:
            status = form.take(error, first_part)
    version, both = form.value("version"), list[Conflict]()
    if form.stale:
        stored = await load()
        version, both = str(stored.version), conflicts(form, entry.inputs, stored.values)
    context = {**_context(entry, form), "version": version, "conflicts": both}
    return again(visit, TEMPLATE, context, form, status)


def version_of(form: Form) -> int:
    """Return the version that the page was made from; 0 never fits."""
    typed = form.value("version")
    return int(typed) if typed.isdecimal() and len(typed) < 10 else 0


def _context(entry: Entry, form: Form, options: Mapping[str, list[Option]] | None = None) -> dict[str, object]:
    form.summary = form.summary or (f"还差{len(form.errors)}处，改好就能保存" if form.errors else "")
    return {"entry": entry, "form": form, "options": options or {}, "version": None, "conflicts": []}


async def found(inputs: Sequence[Input], finders: Mapping[str, Finder], form: Form) -> dict[str, list[Option]]:
    """Answer the searches that were typed and have no choice yet, or were asked for again."""
    answers: dict[str, list[Option]] = {}
    for each in inputs:
        text = form.value(f"{each.name}_q").strip()
        asked = form.value("find") == each.name or not picked_id(form.value(each.name))
        if each.kind == "picker" and text and asked:
            answers[each.name] = await finders[each.find](text)
        elif each.kind == "picker" and form.value("find") == each.name:
            form.add(each.name, f"先写{each.hint}，再点“找”")
    return answers
