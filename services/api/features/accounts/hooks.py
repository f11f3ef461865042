"""What accounts ask the features above them; filled by the wiring."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlalchemy import Select

from services.api.kernel.scope import Principal

import_hook: list[Callable[[Principal, UUID], Select[Any]]] = []
"""The ids of the accounts that an upload made or matched; none of an upload that the caller must not see."""
