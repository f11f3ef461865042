"""Regions and schools (E-01 … E-06)."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from services.contracts.accounts import SchoolRef
from services.contracts.base import Body, Day, Line, Out, Phone, RegionCode, ShortLine, VersionedOut
from services.contracts.codes import (
    Locality,
    Ownership,
    PlanStatus,
    Post,
    RegionLevel,
    SchoolFlag,
    SchoolKind,
    SchoolType,
    Stage,
    SuccessionKind,
    UrbanRural,
)
from services.contracts.files import FileIds, FileOut
from services.contracts.shapes import SCHOOL_CODE

SchoolCode = Annotated[str, Field(pattern=SCHOOL_CODE, examples=["2161000123"])]
"""10 digits: 2 category, 2 province, 6 serial (学校（机构）代码管理办法)."""

SchoolGap = Literal["locality", "staff", "accounts"]
"""What a school still lacks: a decided locality, people, accounts."""

Grades = Annotated[list[Annotated[int, Field(ge=1, le=12)]], Field(max_length=12)]
"""Grades 1 to 12: 1 to 6 primary, 6 to 9 junior (6 under 五四学制), 10 to 12 senior."""


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
    contact_phone: Phone = ""


class SchoolCreate(Body):
    """A school. `county_code` is the managing authority, `location_code` where it stands.

    One of `kind` and `type_code` (办学类型) is needed; `kind` follows from `type_code` where it is not said.
    `locality` may be left out where 城乡分类 proposes one.
    """

    code: SchoolCode
    name: ShortLine
    county_code: RegionCode
    location_code: RegionCode | None = None
    township: Line = ""
    kind: SchoolKind | None = None
    type_code: SchoolType | None = None
    stages: Annotated[list[Stage], Field(min_length=1)]
    grades: Grades | None = None
    ownership: Ownership = Ownership.public
    urban_rural_code: UrbanRural | None = None
    aliases: Line | None = None
    locality: Locality | None = None
    weak: bool = False
    since: Day


class SchoolPatch(Body):
    """Facts that were wrong; the code never changes here. `correct` does the same with a reason."""

    name: ShortLine | None = None
    township: Line | None = None
    kind: SchoolKind | None = None
    type_code: SchoolType | None = None
    stages: Annotated[list[Stage], Field(min_length=1)] | None = None
    location_code: RegionCode | None = None


class LocalityDecision(Body):
    """The county decides the locality from a day on."""

    locality: Locality
    start_on: Day
    basis: ShortLine
    file_ids: FileIds = []


class FlagDecision(Body):
    """The county sets or lifts a flag from a day on."""

    flag: SchoolFlag
    value: bool
    start_on: Day
    basis: ShortLine
    file_ids: FileIds = []


class CloseSchool(Body):
    """The last day of a school. It must have no running pairing or assignment."""

    closed_on: Day
    reason: ShortLine


class DatedFact(Out):
    """One dated decision, both days inside: a locality, a flag, or posts as `60/12/24/24`: all, senior, …"""

    id: UUID
    kind: str
    value: str
    start_on: date
    end_on: date | None
    basis: str
    files: list[FileOut] = []


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
    type_code: SchoolType | None = None
    stages: list[Stage]
    grades: list[int] | None = None
    ownership: Ownership
    urban_rural_code: UrbanRural | None = None
    locality: Locality | None
    locality_since: date | None = None
    weak: bool
    closed_on: date | None
    former_names: list[str] = []
    """Names it had, the last one first."""


class DelegationOut(VersionedOut):
    """Who reports for whom, both days inside."""

    id: UUID
    school: SchoolRef
    centre: SchoolRef
    start_on: date
    end_on: date | None
    basis: str


class PlannedOut(VersionedOut):
    """A succession of a later day. It is done on that day; `held_why` says why not, when the day has come.

    `schools` are those it begins with, `to_school` another one that stays, `to_name` what the successor is called when
    it is new or gets another name; `title` says it in words. `status_at` is when it was planned, done or cancelled.
    """

    id: UUID
    kind: SuccessionKind
    on: date
    reason: str
    status: PlanStatus
    status_at: datetime
    cancel_reason: str
    title: str
    schools: list[SchoolRef]
    to_school: SchoolRef | None
    to_name: str | None
    held_on: date | None
    held_why: str


class FormerName(Out):
    """A name and code a school had until a day."""

    code: str
    name: str
    end_on: date
    basis: str


class HeadcountOut(Out):
    """Approved posts, and how many are taken today by people with such titles in the quota."""

    approved: int
    senior_posts: int
    middle_posts: int
    junior_posts: int
    start_on: date
    in_quota: int
    senior_used: int
    middle_used: int
    junior_used: int


class TeamMember(Out):
    """Somebody of a school's leadership team. `name` is null for callers without names."""

    staff_id: UUID
    name: str | None
    post: Post


class SchoolDetail(SchoolOut):
    """With its dated facts, its people in figures and its reporters."""

    aliases: str | None = None
    facts: list[DatedFact] = []
    former: list[FormerName] = []
    headcount: HeadcountOut | None = None
    team: list[TeamMember] = []
    reporters: list[str] = []
    reporter_phone: str = ""
    staff_count: int = 0
    proposed_locality: Locality | None = None
    """What 城乡分类 proposes; null where it says nothing sure."""
    reports_by: DelegationOut | None = None
    """Who reports for this school today, if another one does."""
    reports_for: list[DelegationOut] = []
    """The schools it reports for today."""
    plans: list[PlannedOut] = []
    """What is planned for a later day, the next one first."""


__all__ = ["SchoolRef"]
