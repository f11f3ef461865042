"""One call to a receiver: resolved once, to a checked address, within fixed times, following nothing."""

import asyncio
import socket
import ssl
import time
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import cache

import httpx

from services.api.features.webhooks.addresses import Refused, Target, is_public, target_of
from services.api.settings import Settings
from services.contracts.codes import DeliveryReason

WHOLE_SECONDS, CONNECT_SECONDS, DRAIN_SECONDS = 15.0, 5.0, 1.0
MOST_ANSWER_BYTES = 4096
MOST_ADDRESSES = 3
"""Addresses of a name that are tried one after the other."""
Resolve = Callable[[str, int], Awaitable[list[str]]]
"""Name, port → its addresses. Raises OSError for a name that has none."""
_RESOLVERS = ThreadPoolExecutor(8, thread_name_prefix="resolve")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one try. `reason` is None when the receiver answered 2xx."""

    status: int | None
    reason: DeliveryReason | None
    milliseconds: int = 0
    retry_after: str | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """What is posted where."""

    url: str
    body: str
    headers: Mapping[str, str]


async def system_resolve(host: str, port: int) -> list[str]:
    """The addresses of a name, as this machine finds them; in threads of their own, because it may take long."""
    found = await asyncio.get_running_loop().run_in_executor(
        _RESOLVERS, lambda: socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    )
    return list(dict.fromkeys(str(each[4][0]) for each in found))


@cache
def _tls() -> ssl.SSLContext:
    """The machine's own list of authorities, so that an operator can add the network's."""
    return ssl.create_default_context()


async def deliver(call: Call, settings: Settings, resolve: Resolve = system_resolve) -> Outcome:
    """Post once. Never raises for what a receiver, a name or a network does."""
    started = time.monotonic()
    found = await _tried(call, settings, resolve)
    return Outcome(found.status, found.reason, round((time.monotonic() - started) * 1000), found.retry_after)


async def _tried(call: Call, settings: Settings, resolve: Resolve) -> Outcome:
    try:
        async with asyncio.timeout(WHOLE_SECONDS):
            target = target_of(
                call.url, plain_http=settings.app_env != "production", private=settings.webhook_allow_private
            )
            addresses = await _checked(target, settings, resolve)
            return await _first_that_answers(call, target, addresses)
    except Refused:
        return Outcome(None, DeliveryReason.address_refused)
    except (TimeoutError, httpx.TimeoutException):
        return Outcome(None, DeliveryReason.timed_out)
    except httpx.ConnectError as error:
        return Outcome(None, DeliveryReason.tls if _is_tls(error) else DeliveryReason.unreachable)
    except (httpx.HTTPError, httpx.InvalidURL, OSError):
        return Outcome(None, DeliveryReason.broken_off)
    except _Unknown:
        return Outcome(None, DeliveryReason.name_unknown)


class _Unknown(Exception):
    """A name without an address."""


async def _checked(target: Target, settings: Settings, resolve: Resolve) -> list[str]:
    """The addresses of the name, all of them allowed. Raises `Refused` when one is not."""
    try:
        async with asyncio.timeout(CONNECT_SECONDS):
            addresses = await resolve(target.host, target.port)
    except (OSError, UnicodeError) as error:
        if isinstance(error, TimeoutError):
            raise
        raise _Unknown from error
    if not addresses:
        raise _Unknown
    if not settings.webhook_allow_private and not all(map(is_public, addresses)):
        raise Refused("private")
    return addresses[:MOST_ADDRESSES]


async def _first_that_answers(call: Call, target: Target, addresses: list[str]) -> Outcome:
    for address in addresses[:-1]:
        with suppress(httpx.ConnectError, httpx.ConnectTimeout):
            return await _post(call, target, address)
    return await _post(call, target, addresses[-1])


async def _post(call: Call, target: Target, address: str) -> Outcome:
    """Connections are not kept: two names at one address must not share one that was made for the other."""
    timeout = httpx.Timeout(WHOLE_SECONDS, connect=CONNECT_SECONDS)
    headers = {**call.headers, "Host": target.host_header, "Accept-Encoding": "identity"}
    extensions = {"sni_hostname": target.host} if target.scheme == "https" else {}
    async with (
        httpx.AsyncClient(verify=_tls(), trust_env=False, follow_redirects=False, timeout=timeout) as http,
        http.stream(
            "POST", target.at(address), content=call.body.encode(), headers=headers, extensions=extensions
        ) as answer,
    ):
        await _drain(answer)
        return _judged(answer)


async def _drain(answer: httpx.Response) -> None:
    """A little of the answer is read, so that receivers see a call end well; the rest is nobody's."""
    read = 0
    with suppress(TimeoutError, httpx.HTTPError):
        async with asyncio.timeout(DRAIN_SECONDS):
            async for part in answer.aiter_raw():
                read += len(part)
                if read > MOST_ANSWER_BYTES:
                    return


def _judged(answer: httpx.Response) -> Outcome:
    if answer.is_success:
        return Outcome(answer.status_code, None)
    reason = DeliveryReason.redirected if answer.is_redirect else DeliveryReason.refused
    return Outcome(answer.status_code, reason, retry_after=answer.headers.get("retry-after"))


def _is_tls(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLError):
            return True
        error = error.__cause__ or error.__context__
    return False
