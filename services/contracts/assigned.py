"""What rows say of the assignment they belong to."""

from datetime import date
from uuid import UUID

from services.contracts.accounts import SchoolRef
from services.contracts.base import Out, VersionedOut
from services.contracts.codes import AssignmentStatus, ExchangeMode


class Assigned(Out):
    """The assignment in short. `name` is for people, and for systems with a legal basis."""

    assignment_id: UUID
    person_id: UUID
    name: str | None
    sending_school: SchoolRef
    receiving_school: SchoolRef
    home_county_code: str
    receiving_county_code: str
    mode: ExchangeMode
    start_on: date
    end_on: date
    assignment_status: AssignmentStatus


class AssignedRow(VersionedOut, Assigned):
    """A row of its own that belongs to an assignment."""

    id: UUID
