"""The guide for integrators says what the program does, and leads nowhere that is not there."""

import re
from pathlib import Path

import pytest

from services.api import guide

GUIDE = Path(__file__).parents[2] / "docs/integrators"
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")


@pytest.mark.parametrize(("name", "text"), guide.pages().items(), ids=lambda value: str(value)[:20])
def test_a_generated_page_is_what_the_program_says(name: str, text: str) -> None:
    assert (GUIDE / name).read_text("utf-8") == text, "run make openapi"


def test_every_page_has_its_like_in_the_other_language() -> None:
    names = {page.name for page in GUIDE.glob("*.md")}
    chinese = {name for name in names if not name.endswith(".en.md")}
    assert {name.removesuffix(".md") + ".en.md" for name in chinese} == names - chinese


def test_every_link_of_the_guide_leads_to_a_file() -> None:
    missing = [
        f"{page.name}: {link}"
        for page in GUIDE.glob("*.md")
        for link in LINK.findall(page.read_text("utf-8"))
        if not (GUIDE / link).exists()
    ]
    assert missing == []
