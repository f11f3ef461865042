"""Tables of accounts."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlmodel import Field

from services.api.kernel.events import without_events
from services.api.kernel.models import Base, Entity, Instant, code_type
from services.contracts.codes import InvitationChannel, Role, SignInWay

without_events("sign_in_session", "who is signed in where")
without_events("sign_in_failure", "counts of wrong passwords")


class User(Entity, table=True):
    """An account. `password_hash` is a start code's hash while `must_set_password`, or `!`: no password fits.

    `external_subject` is what the identity provider calls this person (OpenID Connect Core §2, `sub`).
    """

    __tablename__ = "user_account"

    event_fields: ClassVar[tuple[str, ...]] = ("role", "region_code", "school_id", "disabled_at", "must_set_password")

    username: str = Field(unique=True, max_length=40)
    name: str = Field(max_length=60, index=True)
    phone: str = Field(default="", max_length=200)
    role: Role = Field(sa_type=code_type(Role, "role"))
    region_code: str = Field(foreign_key="region.code", max_length=6, index=True)
    school_id: UUID | None = Field(default=None, foreign_key="school.id", index=True)
    person_id: UUID | None = Field(default=None, foreign_key="person.id")
    password_hash: str = Field(max_length=200)
    must_set_password: bool = True
    disabled_at: datetime | None = Field(default=None, sa_type=Instant)
    disable_reason: str = Field(default="", max_length=500)
    last_sign_in_at: datetime | None = Field(default=None, sa_type=Instant)
    external_subject: str | None = Field(default=None, max_length=255, unique=True)

    def event_counties(self) -> tuple[str, str | None]:
        """Its region."""
        return self.region_code, None


class Invitation(Entity, table=True):
    """A way into an account, once and for 14 days: a link's token, and the code printed beside it.

    Neither is stored: the token is random enough for a plain digest, the shorter code has a keyed one.
    """

    __tablename__ = "invitation"

    event_fields: ClassVar[tuple[str, ...]] = ("user_id", "channel", "expires_at", "used_at", "revoked_at")

    user_id: UUID = Field(foreign_key="user_account.id", index=True)
    region_code: str = Field(foreign_key="region.code", max_length=6)
    channel: InvitationChannel = Field(sa_type=code_type(InvitationChannel, "channel"))
    token_digest: str = Field(max_length=64, unique=True)
    code_digest: str = Field(max_length=64)
    expires_at: datetime = Field(sa_type=Instant, nullable=False)
    used_at: datetime | None = Field(default=None, sa_type=Instant)
    revoked_at: datetime | None = Field(default=None, sa_type=Instant)
    created_by: UUID | None = Field(default=None, foreign_key="user_account.id")

    def event_counties(self) -> tuple[str, str | None]:
        """The account's region."""
        return self.region_code, None


class UserView(Entity, table=True):
    """An administrator looks at the product as somebody else does, and writes nothing (architecture §5)."""

    __tablename__ = "user_view"

    event_fields: ClassVar[tuple[str, ...]] = ("viewer_id", "user_id", "ends_at", "ended_at")

    viewer_id: UUID = Field(foreign_key="user_account.id", index=True)
    user_id: UUID = Field(foreign_key="user_account.id")
    region_code: str = Field(foreign_key="region.code", max_length=6)
    reason: str = Field(max_length=500)
    ends_at: datetime = Field(sa_type=Instant, nullable=False)
    ended_at: datetime | None = Field(default=None, sa_type=Instant)

    def event_counties(self) -> tuple[str, str | None]:
        """The region of the account that is looked at."""
        return self.region_code, None


class SignInSession(Base, table=True):
    """One sign-in of a user or client; access tokens name it, a refresh token renews it.

    A refresh token names its session, so that any token of the session that was used before is recognised.
    `bound_to_web`: the refresh token works only together with the web's own secret and is not rotated.
    `device` says in a word or two what signed in; where from is not kept.
    `view_id`: this is an administrator's look at the account; it lasts at most as long as the view says.
    `client_secret_id`: with which of the client's secrets it was opened; it ends with that.
    """

    __tablename__ = "sign_in_session"

    id: UUID = Field(primary_key=True)
    user_id: UUID | None = Field(default=None, foreign_key="user_account.id", index=True)
    client_id: UUID | None = Field(default=None, foreign_key="api_client.id", index=True)
    client_secret_id: UUID | None = Field(default=None, foreign_key="client_secret.id", index=True)
    refresh_digest: str | None = Field(default=None, max_length=64, unique=True)
    bound_to_web: bool = False
    way: SignInWay = Field(default=SignInWay.password, sa_type=code_type(SignInWay, "way"))
    device: str = Field(default="", max_length=40)
    view_id: UUID | None = Field(default=None, foreign_key="user_view.id")
    created_at: datetime = Field(sa_type=Instant, nullable=False)
    last_used_at: datetime = Field(sa_type=Instant, nullable=False)
    expires_at: datetime = Field(sa_type=Instant, nullable=False, index=True)
    revoked_at: datetime | None = Field(default=None, sa_type=Instant)


class SignInFailure(Base, table=True):
    """Wrong passwords in a row from one address, for one account there (or all, `username_digest` empty).

    Both are keyed hashes: the database holds no address, nor what somebody typed into the wrong field.
    """

    __tablename__ = "sign_in_failure"

    address_digest: str = Field(primary_key=True, max_length=64)
    username_digest: str = Field(primary_key=True, max_length=64)
    failures: int = 0
    locked_until: datetime | None = Field(default=None, sa_type=Instant)
    last_at: datetime = Field(sa_type=Instant, nullable=False, index=True)
