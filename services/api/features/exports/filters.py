"""What a list of downloads can be narrowed by."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Query


@dataclass(frozen=True, slots=True)
class ExportFilter:
    """Downloads of one list by its name."""

    list_name: Annotated[str | None, Query(pattern=r"^[a-z_]{1,40}$")] = None
