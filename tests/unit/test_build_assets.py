"""The browser assets: which icons are found, how the sprite is drawn, what is said when something is missing."""

from pathlib import Path

import pytest

from services.web.build_assets import BuildError, copy_files, sprite, used_icons

DRAWING = """<!-- a tick -->
<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h24v24H0z" /><path d="M5 12l5 5l10 -10" /></svg>"""


def test_icons_are_found_in_templates_and_in_python_once_and_in_order(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("{{ icon('send') }} {{ icon( \"check\") }} {{ lexicon('no') }}")
    (tmp_path / "b.py").write_text('STATES = {"submitted": icon("send")}')
    assert used_icons(tmp_path) == ["check", "send"]


def test_the_sprite_holds_each_drawing_without_its_invisible_frame(tmp_path: Path) -> None:
    (tmp_path / "check.svg").write_text(DRAWING)
    drawn = sprite(["check"], tmp_path)
    assert '<symbol id="check" viewBox="0 0 24 24"' in drawn
    assert 'd="M5 12l5 5l10 -10"' in drawn
    assert "M0 0h24v24H0z" not in drawn
    assert "style" not in drawn


def test_an_icon_that_does_not_exist_fails_the_build_by_name(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match="no-such-thing"):
        sprite(["no-such-thing"], tmp_path)


def test_a_package_that_is_not_installed_is_named_with_the_way_out(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match=r"htmx\.org.*make assets"):
        copy_files(tmp_path, tmp_path / "vendor")
