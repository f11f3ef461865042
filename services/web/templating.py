"""One Jinja environment: every page's templates under the page's name, the components as `ui.…`."""

import uuid
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, PrefixLoader, StrictUndefined
from jinja2.loaders import BaseLoader, ChoiceLoader
from markupsafe import Markup
from starlette.requests import Request

from services.contracts.accounts import MeOut
from services.web import clock, csrf, states, tabs, wording
from services.web.field_names import field_id
from services.web.session import Session
from services.web.static_files import static

WEB = Path(__file__).resolve().parent


class Components:
    """The macros of `templates/components/*.html`: `ui.panel`, `ui.state_tag` … in every template, without imports."""

    def __init__(self, environment: Environment) -> None:
        """Remember where to look; files are compiled at first use."""
        self._environment = environment
        self._macros: dict[str, object] = {}

    def __getattr__(self, name: str) -> object:
        """Return a macro.

        Raises:
            AttributeError: no component of this name.
        """
        if not self._macros:
            self._macros = dict(_macros_of(self._environment))
        try:
            return self._macros[name]
        except KeyError:
            raise AttributeError(f"no component {name}") from None


def _macros_of(environment: Environment) -> dict[str, object]:
    folder = WEB / "templates" / "components"
    found: dict[str, object] = {}
    for path in sorted(folder.glob("*.html")):
        module = environment.get_template(f"components/{path.name}").module
        found |= {name: value for name, value in vars(module).items() if not name.startswith("_") and callable(value)}
    return found


@cache
def environment() -> Environment:
    """Return the environment: strict about missing names, escaping everything."""
    pages = {path.parent.name: FileSystemLoader(path) for path in sorted((WEB / "pages").glob("*/templates"))}
    loaders: list[BaseLoader] = [FileSystemLoader(WEB / "templates"), PrefixLoader(pages)]
    made = Environment(
        loader=ChoiceLoader(loaders), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    made.filters |= {**wording.FILTERS, "field_id": field_id}
    made.globals |= {
        "ui": Components(made),
        "icon": icon_svg,
        "static": static,
        "states": states,
        "state_of": states.state_tag,
        "idempotency_key": idempotency_key,
        "today": clock.today,
        "span": wording.span,
        "DASH": wording.DASH,
    }
    return made


def icon_svg(name: str, label: str = "", size: str = "") -> Markup:
    """Return an icon of the sprite; without a label it is decoration and hidden from screen readers."""
    said = Markup('role="img" aria-label="{}"').format(label) if label else Markup('aria-hidden="true"')
    kind = f"icon icon-{size}" if size else "icon"
    return Markup('<svg class="{}" width="20" height="20" {} focusable="false"><use href="{}#{}"/></svg>').format(
        kind, said, static("vendor/icons.svg"), name
    )


def idempotency_key() -> str:
    """Return a new key for a creating form: a second tap of the same page gives the same receipt."""
    return uuid.uuid4().hex


def csrf_field(session: Session) -> Markup:
    """Return the hidden input that every form with method post needs."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(csrf.FIELD, csrf.token(session))


def frame(request: Request) -> dict[str, Any]:
    """Return what every page knows besides its own context."""
    session: Session = request.state.session
    me: MeOut | None = getattr(request.state, "me", None)
    at_home = me is not None and not me.must_set_password
    on_top = tabs.tabs_of(me) if me and at_home else ()
    below = tabs.bottom_tabs_of(me) if me and at_home else ()
    return {
        "me": me,
        "maintenance": me.maintenance if me else getattr(request.state, "maintenance", None),
        "tabs": on_top,
        "bottom_tabs": below,
        "searches": bool(me and at_home and tabs.may_search(me)),
        "active_tab": tabs.active_path((*on_top, tabs.MINE), request.url.path),
        "active_bottom": tabs.active_path(below, request.url.path),
        "lists_beside": tabs.lists_beside(me, request.url.path) if me and at_home else [],
        "people_beside": lambda here: tabs.people_beside(me, here) if me and at_home else [],
        "csrf_field": lambda: csrf_field(session),
        "csrf_token": lambda: csrf.token(session),
        "flash": session.take_flash(),
        "request_id": request.state.request_id,
        "path": request.url.path,
        "now": clock.now(),
    }


def render(request: Request, template: str, context: Mapping[str, object]) -> str:
    """Render a whole page."""
    return environment().get_template(template).render({**frame(request), **context})
