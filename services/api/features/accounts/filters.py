"""What lists of accounts and of invitations can be narrowed by."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Query

from services.api.kernel.search import SearchText
from services.contracts.base import RegionCode
from services.contracts.codes import InvitationStatus, Role


@dataclass(frozen=True, slots=True)
class UserFilter:
    """`q` is part of a name or account name, or of the school's name or its spelling.

    `region_code` takes everything below the region.
    `never_signed_in`: open accounts that nobody has used yet.
    """

    q: SearchText = None
    role: Role | None = None
    region_code: Annotated[RegionCode | None, Query()] = None
    school_id: UUID | None = None
    disabled: bool | None = None
    never_signed_in: bool = False


@dataclass(frozen=True, slots=True)
class InvitationFilter:
    """Invitations in one state, or those of one account."""

    status: InvitationStatus | None = None
    user_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class DueFilter:
    """Accounts that nobody has used yet: of a region, of a school, or of one upload."""

    region_code: Annotated[RegionCode | None, Query()] = None
    school_id: UUID | None = None
    import_id: UUID | None = None
