"""下载表格: each list page leads to the same rows as a file, which goes through the web piece by piece."""

import csv
import io

import httpx
import pytest

from services.api.worker import Worker
from services.contracts.codes import Role
from services.web.downloads import files
from tests.factories.world import Make
from tests.support.browser import Browser
from tests.support.callers import SignIn


def test_links_keep_the_filters_and_leave_out_the_page() -> None:
    asked: dict[str, str | int | bool | list[str] | None] = {
        "status": ["due", "draft"], "open": True, "q": "云 坪", "cursor": "x", "limit": 50, "count": True, "kind": "",
    }  # fmt: skip
    (_, workbook), (_, plain) = files("reports", asked)
    assert workbook == "/downloads/reports.xlsx?status=due&status=draft&open=true&q=%E4%BA%91+%E5%9D%AA"
    assert plain.startswith("/downloads/reports.csv?")


@pytest.mark.parametrize(
    ("role", "path"),
    [
        (Role.county_coordinator, "/schools?locality=rural"),
        (Role.county_coordinator, "/staff"),
        (Role.county_coordinator, "/users"),
        (Role.county_coordinator, "/assignments"),
        (Role.county_coordinator, "/pairings"),
        (Role.county_coordinator, "/reviews/chase"),
        (Role.administrator, "/events"),
    ],
)
async def test_a_list_page_leads_to_its_rows_as_a_file(
    browser: Browser, sign_in: SignIn, make: Make, worker: Worker, role: Role, path: str
) -> None:
    world = await make.county_world()
    await make.pairing(world.urban, world.rural)
    await make.assignment(world.staff[0], world.urban, world.rural)
    await sign_in(Role.teacher, person_id=world.staff[0].person_id)
    await worker.run_once()
    caller = await sign_in(role)
    browser.become(caller.token)
    page = await browser.get(path)
    links = [link for link, _ in page.links if link.startswith("/downloads/")]
    for link in links:
        answer: httpx.Response = await browser.http.get(link)
        assert answer.status_code == 200, link
        assert "attachment" in answer.headers["content-disposition"]
        assert answer.headers["cache-control"] == "no-store"
        if ".csv" in link:
            assert len(list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))) > 1
    assert len(links) == 2
