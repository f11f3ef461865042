"""Schools: the door for other features."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.schools import queries, queries_history
from services.api.features.schools.filters import PlanFilter
from services.api.features.schools.hooks import (
    SHOWN_NAMES,
    Move,
    Posts,
    close_guards,
    having_hooks,
    history_hooks,
    movers,
    post_hooks,
    reporter_hooks,
    sent_month_hooks,
    staff_count_hooks,
    team_hooks,
    user_name_hooks,
)
from services.api.features.schools.models import School, SchoolMove
from services.api.features.schools.queries import (
    beginnings,
    closed_among,
    counties_with_schools,
    directory,
    flagged_weak_on,
    localities_on,
    locality_periods,
    refs,
)
from services.api.features.schools.queries_gaps import GAPS, Tally, tally
from services.api.features.schools.queries_history import delegated_to, ever_of, placed_on
from services.api.features.schools.service_changing import change, correct, correct_fact, set_headcount, update
from services.api.features.schools.service_decisions import close, decide_locality, set_flag
from services.api.features.schools.service_delegations import (
    DelegationMover,
    delegate,
    delegations,
    end_delegation,
    report_on_behalf,
)
from services.api.features.schools.service_history import school_history
from services.api.features.schools.service_making import create
from services.api.features.schools.service_planned import cancel as cancel_planned
from services.api.features.schools.service_planned import carry_out_due, look_ahead, succeed
from services.api.features.schools.service_plans import one_planned, planned
from services.api.features.schools.service_reading import detail, file_access, for_change, listing
from services.api.features.schools.service_succession import preview
from services.api.kernel.context import Ctx
from services.api.kernel.problems import Problem, invalid
from services.contracts.accounts import SchoolRef
from services.contracts.codes import Locality

__all__ = [
    "GAPS",
    "SHOWN_NAMES",
    "DelegationMover",
    "Move",
    "PlanFilter",
    "Posts",
    "School",
    "Tally",
    "beginnings",
    "cancel_planned",
    "carry_out_due",
    "change",
    "close",
    "close_guards",
    "closed_among",
    "correct",
    "correct_fact",
    "counties_with_schools",
    "create",
    "decide_locality",
    "delegate",
    "delegated_to",
    "delegations",
    "detail",
    "directory",
    "end_delegation",
    "ever_of",
    "file_access",
    "find",
    "flagged_weak_on",
    "for_change",
    "having_hooks",
    "history_hooks",
    "listing",
    "localities_on",
    "locality_on",
    "locality_periods",
    "look_ahead",
    "movers",
    "one_planned",
    "placed_on",
    "planned",
    "post_hooks",
    "preview",
    "record_move",
    "refs",
    "refs_on",
    "report_on_behalf",
    "reporter_hooks",
    "require",
    "school_history",
    "sent_month_hooks",
    "set_flag",
    "set_headcount",
    "staff_count_hooks",
    "succeed",
    "tally",
    "team_hooks",
    "update",
    "user_name_hooks",
]  # fmt: skip


async def require(ctx: Ctx, school_id: UUID) -> School:
    """The school when it is in the caller's scope. Raises 404 `resource.not_found`."""
    found = await queries.visible(ctx.db, ctx.scope, school_id)
    if found is None:
        raise Problem("resource.not_found")
    return found


async def find(db: AsyncSession, school_id: UUID, field: str = "school_id") -> School:
    """The school whoever asks. Raises 422 `school.unknown` on the field."""
    found = await queries.find(db, school_id)
    if found is None:
        raise invalid(field, "school.unknown", "没有这所学校，请重新选择")
    return found


async def locality_on(db: AsyncSession, school_id: UUID, day: date) -> Locality | None:
    """The county's decision that was in force on the day."""
    return (await localities_on(db, [school_id], day)).get(school_id)


async def refs_on(db: AsyncSession, ids: Iterable[UUID], day: date) -> dict[UUID, SchoolRef]:
    """Schools in one line with the names they had on a day."""
    wanted = set(ids)
    present, then = await refs(db, wanted), await queries_history.names_on(db, wanted, day)
    return {key: ref.model_copy(update={"name": then.get(key, ref.name)}) for key, ref in present.items()}


def record_move(db: AsyncSession, move: Move, entity: str, row_id: UUID, *, side: str, county_code: str) -> None:
    """Remember where a live row was until a succession took it along. The caller amends the row."""
    if move.to_id is not None:
        db.add(
            SchoolMove(
                county_code=county_code, entity=entity, moved_row=row_id, side=side, from_school_id=move.from_id,
                to_school_id=move.to_id, until_on=move.until_on,
            )
        )  # fmt: skip
