"""What may be done with a subscription, and when a message is tried again. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email.utils import parsedate_to_datetime

from services.api.kernel.states import Transition, TransitionTable
from services.contracts.codes import ClientScope, WebhookHold, WebhookStatus

S = WebhookStatus
MOST_OF_A_CLIENT = 10
MOST_ITEMS = 100
"""Changes in one message."""
OVERLAP = timedelta(hours=24)
"""How long the secret before signs along after a change."""
KEPT = timedelta(days=30)
"""How long messages that wait no more stay in the log."""
DELAYS = (
    timedelta(seconds=5), timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=10), timedelta(minutes=30),
    timedelta(hours=1), timedelta(hours=2), timedelta(hours=5), timedelta(hours=10), timedelta(hours=14),
    timedelta(hours=20), timedelta(hours=24),
)  # fmt: skip
"""The pauses after each failed try: three days in all. After the last try nothing more is sent."""
JITTER = 0.1
"""A pause is longer by up to this share, so that receivers that came back together are not hit together."""
LONGEST_ASKED = timedelta(hours=1)
"""A receiver's Retry-After beyond this counts as this."""
GONE = 410
ASKING_TO_WAIT = frozenset({429, 503})

_LIVE = frozenset({S.active, S.paused, S.failing})
_WHO = "系统管理员，或者订阅的接口"
TABLE: TransitionTable[WebhookStatus, bool] = TransitionTable(
    "webhook",
    (
        Transition("edit", "修改", _LIVE, None, _WHO, bool),
        Transition("test", "发一条测试", _LIVE, None, _WHO, bool),
        Transition("pause", "暂停", frozenset({S.active, S.failing}), S.paused, _WHO, bool),
        Transition("resume", "恢复", frozenset({S.paused, S.failing}), S.active, _WHO, bool),
        Transition("replay", "重发", _LIVE, S.active, _WHO, bool),
        Transition("rotate", "更换签名密钥", _LIVE, None, _WHO, bool),
        Transition("void", "作废", _LIVE, S.void, _WHO, bool),
    ),
)
"""The facts are whether the caller may write webhooks. The worker alone makes it `failing`, and pauses it at a 410."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What a provincial system may do today."""

    revoked: bool
    expires_on: date | None
    scopes: frozenset[str]


def held_back(client: Standing, today: date) -> WebhookHold | None:
    """Why a provincial system is sent nothing; None when it is."""
    if client.revoked:
        return WebhookHold.client_revoked
    if client.expires_on is not None and client.expires_on < today:
        return WebhookHold.client_expired
    return None if ClientScope.changes_read.value in client.scopes else WebhookHold.scope_missing


def next_pause(tries: int, asked: timedelta | None, chance: float) -> timedelta | None:
    """How long to wait after so many failed tries of this round (1 = the first), or None when it was the last one.

    `asked` is the receiver's Retry-After, `chance` between 0 and 1.
    """
    if tries > len(DELAYS):
        return None
    pause = DELAYS[tries - 1] * (1 + JITTER * chance)
    return pause if asked is None else max(pause, min(asked, LONGEST_ASKED))


def retry_after(status: int, said: str | None, now: datetime) -> timedelta | None:
    """What Retry-After asks for, in seconds or as a date (RFC 9110 §10.2.3); None when there is none to honour."""
    if status not in ASKING_TO_WAIT or not said:
        return None
    if said.isascii() and said.isdecimal():
        return min(timedelta(seconds=int(said[:9])), LONGEST_ASKED)
    try:
        until = parsedate_to_datetime(said)
    except (TypeError, ValueError):
        return None
    return max(timedelta(), until - now) if until.tzinfo is not None else None
