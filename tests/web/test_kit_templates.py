"""Every template compiles, uses components that exist, and keeps to the rules of the guide §8."""

import re
from pathlib import Path

import pytest

from services.web.static_files import asset
from services.web.templating import WEB, Components, environment

TEMPLATES = sorted([*(WEB / "templates").rglob("*.html"), *(WEB / "pages").glob("*/templates/**/*.html")])
LONGEST = 150


def name_of(path: Path) -> str:
    """The name under which the environment knows a template."""
    if path.is_relative_to(WEB / "templates"):
        return path.relative_to(WEB / "templates").as_posix()
    page, _, rest = path.relative_to(WEB / "pages").as_posix().partition("/templates/")
    return f"{page}/{rest}"


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_template_compiles_and_names_only_what_is_there(path: Path) -> None:
    environment().get_template(name_of(path))
    text = path.read_text("utf-8")
    components = Components(environment())
    for used in set(re.findall(r"\bui\.(\w+)\(", text)):
        assert callable(getattr(components, used)), used
    sprite = asset("vendor/icons.svg").plain.decode()
    for drawing in set(re.findall(r"""\bicon\(\s*["']([a-z0-9-]+)["']""", text)):
        assert f'id="{drawing}"' in sprite, f"{drawing} is not in the sprite: run `make assets`"


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_template_is_short_and_runs_under_the_policy(path: Path) -> None:
    text = path.read_text("utf-8")
    assert len(text.splitlines()) <= LONGEST
    for forbidden in ("style=", "hx-on", "js:", "<style", "onclick=", "hx-boost", "http://", "https://"):
        assert forbidden not in text, forbidden
    assert not re.search(r"<script(?![^>]*(src=|type=\"application/json\"))", text)
    assert not re.search(r"hx-trigger=\"[^\"]*\[", text)


def test_a_post_form_in_a_template_carries_the_token() -> None:
    for path in TEMPLATES:
        for form in re.findall(r"<form\b[^>]*method=\"post\".*?</form>", path.read_text("utf-8"), re.DOTALL):
            assert "csrf" in form, name_of(path)


def test_the_style_sheet_uses_nothing_that_old_browsers_lack() -> None:
    sheet = asset("app.css").plain.decode()
    for modern in (":has(", "oklch(", "color-mix(", "light-dark(", "inset:", "@layer", "&:", "& "):
        assert modern not in re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL), modern


def tabs(many: int, current: int) -> str:
    """A row of so many tabs, one of which is shown."""
    choices = [(f"第{number}项", f"?tab={number}", number == current) for number in range(many)]
    return str(environment().get_template("components/filter_bar.html").module.subtabs(choices))  # type: ignore[attr-defined] # a macro


@pytest.mark.parametrize(("many", "folds", "rests"), [(6, False, 0), (7, True, 0), (10, True, 0), (11, True, 2)])
def test_many_tabs_fold_on_the_phone_and_very_many_leave_the_rest_to_more(many: int, folds: bool, rests: int) -> None:
    page = tabs(many, 0)
    assert ("现在看：" in page) is folds
    rest = page.partition('class="rest"')[2]
    assert rest.count("<a ") == rests
    assert all(f'href="?tab={number}"' in page for number in range(1, many))


def test_the_tab_that_is_shown_stands_in_the_row_wherever_it_is() -> None:
    row, _, rest = tabs(14, 12).partition('<nav class="subtabs"')[2].partition('class="rest"')
    assert '<a href="?tab=12" aria-current="page">' in row
    assert "?tab=12" not in rest
