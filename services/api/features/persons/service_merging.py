"""Two records of one person made one, and the merge undone (architecture §4: nothing is deleted).

The record that goes stays, marked; everything that hangs on it moves to the other one. What was before is kept on the
merge, so that undoing puts every row back exactly, unless somebody has changed one of them since.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from services.api.features.accounts import service_people as accounts
from services.api.features.assignments import service_person as assignments
from services.api.features.covers import service as covers
from services.api.features.lesson_records import service_following as lessons
from services.api.features.mentor_listings import service_following as mentor_listings
from services.api.features.mentor_pairs import service_following as mentoring
from services.api.features.persons import queries, queries_duplicates, rules_merging
from services.api.features.persons.models import PersonMerge, PersonUnmasking
from services.api.features.persons.rules_merging import Job
from services.api.features.persons.service_records import EVERY_KIND
from services.api.features.refusals import service_following as refusals
from services.api.features.schools import service as schools
from services.api.features.staff import service_dated as dated
from services.api.features.staff import service_people as people
from services.api.features.staff.service_dated import PersonRow, StaffPosition, StaffTeaching, StaffTitle
from services.api.features.staff_moves import service_following as staff_moves
from services.api.features.support_classes import service_following as support_classes
from services.api.features.term_reviews import service_following as term_reviews
from services.api.kernel.competence import deciders, decides_between
from services.api.kernel.context import Ctx
from services.api.kernel.moving import Moves
from services.api.kernel.problems import Problem, problem_on
from services.contracts.merges import MergeAsked

DATED: Mapping[type[PersonRow], str] = {StaffPosition: "position", StaffTitle: "title", StaffTeaching: "teaching"}
COMPARED = frozenset({"id", "version", "created_at", "person_id", "county_code", "basis", "correction", "void_reason"})
"""Columns that two records of one thing need not share."""
CLASHES = (
    (mentoring.clash, "先办结束或作废其中一对"),
    (mentor_listings.clash, "先撤回其中一条"),
    (refusals.clash, "先处理完或撤回其中一件"),
    (staff_moves.clash, "先办完或撤回其中一项"),
    (lessons.clash, "先作废其中一条听课记录"),
    (term_reviews.clash, "先去掉其中一份"),
)
"""What two persons cannot both have going on, and what to do about it."""


@dataclass(slots=True)
class Side:
    """One of the two records, locked, with its employments."""

    person: people.Person
    employed: Sequence[people.Staff]

    @property
    def jobs(self) -> list[Job]:
        """The employments as plain values."""
        return [Job(each.id, each.school_id, each.hired_on, each.ended_on) for each in self.employed]


@dataclass(slots=True)
class Merging:
    """Both records, their counties before, and what the merge moves."""

    kept: Side
    merged: Side
    take: frozenset[str]
    counties: tuple[str, str]
    moves: Moves = field(default_factory=Moves)

    @property
    def to_id(self) -> UUID:
        """The person who stays."""
        return self.kept.person.id


async def both_sides(
    ctx: Ctx, kept_id: UUID, merged_id: UUID, take: Sequence[str] = (), *, lock: bool = True
) -> Merging:
    """Both records, locked in one order unless they are only looked at.

    Raises 404, 403 unless the caller decides between the two counties, 409 `person.merge_blocked` for one twice.
    """
    if kept_id == merged_id:
        raise problem_on("merged_person_id", "person.merge_blocked", obstacles="两边是同一条记录，请改选一条。")
    found = {each: await _side(ctx, each, lock=lock) for each in sorted((kept_id, merged_id))}
    kept, merged = found[kept_id], found[merged_id]
    counties = kept.person.county_code, merged.person.county_code
    if not decides_between(ctx.principal, *counties):
        raise Problem("permission.denied", who=deciders(*counties))
    return Merging(kept, merged, frozenset(take), counties)


async def _side(ctx: Ctx, person_id: UUID, *, lock: bool) -> Side:
    person = await people.find_person(ctx.db, person_id, locked=lock)
    if person is None or person.merged_at is not None or not ctx.principal.covers(person.county_code):
        raise Problem("resource.not_found")
    return Side(person, await people.employments_of(ctx.db, person_id, locked=lock))


async def obstacles(ctx: Ctx, merging: Merging) -> list[str]:
    """What stands in the way, in sentences that say what to do; empty when the two can be one."""
    found: list[str] = []
    kept, merged = merging.kept, merging.merged
    numbers = {each.person.id_number_hash for each in (kept, merged)} - {None}
    if len(numbers) > 1:
        found.append("两条记录的身份证号不同。是同一个人的，先改正写错的身份证号。")
    for one, other in rules_merging.blocking_jobs(kept.jobs, merged.jobs):
        refs = await schools.refs(ctx.db, [one.school_id, other.school_id])
        names = "和".join(refs[each.school_id].name for each in (one, other))
        found.append(f"两条记录同一时间在{names}都有人事关系，先结束或改正其中一条。")
    shared = await assignments.clash(ctx, kept.person.id, merged.person.id)
    if shared:
        found.append(f"两条记录的交流任务时间重叠（{shared}），先办结束或作废其中一项。")
    for clash, todo in CLASHES:
        words = await clash(ctx.db, kept.person.id, merged.person.id)
        if words:
            found.append(f"{words}，{todo}。")
    return found


async def merge(ctx: Ctx, body: MergeAsked) -> PersonMerge:
    """Make two records one. Raises 404, 403; 409 `person.merge_blocked` with what stands in the way."""
    merging = await both_sides(ctx, body.kept_person_id, body.merged_person_id, body.take)
    blocked = await obstacles(ctx, merging)
    if blocked:
        raise Problem("person.merge_blocked", obstacles="".join(blocked))
    await _move_human(ctx, merging)
    staff_ids = await _move_employments(ctx, merging)
    await assignments.move_to(ctx.db, merging.moves, merging.merged.person.id, merging.to_id, staff_ids)
    await covers.move_to(ctx.db, merging.moves, staff_ids)
    await refusals.move_to(ctx.db, merging.moves, staff_ids)
    await support_classes.move_to(ctx.db, merging.moves, staff_ids)
    await term_reviews.move_to(ctx.db, merging.moves, staff_ids)
    await mentor_listings.move_to(ctx.db, merging.moves, staff_ids)
    await mentoring.move_to(ctx.db, merging.moves, merging.merged.person.id, merging.to_id, staff_ids)
    await staff_moves.move_to(ctx.db, merging.moves, merging.merged.person.id, merging.to_id, staff_ids)
    await lessons.move_to(ctx.db, merging.moves, merging.merged.person.id, merging.to_id, staff_ids)
    await _move_records(ctx, merging)
    await accounts.move_to(ctx.db, merging.moves, merging.merged.person.id, merging.to_id)
    await _show_present(ctx, merging)
    return await _written(ctx, merging, body.reason)


async def _move_human(ctx: Ctx, merging: Merging) -> None:
    kept, merged, moves = merging.kept.person, merging.merged.person, merging.moves
    number = {name: getattr(merged, name) for name in rules_merging.NUMBER}
    moves.move(merged, merged_at=ctx.now)
    if merged.id_number_hash is not None:
        moves.move(merged, **dict.fromkeys(rules_merging.NUMBER))
        await ctx.db.flush()  # the number is one person's at any time
        moves.move(kept, **number)
    values = {name: getattr(merged, name) for name in rules_merging.taken_columns(merging.take)}
    for name in rules_merging.FILLED:
        if getattr(kept, name) is None:
            values[name] = getattr(merged, name)
    moves.move(kept, **values)
    await ctx.db.flush()


async def _move_employments(ctx: Ctx, merging: Merging) -> dict[UUID, UUID]:
    """Employments at one school on the same days are one, with the longer period; which one stands for which."""
    moves, stands_for = merging.moves, {}
    by_id = {each.id: each for each in merging.kept.employed}
    for row in merging.merged.employed:
        job = Job(row.id, row.school_id, row.hired_on, row.ended_on)
        same = rules_merging.same_job(merging.kept.jobs, job)
        if same is None:
            moves.move(row, person_id=merging.to_id)
            continue
        stands_for[row.id] = same.id
        kept = by_id[same.id]
        moves.move(row, merged_at=ctx.now)
        ended_on = None if None in {kept.ended_on, row.ended_on} else max(kept.ended_on, row.ended_on)  # type: ignore[type-var]
        moves.move(
            kept, hired_on=min(kept.hired_on, row.hired_on), ended_on=ended_on, staff_no=kept.staff_no or row.staff_no
        )
    await ctx.db.flush()
    last = next(iter(await people.employments_of(ctx.db, merging.to_id)), None)
    if last is not None:
        moves.move(merging.kept.person, county_code=last.county_code)
    return stands_for


async def _move_records(ctx: Ctx, merging: Merging) -> None:
    for kind in EVERY_KIND:
        stays = await people.every_row(ctx.db, kind, merging.to_id, locked=True)
        comes = await people.every_row(ctx.db, kind, merging.merged.person.id, locked=True)
        await _give_way(ctx, merging, kind, stays, comes)
        for row in comes:
            merging.moves.move(row, person_id=merging.to_id)
        await ctx.db.flush()
    for row in await queries.relations_to(ctx.db, merging.merged.person.id):
        merging.moves.move(row, spouse_person_id=merging.to_id)
    for look in await queries_duplicates.rows_of_person(ctx.db, PersonUnmasking, merging.merged.person.id):
        merging.moves.move(look, person_id=merging.to_id)
    await ctx.db.flush()


async def _give_way(
    ctx: Ctx, merging: Merging, kind: type[PersonRow], stays: Sequence[Any], comes: Sequence[Any]
) -> None:
    """Rows that cannot both be true are voided on the side that was not chosen, and so are those that say the same."""
    if kind in DATED:
        chosen, others = (comes, stays) if DATED[kind] in merging.take else (stays, comes)
        gone = [row for row in others if rules_merging.gives_way(row, chosen)]
    else:
        gone = [row for row in comes if any(_same(row, other) for other in stays)]
    for row in gone:
        if row.voided_at is None:
            merging.moves.move(row, voided_at=ctx.now, void_reason="合并记录时另一条为准")
    await ctx.db.flush()


def _same(row: Any, other: Any) -> bool:
    left, right = (each.model_dump(exclude=COMPARED) for each in (row, other))
    return left == right and row.voided_at is None


async def _show_present(ctx: Ctx, merging: Merging) -> None:
    """The copy of today on the open employment follows the rows that stayed."""
    for row in await people.employments_of(ctx.db, merging.to_id, locked=True):
        if row.ended_on is None:
            facts = await dated.facts_on(ctx.db, merging.to_id, ctx.today)
            merging.moves.move(row, **facts.given())
    await ctx.db.flush()


async def _written(ctx: Ctx, merging: Merging, reason: str) -> PersonMerge:
    for row in merging.moves.rows():
        ctx.act(row, "merge")
    kept, merged = merging.kept.person, merging.merged.person
    made = PersonMerge(
        county_code=merging.counties[0], other_county_code=merging.counties[1], kept_person_id=kept.id,
        merged_person_id=merged.id, moved=merging.moves.stored(), reason=reason, merged_at=ctx.now,
        merged_by=ctx.principal.id,
    )  # fmt: skip
    ctx.db.add(made)
    ctx.act(made, "merge")
    await ctx.db.flush()
    return made
