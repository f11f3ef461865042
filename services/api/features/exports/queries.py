"""The select of downloads."""

from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select

from services.api.kernel.export_log import ExportLog
from services.api.kernel.scope import Principal, below
from services.contracts.codes import Role

L: Any = ExportLog
OVERSEEING = frozenset({Role.administrator, Role.auditor})


def _shown(principal: Principal) -> ColumnElement[bool]:
    """The caller's own downloads; administrators and auditors see those of their counties."""
    own: ColumnElement[bool] = L.actor_id == principal.id
    if principal.role in OVERSEEING:
        return or_(own, below(L.county_code, principal.prefix))
    return own


def listed(principal: Principal, list_name: str | None) -> Select[Any]:
    """What the caller may see, of one list when it is named."""
    rows = select(*L.__table__.c).where(_shown(principal))
    return rows if list_name is None else rows.where(L.list_name == list_name)
