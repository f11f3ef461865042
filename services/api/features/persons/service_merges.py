"""Records that may be one person as a worklist, merges side by side, and undoing them."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from services.api.features.accounts import service as accounts
from services.api.features.assignments import service_person as assignments
from services.api.features.lesson_records import service_following as lessons
from services.api.features.mentor_pairs import service_following as mentoring
from services.api.features.persons import queries_duplicates as queries
from services.api.features.persons import rules_merging, rules_telling
from services.api.features.persons.models import PersonDistinct, PersonMerge
from services.api.features.persons.service_merging import DATED, Merging, both_sides, merge, obstacles
from services.api.features.persons.service_records import EVERY_KIND
from services.api.features.schools import service as schools
from services.api.features.staff import service_people as people
from services.api.features.staff_moves import service_following as staff_moves
from services.api.kernel.competence import decides_between
from services.api.kernel.context import Ctx
from services.api.kernel.etag import check_version
from services.api.kernel.exporting import Everything
from services.api.kernel.moving import changed_since, move_back, moved_rows
from services.api.kernel.paging import PageAsked, page_of
from services.api.kernel.problems import Problem, problem_on
from services.contracts.accounts import SchoolRef
from services.contracts.base import Page
from services.contracts.merges import (
    DistinctPersons,
    Duplicate,
    DuplicateSide,
    MergeAsked,
    MergeOut,
    MergePreview,
    SideBySide,
)
from services.contracts.pairings import WithReason


async def duplicates(ctx: Ctx, _asked: Everything, page: PageAsked) -> Page[Duplicate]:
    """Pairs of records in scope that may be one person. Three queries, four with a count."""
    pairs = queries.duplicates(ctx.scope)
    columns = pairs.selected_columns
    keys = [(columns.one_id, UUID), (columns.other_id, UUID)]
    found = await page_of(ctx.db, pairs, page, keys)
    sides = await _sides(ctx, [each for row in found.rows for each in (row.one_id, row.other_id)])
    return Page(
        items=[
            Duplicate(why=sorted({row.why, row.also}), one=sides[row.one_id], other=sides[row.other_id])
            for row in found.rows
        ],
        **found.around(),
    )


async def _sides(ctx: Ctx, person_ids: Sequence[UUID]) -> dict[UUID, DuplicateSide]:
    rows = await queries.sides(ctx.db, set(person_ids))
    refs = await schools.refs(ctx.db, {row.school_id for row in rows.values() if row.school_id is not None})
    return {person_id: _side(row, refs) for person_id, row in rows.items()}


def _side(row: Any, refs: Mapping[UUID, SchoolRef]) -> DuplicateSide:
    values = {**row._mapping, "staff_no": row.staff_no or "", "school": refs.get(row.school_id)}  # noqa: SLF001 - SQLAlchemy's public name
    return DuplicateSide.model_validate(values)


async def tell_apart(ctx: Ctx, person_id: UUID, body: DistinctPersons) -> None:
    """Two records are two persons: the pair leaves the worklist. Saying it again changes nothing.

    Raises 404, 403 unless the caller decides between the two counties.
    """
    merging = await both_sides(ctx, person_id, body.other_person_id)
    one_id, other_id = sorted((person_id, body.other_person_id))
    if await queries.told_apart(ctx.db, one_id, other_id):
        return
    decision = PersonDistinct(
        county_code=merging.kept.person.county_code, person_id=one_id, other_person_id=other_id, reason=body.reason,
        decided_by=ctx.principal.id,
    )  # fmt: skip
    ctx.db.add(decision)
    ctx.act(decision, "tell_apart")
    await ctx.db.flush()


async def preview(ctx: Ctx, kept_id: UUID, merged_id: UUID) -> MergePreview:
    """Both records side by side, how many rows would move, and what stands in the way; nothing is written.

    Raises 404, 403 unless the caller decides between the two counties.
    """
    merging = await both_sides(ctx, kept_id, merged_id, lock=False)
    sides = await _sides(ctx, [kept_id, merged_id])
    return MergePreview(
        kept=sides[kept_id],
        merged=sides[merged_id],
        values=await _values(ctx, merging),
        moves=await _moves(ctx, merging),
        obstacles=await obstacles(ctx, merging),
    )


async def _values(ctx: Ctx, merging: Merging) -> list[SideBySide]:
    kept, merged = [await _words(ctx, side.person) for side in (merging.kept, merging.merged)]
    return [
        SideBySide(field=name, kept=kept[name], merged=merged[name], differs=kept[name] != merged[name])
        for name in kept
    ]


async def _words(ctx: Ctx, person: people.Person) -> dict[str, str]:
    """The values that can be chosen, as people read them."""
    words = {
        "name": person.name,
        "sex": person.sex.label,
        "birth_on": person.birth_on.isoformat(),
        "id_number": person.id_number_masked or "",
        "career_start_on": person.career_start_on.isoformat() if person.career_start_on else "",
        "confirmed_on": person.confirmed_on.isoformat() if person.confirmed_on else "",
    }
    for kind, name in DATED.items():
        rows: list[Any] = await people.rows_of(ctx.db, kind, person.id)
        words[name] = rules_merging.words_of(rows[0]) if rows else ""
    return words


async def _moves(ctx: Ctx, merging: Merging) -> dict[str, int]:
    person_id = merging.merged.person.id
    counts = {"staff": len(merging.merged.employed)}
    for kind in EVERY_KIND:
        counts[str(kind.__tablename__)] = len(await people.rows_of(ctx.db, kind, person_id))
    counts["assignment"] = len(await assignments.exchanges(ctx.db, person_id))
    counts["mentor_pair"] = len(await mentoring.of_person(ctx, person_id))
    counts["lesson_record"] = await lessons.count_of_person(ctx.db, person_id)
    return {name: count for name, count in counts.items() if count}


async def make(ctx: Ctx, body: MergeAsked) -> MergeOut:
    """Make two records one. Raises as `merge` does."""
    return await _out(ctx, await merge(ctx, body))


async def listing(ctx: Ctx, _asked: Everything, page: PageAsked) -> Page[MergeOut]:
    """Merges that concern the caller's counties, the newest first. Three queries, four with a count."""
    found = await page_of(ctx.db, queries.merges(ctx.scope), page, [(queries.MERGE_ID, UUID)], descending=True)
    made = [row.PersonMerge for row in found.rows]
    words = await _named(ctx, made)
    return Page(
        items=[_out_of(ctx, each, words) for each in made], **found.around(),
    )  # fmt: skip


