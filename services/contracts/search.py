"""What a search box finds: at most ten of each kind, within the caller's scope."""

from datetime import date
from uuid import UUID

from services.contracts.accounts import SchoolRef
from services.contracts.base import Out
from services.contracts.codes import PairingStatus, Post, Role


class SchoolHit(Out):
    """A school. `closed_on`: its last day, when it has one."""

    id: UUID
    code: str
    name: str
    county_name: str
    closed_on: date | None


class PersonHit(Out):
    """A person in service. `former_name` when it is an earlier name that begins with what was typed."""

    person_id: UUID
    staff_id: UUID
    name: str
    former_name: str | None = None
    school: SchoolRef
    post: Post


class PairingHit(Out):
    """A pairing."""

    id: UUID
    agreement_no: str
    supporting_school: SchoolRef
    recipient_school: SchoolRef
    status: PairingStatus


class AccountHit(Out):
    """An account, for those who manage accounts."""

    id: UUID
    username: str
    name: str
    role: Role
    school: SchoolRef | None
    disabled: bool


class SearchOut(Out):
    """Found by name, spelling, initials, school code, staff number, agreement number or account name.

    `more` names the groups that have more than is shown. A group that the caller may not see is empty; people are not
    found for systems that see no names.
    """

    schools: list[SchoolHit] = []
    people: list[PersonHit] = []
    pairings: list[PairingHit] = []
    accounts: list[AccountHit] = []
    more: list[str] = []
