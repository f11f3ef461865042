"""Files of activities, pairings and decisions: the door for other features (E-71)."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.files import queries, rules
from services.api.features.files.models import File, FileOpening
from services.api.features.files.receiving import Received
from services.api.kernel.context import Ctx
from services.api.kernel.db import Database
from services.api.kernel.etag import check_version
from services.api.kernel.holders import holders
from services.api.kernel.problems import Problem, problem_on
from services.api.kernel.scope import Permission, Principal
from services.contracts.codes import Role
from services.contracts.files import MOST_FILES, FileKind, FileOut, FilesOut
from services.contracts.pairings import WithReason

__all__ = [
    "Access",
    "Gate",
    "Owner",
    "attach",
    "counts",
    "create",
    "erase_due",
    "gates",
    "listing",
    "note_opening",
    "of_owner",
    "to_open",
    "void",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Owner:
    """What files belong to, with the counties that it concerns; `part` is a decision: its column and id."""

    id: UUID
    county_code: str
    other_county_code: str | None = None
    part: tuple[str, UUID] | None = None


@dataclass(frozen=True, slots=True)
class Access:
    """What the caller is to an owner: may write its files, is one of those who decide on it."""

    owner: Owner
    writes: bool
    decides: bool


Gate = Callable[[Ctx, UUID], Awaitable[Access]]
"""(ctx, id of the owner) → access; raises 404 when the owner is out of scope."""
gates: list[tuple[FileKind, Gate]] = []
"""Who answers for the owners of a kind; filled by the features that have files."""


READS = {
    FileKind.activity_photo: Permission.activity_read,
    FileKind.pairing_agreement: Permission.pairing_read,
    FileKind.decision_basis: Permission.school_read,
    FileKind.service_evidence: Permission.person_read,
    FileKind.mentor_summary: Permission.mentor_pair_read,
    FileKind.support_voucher: Permission.support_read,
    FileKind.summary_paper: Permission.assignment_read,
    FileKind.feedback_paper: Permission.assignment_read,
    FileKind.improvement_paper: Permission.improvement_plan_read,
    FileKind.term_paper: Permission.term_review_read,
    FileKind.lesson_paper: Permission.lesson_record_read,
    FileKind.shared_resource: Permission.shared_resource_read,
}
"""Whose files one may see is who may read the owner."""


async def _access(ctx: Ctx, kind: FileKind, owner_id: UUID) -> Access:
    if READS[kind] not in ctx.principal.permissions:
        raise Problem("permission.denied", who=holders(READS[kind]))
    return await dict(gates)[kind](ctx, owner_id)


async def create(ctx: Ctx, received: Received) -> FileOut:
    """Give what is on the disk its row, and its owner when one is named.

    Raises 404 for an owner out of scope, 403 when the caller may not write it, 422 `file.too_many`.
    """
    who = ctx.principal
    if READS[received.kind] not in who.permissions:
        raise Problem("permission.denied", who=holders(READS[received.kind]))
    file = File(
        kind=received.kind, type=received.type, size=received.size, digest=received.digest,
        thumbnail_digest=received.thumbnail_digest, restricted=received.restricted, name=received.name,
        county_code=who.region_code, by_school_id=who.school_id, uploaded_by=who.id, created_at=ctx.now,
    )  # fmt: skip
    access = None
    if received.owner_id is not None:
        access = await _access(ctx, received.kind, received.owner_id)
        if not access.writes:
            raise Problem("permission.denied", who="记录里的学校或主管的区县协调人")
        await _check_room(ctx.db, received.kind, access.owner, 1, "file")
        _give(file, access.owner)
    ctx.db.add(file)
    ctx.act(file, "upload")
    await ctx.db.flush()
    return _out(file, ctx.principal, access)


async def attach(ctx: Ctx, file_ids: Collection[UUID], kind: FileKind, owner: Owner) -> None:
    """Give uploads of the caller to what has just been recorded, in its transaction.

    Raises 422 on `file_ids`: `file.not_waiting` for one that is not there, not the caller's or used already,
    `file.too_many`.
    """
    if not file_ids:
        return
    wanted = set(file_ids)
    found = await queries.waiting(ctx.db, wanted, kind, ctx.principal.id)
    if len(found) < len(wanted):
        raise problem_on("file_ids", "file.not_waiting")
    await _check_room(ctx.db, kind, owner, len(found), "file_ids")
    for file in found:
        _give(file, owner)
        ctx.act(file, "attach")


async def _check_room(db: AsyncSession, kind: FileKind, owner: Owner, more: int, field: str) -> None:
    if await queries.count_of(db, kind, owner.id, owner.part) + more > MOST_FILES:
        raise problem_on(field, "file.too_many", most=MOST_FILES)


def _give(file: File, owner: Owner) -> None:
    setattr(file, queries.OWNERS[file.kind].key, owner.id)
    if owner.part is not None:
        setattr(file, *owner.part)
    file.county_code, file.other_county_code = owner.county_code, owner.other_county_code


def _own_side(file: File, principal: Principal) -> bool:
    """Whether the caller's side uploaded it; a teacher's side is the teacher alone, an office stands above both."""
    if principal.role is Role.teacher:
        return file.uploaded_by == principal.id
    return not principal.is_school or file.by_school_id == principal.school_id


def _out(file: File, principal: Principal, access: Access | None) -> FileOut:
    facts = rules.Facts(
        restricted=file.restricted and access is not None,
        writes=access.writes if access else True,
        decides=access.decides if access else True,
        own_side=_own_side(file, principal),
    )
    return FileOut(
        id=file.id, version=file.version, allowed_actions=rules.allowed(facts), kind=file.kind, type=file.type,
        name=rules.shown_name(file.kind, file.type, file.created_at, file.id), size=file.size,
        restricted=file.restricted, has_thumbnail=file.thumbnail_digest is not None, created_at=file.created_at,
        owner_id=file.owner_id, part_id=file.part_id, by_school_id=file.by_school_id,
    )  # fmt: skip


async def listing(ctx: Ctx, kind: FileKind, owner_id: UUID) -> FilesOut:
    """The files of an activity, a pairing or a school. Raises 404 when it is out of scope."""
    return FilesOut(items=await _shown(ctx, kind, owner_id, await _access(ctx, kind, owner_id)))


async def of_owner(ctx: Ctx, kind: FileKind, access: Access) -> list[FileOut]:
    """The same for the owner's own feature, which knows the access; one query."""
    return await _shown(ctx, kind, access.owner.id, access)


