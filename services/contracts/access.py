"""Ways into an account: invitations, handing over, sign-ins, the identity provider, an administrator's look (E-67)."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from services.contracts.accounts import Password, SchoolRef, Username, UserOut
from services.contracts.base import Body, Line, Out, Paragraph, PersonName, Phone, Reason, RegionCode, VersionedOut
from services.contracts.codes import InvitationChannel, InvitationStatus, Role, SignInWay
from services.contracts.maintenance import MaintenanceOut

Secret = Annotated[Line, Field(min_length=1)]


class InvitationCreate(Body):
    """Let somebody into their account. An invitation that is still open for it ends."""

    user_id: UUID
    channel: InvitationChannel = InvitationChannel.link


class InvitationBatch(Body):
    """Invite everybody who never signed in, in a region, of a school or of one upload, at most 1,000 at once.

    Who has an open invitation is left out unless `again` is true; then the open one ends.
    """

    region_code: RegionCode | None = None
    school_id: UUID | None = None
    import_id: UUID | None = None
    channel: InvitationChannel = InvitationChannel.printed
    again: bool = False


class InvitationsDue(Out):
    """How many accounts nobody has used yet, and how many of them hold an invitation that still works."""

    count: int
    invited: int


class InvitationOut(VersionedOut):
    """An invitation. `link_token` and `slip_code` are shown once, right after it was made; either opens the account."""

    id: UUID
    user_id: UUID
    username: str
    name: str
    role: Role
    region_code: str
    school: SchoolRef | None = None
    channel: InvitationChannel
    status: InvitationStatus
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
    link_token: str | None = None
    slip_code: str | None = None


class InvitationsMade(Out):
    """The invitations of one batch. `left_out` counts accounts whose invitation is still open."""

    items: list[InvitationOut]
    left_out: int = 0


class InvitationLook(Body):
    """The token of a one-time link, to see whose it is."""

    link_token: Secret


class InvitationSeen(Out):
    """Whose link it is, and until when it works."""

    username: str
    name: str
    place: str
    expires_at: datetime


class InvitationAccept(Body):
    """Come in: by the link's token, or by account name and code. Sets the password."""

    link_token: Line = ""
    username: Line = ""
    code: Line = ""
    new_password: Password

    @model_validator(mode="after")
    def _one_way(self) -> "InvitationAccept":
        if not self.link_token and not (self.username and self.code):
            raise PydanticCustomError("way_missing", "请填账号和登录码")
        return self


class HandOver(Body):
    """To whom a leaving colleague hands over: an account of the same school (`colleague_id`), or a new one that is
    invited (`username` and `name`); either, not both."""

    colleague_id: UUID | None = None
    username: Username | None = None
    name: PersonName | None = None
    phone: Phone = ""
    channel: InvitationChannel = InvitationChannel.link


class HandOverOut(Out):
    """Who took over, and the invitation when the account is new."""

    successor: UserOut
    invitation: InvitationOut | None = None


class SessionOut(Out):
    """One sign-in of the caller. `device` is like 手机·Chrome; where it was is not kept."""

    id: UUID
    device: str
    way: SignInWay
    first_used_at: datetime
    last_used_at: datetime
    expires_at: datetime
    is_this: bool


class SessionsRevoke(Body):
    """Sign out everywhere; `keep_this` leaves the sign-in that asks."""

    keep_this: bool = False


class ViewAs(Body):
    """Why an administrator looks at the product as somebody else."""

    reason: Reason


class ViewOut(Out):
    """Tokens that read as the user does and write nothing, until `ends_at`."""

    access_token: str
    token_type: str = "bearer"  # noqa: S105 - the kind of token
    expires_in: int
    refresh_token: str
    ends_at: datetime


class WaysIn(Out):
    """How one can sign in. `oidc` is the identity provider's name, null without one.

    `maintenance`: nothing can be changed now; signing in and looking can be done.
    """

    password: bool = True
    oidc: str | None = None
    maintenance: MaintenanceOut | None = None


class OidcStart(Out):
    """Where to send the browser, and what the web keeps sealed until it comes back (RFC 7636, OIDC Core §3.1.2.1)."""

    authorization_url: str
    state: str
    nonce: str
    code_verifier: str


class OidcCode(Body):
    """What came back from the identity provider, with what was kept."""

    code: Annotated[Paragraph, Field(min_length=1)]
    nonce: Secret
    code_verifier: Secret


class CountyContact(Out):
    """Whom to call in a county."""

    region_code: str
    region_name: str
    office: str
    phone: str
