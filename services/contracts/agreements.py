"""The agreement of a pairing (E-31, F-22), its renewal, and the rules it is held against (W-20.5)."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from services.contracts.base import Body, Day, Line, Out, Paragraph, PersonName, Reason, VersionedOut
from services.contracts.codes import AidArea, RuleEffect
from services.contracts.leading_groups import LeadingGroupOut
from services.contracts.pairings import PairingRow


def _once(areas: list[AidArea]) -> list[AidArea]:
    if len(set(areas)) != len(areas):
        raise PydanticCustomError("areas_twice", "同一项帮扶内容选了两次，请去掉一个")
    return areas


AidAreas = Annotated[list[AidArea], Field(min_length=1, max_length=len(AidArea)), AfterValidator(_once)]
"""N-16; each once."""


class AgreementPut(Body):
    """The words of an agreement while both sides negotiate. `end_on` null is open-ended (长期)."""

    agreement_no: Line = ""
    start_on: Day
    end_on: Day | None = None
    aid_areas: AidAreas
    goals: Annotated[Paragraph, Field(min_length=2)]
    supporting_duties: Paragraph = ""
    recipient_duties: Paragraph = ""
    supporting_signatory: PersonName | None = None
    recipient_signatory: PersonName | None = None


class AgreementCorrect(AgreementPut):
    """What was written wrong, put right after somebody has signed. The term of a running pairing stays."""

    reason: Reason


class AgreementRevision(Out):
    """One correction: when, and why."""

    revision: int
    at: datetime
    reason: str | None


class CheckOut(Out):
    """One rule that a pairing is held against on this day, and where it comes from.

    `warned` says that it warned when the pairing was proposed, decided or renewed.
    """

    rule_key: str
    title: str
    text: str
    effect: RuleEffect
    ok: bool
    warned: bool
    source: str
    region_name: str
    since: date | None = None


class AgreementOut(VersionedOut):
    """The agreement with its pairing. `version` is that of the pairing; `revision` is 0 while nothing is written.

    Typed words are null for provincial systems, the names of who signs also for everybody but both sides and their
    offices. `renewed_by_id` is the pairing that renews this one; `checks` are the rules of the recipient's county that
    are checked, those that are broken first; `groups` lead the pairing and its schools today.
    """

    pairing: PairingRow
    cardinality: str
    revision: int
    aid_areas: list[AidArea]
    goals: str | None
    supporting_duties: str | None
    recipient_duties: str | None
    supporting_signatory: str | None
    recipient_signatory: str | None
    corrections: list[AgreementRevision] = []
    checks: list[CheckOut] = []
    groups: list[LeadingGroupOut] = []
    renewed_by_id: UUID | None = None


class RenewPairing(Body):
    """The next term of a pairing. `with_commitments` takes over what was promised, from the new first day on."""

    start_on: Day
    end_on: Day | None = None
    batch: Line = ""
    basis: Line = ""
    with_commitments: bool = True
