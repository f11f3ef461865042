"""Establishments of the demo: approved posts, what a school over them did, and people who are to move."""

from collections.abc import Mapping
from datetime import date, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from services.api.demo.base import Cast
from services.api.features.schools.models import SchoolHeadcount
from services.api.features.staff_moves.models import StaffMove, SurplusMeasure
from services.api.kernel import bulk
from services.contracts.codes import StaffMoveKind, StaffMoveReason, StaffMoveStatus, SurplusMethod

_S = StaffMoveStatus
OVER = "guozhen_primary"
FREE: Mapping[str, int] = {
    OVER: -2, "guozhen_junior": 0, "yangping": 2, "panxi": 0, "xiangquan": 1, "xiangong": 1, "fenggeling": -1,
}  # fmt: skip
"""Approved posts beside the people a school has; schools that are not named have no number yet."""
BASIS = "区编办核定教职工编制的通知"
MOVES = (
    (OVER, -1, "yangping", StaffMoveKind.within_quota, StaffMoveReason.subject_need, _S.decided, 20),
    (OVER, -2, "xiangquan", StaffMoveKind.surplus, StaffMoveReason.competition, _S.filed, 45),
    ("guozhen_junior", -1, "tuoshi", StaffMoveKind.within_quota, StaffMoveReason.own_request, _S.proposed, 45),
)
"""From, who of its people, to, kind, reason, state, days until it is to be."""


async def tell_establishments(session: AsyncSession, cast: Cast, start: date, today: date) -> None:
    """Write posts from the first day of the school year, and what goes on today."""
    await bulk.insert_many(session, _headcounts(cast, start), "set-headcount")
    await bulk.insert_many(session, _measures(cast, today), "record")
    await bulk.insert_many(session, _moves(cast, today), "decide")


def _headcounts(cast: Cast, start: date) -> list[SchoolHeadcount]:
    """Approved posts from the first day of the school year on: some schools over, some under, one not known."""
    return [
        SchoolHeadcount(
            school_id=cast.schools[key].id, county_code=cast.schools[key].county_code,
            approved=len(cast.people[key]) + free, senior_posts=2, middle_posts=2, junior_posts=1, start_on=start,
            basis=BASIS,
        )
        for key, free in FREE.items()
    ]  # fmt: skip


def _measures(cast: Cast, today: date) -> list[SurplusMeasure]:
    """One teacher of the school that is over its posts was trained for another subject."""
    school = cast.schools[OVER]
    return [
        SurplusMeasure(
            school_id=school.id, county_code=school.county_code, method=SurplusMethod.training, people=1,
            done_on=today - timedelta(days=30), basis="校务会纪要", note="参加科学学科转岗培训，下学期转教科学。",
        )
    ]  # fmt: skip


def _moves(cast: Cast, today: date) -> list[StaffMove]:
    """One to be filed, one filed, one that the county has to decide because no number of posts is known."""
    return [_move(cast, today, *each) for each in MOVES]


def _move(
    cast: Cast, today: date, source: str, who: int, target: str, kind: StaffMoveKind, reason: StaffMoveReason,
    status: StaffMoveStatus, days: int,
) -> StaffMove:  # fmt: skip
    person, _ = cast.people[source][who]
    leaves, comes = cast.schools[source], cast.schools[target]
    return StaffMove(
        person_id=person.person_id, staff_id=person.id, county_code=leaves.county_code,
        other_county_code=comes.county_code, from_school_id=leaves.id, to_school_id=comes.id, kind=kind,
        reason=reason, status=status, needs_approval=status is _S.proposed, subject=person.subject,
        planned_on=today + timedelta(days=days), decided_on=today - timedelta(days=6),
        filed_on=today - timedelta(days=3) if status is _S.filed else None,
    )  # fmt: skip
