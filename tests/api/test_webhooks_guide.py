"""The integrators' guide: its Python verifies what the product really sends, and its schedule is the product's."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI

from services.api.features.webhooks import rules
from services.contracts.codes import ClientScope
from tests.api.hooking import Hooks, act, subscribed
from tests.factories.world import PROVINCE, Make
from tests.support.callers import SignIn
from tests.support.receiver import listening

GUIDES = Path(__file__).resolve().parents[2] / "docs" / "integrators"
NAMES = ("webhooks.md", "webhooks.en.md")


def verifier(name: str) -> Callable[..., bool]:
    """The function of the guide's one Python block."""
    [block] = re.findall(r"```python\n(.*?)```", (GUIDES / name).read_text("utf-8"), re.DOTALL)
    found: dict[str, Any] = {}
    exec(compile(block, name, "exec"), found)  # noqa: S102 - the guide's own code
    verify: Callable[..., bool] = found["is_genuine"]
    return verify


async def test_the_guide_s_python_takes_what_is_sent_and_nothing_else(
    app: FastAPI, make: Make, sign_in: SignIn
) -> None:
    app.state.settings = app.state.settings.model_copy(update={"webhook_allow_private": True})
    hooks, client = Hooks(app, make), await sign_in.client([ClientScope.changes_read], PROVINCE)
    await hooks.numbered()
    async with listening() as receiver:
        hook = await subscribed(client, receiver)
        new = (await act(client, hook, "rotate"))["signing_secret"]
        await hooks.change()
        await hooks.send()
        [got] = receiver.taken
    now = app.state.clock.now().timestamp()
    for verify in map(verifier, NAMES):
        for secret in (hook["signing_secret"], new):
            assert verify(got.headers, got.body, secret, now)
            assert not verify(got.headers, got.body + b" ", secret, now)
            assert not verify({**got.headers, "webhook-id": "msg_0"}, got.body, secret, now)
            assert not verify(got.headers, got.body, secret, now + 3600)
        assert not verify(got.headers, got.body, "whsec_" + "A" * 43 + "=", now)


@pytest.mark.parametrize("name", NAMES)
def test_the_guide_tells_the_number_of_tries(name: str) -> None:
    text = (GUIDES / name).read_text("utf-8")
    tries = len(rules.DELAYS) + 1
    assert f"{tries}次" in text or f"{tries} tries" in text
    for delay in rules.DELAYS:
        seconds = int(delay.total_seconds())
        said = (f"{seconds // 3600}小时", f"{seconds // 3600} h") if seconds >= 3600 else (
            (f"{seconds // 60}分", f"{seconds // 60} min") if seconds >= 60 else (f"{seconds}秒", f"{seconds} s")
        )  # fmt: skip
        assert any(words in text for words in said), delay
