"""A school's November in a test: the pairing, the people, the open report, and the browsers of both sides."""

from dataclasses import dataclass

from services.api.features.assignments.models import Assignment
from services.api.features.pairings.models import Pairing
from services.api.kernel.clock import SetClock
from services.api.worker import Worker
from services.contracts.codes import Role
from tests.factories.world import Make, World
from tests.support.browser import Browser, Page
from tests.support.callers import Caller, SignIn


@dataclass
class Month:
    """`reporter` fills for `world.rural`, `coordinator` reviews; `people` serve at the school."""

    world: World
    pairing: Pairing
    people: list[Assignment]
    reporter: Caller
    coordinator: Caller
    report_id: str
    clock: SetClock

    @property
    def path(self) -> str:
        """The form."""
        return f"/reports/{self.report_id}"

    async def stored(self) -> dict[str, object]:
        """The report as the API tells it to the school."""
        answer = await self.reporter.get(f"/reports/{self.report_id}")
        assert answer.status_code == 200
        found: dict[str, object] = answer.json()
        return found


async def november(make: Make, sign_in: SignIn, worker: Worker) -> Month:
    """Open November for a rural school with two people from town."""
    world = await make.county_world()
    pairing = await make.pairing(world.urban, world.rural)
    people = [await make.assignment(staff, world.urban, world.rural) for staff in world.staff[:2]]
    await worker.run_once()
    reporter = await sign_in(Role.school_reporter, school=world.rural)
    coordinator = await sign_in(Role.county_coordinator)
    listed = (await reporter.get("/reports", params={"month": "2026-11"})).json()["items"]
    mine = [row for row in listed if row["school"]["id"] == str(world.rural.id)]
    return Month(world, pairing, people, reporter, coordinator, mine[0]["id"], make.app.state.clock)


async def goal(month: Month, title: str = "低段阅读课例", target: int = 4) -> str:
    """Set a goal of the pairing; its id."""
    body = {"title": title, "unit": "节", "target": target}
    answer = await month.coordinator.post(f"/pairings/{month.pairing.id}/goals", body)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def open_form(browser: Browser, month: Month) -> Page:
    """The reporter's form."""
    browser.become(month.reporter.token)
    return await browser.get(month.path)


def name_of(page: Page, ending: str, row: int = 0) -> str:
    """The name of an input like `people.0.state`."""
    return [name for name, _ in page.form("/reports/").fields if name.endswith(ending)][row]
