"""Staff of a school that is merged, split or closed; its leadership team and taken posts for the school's page."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.schools import service as schools
from services.api.features.schools.service import SHOWN_NAMES, Move, Posts
from services.api.features.staff import queries_school
from services.api.features.staff.models_dated import StaffPosition
from services.api.kernel.context import Ctx
from services.api.kernel.problems import invalid
from services.contracts.codes import Title
from services.contracts.places import TeamMember
from services.contracts.school_history import Carried

SENIOR, MIDDLE = frozenset({Title.full_senior, Title.senior}), frozenset({Title.first})
JUNIOR = frozenset({Title.second, Title.third})
"""Classes of titles by which posts are approved (E-18.2)."""


class StaffMover:
    """Open employments go along; without a successor they hold up the end of a school."""

    async def look(self, ctx: Ctx, move: Move) -> list[Carried]:
        """Whose employment goes. Raises 422 when a split names people who are not at the school."""
        found = await queries_school.open_at(ctx.db, move.from_id, move.staff_ids)
        if move.staff_ids is not None and len(found) < len(move.staff_ids):
            raise invalid("new_schools", "succession.staff", "有人不在这所学校，请刷新后重新选择")
        names = [name for _, name in found[:SHOWN_NAMES]]
        happens = "move" if move.to_id is not None else "block"
        return [Carried(what="staff", happens=happens, count=len(found), names=names)]

    async def carry(self, ctx: Ctx, move: Move) -> None:
        """Amend the school of each."""
        if move.to_id is None:
            return
        found = await queries_school.open_at(ctx.db, move.from_id, move.staff_ids, locked=True)
        person_ids = [staff.person_id for staff, _ in found]
        await _carry_posts(ctx, move, person_ids)
        for staff, _ in found:
            schools.record_move(ctx.db, move, "staff", staff.id, side="school", county_code=staff.county_code)
            staff.school_id, staff.county_code = move.to_id, move.to_county or staff.county_code
            ctx.act(staff, "succession")
        if move.to_county is not None:
            for person in await queries_school.persons(ctx.db, person_ids):
                person.county_code = move.to_county
                ctx.act(person, "succession")
        await ctx.db.flush()


async def _carry_posts(ctx: Ctx, move: Move, person_ids: list[UUID]) -> None:
    """The posts at the old school end the day before; the same posts at the successor begin (E-10)."""
    fresh = []
    for post in await queries_school.positions_at(ctx.db, move.from_id, person_ids):
        ctx.act(post, "succession")
        if post.start_on >= move.on:
            post.school_id, post.county_code = move.to_id, move.to_county or post.county_code
            continue
        post.end_on = move.until_on
        values = post.model_dump(include={"person_id", "post", "leadership"})
        values["county_code"] = move.to_county or post.county_code
        fresh.append(StaffPosition(**values, school_id=move.to_id, start_on=move.on, basis=move.reason))
    await ctx.db.flush()  # one running row a person: the old ones end before the new ones begin
    ctx.db.add_all(fresh)


async def leadership(ctx: Ctx, school_id: UUID) -> list[TeamMember]:
    """Principal, vice principals and middle leaders of a school today. One query."""
    rows = await queries_school.leaders(ctx.db, school_id)
    named = ctx.principal.sees_names
    return [TeamMember(staff_id=row.id, name=row.name if named else None, post=row.post) for row in rows]


async def posts(db: AsyncSession, school_id: UUID) -> Posts:
    """How many people in the quota a school has, by class of title. One query."""
    counts = await queries_school.titles_in_quota(db, school_id)
    classes = [sum(n for title, n in counts.items() if title in group) for group in (SENIOR, MIDDLE, JUNIOR)]
    return Posts(sum(counts.values()), *classes)
