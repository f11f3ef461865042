"""Where a client may come from: decisions on plain values (RFC 4632, RFC 4291)."""

import ipaddress
from collections.abc import Sequence
from functools import lru_cache

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
KEPT_LISTS = 1024


def is_allowed(addresses: Sequence[str], peer: str) -> bool:
    """Whether a call may come from there. An empty list allows every place, an unreadable place fits no list.

    IPv4 that arrives inside IPv6 (`::ffff:203.0.113.7`) is compared as IPv4.
    """
    if not addresses:
        return True
    try:
        address = ipaddress.ip_address(peer.strip().partition("%")[0])
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    return any(address in network for network in _networks(tuple(addresses)))


@lru_cache(maxsize=KEPT_LISTS)
def _networks(addresses: tuple[str, ...]) -> tuple[Network, ...]:
    return tuple(ipaddress.ip_network(each) for each in addresses)
