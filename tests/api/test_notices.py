"""Messages to a school."""

from datetime import timedelta

import pytest

from services.api.worker import Worker
from tests.api.reporting import MONTH, Month, a_month
from tests.factories.world import Make
from tests.support.callers import SignIn


@pytest.fixture
async def month(make: Make, sign_in: SignIn, worker: Worker) -> Month:
    return await a_month(make, sign_in, worker)


async def test_a_school_is_told_of_every_step_the_newest_first(month: Month) -> None:
    await month.sent(no_change=True)
    await month.send_back()
    await month.sent(no_change=True)
    version = (await month.get())["version"]
    await month.coordinator.post(f"/reports/{month.id}/accept", version=version)
    found = (await month.reporter.get("/notices", params={"count": True})).json()
    assert [(note["kind"], note["month"], note["read"]) for note in found["items"]] == [
        ("report_accepted", MONTH, False), ("report_returned", MONTH, False), ("report_opened", MONTH, False)
    ]  # fmt: skip
    assert {note["report_id"] for note in found["items"]} == {str(month.id)}
    assert found["count"] == 3
    assert {note["report_status"] for note in found["items"]} == {"accepted"}


async def test_reading_one_and_reading_all(month: Month) -> None:
    await month.sent(no_change=True)
    await month.send_back()
    newest = (await month.reporter.get("/notices")).json()["items"][0]
    read = await month.reporter.post(f"/notices/{newest['id']}/read")
    assert (read.status_code, read.json()["read"]) == (200, True)
    left = (await month.reporter.get("/notices", params={"unread": True})).json()["items"]
    assert [note["kind"] for note in left] == ["report_opened"]
    assert (await month.reporter.get("/me")).json()["unread_notices"] == 1
    assert (await month.reporter.post("/notices/read-all")).json() == {"read": 1}
    assert (await month.reporter.get("/me")).json()["unread_notices"] == 0


async def test_messages_are_the_schools_own(month: Month) -> None:
    newest = (await month.reporter.get("/notices")).json()["items"][0]
    assert (await month.partner.post(f"/notices/{newest['id']}/read")).status_code == 404
    assert (await month.coordinator.get("/notices")).json()["items"] == []
    assert (await month.coordinator.post("/notices/read-all")).json() == {"read": 0}
    assert (await month.reporter.get("/notices", params={"unread": True})).json()["items"][0]["id"] == newest["id"]


async def test_what_was_sent_before_an_account_started_at_its_school_counts_as_read(
    month: Month,
) -> None:
    await month.sent(no_change=True)
    await month.send_back()
    later = month.sign_in.app.state.clock.now() + timedelta(hours=2)
    await month.go_to(later)
    assert (await month.reporter.get("/me")).json()["unread_notices"] == 0
    assert (await month.reporter.get("/notices", params={"unread": True})).json()["items"] == []
    listed = (await month.reporter.get("/notices")).json()["items"]
    assert [note["read"] for note in listed] == [True, True]
    assert (await month.reporter.post("/notices/read-all")).json() == {"read": 0}
    await month.sent(no_change=True)
    version = (await month.get())["version"]
    await month.coordinator.post(f"/reports/{month.id}/accept", version=version)
    assert (await month.reporter.get("/me")).json()["unread_notices"] == 1
    listed = (await month.reporter.get("/notices")).json()["items"]
    assert [(note["kind"], note["read"]) for note in listed][:2] == [
        ("report_accepted", False), ("report_returned", True)
    ]  # fmt: skip
