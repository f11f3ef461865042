"""A browser without scripts: follows redirects, fills forms, and checks the frame of every page it gets."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http import HTTPStatus
from typing import Any

import httpx
from fastapi import FastAPI

from services.web.session import CookieJar, Session

ORIGIN = "http://web.test"
MOST_API_CALLS = 3
VOID = frozenset({"input", "meta", "link", "br", "hr", "img", "use", "rect", "line"})


@dataclass
class HtmlForm:
    """A form with what a browser would send: field → values, in order."""

    action: str
    method: str
    id: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    buttons: list[tuple[str, str, str]] = field(default_factory=list)
    """(name, value, words)."""
    leads: list[str] = field(default_factory=list)
    """Where each button sends the form instead, empty when it goes to `action`."""


class Page(HTMLParser):
    """What a test asks of a page."""

    def __init__(self, answer: httpx.Response) -> None:
        super().__init__()
        self.status, self.path, self.html, self.headers = (
            answer.status_code, answer.request.url.path, answer.text, answer.headers,
        )  # fmt: skip
        self.address = str(answer.request.url)
        self.title = self.h1 = ""
        self.ids: list[str] = []
        self.forms: list[HtmlForm] = []
        self.links: list[tuple[str, str]] = []
        self._words: list[str] = []
        self._open: list[str] = []
        self._form: HtmlForm | None = None
        self._button_form: HtmlForm | None = None
        self._select_name = ""
        self._textarea_name: str | None = None
        self._capture: dict[str, list[str]] = {}
        self.h1_count = 0
        self.feed(answer.text)

    @property
    def text(self) -> str:
        """All words a person sees, without spaces at the seams."""
        return "".join(self._words)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = {name: value or "" for name, value in attrs}
        if tag not in VOID:
            self._open.append(tag)
        if "id" in at:
            self.ids.append(at["id"])
        if tag in {"title", "h1", "a", "button"}:
            self._capture[tag] = []
        if tag == "h1":
            self.h1_count += 1
        if tag == "a":
            self.links.append((at.get("href", ""), ""))
        self._in_form(tag, at)

    def _in_form(self, tag: str, at: dict[str, str]) -> None:
        if tag == "form":
            self._form = HtmlForm(at.get("action", ""), at.get("method", "get"), at.get("id", ""))
            self.forms.append(self._form)
        target = next((form for form in self.forms if form.id and form.id == at.get("form")), self._form)
        if target is not None and tag in {"input", "select", "option", "textarea", "button"}:
            getattr(self, f"_{tag}")(target, at)

    def _input(self, form: HtmlForm, at: dict[str, str]) -> None:
        if at.get("name") and (at.get("type") not in {"radio", "checkbox"} or "checked" in at):
            form.fields.append((at["name"], at.get("value", "")))

    def _select(self, _: HtmlForm, at: dict[str, str]) -> None:
        self._select_name = at.get("name", "")

    def _option(self, form: HtmlForm, at: dict[str, str]) -> None:
        first = all(name != self._select_name for name, _ in form.fields)
        if self._select_name and ("selected" in at or first):
            form.fields = [pair for pair in form.fields if pair[0] != self._select_name]
            form.fields.append((self._select_name, at.get("value", "")))

    def _textarea(self, form: HtmlForm, at: dict[str, str]) -> None:
        self._textarea_name = at.get("name", "")
        form.fields.append((self._textarea_name, ""))

    def _button(self, form: HtmlForm, at: dict[str, str]) -> None:
        self._button_form = form
        form.buttons.append((at.get("name", ""), at.get("value", ""), ""))
        form.leads.append(at.get("formaction", ""))

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] in {"script", "style"}:
            return
        if self._textarea_name is not None and self._form is not None:
            text = data.removeprefix("\n")
            self._form.fields[-1] = (self._textarea_name, text)
            self._words.append(text)
            return
        for words in self._capture.values():
            words.append(data.strip())
        if self._open and self._open[-1] != "title":
            self._words.append(data.strip())

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while self._open and self._open.pop() != tag:
                pass
        if tag in self._capture:
            self._said(tag, "".join(self._capture.pop(tag)))
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select_name = ""
        elif tag == "textarea":
            self._textarea_name = None

    def _said(self, tag: str, words: str) -> None:
        if tag == "title":
            self.title = words
        elif tag == "h1":
            self.h1 = words
        elif tag == "a":
            self.links[-1] = (self.links[-1][0], words)
        elif self._button_form is not None:
            name, value, _ = self._button_form.buttons[-1]
            self._button_form.buttons[-1] = (name, value, words)
            self._button_form = None

    def form(self, action: str = "") -> HtmlForm:
        """The form whose action contains `action`; the page's first POST form, or a wizard's question, otherwise."""
        asking = [form for form in self.forms if form.method == "post" or "at" in dict(form.fields)]
        fitting = [form for form in asking if action in form.action]
        wanted = [form for form in fitting if action or form.action != "/sign-out"]
        assert wanted, f"no form for {action!r} on {self.path}: {[form.action for form in self.forms]}"
        return wanted[0]

    def href(self, words: str) -> str:
        """Where the link with these words goes."""
        return next(path for path, text in self.links if words in text)


class Browser:
    """One person's browser."""

    def __init__(self, web: FastAPI) -> None:
        self.web = web
        transport = httpx.ASGITransport(web, raise_app_exceptions=False, client=("203.0.113.7", 40000))
        self.http = httpx.AsyncClient(transport=transport, base_url=ORIGIN, follow_redirects=True)
        self.api_calls = 0
        web.state.api_connection.http.event_hooks["request"].append(self._count)

    async def _count(self, request: httpx.Request) -> None:
        self.api_calls += not request.url.path.endswith("/auth/token")

    async def get(self, path: str, **options: Any) -> Page:
        """Open an address; a page makes at most three API calls."""
        self.api_calls = 0
        answer = await self.http.get(path, **options)
        if not answer.history:
            assert self.api_calls <= MOST_API_CALLS, f"{path} makes {self.api_calls} API calls"
        return self._checked(answer)

    async def post(self, path: str, data: Any = None, **options: Any) -> Page:
        """Post fields as they are (no token of ours unless given)."""
        headers = {"Origin": ORIGIN, **options.pop("headers", {})}
        return self._checked(await self.http.post(path, data=data, headers=headers, **options))

    async def submit(
        self, page: Page, values: Mapping[str, str | list[str]] | None = None, *, action: str = "", button: str = ""
    ) -> Page:
        """Fill a form of the page and press the button with these words (or none in particular)."""
        form = page.form(action)
        sent: dict[str, list[str]] = {}
        for name, value in form.fields:
            sent.setdefault(name, []).append(value)
        for name, chosen in (values or {}).items():
            sent[name] = chosen if isinstance(chosen, list) else [chosen]
        pressed = [(*each, lead) for each, lead in zip(form.buttons, form.leads, strict=True)]
        pressed = [each for each in pressed if button and button in each[2] and each[0]][:1]
        for name, value, _, _ in pressed:
            sent[name] = [value]
        lead = pressed[0][3] if pressed else ""
        if form.method == "get":
            return await self.get(lead or form.action or page.path, params=sent)
        return await self.post(lead or form.action or page.path, data=sent)

    async def answer(self, page: Page, values: Mapping[str, str | list[str]]) -> Page:
        """Go through all pages of a wizard with these answers, up to what the last one leads to, or to an error."""
        page = await self.submit(page, values)
        while page.status == HTTPStatus.OK and 'name="at"' in page.html:
            page = await self.submit(page)
        return page

    def become(self, access_token: str) -> None:
        """Carry somebody's token, as if they had signed in an instant ago."""
        jar = CookieJar(self.web.state.settings)
        session = Session(csrf="a-csrf-secret-of-a-test", access_token=access_token, access_until=2_000_000_000)
        name, value = jar.header(session).split(";", 1)[0].split("=", 1)
        self.http.cookies.set(name, value, domain=httpx.URL(ORIGIN).host, path="/")

    def _checked(self, answer: httpx.Response) -> Page:
        page = Page(answer)
        if "text/html" in answer.headers.get("content-type", "") and answer.text.startswith("<!doctype"):
            assert page.title, f"{page.path} has no title"
            assert page.h1_count == 1, f"{page.path} has {page.h1_count} h1"
            doubled = {each for each in page.ids if page.ids.count(each) > 1}
            assert not doubled, f"{page.path} has ids twice: {doubled}"
            naked = [form.action for form in page.forms if form.method == "post" and "csrf" not in dict(form.fields)]
            assert not naked, f"{page.path} has forms without a token: {naked}"
            assert "style=" not in answer.text, f"{page.path} has an inline style"
            assert " onclick" not in answer.text, f"{page.path} has an inline handler"
            assert "hx-on" not in answer.text, f"{page.path} has an inline handler"
        return page
