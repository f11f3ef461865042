"""A closed month of the demo: the province closes it by hand, and a school puts an activity of it right afterwards."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from services.api.demo.exchange import at
from services.api.demo.stage import Later, Scene, Stage
from services.api.features.activities.models import Activity
from services.api.features.periods import service_closing, service_correcting
from services.api.kernel.periods import month_of, month_period, next_month
from services.api.kernel.positions import BATCH, give_positions

PROVINCE, SUPERVISOR = "610000", "demo.shaanxi"
COUNTY, COORDINATOR = "610304", "demo.chencang"
CLOSED_AFTER = timedelta(days=11)
"""From the first day of the next month: its reports are in."""
WHY = "省里要汇总上个月的情况。"


def close_and_correct(
    stage: Stage, months: Sequence[str], activities: Sequence[Activity], present: datetime
) -> list[tuple[datetime, Scene]]:
    """The latest of these months for which all of it is over by now; nothing in the first weeks of a school year."""
    for month in reversed(months):
        day = month_period(next_month(month)).start_on + CLOSED_AFTER
        next_day = day + timedelta(days=1)
        told = [each for each in activities if each.county_code == COUNTY and month_of(each.held_on) == month]
        if told and at(next_day, 11) <= present:
            return [
                (at(day, 10), partial(_close, stage, month)),
                (at(next_day, 10), partial(_correct, stage, told[-1])),
                (at(next_day, 11), partial(_find, stage)),
            ]
    return []


async def _close(stage: Stage, month: str) -> Later:
    body = {"region_code": PROVINCE, "kind": "month", "key": month, "reason": WHY}
    await stage.call(SUPERVISOR, "POST", "/periods", json=body)
    await _number(stage)
    state = stage.app.state
    await service_closing.close_due(state.database, state.settings, stage.clock.now())
    return []


async def _correct(stage: Stage, activity: Activity) -> Later:
    path = f"/activities/{activity.id}"
    seen = await stage.call(COORDINATOR, "GET", path)
    body = {"recipient_count": seen["recipient_count"] + 2}
    await stage.call(COORDINATOR, "PATCH", path, json=body, version=seen["version"])
    return []


async def _find(stage: Stage) -> Later:
    await _number(stage)
    state = stage.app.state
    await service_correcting.correct_due(state.database, state.settings, stage.clock.now())
    return []


async def _number(stage: Stage) -> None:
    """Corrections are found in the log, which the worker numbers."""
    while True:
        async with stage.app.state.database.writer(clock=stage.clock) as session:
            if await give_positions(session, stage.clock.now()) < BATCH:
                return
