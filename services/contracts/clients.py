"""Provincial systems: what they may read, their secrets, how much they call (E-68)."""

import ipaddress
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from services.contracts.base import Body, Day, Line, Out, RegionCode, ShortLine, VersionedOut
from services.contracts.codes import ClientScope

LONGEST_RANGE = 49
MOST_ADDRESSES = 50
LONGEST_OVERLAP_DAYS = 30
OVERLAP_DAYS = 7
MOST_CALLS_A_DAY = 100_000_000
_MAPPED = ipaddress.IPv6Network("::ffff:0:0/96")
_MAPPED_BITS = 96


def _address_range(value: str) -> str:
    """An address or range as it is compared: IPv4 inside IPv6 (RFC 4291 §2.5.5.2) becomes IPv4."""
    try:
        network = ipaddress.ip_network(value if "%" not in value else "")
    except ValueError as error:
        raise PydanticCustomError(
            "address_range", "写成203.0.113.7、203.0.113.0/24或2001:db8::/48这样，网段后面的位要是0"
        ) from error
    if isinstance(network, ipaddress.IPv6Network) and network.subnet_of(_MAPPED):
        mapped = network.network_address.ipv4_mapped
        network = ipaddress.ip_network((str(mapped), network.prefixlen - _MAPPED_BITS))
    return str(network.network_address) if network.prefixlen == network.max_prefixlen else str(network)


AddressRange = Annotated[
    str, Field(max_length=LONGEST_RANGE, examples=["203.0.113.0/24"]), AfterValidator(_address_range)
]
"""One IPv4 or IPv6 address, or a range of them (RFC 4632 CIDR notation) without bits behind the prefix."""
Addresses = Annotated[list[AddressRange], Field(max_length=MOST_ADDRESSES)]
Scopes = Annotated[list[ClientScope], Field(min_length=1)]
DailyQuota = Annotated[int, Field(ge=0, le=MOST_CALLS_A_DAY, examples=[20000])]
"""Calls a day in Asia/Shanghai; 0 is without a limit."""


class ClientCreate(Body):
    """A provincial system. Expires on the named day at 24:00, or never.

    `addresses`: where it may come from; empty is anywhere. `daily_quota`: null is what the settings say.
    `legal_basis`, with number and day of the paper: needed for `records:identified`. `sandbox`: it practises on
    invented rows in regions of its own, for good; only where the installation has sandboxes.
    """

    name: ShortLine
    region_code: RegionCode
    scopes: Scopes
    expires_on: Day | None = None
    contact: Line = ""
    description: Line = ""
    legal_basis: Line = ""
    basis_number: Line = ""
    basis_on: Day | None = None
    addresses: Addresses = []
    daily_quota: DailyQuota | None = None
    sandbox: bool = False


class ClientPatch(Body):
    """What may change of a provincial system; null takes away `expires_on`, `basis_on`, `daily_quota`, nothing else."""

    name: ShortLine | None = None
    scopes: Scopes | None = None
    expires_on: Day | None = None
    contact: Line | None = None
    description: Line | None = None
    legal_basis: Line | None = None
    basis_number: Line | None = None
    basis_on: Day | None = None
    addresses: Addresses | None = None
    daily_quota: DailyQuota | None = None


class ClientRotate(Body):
    """For how many days the secrets in use stay good beside the new one; 0 ends them at once."""

    overlap_days: Annotated[int, Field(ge=0, le=LONGEST_OVERLAP_DAYS)] = OVERLAP_DAYS


class SecretEnd(Body):
    """Which secret ends now, and the tokens taken with it."""

    secret_id: UUID


class ClientSecretOut(Out):
    """A secret without its content. `in_use`: it still opens; `last_used_at` is true to the hour."""

    id: UUID
    made_at: datetime
    ends_at: datetime | None = None
    last_used_at: datetime | None = None
    in_use: bool


class ClientOut(VersionedOut):
    """`client_secret` is shown once, right after create and rotate. `secrets` are those of a single client's answer,
    newest first; null in lists. `quota` is how many calls a day it may make, 0 without a limit."""

    id: UUID
    client_id: str
    name: str
    region_code: str
    region_name: str = ""
    scopes: list[ClientScope]
    expires_on: date | None = None
    revoked_at: datetime | None = None
    last_used_at: datetime | None = None
    contact: str = ""
    description: str = ""
    legal_basis: str = ""
    basis_number: str = ""
    basis_on: date | None = None
    addresses: list[str] = []
    daily_quota: int | None = None
    quota: int = 0
    sandbox: bool = False
    secrets: list[ClientSecretOut] | None = None
    client_secret: str | None = None


class ClientSelfOut(Out):
    """What a provincial system may do, told to itself, to check its set-up.

    `quota_left` are the calls left today in Asia/Shanghai, null without a limit; `quota_resets_at` when it begins anew.
    `address` is where this call came from as the API sees it. With `sandbox` the region is an invented one, and all
    rows in it.
    """

    id: UUID
    client_id: str
    name: str
    region_code: str
    region_name: str
    scopes: list[ClientScope]
    expires_on: date | None = None
    addresses: list[str] = []
    address: str
    quota: int
    quota_left: int | None = None
    quota_resets_at: datetime
    sandbox: bool = False
    secrets: list[ClientSecretOut]


class UsageOut(Out):
    """Calls of one day in one area (the first part of the path, such as `assignments`; `auth` are tokens).

    `refused` of them were answered 403 or 429; `bytes_sent` are the bytes of the answers' bodies.
    """

    day: date
    area: str
    calls: int
    refused: int
    bytes_sent: int


class ClientUsageOut(Out):
    """How much a client called from `from_on` to `to_on`, both days inside, newest day first; days without a call are
    left out. Up to some seconds behind."""

    client_id: UUID
    from_on: date
    to_on: date
    calls: int
    refused: int
    bytes_sent: int
    last_call_at: datetime | None = None
    rows: list[UsageOut]
