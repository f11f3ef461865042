"""Lists that were taken away as files (architecture §4)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from services.contracts.base import Out
from services.contracts.codes import Role


class ExportOut(Out):
    """One download: which list, in which format, narrowed by what, how many rows, who and when.

    `filters` has names and codes; what was typed into a search box is null there. `own`: the caller took it.
    `actor_name` is for those who may see the account. `reason` was given for whole identity numbers.
    """

    id: UUID
    at: datetime
    list_name: str
    list_label: str
    format: str
    filters: dict[str, Any]
    row_count: int
    county_code: str
    county_name: str = ""
    actor_kind: str
    actor_id: UUID | None
    actor_name: str | None = None
    actor_role: Role | None = None
    own: bool
    reason: str = ""
