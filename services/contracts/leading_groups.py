"""Leading groups 领导小组 of a region, a school or a pairing (E-34, QX-11, QX-12)."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.contracts.accounts import SchoolRef
from services.contracts.base import Body, Day, Line, Out, PersonName, Phone, RegionCode, VersionedOut
from services.contracts.codes import GroupRole

MOST_MEMBERS = 40


class GroupMember(Body):
    """Somebody in the group, with the post at home: 校长, 教导主任."""

    role: GroupRole
    name: PersonName
    post: Line = ""


class LeadingGroupCreate(Body):
    """Who leads from a day on, of one of region, school and pairing; the group before ends the day before.

    Exactly one head.
    """

    region_code: RegionCode | None = None
    school_id: UUID | None = None
    pairing_id: UUID | None = None
    from_on: Day
    members: Annotated[list[GroupMember], Field(min_length=1, max_length=MOST_MEMBERS)]
    office: Line = ""
    office_head: PersonName | None = None
    phone: Phone = ""
    basis: Line = ""


class GroupMemberOut(Out):
    """Somebody in the group."""

    role: GroupRole
    name: str
    post: str


class LeadingGroupOut(VersionedOut):
    """A group on its days; `until_on` null while it leads.

    One of `region_code`, `school` and `pairing_id` is its owner, `owner` says it in words.
    `members` is null for callers that get no names; `office` is where it works.
    """

    id: UUID
    owner: str
    region_code: str | None
    school: SchoolRef | None
    pairing_id: UUID | None
    from_on: date
    until_on: date | None
    head: str | None
    members: list[GroupMemberOut] | None
    member_count: int
    office: str
    office_head: str | None
    phone: str | None
    basis: str
    voided: bool
    void_reason: str | None
