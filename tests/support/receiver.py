"""A provincial system that takes webhooks: a small HTTP server on loopback in the test's own process."""

import asyncio
import base64
import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

Answer = tuple[int, dict[str, str]]


@dataclass
class Got:
    """One message that came in."""

    headers: dict[str, str]
    body: bytes

    @property
    def id(self) -> str:
        """Its `webhook-id`."""
        return self.headers["webhook-id"]

    @property
    def json(self) -> Any:
        """What it says."""
        return json.loads(self.body)

    @property
    def positions(self) -> list[int]:
        """The positions of its changes."""
        return [item["position"] for item in self.json["data"].get("items", [])]


@dataclass
class Receiver:
    """`answer` decides what each message is answered; `delay` are seconds before that."""

    port: int = 0
    got: list[Got] = field(default_factory=list)
    taken: list[Got] = field(default_factory=list)
    """What it answered with 2xx."""
    answer: Callable[[Got], Answer] = lambda _got: (204, {})
    delay: float = 0.0
    came: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}/hooks?key=1"

    def says(self, status: int, **headers: str) -> None:
        """Answer so from now on."""
        self.answer = lambda _got: (status, headers)

    @property
    def positions(self) -> list[int]:
        """The positions of all changes that it has taken, in the order in which they came."""
        return [position for each in self.taken for position in each.positions]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One call."""
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:] if line)}
            got = Got({"": head[0], **headers}, await reader.readexactly(int(headers.get("content-length", "0"))))
            self.got.append(got)
            self.came.set()
            await asyncio.sleep(self.delay)
            status, more = self.answer(got)
            lines = [f"HTTP/1.1 {status} X", "Content-Length: 0", *(f"{name}: {value}" for name, value in more.items())]
            writer.write(("\r\n".join(lines) + "\r\n\r\n").encode())
            if status < 300:
                self.taken.append(got)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


@asynccontextmanager
async def listening() -> AsyncIterator[Receiver]:
    """A receiver on a free port."""
    receiver = Receiver()
    server = await asyncio.start_server(receiver.serve, "127.0.0.1", 0)
    receiver.port = server.sockets[0].getsockname()[1]
    try:
        yield receiver
    finally:
        server.close()


def verified(got: Got, secret: str) -> bool:
    """Whether a signature is right, as the Standard Webhooks specification words it; no code of the product."""
    key = base64.b64decode(secret.split("_", 1)[1])
    signed = got.headers["webhook-id"].encode() + b"." + got.headers["webhook-timestamp"].encode() + b"." + got.body
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return any(hmac.compare_digest(each, f"v1,{expected}") for each in got.headers["webhook-signature"].split(" "))
