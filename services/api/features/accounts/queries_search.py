"""The select of accounts for the search box."""

from typing import Any

from sqlalchemy import Select, or_, select

from services.api.features.accounts.queries import party, user
from services.api.kernel.scope import Scope
from services.api.kernel.search import begins


def found(scope: Scope, q: str) -> Select[Any]:
    """Accounts in scope whose account name or name begins so; both are ranges of an index."""
    columns = select(user.id, user.username, user.name, user.role, user.school_id, user.disabled_at)
    begun = or_(begins(user.username, q.strip().lower()), begins(user.name, q.strip()))
    return columns.where(scope.rows([party()]), begun).order_by(user.disabled_at.is_not(None), user.username)
