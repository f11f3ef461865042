"""What a page of changes, or a snapshot, is asked for."""

from dataclasses import dataclass
from enum import Enum
from typing import Annotated

from fastapi import Query
from pydantic import Field

from services.api.kernel.paging import MAX_LIMIT
from services.contracts.base import RegionCode
from services.contracts.changes import CURSOR_EXAMPLE
from services.contracts.shapes import TABLE_NAME

LARGEST_POSITION = 2**62
LONGEST_CURSOR = 100
MOST_ENTITIES = 100
Entity = Annotated[str, Field(pattern=TABLE_NAME)]


class Suffix(str, Enum):
    """Lines of JSON, as they are or packed (RFC 1952)."""

    ndjson = "ndjson"
    packed = "ndjson.gz"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """`entity` may be given several times: these kinds of rows alone. `county_code` (a city or province too): rows of
    which a party is there."""

    entity: Annotated[
        tuple[Entity, ...],
        Query(max_length=MOST_ENTITIES, openapi_examples={"two": {"value": ["assignment", "school"]}}),
    ] = ()
    county_code: Annotated[RegionCode | None, Query()] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangesAsked(Told):
    """Where to begin: `after` is a cursor from a page or a snapshot, `after_position` the `as_of_position` of a list
    read just now; without either the beginning of the log."""

    after: Annotated[
        str | None, Query(max_length=LONGEST_CURSOR, openapi_examples={"cursor": {"value": CURSOR_EXAMPLE}})
    ] = None
    after_position: Annotated[
        int | None, Query(ge=0, le=LARGEST_POSITION, openapi_examples={"position": {"value": 48211}})
    ] = None
    limit: Annotated[int, Query(ge=1, le=MAX_LIMIT)] = 100
