"""A school's month for the tests of reports: two schools in a pairing, three people, a goal, and the callers."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from services.api.features.activities.models import Activity
from services.api.features.assignments.models import Assignment
from services.api.features.pairings.models import Pairing, PairingGoal
from services.api.features.regions.models import RegionCalendar
from services.api.worker import Worker
from services.contracts.codes import ActivityType, Role
from tests.factories.world import HOME, Make, World
from tests.support.callers import Caller, SignIn

MONTH = "2026-11"


@dataclass
class Month:
    """November 2026 of `world.rural`, which `world.urban` supports with three people."""

    world: World
    pairing: Pairing
    goal: PairingGoal
    people: list[Assignment]
    reporter: Caller
    coordinator: Caller
    partner: Caller
    id: UUID
    sign_in: SignIn

    async def go_to(self, when: datetime) -> None:
        """Move the clock; everybody signs in again, because tokens last ten minutes."""
        self.sign_in.app.state.clock.put(when)
        self.reporter = await self.sign_in(Role.school_reporter, school=self.world.rural)
        self.coordinator = await self.sign_in(Role.county_coordinator, HOME)
        self.partner = await self.sign_in(Role.school_reporter, school=self.world.urban)

    async def get(self, caller: Caller | None = None, **params: Any) -> Any:
        """The report as a caller sees it."""
        answer = await (caller or self.reporter).get(f"/reports/{self.id}", params=params)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def submit(self, version: int | None = None, **body: Any) -> Any:
        """Send it with the version that is stored."""
        seen = version if version is not None else (await self.get())["version"]
        return await self.reporter.post(f"/reports/{self.id}/submit", body, version=seen)

    async def sent(self, **body: Any) -> Any:
        """Send it well; the receipt."""
        answer = await self.submit(**body)
        assert answer.status_code == 201, answer.text
        return answer.json()

    async def send_back(self, text: str = "请补上请假的日期", **body: Any) -> Any:
        """Return it with a reason."""
        version = (await self.get(self.coordinator))["version"]
        comments = [{"section": "people", "text": text}]
        answer = await self.coordinator.post(
            f"/reports/{self.id}/return", {"comments": comments, **body}, version=version
        )
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def content(self, **changes: Any) -> Any:
        """What stands on the page, with changes."""
        return {**(await self.get())["content"], **changes}

    def line(self, n: int = 0, **typed: str) -> dict[str, str]:
        """A person's line as typed."""
        return {"assignment_id": str(self.people[n].id), "state": "at_post", **typed}

    async def with_line(self, n: int, **typed: str) -> Any:
        """The page's content with one person changed."""
        content = await self.content()
        content["people"] = [
            {**line, **typed} if line["assignment_id"] == str(self.people[n].id) else line for line in content["people"]
        ]
        return content


async def a_month(make: Make, sign_in: SignIn, worker: Worker) -> Month:
    """Opened, not filled in yet; the clock stands on 3 December, two days before the end."""
    world = await make.county_world()
    pairing = await make.pairing(world.urban, world.rural)
    goal = PairingGoal(pairing_id=pairing.id, county_code=HOME, title="低段阅读课例", unit="节", target=4)
    await make.add(goal)
    people = [await make.assignment(staff, world.urban, world.rural) for staff in world.staff[:3]]
    await an_activity(make, pairing, world, date(2026, 11, 6))
    await worker.run_once()
    reporter = await sign_in(Role.school_reporter, school=world.rural)
    found = (await reporter.get("/reports", params={"month": MONTH})).json()["items"]
    return Month(
        world, pairing, goal, people, reporter, await sign_in(Role.county_coordinator, HOME),
        await sign_in(Role.school_reporter, school=world.urban), UUID(found[0]["id"]), sign_in,
    )  # fmt: skip


async def an_activity(make: Make, pairing: Pairing, world: World, day: date) -> Activity:
    """A demonstration lesson at the rural school: 2 guests, 12 hosts."""
    activity = Activity(
        pairing_id=pairing.id, host_school_id=world.rural.id, county_code=HOME, other_county_code=HOME,
        type=ActivityType.demo_lesson, held_on=day, topic="三年级古诗", supporting_count=2, recipient_count=12,
    )  # fmt: skip
    await make.add(activity)
    return activity


async def calendar(make: Make, county_code: str = HOME, **days: Any) -> RegionCalendar:
    """A county's own reporting calendar."""
    row = RegionCalendar(region_code=county_code, source="测试", contact_name="周敏", contact_phone="6210 0123", **days)
    await make.add(row)
    return row
