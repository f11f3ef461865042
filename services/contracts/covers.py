"""Teaching posts that assignments vacate, and who covers them (E-23.5, W-15.4, ND-36)."""

from datetime import date
from uuid import UUID

from services.contracts.accounts import SchoolRef
from services.contracts.base import Body, Line, Out, VersionedOut
from services.contracts.codes import AssignmentStatus, ExchangeMode, VacancyState, Workload


class CoverCreate(Body):
    """Say who covers the post: somebody who comes by another assignment (顶岗、跟岗), or a colleague of the school.

    Exactly one of `covering_assignment_id` and `covering_staff_id`.
    """

    assignment_id: UUID
    covering_assignment_id: UUID | None = None
    covering_staff_id: UUID | None = None
    lessons: Line = ""


class CoverOut(VersionedOut):
    """Who covers. `assignment_id` is the one by which the person comes, null for a colleague of the school.

    `holds` is false once that assignment was refused, voided or ended early, or the colleague left before the end.
    """

    id: UUID
    assignment_id: UUID | None
    name: str | None
    school: SchoolRef
    mode: ExchangeMode | None
    lessons: str | None
    holds: bool


class VacancyRow(Out):
    """The post that somebody leaves behind for the time of an assignment, and who covers it.

    `name` and `lessons` are for people only.
    """

    assignment_id: UUID
    name: str | None
    subject: str
    school: SchoolRef
    county_code: str
    receiving_school: SchoolRef
    mode: ExchangeMode
    workload: Workload
    start_on: date
    end_on: date
    status: AssignmentStatus
    school_year: int
    state: VacancyState
    covers: list[CoverOut] = []
    may_cover: bool = False


class CoverCandidate(Out):
    """Somebody who comes to the school by an assignment of these days."""

    assignment_id: UUID
    name: str
    words: str


class CoverCandidates(Out):
    """Who may be named as covering by an assignment."""

    items: list[CoverCandidate]
