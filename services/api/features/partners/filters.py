"""What a list of partners can be narrowed by."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Query

from services.api.kernel.search import SearchText
from services.contracts.base import Day
from services.contracts.codes import PartnerKind


@dataclass(frozen=True, slots=True)
class PartnerFilter:
    """`q`: part of a name; `pairing_id`: those of the pairing and those of either of its schools; `on`: those that help
    on a day. Void ones only with `voided=true`."""

    q: SearchText = None
    kind: PartnerKind | None = None
    pairing_id: UUID | None = None
    school_id: UUID | None = None
    on: Annotated[Day | None, Query()] = None
    voided: bool = False