async def counts(db: AsyncSession, kind: FileKind, owner_ids: Collection[UUID]) -> dict[UUID, int]:
    """Owner → how many files it has, for rows of a list that the caller may see; owners without one are missing.

    One query.
    """
    return await queries.counts_of(db, kind, owner_ids) if owner_ids else {}


async def _shown(ctx: Ctx, kind: FileKind, owner_id: UUID, access: Access) -> list[FileOut]:
    return [_out(file, ctx.principal, access) for file in await queries.of_owner(ctx.db, kind, owner_id)]


async def _found(ctx: Ctx, file_id: UUID, *, lock: bool = False) -> tuple[File, Access | None]:
    """The file when its owner is in scope; without an owner only the uploader finds it."""
    file = await queries.get(ctx.db, file_id, lock=lock)
    if file is None or (file.owner_id is None and file.uploaded_by != ctx.principal.id):
        raise Problem("resource.not_found")
    return file, await _access(ctx, file.kind, file.owner_id) if file.owner_id else None


async def to_open(ctx: Ctx, file_id: UUID) -> File:
    """The file when the caller may open it.

    Raises 404; 403 when it is restricted and the caller does not decide, or only looks as somebody who does;
    410 `file.gone` when it was taken away.
    """
    file, access = await _found(ctx, file_id)
    if file.voided_at is not None or file.erased_at is not None:
        raise Problem("file.gone")
    if file.restricted and access is not None:
        if ctx.principal.viewer_id is not None:
            raise Problem("auth.view_only")
        if not access.decides:
            raise Problem("permission.denied", who="决定这件事的区县或市协调人")
    return file


async def note_opening(ctx: Ctx, database: Database, file: File) -> None:
    """Write who opens a restricted file, in a transaction of its own, before a byte of it leaves (architecture §4)."""
    opening = FileOpening(
        file_id=file.id, county_code=file.county_code, other_county_code=file.other_county_code,
        opened_by=ctx.principal.id, created_at=ctx.now,
    )  # fmt: skip
    told = {name: ctx.db.info[name] for name in ("actor_kind", "actor_id", "request_id")}
    async with database.writer(clock=ctx.clock, actions={("FileOpening", opening.id): ("open", None)}, **told) as db:
        db.add(opening)


async def void(ctx: Ctx, file_id: UUID, expected: int, body: WithReason) -> FileOut:
    """Take a file away; its content is erased 30 days later.

    Raises 404; 403 for who may not write the owner or whose side has not uploaded it; 409 when it is void already; 412.
    """
    file, access = await _found(ctx, file_id, lock=True)
    if "void" not in _out(file, ctx.principal, access).allowed_actions:
        raise Problem("permission.denied", who="上传这份文件的一方")
    check_version(file, expected)
    if file.voided_at is not None:
        raise Problem("state.illegal", state="已移除", action="移除")
    file.voided_at, file.void_reason = ctx.now, body.reason
    ctx.act(file, "void")
    await ctx.db.flush()
    return _out(file, ctx.principal, access)


async def erase_due(db: AsyncSession, now: datetime) -> int:
    """Forget names and contents whose time has come; the blobs go afterwards. How many files."""
    found: Sequence[File] = await queries.due(db, now)
    for file in found:
        file.erased_at, file.name = now, ""
        db.info.setdefault("actions", {})["File", file.id] = ("erase", None)
    return len(found)
