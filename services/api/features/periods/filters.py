"""What closed periods, their numbers and corrections are asked by."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Query

from services.contracts.base import RegionCode
from services.contracts.codes import PeriodKind
from services.contracts.shapes import INDICATOR

Region = Annotated[RegionCode | None, Query(description="省、市或县的代码；不写就是自己的管辖范围")]

Province = Annotated[RegionCode | None, Query(description="省的代码；不写就是自己所在的省，管全国的要写")]


@dataclass(frozen=True, slots=True)
class PeriodFilter:
    """`region_code` is a province."""

    kind: PeriodKind | None = None
    region_code: Annotated[RegionCode | None, Query()] = None


@dataclass(frozen=True, slots=True)
class NumberAsked:
    """The frozen numbers of an indicator; without `version` those in force."""

    period_id: UUID
    indicator: str
    region_code: Region = None
    group_by: Annotated[str | None, Query(max_length=40, examples=["sex"], description="只能写一项")] = None
    version: Annotated[int | None, Query(ge=1, le=100_000, examples=[1], description="不写就是最新的")] = None


@dataclass(frozen=True, slots=True)
class CorrectionsAsked:
    """Corrections of one region, the later ones after a version."""

    period_id: UUID
    region_code: Region = None
    indicator: Annotated[str | None, Query(pattern=INDICATOR, examples=["S-01"])] = None
    after_version: Annotated[int, Query(ge=0, le=100_000, examples=[1])] = 0
