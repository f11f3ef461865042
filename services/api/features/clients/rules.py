"""What may be done with a client: decisions on plain values."""

from datetime import date

from services.api.kernel.states import Transition, TransitionTable
from services.contracts.codes import ClientScope, Code


class ClientState(Code):
    """Whether a client may still ask for tokens."""

    open = "open", "在用"
    revoked = "revoked", "已吊销"


_OPEN = frozenset({ClientState.open})
_WHO = "系统管理员"
CLIENTS: TransitionTable[ClientState, bool] = TransitionTable(
    "client",
    (
        Transition("rotate", "更换密钥", _OPEN, None, _WHO, bool),
        Transition("revoke", "吊销", _OPEN, ClientState.revoked, _WHO, bool),
    ),
)
"""The facts are whether the caller manages clients."""


def needs_legal_basis(scopes: list[ClientScope], legal_basis: str) -> bool:
    """Whether named records are asked for without the document that allows it (architecture §5)."""
    return ClientScope.records_identified in scopes and not legal_basis.strip()


def is_over(expires_on: date | None, today: date) -> bool:
    """Whether the last day has passed; the day itself still counts."""
    return expires_on is not None and expires_on < today
