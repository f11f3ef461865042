"""Table of clients."""

from datetime import date, datetime
from typing import ClassVar

from sqlmodel import Field

from services.api.kernel.models import Entity, Instant, json_type


class ApiClient(Entity, table=True):
    """A provincial system. Only the secret's digest is stored."""

    __tablename__ = "api_client"

    event_fields: ClassVar[tuple[str, ...]] = ("client_id", "region_code", "scopes", "expires_on", "revoked_at")

    client_id: str = Field(unique=True, max_length=40)
    name: str = Field(max_length=80)
    region_code: str = Field(foreign_key="region.code", max_length=6)
    scopes: list[str] = Field(sa_type=json_type())
    secret_digest: str = Field(max_length=64)
    legal_basis: str = Field(default="", max_length=200)
    expires_on: date | None = None
    revoked_at: datetime | None = Field(default=None, sa_type=Instant)
    last_used_at: datetime | None = Field(default=None, sa_type=Instant)

    def event_counties(self) -> tuple[str, str | None]:
        """Its region."""
        return self.region_code, None
