"""What lists of schools and of delegated reports can be narrowed by."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Query

from services.api.kernel.search import SearchText
from services.contracts.base import Line, RegionCode
from services.contracts.codes import Locality, PlanStatus, SchoolKind, Stage
from services.contracts.places import SchoolGap


@dataclass(frozen=True, slots=True)
class SchoolFilter:
    """`county_code` may be a city or a province too; locality and weak are those of today.

    `missing`: schools without a decided locality, without people, or without an open account.
    """

    q: SearchText = None
    county_code: Annotated[RegionCode | None, Query()] = None
    township: Annotated[Line | None, Query()] = None
    locality: Locality | None = None
    weak: bool | None = None
    kind: SchoolKind | None = None
    stage: Stage | None = None
    include_closed: bool = False
    missing: SchoolGap | None = None


@dataclass(frozen=True, slots=True)
class DelegationFilter:
    """`school_id` is either side, `running` those of today."""

    school_id: UUID | None = None
    running: bool = False


@dataclass(frozen=True, slots=True)
class PlanFilter:
    """Plans in one state; `held`: of those that stand, the ones whose day has come and that could not be done."""

    status: PlanStatus | None = None
    held: bool | None = None
