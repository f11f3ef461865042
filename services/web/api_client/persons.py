"""Persons with everything dated, records that may be one person, merges."""

from dataclasses import dataclass
from uuid import UUID

from services.contracts.base import Page
from services.contracts.merges import Duplicate, MergeOut, MergePreview
from services.contracts.persons import PersonDetail, PersonRow, UnmaskedOut
from services.web.api_client.base import Api, ApiProblem, Body, Query
from services.web.inputs import Option

PICKED = 8


@dataclass(slots=True)
class PersonsClient:
    """`persons` and `person-merges`."""

    api: Api

    async def detail(self, person_id: UUID | str) -> PersonDetail:
        """One person with everything dated."""
        return await self.api.get(f"/persons/{person_id}", PersonDetail)

    async def own(self) -> PersonDetail:
        """The caller's own."""
        return await self.api.get("/persons/me", PersonDetail)

    async def rows(self, params: Query) -> Page[PersonRow]:
        """One page of persons."""
        return await self.api.get("/persons", Page[PersonRow], params)

    async def act(self, person_id: UUID, action: str, body: Body, version: int) -> PersonDetail:
        """Correct or change."""
        return await self.api.post(f"/persons/{person_id}/{action}", PersonDetail, body, if_match=version)

    async def unmask(self, person_id: UUID, body: Body) -> UnmaskedOut:
        """The whole identity number, this once."""
        return await self.api.post(f"/persons/{person_id}/unmask", UnmaskedOut, body)

    async def add_record(self, person_id: UUID, body: Body, key: str) -> PersonDetail:
        """Add a dated record."""
        path = f"/persons/{person_id}/records"
        try:
            return await self.api.post(path, PersonDetail, body, idempotency_key=key or None)
        except ApiProblem as problem:
            raise _plainly(problem) from problem

    async def correct_record(self, person_id: UUID, record_id: UUID, body: Body, version: int) -> PersonDetail:
        """Put a dated record right."""
        path = f"/persons/{person_id}/records/{record_id}/correct"
        try:
            return await self.api.post(path, PersonDetail, body, if_match=version)
        except ApiProblem as problem:
            raise _plainly(problem) from problem

    async def act_on_record(
        self, person_id: UUID, record_id: UUID, action: str, body: Body, version: int
    ) -> PersonDetail:
        """Void a dated record, verify service, or add its papers."""
        path = f"/persons/{person_id}/records/{record_id}/{action}"
        return await self.api.post(path, PersonDetail, body, if_match=version)

    async def duplicates(self, params: Query) -> Page[Duplicate]:
        """Pairs that may be one person."""
        return await self.api.get("/persons/duplicates", Page[Duplicate], params)

    async def merges(self, params: Query) -> Page[MergeOut]:
        """Merges, the newest first."""
        return await self.api.get("/person-merges", Page[MergeOut], params)

    async def preview(self, kept_id: UUID, merged_id: UUID) -> MergePreview:
        """Two records side by side."""
        ids = {"kept_person_id": str(kept_id), "merged_person_id": str(merged_id)}
        return await self.api.get("/person-merges/preview", MergePreview, ids)

    async def merge(self, body: Body, key: str) -> MergeOut:
        """Make two records one."""
        return await self.api.post("/person-merges", MergeOut, body, idempotency_key=key or None)

    async def one_merge(self, merge_id: UUID) -> MergeOut:
        """One merge."""
        return await self.api.get(f"/person-merges/{merge_id}", MergeOut)

    async def undo(self, merge_id: UUID, body: Body, version: int) -> MergeOut:
        """Put everything back."""
        return await self.api.post(f"/person-merges/{merge_id}/undo", MergeOut, body, if_match=version)

    async def tell_apart(self, person_id: UUID, body: Body) -> None:
        """Two records are two persons."""
        await self.api.send("POST", f"/persons/{person_id}/distinct", body=body)

    async def find(self, text: str) -> list[Option]:
        """Answer a picker's search: name, pinyin or initials."""
        found = await self.rows({"q": text[:60], "limit": PICKED})
        return [_option(each) for each in found.items]


def _plainly(problem: ApiProblem) -> ApiProblem:
    """Name the fields of the record as the form does: `awarded_on` for `record.honour.awarded_on`."""
    for error in problem.errors:
        parts = error.field.split(".")
        if parts[0] == "record":
            error.field = next((part for part in parts[2:] if not part.isdecimal()), parts[-1])
    return problem


def _option(person: PersonRow) -> Option:
    name, job = person.name or "没有姓名", person.employment
    where = "·".join(part for part in (job.school.name, job.post.label, job.subject) if part) if job else "没有在职"
    return Option(f"{person.id} {name}", name, where)
