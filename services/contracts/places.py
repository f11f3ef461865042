"""Regions and schools (E-01 … E-06)."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.contracts.accounts import SchoolRef
from services.contracts.base import Body, Day, Line, Out, RegionCode, ShortLine, VersionedOut
from services.contracts.codes import Locality, Ownership, RegionLevel, SchoolFlag, SchoolKind, Stage

SchoolCode = Annotated[str, Field(pattern=r"^[0-9]{10}$", examples=["2161000123"])]
"""10 digits: 2 category, 2 province, 6 serial (学校（机构）代码管理办法)."""


class RegionOut(Out):
    """A division or education authority, valid from … to (both days inside)."""

    code: str
    name: str
    full_name: str = ""
    level: RegionLevel
    parent_code: str | None
    pinyin: str
    initials: str
    official: bool
    valid_from: date
    valid_to: date | None


class RegionCreate(Body):
    """An authority without an official code (开发区, 新区): the code is given by the system, like 6102Z1."""

    name: ShortLine
    parent_code: RegionCode
    valid_from: Day


class RegionSettings(Out):
    """The reporting calendar in force for a region, and the row it comes from (A-32, A-58)."""

    region_code: str
    source_region_code: str
    source: str
    open_day: int
    due_day: int
    grace_day: int
    review_workdays: int
    exempt_months: list[int]
    contact_office: str
    contact_name: str
    contact_phone: str
    version: int


class RegionSettingsPut(Body):
    """A region's own calendar. `open_day` is in the month reported, `due_day` and `grace_day` in the next one."""

    source: ShortLine
    open_day: Annotated[int, Field(ge=1, le=28)] = 25
    due_day: Annotated[int, Field(ge=1, le=28)] = 5
    grace_day: Annotated[int, Field(ge=1, le=28)] = 10
    review_workdays: Annotated[int, Field(ge=1, le=20)] = 3
    exempt_months: list[Annotated[int, Field(ge=1, le=12)]] = []
    contact_office: Line = ""
    contact_name: Line = ""
    contact_phone: Line = ""


class SchoolCreate(Body):
    """A school. `county_code` is the managing authority, `location_code` where it stands."""

    code: SchoolCode
    name: ShortLine
    county_code: RegionCode
    location_code: RegionCode | None = None
    township: Line = ""
    kind: SchoolKind
    stages: Annotated[list[Stage], Field(min_length=1)]
    ownership: Ownership = Ownership.public
    urban_rural_code: Annotated[str, Field(pattern=r"^(111|112|121|122|123|210|220)$")] | None = None
    locality: Locality
    weak: bool = False
    since: Day


class SchoolPatch(Body):
    """Facts that were wrong or changed; the code never changes here."""

    name: ShortLine | None = None
    township: Line | None = None
    kind: SchoolKind | None = None
    stages: Annotated[list[Stage], Field(min_length=1)] | None = None
    location_code: RegionCode | None = None


class LocalityDecision(Body):
    """The county decides the locality from a day on."""

    locality: Locality
    start_on: Day
    basis: ShortLine


class FlagDecision(Body):
    """The county sets or lifts a flag from a day on."""

    flag: SchoolFlag
    value: bool
    start_on: Day
    basis: ShortLine


class CloseSchool(Body):
    """The last day of a school. It must have no running pairing or assignment."""

    closed_on: Day
    reason: ShortLine


class DatedFact(Out):
    """One dated decision, both days inside."""

    id: UUID
    kind: str
    value: str
    start_on: date
    end_on: date | None
    basis: str


class SchoolOut(VersionedOut):
    """A school as of today."""

    id: UUID
    code: str
    name: str
    pinyin: str
    initials: str
    county_code: str
    county_name: str
    location_code: str
    township: str
    kind: SchoolKind
    stages: list[Stage]
    ownership: Ownership
    urban_rural_code: str | None
    locality: Locality | None
    weak: bool
    closed_on: date | None


class SchoolDetail(SchoolOut):
    """With its dated facts and its reporters."""

    facts: list[DatedFact] = []
    reporters: list[str] = []
    reporter_phone: str = ""
    staff_count: int = 0
    proposed_locality: Locality | None = None
    """What 城乡分类 proposes; null where it says nothing sure."""


__all__ = ["SchoolRef"]
