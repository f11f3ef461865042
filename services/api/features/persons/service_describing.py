"""What is told about a person beside work: what somebody is meant for, health, and the papers behind service."""

from uuid import UUID

from services.api.features.files import service as files
from services.api.features.persons.models import PersonHealth, ServiceRecord
from services.api.features.persons.service_reading import detail
from services.api.features.persons.service_writing import Loaded, load, written
from services.api.features.staff import service_people as people
from services.api.kernel.context import Ctx
from services.api.kernel.etag import check_version
from services.api.kernel.personal import PersonalData
from services.api.kernel.problems import Problem, invalid
from services.contracts.files import FileKind
from services.contracts.person_records import Evidence
from services.contracts.persons import HealthIn, PersonAims, PersonDetail


async def describe(ctx: Ctx, person_id: UUID, body: PersonAims, expected: int) -> PersonDetail:
    """What a person is meant for, as a whole (E-07.12 to E-07.14). Raises 404, 403, 412."""
    found = await load(ctx, person_id, "describe")
    check_version(found.person, expected)
    found.person.sqlmodel_update(body.model_dump())
    return await written(ctx, found, "describe")


async def tell_health(ctx: Ctx, person_id: UUID, body: HealthIn, expected: int, personal: PersonalData) -> PersonDetail:
    """Whether somebody is fit (E-07.11); what was told before is kept and does not count any more.

    Its event names neither a value nor the person, and the person's event no field. Raises 404, 403, 412.
    """
    found = await load(ctx, person_id, "tell-health")
    check_version(found.person, expected)
    note = personal.encrypt(body.note) if body.note else None
    told = PersonHealth(
        county_code=found.staff.county_code, person_id=person_id, ok=body.ok, note_cipher=note, told_on=ctx.today
    )
    ctx.db.add(told)
    ctx.act(told, "record")
    return await written(ctx, found, "correct")


async def verify(ctx: Ctx, person_id: UUID, record_id: UUID, body: Evidence, expected: int) -> PersonDetail:
    """The county compared a service record with its papers (E-11.5).

    Raises 404, 403, 412; 409 `state.illegal` when it is verified already; 422 on the papers.
    """
    found, row = await _service(ctx, person_id, record_id, "verify", expected)
    if row.verified_at is not None:
        raise Problem("state.illegal", state="已核实", action="核实")
    row.verified_at, row.verified_by = ctx.now, ctx.principal.id
    await _attach(ctx, found, row, body)
    ctx.act(row, "verify")
    await ctx.db.flush()
    return await detail(ctx, person_id)


async def add_evidence(ctx: Ctx, person_id: UUID, record_id: UUID, body: Evidence, expected: int) -> PersonDetail:
    """Papers about a service record. Raises 404, 403, 412; 422 on the papers, or without any."""
    found, row = await _service(ctx, person_id, record_id, "record", expected)
    if not body.file_ids:
        raise invalid("file_ids", "missing", "请选要传的文件")
    await _attach(ctx, found, row, body)
    return await detail(ctx, person_id)


async def _service(
    ctx: Ctx, person_id: UUID, record_id: UUID, action: str, expected: int
) -> tuple[Loaded, ServiceRecord]:
    found = await load(ctx, person_id, action)
    row = await people.record(ctx.db, ServiceRecord, person_id, record_id)
    if row is None:
        raise Problem("resource.not_found")
    check_version(row, expected)
    return found, row


async def _attach(ctx: Ctx, found: Loaded, row: ServiceRecord, body: Evidence) -> None:
    owner = files.Owner(found.person.id, found.staff.county_code, part=("service_record_id", row.id))
    await files.attach(ctx, body.file_ids, FileKind.service_evidence, owner)
    await ctx.db.flush()
