"""A small HTTP/1.1 client that costs little, so that the server is what is measured."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

CONNECTIONS = 8


@dataclass(frozen=True)
class Call:
    """One request and the status that it must get."""

    path: str
    method: str = "GET"
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    expected: int = 200

    def wire(self, port: int) -> bytes:
        """As it is sent."""
        lines = [f"{self.method} {self.path} HTTP/1.1", f"Host: 127.0.0.1:{port}"]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        if self.method != "GET":
            lines += ["Content-Type: application/json", f"Content-Length: {len(self.body)}"]
        return "\r\n".join([*lines, "", ""]).encode() + self.body


async def rate(port: int, calls: Sequence[Call]) -> float:
    """Answers a second over eight connections. Raises RuntimeError when a status is another one."""
    todo = iter(calls)
    started = time.perf_counter()
    await asyncio.gather(*(_work(port, todo) for _ in range(min(CONNECTIONS, len(calls)))))
    return len(calls) / (time.perf_counter() - started)


async def answer(port: int, call: Call) -> tuple[int, dict[str, str], bytes]:
    """One answer: status, header fields in small letters, body."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        return await _ask(reader, writer, call.wire(port))
    finally:
        writer.close()


async def _work(port: int, todo: "object") -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        for call in todo:  # type: ignore[attr-defined] # one iterator shared by all connections
            status, _, body = await _ask(reader, writer, call.wire(port))
            if status != call.expected:
                raise RuntimeError(f"{call.method} {call.path}: {status} {body[:300].decode(errors='replace')}")
    finally:
        writer.close()


async def _ask(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, wire: bytes
) -> tuple[int, dict[str, str], bytes]:
    writer.write(wire)
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    fields = dict(line.lower().split(": ", 1) for line in head[1:] if ": " in line)
    return int(head[0].split(" ")[1]), fields, await reader.readexactly(int(fields.get("content-length", "0")))
