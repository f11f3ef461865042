"""Staff bases: what ratios of people stand on (architecture §4, S-03)."""

from datetime import date, datetime
from uuid import UUID

from pydantic import AliasChoices, Field

from services.contracts.base import Body, Out, Reason, RegionCode, SchoolYear, VersionedOut


class StaffBaseCreate(Body):
    """Freeze the staff of a county on 1 September of a school year; `reason` from the second time on."""

    region_code: RegionCode
    school_year: SchoolYear
    reason: Reason | None = None


class StaffBaseOut(VersionedOut):
    """How many people a county froze. `eligible` meet the county's rules of exchange on that day.

    `added`, `gone` and `changed` (other facts) compare with the revision before; null in the first. `superseded_at`:
    when a later revision took its place; null for the one that numbers stand on.
    """

    id: UUID
    region_code: str = Field(validation_alias=AliasChoices("region_code", "county_code"))
    region_name: str = ""
    school_year: int
    revision: int
    frozen_at: datetime
    reason: str
    people: int
    eligible: int
    added: int | None
    gone: int | None
    changed: int | None
    superseded_at: datetime | None

    @property
    def current(self) -> bool:
        """Whether numbers stand on it."""
        return self.superseded_at is None


class StaffBasePreview(Out):
    """What freezing a county's staff of a school year would freeze now; nothing is written.

    `without_locality` people are at schools that were not decided to be urban or rural, `without_subject` have none
    recorded. `revision` is the one that it would be; `added`, `gone` and `changed` compare with the one in force, null
    before the first.
    """

    region_code: str
    region_name: str
    school_year: int
    day: date
    revision: int
    people: int
    eligible: int
    without_locality: int
    without_subject: int
    added: int | None
    gone: int | None
    changed: int | None


class CountyWithoutBase(Out):
    """A county with schools that has not frozen its staff."""

    county_code: str
    county_name: str


class StaffBaseCoverage(Out):
    """Which counties of a region have frozen their staff of a school year: `frozen` of `counties`, and which not."""

    region_code: str
    region_name: str
    school_year: int
    counties: int
    frozen: int
    missing: list[CountyWithoutBase]
