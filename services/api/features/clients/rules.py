"""What may be done with a client: decisions on plain values."""

from collections.abc import Sequence
from datetime import date, datetime

from services.api.kernel.states import Transition, TransitionTable
from services.contracts.codes import ClientScope, Code

MOST_SECRETS = 2
SLICES = 20
MOST_USAGE_DAYS = 366


class ClientState(Code):
    """Whether a client may still ask for tokens."""

    open = "open", "在用"
    revoked = "revoked", "已吊销"


_OPEN = frozenset({ClientState.open})
_WHO = "系统管理员"
CLIENTS: TransitionTable[ClientState, bool] = TransitionTable(
    "client",
    (
        Transition("edit", "修改", _OPEN, None, _WHO, bool),
        Transition("rotate", "更换密钥", _OPEN, None, _WHO, bool),
        Transition("end_secret", "结束密钥", _OPEN, None, _WHO, bool),
        Transition("revoke", "吊销", _OPEN, ClientState.revoked, _WHO, bool),
    ),
)
"""The facts are whether the caller manages clients."""


def needs_legal_basis(scopes: Sequence[str], legal_basis: str) -> bool:
    """Whether named records are asked for without the document that allows it (architecture §5)."""
    return ClientScope.records_identified in scopes and not legal_basis.strip()


def is_over(expires_on: date | None, today: date) -> bool:
    """Whether the last day has passed; the day itself still counts."""
    return expires_on is not None and expires_on < today


def in_use(ends_at: datetime | None, now: datetime) -> bool:
    """Whether a secret still opens."""
    return ends_at is None or now < ends_at


def slice_of(quota: int, left: int) -> int:
    """How many of a day's calls one process takes at a time: a twentieth, less towards the end, at least one.

    So a call costs no write, and what the other processes cannot use any more is little.
    """
    return min(left, max(1, min(quota // SLICES, left // 2)))
