"""Messages to a school."""

from datetime import timedelta

import pytest

from services.api.features.notices.models import Notice
from services.api.kernel.ids import new_id
from services.api.worker import Worker
from services.contracts.codes import NoticeKind, Role
from tests.api.reporting import MONTH, Month, a_month
from tests.api.test_successions import succeed
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


async def test_who_comes_with_a_merger_does_not_inherit_what_the_new_school_had_not_read(
    month: Month, make: Make, sign_in: SignIn
) -> None:
    clock, third = month.sign_in.app.state.clock, await make.school()
    there = await sign_in(Role.school_reporter, school=third)
    await make.add(Notice(id=new_id(), school_id=third.id, kind=NoticeKind.report_opened, created_at=clock.now()))
    clock.forward(timedelta(minutes=5))
    await succeed(month.coordinator, "merge", month.world.rural, to_school_id=str(third.id))
    moved, stayed = [(await each.get("/me")).json() for each in (month.reporter, there)]
    assert {moved["school"]["id"], stayed["school"]["id"]} == {str(third.id)}
    own_and_of_the_month_it_reports_for = 2
    assert (moved["unread_notices"], stayed["unread_notices"]) == (0, own_and_of_the_month_it_reports_for)
