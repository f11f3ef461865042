"""Tables of schools."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field

from services.api.kernel.models import Entity, code_type, json_type
from services.contracts.codes import Locality, Ownership, SchoolFlag, SchoolKind


class School(Entity, table=True):
    """A school. `county_code` manages it, `location_code` is where it stands."""

    __tablename__ = "school"
    __table_args__ = (Index("ix_school_county_pinyin", "county_code", "pinyin", "id"),)

    event_fields: ClassVar[tuple[str, ...]] = ("code", "county_code", "location_code", "kind", "stages", "closed_on")

    code: str = Field(unique=True, max_length=10)
    name: str = Field(max_length=80)
    pinyin: str = Field(max_length=300, index=True)
    initials: str = Field(max_length=80, index=True)
    county_code: str = Field(foreign_key="region.code", max_length=6)
    location_code: str = Field(foreign_key="region.code", max_length=6)
    township: str = Field(default="", max_length=200)
    kind: SchoolKind = Field(sa_type=code_type(SchoolKind, "kind"))
    stages: list[str] = Field(sa_type=json_type())
    ownership: Ownership = Field(sa_type=code_type(Ownership, "ownership"), default=Ownership.public)
    urban_rural_code: str | None = Field(default=None, max_length=3)
    closed_on: date | None = None
    close_reason: str = Field(default="", max_length=80)


class SchoolLocality(Entity, table=True):
    """The county's decision on 城区 or 农村 from a day on; closed ranges that never overlap."""

    __tablename__ = "school_locality"
    __table_args__ = (Index("uq_school_locality_start", "school_id", "start_on", unique=True),)

    event_fields: ClassVar[tuple[str, ...]] = ("school_id", "locality", "start_on", "end_on")

    school_id: UUID = Field(foreign_key="school.id")
    county_code: str = Field(max_length=6)
    locality: Locality = Field(sa_type=code_type(Locality, "locality"))
    start_on: date
    end_on: date | None = None
    basis: str = Field(max_length=80)


class SchoolFlagPeriod(Entity, table=True):
    """A flag such as 薄弱 on a closed range of days (E-04)."""

    __tablename__ = "school_flag"
    __table_args__ = (Index("uq_school_flag_start", "school_id", "flag", "start_on", unique=True),)

    event_fields: ClassVar[tuple[str, ...]] = ("school_id", "flag", "start_on", "end_on")

    school_id: UUID = Field(foreign_key="school.id")
    county_code: str = Field(max_length=6)
    flag: SchoolFlag = Field(sa_type=code_type(SchoolFlag, "flag"))
    start_on: date
    end_on: date | None = None
    basis: str = Field(max_length=80)
    end_basis: str = Field(default="", max_length=80)
