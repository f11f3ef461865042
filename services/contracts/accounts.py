"""Sign-in and users (E-67)."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.contracts.base import Body, Out, PersonName, Phone, Reason, RegionCode, VersionedOut
from services.contracts.codes import Role
from services.contracts.maintenance import MaintenanceOut
from services.contracts.shapes import USERNAME

Username = Annotated[str, Field(pattern=USERNAME, examples=["fgl.baosong"])]
Password = Annotated[str, Field(min_length=10, max_length=200)]


class TokenForm(Body):
    """OAuth2 token request (RFC 6749 §4.3, §4.4, §6), form-encoded.

    `grant_type` is `password` (with `username`, `password`), `refresh_token` or `client_credentials`.
    """

    grant_type: Annotated[str, Field(max_length=40, examples=["client_credentials"])] = ""
    username: Annotated[str, Field(max_length=200)] = ""
    password: Annotated[str, Field(max_length=200)] = ""
    refresh_token: Annotated[str, Field(max_length=200)] = ""
    client_id: Annotated[str, Field(max_length=200)] = ""
    client_secret: Annotated[str, Field(max_length=200)] = ""
    scope: Annotated[str, Field(max_length=400)] = ""


class TokenOut(Out):
    """OAuth2 token answer (RFC 6749 §5.1). `expires_in` is in seconds. Users alone get a refresh token."""

    access_token: str
    token_type: str = "bearer"  # noqa: S105 - the kind of token
    expires_in: int
    refresh_token: str | None = None
    scope: str = ""
    must_set_password: bool = False


class SchoolRef(Out):
    """A school in one line."""

    id: UUID
    code: str
    name: str


class ContactOut(Out):
    """Whom to call."""

    office: str
    name: str
    phone: str


class ViewerOut(Out):
    """The administrator who looks at the product as this user."""

    id: UUID
    name: str


class MeOut(Out):
    """Who is asking: a user or a client. With `viewer` an administrator looks and nothing can be written."""

    id: UUID
    kind: str
    username: str
    name: str
    role: Role | None
    region_code: str
    region_name: str
    school: SchoolRef | None = None
    scopes: list[str] = []
    permissions: list[str] = []
    must_set_password: bool = False
    unread_notices: int = 0
    contact: ContactOut | None = None
    session_started_at: datetime | None = None
    viewer: ViewerOut | None = None
    identity_bound: bool = False
    maintenance: MaintenanceOut | None = None
    """Nothing can be changed now."""


class PasswordChange(Body):
    """`current_password` is the start code at the first sign-in."""

    current_password: Annotated[str, Field(min_length=1, max_length=200)]
    new_password: Password


class UserCreate(Body):
    """A new account. School roles need `school_id`, teachers `staff_id`, office roles `region_code`."""

    username: Username
    name: PersonName
    phone: Phone = ""
    role: Role
    region_code: RegionCode | None = None
    school_id: UUID | None = None
    staff_id: UUID | None = None


class UserPatch(Body):
    """What may change of an account."""

    name: PersonName | None = None
    phone: Phone | None = None


class UserOut(VersionedOut):
    """An account; `start_code` is shown once, right after create and reset.

    `invited_until`: an invitation is open that nobody has used yet.
    """

    id: UUID
    username: str
    name: str
    phone: str
    role: Role
    region_code: str
    region_name: str = ""
    school: SchoolRef | None = None
    must_set_password: bool
    disabled: bool
    last_sign_in_at: datetime | None = None
    invited_until: datetime | None = None
    start_code: str | None = None


class DisableUser(Body):
    """Why an account is closed."""

    reason: Reason
