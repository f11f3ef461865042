"""`Idempotency-Key`: a repeated creating POST gives the first answer again and makes nothing twice."""

import hashlib
import json
from datetime import datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Header, Request, Response
from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, col

from services.api.kernel.context import authenticate
from services.api.kernel.db import Db
from services.api.kernel.events import without_events
from services.api.kernel.models import Base, Instant
from services.api.kernel.problems import Problem
from services.api.kernel.scope import Principal
from services.contracts.shapes import IDEMPOTENCY_KEY

KEEP_HOURS = 24
SHOWN_ONCE = ("start_code", "client_secret", "link_token", "slip_code", "signing_secret")
without_events("idempotency_key", "answers kept for 24 hours so that a retry makes nothing twice")


class IdempotencyKey(Base, table=True):
    """One claimed key of one principal, with the answer once there is one."""

    __tablename__ = "idempotency_key"

    principal_id: UUID = Field(primary_key=True)
    key: str = Field(primary_key=True, max_length=80)
    request_hash: str = Field(max_length=64)
    status: int | None = None
    body: str | None = None
    created_at: datetime = Field(sa_type=Instant, nullable=False, index=True)


class Replay(Exception):
    """The stored answer of an earlier call with the same key; the transaction is rolled back."""

    def __init__(self, status: int, body: str) -> None:
        self.status, self.body = status, body
        super().__init__("replay")


async def _claim(
    request: Request,
    db: Db,
    principal: Annotated[Principal, Depends(authenticate, scope="function")],
    idempotency_key: Annotated[str | None, Header(min_length=8, max_length=80, pattern=IDEMPOTENCY_KEY)] = None,
) -> None:
    if idempotency_key is None:
        if principal.is_client:
            raise Problem("idempotency.required")
        return
    digest = hashlib.sha256(f"{request.method} {request.url.path}\n".encode() + await _content(request)).hexdigest()
    now = request.app.state.clock.now()
    table = IdempotencyKey
    found = await db.execute(_insert_if_new(db, principal.id, idempotency_key, digest, now))
    if found.first() is None:
        mine = (col(table.principal_id) == principal.id) & (col(table.key) == idempotency_key)
        earlier = (await db.execute(select(table).where(mine))).scalar_one()
        if earlier.request_hash != digest:
            raise Problem("idempotency.mismatch")
        raise Replay(earlier.status or 200, earlier.body or "")
    request.state.idempotency = (principal.id, idempotency_key)


async def _content(request: Request) -> bytes:
    """The body; for a form with a file, whose bytes differ at each sending, the digest of what is in it."""
    digest: str | None = getattr(request.state, "body_digest", None)
    if digest is not None:
        return digest.encode()
    # a form that was refused before anybody looked into it makes nothing, and its stream is read already
    is_form = "form" in request.headers.get("Content-Type", "")
    return b"" if is_form else await request.body()


def _insert_if_new(db: Db, principal_id: UUID, key: str, digest: str, now: datetime) -> Any:
    maker = postgres_insert if db.get_bind().dialect.name == "postgresql" else sqlite_insert
    statement = maker(IdempotencyKey).values(principal_id=principal_id, key=key, request_hash=digest, created_at=now)
    return statement.on_conflict_do_nothing().returning(col(IdempotencyKey.key))


async def keep_answer(request: Request, response: Response) -> None:
    """Store a 2xx answer beside the rows it made, in the same transaction; never a secret that is shown once."""
    claimed = getattr(request.state, "idempotency", None)
    if claimed is None or not 200 <= response.status_code < 300:
        return
    principal_id, key = claimed
    body = without_secrets(bytes(response.body).decode())
    await request.state.session.execute(
        update(IdempotencyKey)
        .where(col(IdempotencyKey.principal_id) == principal_id, col(IdempotencyKey.key) == key)
        .values(status=response.status_code, body=body)
    )


def without_secrets(body: str) -> str:
    """The answer as it may be kept: a replay gives the row, its secret stays what was shown the first time."""
    if not any(f'"{name}"' in body for name in SHOWN_ONCE):
        return body
    return json.dumps(_blanked(json.loads(body)), ensure_ascii=False, separators=(",", ":"))


def _blanked(content: Any) -> Any:
    if isinstance(content, list):
        return [_blanked(each) for each in content]
    if isinstance(content, dict):
        return {name: None if name in SHOWN_ONCE else _blanked(each) for name, each in content.items()}
    return content


Idempotent = Depends(_claim, scope="function")
"""Put into `dependencies=` of every creating POST. 428 for clients without a key; 422 for another body."""


async def forget_old(session: AsyncSession, now: datetime) -> int:
    """Delete answers older than 24 hours; the number deleted."""
    old = delete(IdempotencyKey).where(col(IdempotencyKey.created_at) < now - timedelta(hours=KEEP_HOURS))
    return int(getattr(await session.execute(old), "rowcount", 0))
