"""The dated records of a person as they are stored and shown (E-07 … E-12)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from services.api.features.persons import queries
from services.api.features.persons.models import (
    PersonEducation,
    PersonHealth,
    PersonRelation,
    ServiceRecord,
    StaffHonour,
    TeacherCertificate,
)
from services.api.features.schools import service as schools
from services.api.features.schools.service_nature import Decided, natures
from services.api.features.staff import service_people as people
from services.api.features.staff.service_dated import PersonName, PersonRow, StaffPosition, StaffTeaching, StaffTitle
from services.api.kernel.context import Ctx
from services.api.kernel.personal import PersonalData
from services.contracts.accounts import SchoolRef
from services.contracts.codes import Locality, RecordKind, SchoolFlag
from services.contracts.files import FileOut
from services.contracts.person_records import (
    CertificateOut,
    EducationOut,
    HonourOut,
    PositionOut,
    ServiceOut,
    SpouseOut,
    TeachingOut,
    TitleOut,
)
from services.contracts.persons import HealthOut

MODELS: Mapping[RecordKind, type[PersonRow]] = {
    RecordKind.position: StaffPosition,
    RecordKind.job_title: StaffTitle,
    RecordKind.teaching: StaffTeaching,
    RecordKind.honour: StaffHonour,
    RecordKind.service: ServiceRecord,
    RecordKind.certificate: TeacherCertificate,
    RecordKind.education: PersonEducation,
    RecordKind.spouse: PersonRelation,
}
"""What can be added, put right and voided as a record."""
KIND_OF: Mapping[type[PersonRow], RecordKind] = {model: kind for kind, model in MODELS.items()}
EVERY_KIND: tuple[type[PersonRow], ...] = (*MODELS.values(), PersonName, PersonHealth)
Rows = dict[type[PersonRow], list[Any]]


async def all_rows(ctx: Ctx, person_id: UUID) -> Rows:
    """Every record of a person by kind, void ones too, the latest first. One query a kind."""
    found: Rows = {kind: await people.every_row(ctx.db, kind, person_id) for kind in EVERY_KIND}
    found[PersonRelation] = list(await queries.relations(ctx.db, person_id))
    return {kind: sorted(rows, key=_day, reverse=True) for kind, rows in found.items()}


def _day(row: Any) -> Any:
    named = ("start_on", "awarded_on", "obtained_on", "graduated_on", "told_on", "end_on")
    day = next((getattr(row, name) for name in named if hasattr(row, name)), row.created_at.date())
    return day, row.created_at


def school_ids(rows: Rows) -> set[UUID]:
    """Every school that the records name."""
    named = {
        getattr(row, name, None) for kind in rows.values() for row in kind for name in ("school_id", "spouse_school_id")
    }
    return {each for each in named if each is not None}


@dataclass(frozen=True, slots=True)
class Proof:
    """What stands behind service records: names of those who verified them, and the papers of the person."""

    names: Mapping[UUID, str]
    files: Sequence[FileOut]


class Shown:
    """Records as a reader of a field set gets them; `typed` says whether what people typed is given too."""

    def __init__(
        self, rows: Rows, refs: Mapping[UUID, SchoolRef], *, allowed: Collection[str], typed: bool
    ) -> None:  # fmt: skip
        self._rows = {kind: [row for row in found if row.voided_at is None] for kind, found in rows.items()}
        self._refs, self._may_write, self._typed = refs, "record" in allowed, typed
        self._may_verify = "verify" in allowed

    def _values(self, row: Any, *, may: Sequence[str] = ("correct", "void")) -> dict[str, Any]:
        allowed = list(may) if self._may_write else []
        said = dict.fromkeys(part for part in (row.basis, row.correction) if part)
        basis = "；".join(said) if self._typed else None
        values: dict[str, Any] = row.model_dump()
        return values | {"allowed_actions": allowed, "basis": basis}

    def _in_turn(self, row: Any) -> dict[str, Any]:
        """What follows another of its kind: what is so now is put right or changed, never voided."""
        return self._values(row, may=("correct", "void") if row.end_on else ("correct",))

    def positions(self) -> list[PositionOut]:
        """Posts."""
        return [
            PositionOut.model_validate(self._in_turn(row) | {"school": self._refs.get(row.school_id)})
            for row in self._rows[StaffPosition]
        ]

    def titles(self) -> list[TitleOut]:
        """Titles."""
        return [TitleOut.model_validate(self._in_turn(row)) for row in self._rows[StaffTitle]]

    def teachings(self) -> list[TeachingOut]:
        """What somebody teaches and taught."""
        return [TeachingOut.model_validate(self._in_turn(row)) for row in self._rows[StaffTeaching]]

    def honours(self) -> list[HonourOut]:
        """Honours."""
        hidden = {} if self._typed else {"document_no": None}
        return [HonourOut.model_validate(self._values(row) | hidden) for row in self._rows[StaffHonour]]

    def certificates(self) -> list[CertificateOut]:
        """Teacher certificates."""
        hidden = {} if self._typed else {"number": None}
        return [CertificateOut.model_validate(self._values(row) | hidden) for row in self._rows[TeacherCertificate]]

    def educations(self) -> list[EducationOut]:
        """Education and degrees."""
        return [EducationOut.model_validate(self._values(row)) for row in self._rows[PersonEducation]]

    def services(self, decided: Mapping[UUID, Sequence[Decided]], proof: Proof) -> list[ServiceOut]:
        """Service with the nature of the schools at the time, who verified it, and its papers."""
        return [
            ServiceOut.model_validate(
                self._values(row)
                | {"school": self._refs.get(row.school_id), **_nature(row, decided.get(row.school_id, ()))}
                | {
                    "allowed_actions": self._on_service(row),
                    "verified_by": proof.names.get(row.verified_by, "") if row.verified_by else "",
                    "files": [file for file in proof.files if file.part_id == row.id],
                }
            )
            for row in self._rows[ServiceRecord]
        ]

    def _on_service(self, row: ServiceRecord) -> list[str]:
        verify = ["verify"] if self._may_verify and row.verified_at is None else []
        return [*(["correct", "void", "evidence"] if self._may_write else []), *verify]

    def health(self, personal: PersonalData) -> HealthOut | None:
        """The last word on health, or None."""
        last = next(iter(self._rows[PersonHealth]), None)
        if last is None:
            return None
        return HealthOut(
            ok=last.ok, told_on=last.told_on, note=personal.decrypt(last.note_cipher) if last.note_cipher else ""
        )

    def spouses(self, person_id: UUID, workplaces: Mapping[UUID, Any]) -> list[SpouseOut]:
        """The spouse's work, from either side."""
        return [self._spouse(row, person_id, workplaces) for row in self._rows[PersonRelation]]

    def _spouse(self, row: PersonRelation, person_id: UUID, workplaces: Mapping[UUID, Any]) -> SpouseOut:
        own = row.person_id == person_id
        other = row.spouse_person_id if own else row.person_id
        known = workplaces.get(other) if other else None
        values = self._values(row, may=("correct", "void") if own else ())
        values |= {
            "person_id": other,
            "name": known.name if known else row.spouse_name,
            "school": self._refs.get(known.school_id if known else row.spouse_school_id),  # type: ignore[arg-type]
            "post": known.post if known else row.spouse_post,
        }
        return SpouseOut.model_validate(values)

    def former_names(self) -> list[Any]:
        """Names somebody had before."""
        return self._rows[PersonName]