async def detail(ctx: Ctx, merge_id: UUID) -> MergeOut:
    """One merge. Raises 404."""
    found = await queries.merge(ctx.db, ctx.scope, merge_id)
    if found is None:
        raise Problem("resource.not_found")
    return await _out(ctx, found)


async def undo(ctx: Ctx, merge_id: UUID, body: WithReason, expected: int) -> MergeOut:
    """Put every row back as it was before the merge.

    Raises 404, 403, 412; 409 `state.illegal` when it was undone, `person.changed_since` when somebody has changed
    one of the rows since, has merged the record into another one, or has planned something on what would go back.
    """
    found = await queries.merge(ctx.db, ctx.scope, merge_id, locked=True)
    if found is None:
        raise Problem("resource.not_found")
    if not _may_undo(ctx, found):
        raise Problem("permission.denied", who="主管的区县协调人（跨县由市、跨市由省督导）")
    check_version(found, expected)
    if found.undone_at is not None:
        raise Problem("state.illegal", state="已撤销", action="撤销合并")
    rows = await moved_rows(ctx.db, found.moved)
    await _refuse_changed(ctx, found, rows)
    await move_back(ctx.db, found.moved, rows)
    for row in rows.values():
        ctx.act(row, "undo-merge")
    found.undone_at, found.undone_by, found.undo_reason = ctx.now, ctx.principal.id, body.reason
    ctx.act(found, "undo")
    await ctx.db.flush()
    return await _out(ctx, found)


def _may_undo(ctx: Ctx, merge: PersonMerge) -> bool:
    return decides_between(ctx.principal, merge.county_code, merge.other_county_code)


async def _refuse_changed(ctx: Ctx, merge: PersonMerge, rows: Mapping[tuple[str, str], Any]) -> None:
    changed = {str(row.__tablename__) for row in changed_since(merge.moved, rows)}
    known, pairs, heard, moved = (
        [UUID(row_id) for table, row_id in rows if table == name]
        for name in ("assignment", "mentor_pair", "lesson_record", "staff_move")
    )
    back = [UUID(each["id"]) for each in merge.moved if each["table"] == "staff" and "person_id" in each["before"]]
    if await assignments.later_of_staff(ctx.db, back, known):
        changed.add("assignment")
    if await mentoring.later_of_staff(ctx.db, back, pairs):
        changed.add("mentor_pair")
    if await lessons.later_of_staff(ctx.db, back, heard):
        changed.add("lesson_record")
    if await staff_moves.later_of_staff(ctx.db, back, moved):
        changed.add("staff_move")
    if changed:
        what = "、".join(sorted(rules_telling.KIND_WORDS.get(table, table) for table in changed))
        raise problem_on("merge_id", "person.changed_since", what=what)


async def _named(ctx: Ctx, made: Sequence[PersonMerge]) -> dict[str, Any]:
    persons = {each for row in made for each in (row.kept_person_id, row.merged_person_id)}
    users = {each for row in made for each in (row.merged_by, row.undone_by) if each is not None}
    return {"persons": await queries.sides(ctx.db, persons), "users": await accounts.names(ctx.db, users)}


async def _out(ctx: Ctx, merge: PersonMerge) -> MergeOut:
    return _out_of(ctx, merge, await _named(ctx, [merge]))


def _out_of(ctx: Ctx, merge: PersonMerge, words: Mapping[str, Any]) -> MergeOut:
    persons, users = words["persons"], words["users"]
    moved = {(each["table"], each["id"]) for each in merge.moved}
    counts: dict[str, int] = {}
    for table, _ in moved:
        counts[table] = counts.get(table, 0) + 1
    return MergeOut(
        id=merge.id, version=merge.version,
        allowed_actions=["undo"] if merge.undone_at is None and _may_undo(ctx, merge) else [],
        kept_person_id=merge.kept_person_id, merged_person_id=merge.merged_person_id,
        kept_name=persons[merge.kept_person_id].name, merged_name=persons[merge.merged_person_id].name,
        moves=counts, reason=merge.reason, merged_at=merge.merged_at, merged_by=users.get(merge.merged_by, ""),
        undone_at=merge.undone_at, undone_by=users.get(merge.undone_by) if merge.undone_by else None,
        undo_reason=merge.undo_reason,
    )  # fmt: skip
