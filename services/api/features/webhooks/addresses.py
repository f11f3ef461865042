"""Where messages may go: never into private networks, whatever a name resolves to (RFC 6890; OWASP on SSRF).

A name is resolved once, every address it has is looked at, and the call goes to one of those. So a name that answers
differently a moment later (DNS rebinding) gains nothing.
"""

import ipaddress
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
SCHEMES = {"https": 443, "http": 80}
FIRST_FREE_PORT = 1024
_NEVER = tuple(
    map(
        ipaddress.ip_network,
        ("100.64.0.0/10", "192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15", "240.0.0.0/4", "64:ff9b:1::/48",
         "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "fec0::/10"),
    )
)  # fmt: skip
"""Beside what the library calls private: shared (CGNAT), test and relay networks; tunnels to other addresses."""
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
LOCAL_NAMES = ("localhost", ".localhost", ".local", ".internal", ".home.arpa", ".arpa")


class Refused(Exception):
    """An address that messages may not go to. `why` is Chinese."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__("refused")


@dataclass(frozen=True, slots=True)
class Target:
    """Whom to call: `host` is a name or an address without brackets; `path` with the query."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def host_header(self) -> str:
        """What stands in `Host`."""
        name = f"[{self.host}]" if ":" in self.host else self.host
        return name if self.port == SCHEMES[self.scheme] else f"{name}:{self.port}"

    def at(self, address: str) -> str:
        """The URL with the address that was looked at in the place of the name."""
        return f"{self.scheme}://{f'[{address}]' if ':' in address else address}:{self.port}{self.path}"


def is_public(text: str) -> bool:
    """Whether an address is one of the Internet at large; what cannot be read is not."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address):
        carried = address.ipv4_mapped or (_embedded(address) if address in _NAT64 else None)
        if carried is not None:
            return is_public(str(carried))
        if address.scope_id is not None or address.is_site_local:
            return False
    return address.is_global and not _special(address)


def _embedded(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address:
    return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)


def _special(address: Address) -> bool:
    said = (
        address.is_private, address.is_loopback, address.is_link_local, address.is_multicast, address.is_reserved,
        address.is_unspecified,
    )  # fmt: skip
    return any(said) or any(address in network for network in _NEVER if network.version == address.version)


def target_of(url: str, *, plain_http: bool, private: bool) -> Target:
    """What a URL says, before any name is resolved. Raises `Refused`.

    `plain_http`: http is taken too; `private`: so are addresses of private networks.
    """
    parts = _split(url)
    if parts.scheme not in SCHEMES or (parts.scheme == "http" and not plain_http):
        raise Refused("地址要用https://开头" if not plain_http else "地址要用https://或http://开头")
    if "@" in parts.netloc:
        raise Refused("地址里不能写用户名和密码，对方用签名核对来源")
    if "#" in url:
        raise Refused("地址里不能有#，请去掉后面的部分")
    host = _host(parts)
    port = _port(parts)
    _check_host(host, private=private)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.scheme, host, port, path)


def _split(url: str) -> SplitResult:
    if not url.isascii() or not url.isprintable() or set(' "<>\\^`{|}') & set(url):
        raise Refused("地址只写英文字母、数字和网址里的符号，中文域名请写成xn--开头的")
    try:
        return urlsplit(url)
    except ValueError as error:
        raise Refused("地址写得不完整，比如https://example.invalid/hooks/changes") from error


def _host(parts: SplitResult) -> str:
    host = (parts.hostname or "").rstrip(".")
    if not host:
        raise Refused("地址里没有域名，比如https://example.invalid/hooks/changes")
    return host


def _port(parts: SplitResult) -> int:
    try:
        port = parts.port or SCHEMES[parts.scheme]
    except ValueError as error:
        raise Refused("端口要是数字，443或1024以上") from error
    if port != SCHEMES[parts.scheme] and port < FIRST_FREE_PORT:
        raise Refused("端口只能是443或1024以上的")
    return port


def _check_host(host: str, *, private: bool) -> None:
    if private:
        return
    if f".{host}".endswith(tuple(name if name[0] == "." else f".{name}" for name in LOCAL_NAMES)):
        raise Refused("这是本机或内网的名字，推送不到。请写公网能访问的域名")
    is_address = ":" in host or host.replace(".", "").isdecimal() or host.startswith("0x")
    if is_address and not is_public(host):
        raise Refused("这是内网、本机或保留的地址，推送不到。请写公网能访问的地址")
    if not is_address and "." not in host:
        raise Refused("域名要写完整，比如example.invalid")