def _nature(row: ServiceRecord, decided: Sequence[Decided]) -> dict[str, Any]:
    if row.school_id is None:
        return {"localities": [row.locality] if row.locality else [], "flags": row.flags}
    then = [each.value for each in decided if each.touches(row.start_on, row.end_on)]
    return {
        "localities": list(dict.fromkeys(value for value in then if isinstance(value, Locality))),
        "flags": list(dict.fromkeys(value for value in then if isinstance(value, SchoolFlag))),
    }


async def decisions(ctx: Ctx, rows: Rows) -> Mapping[UUID, Sequence[Decided]]:
    """The decisions on the schools that somebody served at. Two queries."""
    ids: Collection[UUID] = {row.school_id for row in rows[ServiceRecord] if row.school_id is not None}
    return await natures(ctx.db, ids)


async def refs_of(ctx: Ctx, ids: Collection[UUID]) -> dict[UUID, SchoolRef]:
    """The schools in one line each. One query."""
    return await schools.refs(ctx.db, ids)


async def spouse_places(ctx: Ctx, rows: Rows, person_id: UUID) -> dict[UUID, Any]:
    """Where the spouses work now. One query."""
    found = {row.spouse_person_id if row.person_id == person_id else row.person_id for row in rows[PersonRelation]}
    return await queries.workplaces(ctx.db, [each for each in found if each is not None])
