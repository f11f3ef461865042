"""One school's month from opening to acceptance."""

import pytest

from services.api.worker import Worker
from tests.api.reporting import MONTH, Month, a_month
from tests.factories.world import Make
from tests.support.callers import SignIn


@pytest.fixture
async def month(make: Make, sign_in: SignIn, worker: Worker) -> Month:
    return await a_month(make, sign_in, worker)


async def test_an_opened_month_is_filled_in_from_what_is_known(month: Month) -> None:
    found = await month.get()
    assert (found["status"], found["month"], found["overdue_days"]) == ("due", MONTH, 0)
    assert {line["state"] for line in found["content"]["people"]} == {"at_post"}
    assert len(found["people"]) == 3
    assert found["goals"][0]["last_value"] == 0
    assert (found["activity_count"], found["person_times"]) == (1, 14)
    assert found["allowed_actions"] == ["draft", "submit"]


async def test_a_month_without_changes_is_sent_and_gives_a_receipt(month: Month) -> None:
    receipt = await month.sent(no_change=True)
    assert receipt["receipt_no"] == f"202611-{month.world.rural.code}"
    assert (receipt["on_time"], receipt["revision"], receipt["people_at_post"]) == (True, 1, 3)
    assert (await month.reporter.get(f"/reports/{month.id}/receipt")).json() == receipt
    assert (await month.get())["status"] == "submitted"


async def test_a_returned_month_is_mended_sent_again_and_accepted(month: Month) -> None:
    await month.sent(no_change=True)
    returned = await month.send_back("请补上王老师的请假", mend_by="2026-12-09")
    assert (returned["status"], returned["mend_by"]) == ("returned", "2026-12-09")
    seen = await month.get()
    assert seen["returned"]["comments"] == [{"section": "people", "text": "请补上王老师的请假"}]
    leave = {"state": "on_leave", "from_on": "2026-11-18", "to_on": "2026-11-20", "category": "official"}
    receipt = await month.sent(content=await month.with_line(0, **leave))
    assert receipt["receipt_no"].endswith("-2")
    again = await month.get(month.coordinator)
    assert [(c["before"], c["after"]) for c in again["changes_since_return"]] == [("在岗", "请假 11月18日至20日，公假")]
    accepted = await month.coordinator.post(f"/reports/{month.id}/accept", version=again["version"])
    assert accepted.status_code == 200, accepted.text
    assert accepted.json()["status"] == "accepted"
    final = await month.get()
    assert (final["allowed_actions"], final["revision"]) == ([], 2)
