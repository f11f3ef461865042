"""The months of the demo: reports opened, sent, returned and accepted through the API itself."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from heapq import heapify, heappop, heappush
from itertools import count
from typing import Any

from fastapi import FastAPI
from sqlalchemy import update

from services.api.demo.base import Cast
from services.api.demo.exchange import Story, at, confirmed_at
from services.api.demo.lessons import lesson_records
from services.api.demo.periods import close_and_correct
from services.api.demo.stage import Entry, Later, Scene, Stage, open_stage
from services.api.features.accounts.models import SignInSession
from services.api.features.activities.models import Activity
from services.api.features.assignments.models import Assignment
from services.api.features.lesson_records.models import LessonRecord
from services.api.features.supports.models import Support
from services.api.kernel import bulk
from services.api.kernel.clock import SetClock
from services.api.kernel.periods import month_of, month_period, months_of_school_year, next_month, school_year_of
from services.api.worker import Worker

PLANS = ("下旬开一次联席会议，商量下月听课安排。", "组织两校青年教师同课异构。", "请支援学校送一节语文示范课。")
PUBLIC = (
    "两位老师来校上示范课，本校老师听课研讨。",
    "两校教研组一起备课，商定了单元练习。",
    "师徒一起读新课标，写了读书笔记。",
)
NEVER_SENT = frozenset({"xiangquan"})
SENT_LATE = frozenset({"tuoshi", "wc_qinba"})


async def tell_months(
    app: FastAPI, clock: SetClock, worker: Worker, cast: Cast, story: Story, present: datetime
) -> None:
    """Up to two earlier months of this school year, and the running one up to the present."""
    stage = await open_stage(app, clock, present)
    try:
        await _play(stage, _agenda(stage, worker, cast, story, present), present)
    finally:
        await stage.http.aclose()
        async with app.state.database.writer(clock=clock) as session:
            ended = update(SignInSession).where(SignInSession.id.in_(stage.sessions.values()))  # type: ignore[attr-defined]
            await session.execute(ended.values(revoked_at=present))


def clock_day(moment: datetime) -> date:
    """The Shanghai day of an instant."""
    return SetClock(moment).today()


def _months(today: date) -> list[str]:
    current = month_of(today)
    year = months_of_school_year(school_year_of(today))
    return [month for month in (next_month(current, -2), next_month(current, -1), current) if month in year]


async def _play(stage: Stage, agenda: list[Entry], present: datetime) -> None:
    """One scene after another in the order of their times; a scene may name later ones."""
    order = count(len(agenda))
    heapify(agenda)
    while agenda:
        moment, _, scene = heappop(agenda)
        if moment > present:
            return
        stage.clock.put(moment)
        for later, following in await scene():
            heappush(agenda, (later, next(order), following))


def _agenda(stage: Stage, worker: Worker, cast: Cast, story: Story, present: datetime) -> list[Entry]:
    """What is known from the beginning: the days of activities, and the mornings when a month opens."""
    scenes: list[tuple[datetime, Scene]] = [
        (at(day, 16), partial(_record, stage, [each for each in story.activities if each.held_on == day]))
        for day in sorted({each.held_on for each in story.activities})
    ]
    heard = lesson_records(cast, story.pairings, story.activities)
    scenes += [
        (at(day, 17), partial(_hear, stage, [each for each in heard if each.held_on == day]))
        for day in sorted({each.held_on for each in heard})
    ]
    given = {each.given_on for each in story.supports if each.given_on is not None}
    for day in sorted(given):
        rows = [each for each in story.supports if each.given_on == day]
        scenes.append((at(day, 15), partial(_give, stage, rows)))
    for month in _months(clock_day(present)):
        opening = min(at(month_period(month).start_on, 8), present)
        if month == month_of(clock_day(present)):
            scenes.append((opening, partial(_plan, stage, cast, story.unfinished)))
        scenes.append((opening, partial(_open_month, stage, worker, cast, month, present)))
    scenes += close_and_correct(stage, _months(clock_day(present))[:-1], story.activities, present)
    return [(moment, number, scene) for number, (moment, scene) in enumerate(scenes)]


async def _give(stage: Stage, supports: Sequence[Support]) -> Later:
    async with stage.app.state.database.writer(clock=stage.clock) as session:
        await bulk.insert_many(session, supports, "record")
    return []


async def _record(stage: Stage, activities: Sequence[Activity]) -> Later:
    async with stage.app.state.database.writer(clock=stage.clock) as session:
        await bulk.insert_many(session, activities, "record")
    return []


async def _hear(stage: Stage, lessons: Sequence[LessonRecord]) -> Later:
    async with stage.app.state.database.writer(clock=stage.clock) as session:
        await bulk.insert_many(session, lessons, "record")
    return []


async def _plan(stage: Stage, cast: Cast, postings: Sequence[Assignment]) -> Later:
    confirmed_at(postings, stage.clock.now())
    async with stage.app.state.database.writer(clock=stage.clock) as session:
        await bulk.insert_many(session, postings, "confirm")
    arriving, waiting = postings
    await _disagree(stage, waiting)
    colleague = cast.people["guozhen_primary"][-1][0]
    body = {"assignment_id": str(arriving.id), "covering_staff_id": str(colleague.id), "lessons": "三（2）班，每周5节"}
    await stage.call("demo.guozhen-primary", "POST", "/covers", json=body)
    return []


async def _disagree(stage: Stage, waiting: Assignment) -> None:
    """The receiving school did not agree at first; the county kept the plan, and the school confirmed."""
    school, office = "demo.muyi", _coordinator(stage, waiting.receiving_county_code)
    words = "本学期这个学科的课已经排满，希望改到下学期来。"
    said = await stage.call(
        school, "POST", "/disagreements", json={"assignment_id": str(waiting.id), "words": words}
    )  # fmt: skip
    kept = {"reason": "已和两校商定，先接五年级的课，下学期再调整。"}
    await stage.call(office, "POST", f"/disagreements/{said['id']}/keep", json=kept, version=said["version"])
    seen = await stage.call(school, "GET", f"/assignments/{waiting.id}")
    await stage.call(school, "POST", f"/assignments/{waiting.id}/confirm", json={}, version=seen["version"])


async def _open_month(stage: Stage, worker: Worker, cast: Cast, month: str, present: datetime) -> Later:
    await worker.run_once()
    running = month == month_of(clock_day(present))
    first, told = month_period(month).start_on, Counter[str]()
    later: Later = []
    for key in cast.schools:
        reporter = f"demo.{key.replace('_', '-')}"
        row = await _row(stage, reporter, month)
        if row is None:
            continue
        # Counted by county: the first school of each has the running month still to fill in
        number = told[row["county_code"]]
        told[row["county_code"]] += 1
        moments = _running_moments(first, number) if running else _past_moments(month, number, key)
        later += [(moment, partial(_take, stage, reporter, number, row, step)) for step, moment in moments]
    return later


async def _take(stage: Stage, reporter: str, number: int, row: dict[str, Any], step: str) -> Later:
    coordinator = _coordinator(stage, row["county_code"])
    if step in {"submit", "draft"}:
        await _send(stage, reporter, number, row["id"], step)
    elif step == "accept":
        version = await _version(stage, coordinator, row["id"])
        await stage.call(coordinator, "POST", f"/reports/{row['id']}/accept", json={}, version=version)
    else:
        await _give_back(stage, coordinator, row["id"], stage.clock.now())
    return []


async def _row(stage: Stage, reporter: str, month: str) -> dict[str, Any] | None:
    found = await stage.call(reporter, "GET", "/reports", params={"month": month})
    return found["items"][0] if found["items"] else None


def _past_moments(month: str, number: int, key: str) -> Iterator[tuple[str, datetime]]:
    """A month that is over: nearly all sent in time and accepted the next working day."""
    due = month_period(next_month(month)).start_on
    if key in NEVER_SENT:
        return
    sent = due + timedelta(days=6 if key in SENT_LATE else number % 5)
    yield "submit", at(sent, 9 + number % 7)
    yield "accept", at(sent + timedelta(days=1), 15)


def _running_moments(first: date, number: int) -> Iterator[tuple[str, datetime]]:
    """The running month: accepted, waiting, returned, being filled in, and not begun."""
    kind = number % 5
    if kind == 0:
        return
    if kind == 1:
        yield "draft", at(first + timedelta(days=1 + number % 3), 10)
        return
    yield "submit", at(first + timedelta(days=1 + number % 4), 9 + number % 7)
    if kind == 2:
        return
    yield ("accept" if kind == 3 else "return"), at(first + timedelta(days=6), 15)


def _coordinator(stage: Stage, county_code: str) -> str:
    return next(
        name
        for name, user in stage.users.items()
        if user.region_code == county_code and user.role == "county_coordinator"
    )


async def _version(stage: Stage, username: str, report_id: str) -> int:
    return int((await stage.call(username, "GET", f"/reports/{report_id}"))["version"])


async def _send(stage: Stage, reporter: str, number: int, report_id: str, step: str) -> None:
    detail = await stage.call(reporter, "GET", f"/reports/{report_id}")
    content = detail["content"]
    content["plan"], content["public_line"] = PLANS[number % len(PLANS)], PUBLIC[number % len(PUBLIC)]
    first = f"{detail['month']}-18"
    if content["people"] and number % 4 == 1:
        content["people"][0] |= {
            "state": "on_leave",
            "from_on": first,
            "to_on": f"{detail['month']}-20",
            "category": "official",
        }
    for goal, row in zip(content["goals"], detail["goals"], strict=True):
        goal["value"] = str(row["last_value"] + 1)
    if step == "draft":
        body = {"draft_version": detail["draft_version"], "content": content}
        await stage.call(reporter, "PUT", f"/reports/{report_id}/draft", json=body)
        return
    body = {"content": content}
    await stage.call(reporter, "POST", f"/reports/{report_id}/submit", json=body, version=detail["version"])


async def _give_back(stage: Stage, coordinator: str, report_id: str, moment: datetime) -> None:
    comments = [{"section": "goals", "text": "目标进度和上月一样，请核对后补上本月的数。"}]
    mend_by = (clock_day(moment) + timedelta(days=5)).isoformat()
    body = {"comments": comments, "mend_by": mend_by}
    version = await _version(stage, coordinator, report_id)
    await stage.call(coordinator, "POST", f"/reports/{report_id}/return", json=body, version=version)
