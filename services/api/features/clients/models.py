"""Tables of clients."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import BigInteger
from sqlmodel import Field

from services.api.kernel.events import without_events
from services.api.kernel.ids import new_id
from services.api.kernel.models import Base, Entity, Instant, json_type

without_events("client_secret", "digests of secrets; making, rotating and ending one is an event of the client")
without_events("client_usage", "counts of calls a day")
without_events("client_quota", "how many of a day's calls are given out to the processes")


class ApiClient(Entity, table=True):
    """A provincial system. `addresses` empty: from anywhere; `daily_quota` None: what the settings say, 0: no limit.

    `region_code` is whose it is. What it sees is that region too, but for one that practises: with a `sandbox_code` it
    sees that invented region alone. It is one from the beginning or never.

    `secret_changes` counts what was done to its secrets, so that each time is a version and an event of its own.
    """

    __tablename__ = "api_client"

    event_fields: ClassVar[tuple[str, ...]] = (
        "client_id", "region_code", "scopes", "expires_on", "basis_on", "daily_quota", "secret_changes",
        "sandbox_code", "revoked_at",
    )  # fmt: skip

    client_id: str = Field(unique=True, max_length=40)
    name: str = Field(max_length=80)
    region_code: str = Field(foreign_key="region.code", max_length=6)
    scopes: list[str] = Field(sa_type=json_type())
    contact: str = Field(default="", max_length=200)
    description: str = Field(default="", max_length=200)
    legal_basis: str = Field(default="", max_length=200)
    basis_number: str = Field(default="", max_length=200)
    basis_on: date | None = None
    addresses: list[str] = Field(default_factory=list, sa_type=json_type())
    daily_quota: int | None = None
    expires_on: date | None = None
    secret_changes: int = 0
    sandbox_code: str | None = Field(default=None, foreign_key="region.code", max_length=6)
    revoked_at: datetime | None = Field(default=None, sa_type=Instant)

    def event_counties(self) -> tuple[str, str | None]:
        """Its region."""
        return self.region_code, None


class ClientSecret(Base, table=True):
    """One secret of a client, of which only the digest is stored; at most two are in use at once.

    In use before `ends_at`, or for as long as the client while that is None.
    """

    __tablename__ = "client_secret"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    client_id: UUID = Field(foreign_key="api_client.id", index=True)
    digest: str = Field(max_length=64)
    made_at: datetime = Field(sa_type=Instant, nullable=False)
    ends_at: datetime | None = Field(default=None, sa_type=Instant)
    last_used_at: datetime | None = Field(default=None, sa_type=Instant)


class ClientUsage(Base, table=True):
    """Calls of a client on a day in Asia/Shanghai in one area, added up by all processes."""

    __tablename__ = "client_usage"

    client_id: UUID = Field(foreign_key="api_client.id", primary_key=True)
    day: date = Field(primary_key=True)
    area: str = Field(primary_key=True, max_length=40)
    calls: int = 0
    refused: int = 0
    bytes_sent: int = Field(default=0, sa_type=BigInteger)
    last_at: datetime = Field(sa_type=Instant, nullable=False)


class ClientQuota(Base, table=True):
    """How many of a client's calls of a day in Asia/Shanghai the processes have taken to give out."""

    __tablename__ = "client_quota"

    client_id: UUID = Field(foreign_key="api_client.id", primary_key=True)
    day: date = Field(primary_key=True)
    taken: int = 0
