"""`.env.example` and the settings of both services name the same things."""

from pathlib import Path

import pytest
from dotenv import dotenv_values

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
def test_the_values_of_the_example_are_the_defaults(settings: type[Settings | WebSettings]) -> None:
    example = dotenv_values(EXAMPLE)
    given = {name: example[name.upper()] for name in settings.model_fields if example[name.upper()]}
    read = settings.model_validate({**given, "cookie_key": "x" * 32})
    default = settings.model_validate({"cookie_key": "x" * 32})
    assert read.model_dump() == default.model_dump()
