"""External partners 外部伙伴: who helps a pairing or a school beside schools (A-65, PX-07)."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.contracts.accounts import SchoolRef
from services.contracts.base import Body, Day, Paragraph, PersonName, Phone, Reason, ShortLine, VersionedOut
from services.contracts.codes import PartnerKind

HelpText = Annotated[Paragraph, Field(max_length=500)]


class PartnerCreate(Body):
    """Who helps one pairing or one school, with what. `end_on` null is open-ended.

    One that helps several is recorded once for each, as pairings are (A-23).
    """

    name: ShortLine
    kind: PartnerKind
    pairing_id: UUID | None = None
    school_id: UUID | None = None
    helps_with: HelpText = ""
    contact: PersonName | None = None
    phone: Phone = ""
    start_on: Day
    end_on: Day | None = None


class PartnerPatch(Body):
    """Put right, or another contact."""

    name: ShortLine | None = None
    kind: PartnerKind | None = None
    helps_with: HelpText | None = None
    contact: PersonName | None = None
    phone: Phone | None = None
    start_on: Day | None = None
    end_on: Day | None = None


class EndPartner(Body):
    """The last day and why."""

    end_on: Day
    reason: Reason


class PartnerOut(VersionedOut):
    """A partner of a pairing or a school.

    `helped` says whom in words; `is_over` that its last day has passed. `contact`, `phone` and typed text are null for
    callers that get no names.
    """

    id: UUID
    name: str
    kind: PartnerKind
    helped: str
    pairing_id: UUID | None
    school: SchoolRef | None
    helps_with: str | None
    contact: str | None
    phone: str | None
    start_on: date
    end_on: date | None
    is_over: bool
    voided: bool
    closed_reason: str | None
