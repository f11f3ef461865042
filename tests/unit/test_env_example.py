"""`.env.example` and the settings of both services name the same things."""

from pathlib import Path

import pytest
from dotenv import dotenv_values
from pydantic_settings import BaseSettings

from services.api.settings import Settings
from services.web.settings import WebSettings

EXAMPLE = Path(__file__).resolve().parents[2] / ".env.example"


def test_the_example_names_every_setting_and_nothing_else() -> None:
    known = {name.upper() for settings in (Settings, WebSettings) for name in settings.model_fields}
    assert set(dotenv_values(EXAMPLE)) == known


def test_the_example_gives_no_secret_away() -> None:
    values = dotenv_values(EXAMPLE)
    assert not [
        name for name, value in values.items() if name.endswith(("_KEY", "_KEYS", "_SECRET", "_TOKEN")) and value
    ]


@pytest.mark.parametrize("settings", [Settings, WebSettings])
def test_the_values_of_the_example_are_the_defaults(
    settings: type[BaseSettings], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("COOKIE_KEY", "x" * 32)
    from_example, without = settings(_env_file=EXAMPLE), settings(_env_file=None)
    assert from_example.model_dump() == without.model_dump()
