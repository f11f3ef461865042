"""Sending a month: checks, receipts, races, and what goes on from there."""

import asyncio
from datetime import UTC, date, datetime

import pytest
from fastapi import FastAPI
from sqlalchemy import func, select

from services.api.features.pairings.models import PairingGoal
from services.api.features.reports.models import ReportLine, ReportRevision
from services.api.kernel.events import Event
from services.api.kernel.ids import new_id
from services.api.worker import Worker
from services.contracts.codes import AssignmentStatus, ClientScope
from tests.api.reporting import Month, a_month, an_activity
from tests.factories.world import Make
from tests.support.callers import SignIn
from tests.support.counting import counted_writes

AT_ONCE = 50
MOST_STATEMENTS = 20
"""Of a month with people, a goal that went on and an activity with photos, who is asking included."""
LEAVE = {"state": "on_leave", "from_on": "2026-11-18", "to_on": "2026-11-20", "category": "official"}


@pytest.fixture
async def month(make: Make, sign_in: SignIn, worker: Worker) -> Month:
    return await a_month(make, sign_in, worker)


async def count(app: FastAPI, table: type) -> int:
    async with app.state.database.reader() as session:
        return int(await session.scalar(select(func.count()).select_from(table)) or 0)


async def test_changes_are_sent_and_the_receipt_counts_them(month: Month) -> None:
    content = await month.with_line(0, **LEAVE)
    content["goals"][0]["value"] = "3"
    receipt = await month.sent(content=content, draft_version=0)
    assert (receipt["people_at_post"], receipt["people_on_leave"], receipt["goals_updated"]) == (2, 1, 1)
    assert (receipt["activity_count"], receipt["person_times"]) == (1, 14)
    assert [change["after"] for change in (await month.get())["changes"]] == ["请假 11月18日至20日，公假", "3节"]


async def test_every_wrong_field_is_named_and_nothing_is_sent(app: FastAPI, month: Month) -> None:
    content = await month.with_line(0, **{**LEAVE, "to_on": "2026-11-12"})
    content["goals"][0]["value"] = "三"
    answer = await month.submit(content={**content, "has_problem": True})
    assert (answer.status_code, answer.json()["code"]) == (422, "report.incomplete")
    assert answer.json()["detail"] == "还差3处，改好就能报送。"
    assert {error["field"]: error["detail"] for error in answer.json()["errors"]} == {
        "people.0.to_on": "结束日期要在11月18日或之后",
        "goals.0.value": "这里填数字，比如3",
        "problem": "写一句要县里帮忙的问题，或选“没有”",
    }
    assert await count(app, ReportRevision) == 0


async def test_a_person_of_another_school_is_refused(month: Month) -> None:
    content = await month.content()
    content["people"][0]["assignment_id"] = str(new_id())
    answer = await month.submit(content=content)
    assert {error["field"] for error in answer.json()["errors"]} == {"people.0.assignment_id", "people"}


async def test_no_change_over_changes_is_asked_about_first(month: Month) -> None:
    content = {**await month.with_line(0, **LEAVE), "plan": "联席会议"}
    asked = await month.submit(no_change=True, content=content)
    assert (asked.status_code, asked.json()["code"]) == (409, "report.changed_not_sent")
    assert asked.json()["detail"] == "你改了1处。按改动报送，还是按“没有变化”报送？"
    assert asked.json()["errors"][0]["params"] == {"count": 1}
    receipt = await month.sent(no_change=True, discard_changes=True, content=content)
    assert receipt["people_at_post"] == 3
    seen = await month.get()
    assert (seen["content"]["plan"], seen["no_change"]) == ("联席会议", True)


async def test_without_content_the_stored_draft_is_sent(month: Month) -> None:
    body = {"draft_version": 0, "content": await month.with_line(1, **LEAVE)}
    await month.reporter.put(f"/reports/{month.id}/draft", body)
    asked = await month.submit(no_change=True)
    assert asked.json()["code"] == "report.changed_not_sent"
    stale = await month.submit(draft_version=0)
    assert (stale.status_code, stale.json()["code"]) == (412, "report.draft_changed")
    assert (await month.sent(draft_version=1))["people_on_leave"] == 1


async def test_the_same_key_gives_the_same_receipt(app: FastAPI, month: Month) -> None:
    body, path = {"no_change": True}, f"/reports/{month.id}/submit"
    answers = await asyncio.gather(*(month.reporter.post(path, body, version=1, key="tap-tap-tap") for _ in range(5)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.text for answer in answers}) == 1
    assert await count(app, ReportRevision) == 1
    other = await month.reporter.post(path, {"no_change": False}, version=1, key="tap-tap-tap")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency.mismatch")


async def test_of_fifty_submissions_at_once_one_gets_a_receipt(app: FastAPI, month: Month) -> None:
    path = f"/reports/{month.id}/submit"
    calls = (month.reporter.post(path, {"no_change": True}, version=1) for _ in range(AT_ONCE))
    answers = await asyncio.gather(*calls)
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * (AT_ONCE - 1)
    assert (await count(app, ReportRevision), await count(app, ReportLine)) == (1, 3)
    assert (await month.get())["revision"] == 1


async def test_a_month_is_sent_in_few_statements(app: FastAPI, month: Month) -> None:
    content = await month.with_line(0, **LEAVE)
    content["goals"][0]["value"] = "3"
    path, numbers = f"/reports/{month.id}/submit", []
    for body in ({"content": content}, {"no_change": True, "discard_changes": True}):
        version = (await month.get())["version"]
        with counted_writes(app) as statements:
            answer = await month.reporter.post(path, body, version=version, key=f"the-month-{version}")
        assert answer.status_code == 201, answer.text
        tables = {statement.split()[2] for statement in statements if statement.startswith("INSERT")}
        assert tables == {"idempotency_key", "report_revision", "report_line", "event"}
        numbers.append(len(statements))
        await month.go_to(datetime(2026, 12, 3, 2, tzinfo=UTC))
        await month.send_back()
    assert numbers[0] <= MOST_STATEMENTS, numbers
    assert numbers[1] <= MOST_STATEMENTS + 3, "what was sent before, what was decided on it, and what was typed"


async def test_a_version_is_needed_and_must_be_the_stored_one(month: Month) -> None:
    path = f"/reports/{month.id}/submit"
    missing = await month.reporter.post(path, {"no_change": True})
    assert (missing.status_code, missing.json()["code"]) == (428, "precondition.required")
    stale = await month.submit(version=99, no_change=True)
    assert (stale.status_code, stale.json()["code"]) == (412, "precondition.stale")


async def test_who_may_send(month: Month) -> None:
    path, body = f"/reports/{month.id}/submit", {"no_change": True}
    assert (await month.partner.post(path, body, version=1)).status_code == 404
    assert (await month.coordinator.post(path, body, version=1)).status_code == 403
    unknown = await month.reporter.post(path, {**body, "colour": "red"}, version=1)
    assert [error["field"] for error in unknown.json()["errors"]] == ["colour"]


async def test_the_first_submission_alone_decides_whether_it_was_in_time(month: Month) -> None:
    await month.go_to(datetime(2026, 12, 5, 16, tzinfo=UTC))
    assert (await month.sent(no_change=True))["on_time"] is True
    await month.go_to(datetime(2026, 12, 7, 2, tzinfo=UTC))
    await month.send_back()
    assert (await month.sent(no_change=True))["on_time"] is True
    assert (await month.get())["late"] is False


async def test_late_is_possible_and_marked(month: Month) -> None:
    await month.go_to(datetime(2026, 12, 7, 2, tzinfo=UTC))
    assert (await month.get())["overdue_days"] == 2
    assert (await month.sent(no_change=True))["on_time"] is False
    seen = await month.get()
    assert (seen["late"], seen["overdue_days"], seen["late_count"]) == (True, 0, 1)


async def test_totals_go_to_the_pairing_and_last_month_is_the_start_of_the_next(
    app: FastAPI, month: Month, worker: Worker, make: Make
) -> None:
    content = {**await month.with_line(0, state="left", from_on="2026-11-20"), "plan": "联席会议"}
    content["goals"][0]["value"] = "3"
    await month.sent(content=content)
    async with app.state.database.reader() as session:
        goal = await session.get(PairingGoal, month.goal.id)
    assert goal is not None
    assert goal.actual == 3
    await month.go_to(datetime(2026, 12, 26, 2, tzinfo=UTC))
    await worker.run_once()
    await an_activity(make, month.pairing, month.world, date(2026, 12, 9))
    rows = (await month.reporter.get("/reports", params={"month": "2026-12"})).json()["items"]
    seen = (await month.reporter.get(f"/reports/{rows[0]['id']}")).json()
    assert seen["baseline_month"] == "2026-11"
    assert [line["state"] for line in seen["content"]["people"]] == ["left", "at_post", "at_post"]
    assert (seen["goals"][0]["last_value"], seen["content"]["plan"], seen["changes"]) == (3, "", [])
    assert seen["last_receipt"]["month"] == "2026-11"


async def test_an_older_month_sent_later_does_not_turn_a_total_back(app: FastAPI, month: Month, worker: Worker) -> None:
    await month.go_to(datetime(2026, 12, 26, 2, tzinfo=UTC))
    await worker.run_once()
    rows = (await month.reporter.get("/reports", params={"month": "2026-12"})).json()["items"]
    december = (await month.reporter.get(f"/reports/{rows[0]['id']}")).json()["content"]
    december["goals"][0]["value"] = "5"
    path = f"/reports/{rows[0]['id']}/submit"
    assert (await month.reporter.post(path, {"content": december}, version=1)).status_code == 201
    await month.sent(no_change=True)
    async with app.state.database.reader() as session:
        goal = await session.get(PairingGoal, month.goal.id)
    assert goal is not None
    assert goal.actual == 5


async def test_who_has_not_arrived_is_not_reported_on(month: Month, make: Make) -> None:
    staff = month.world.staff
    await make.assignment(staff[3], month.world.third, month.world.rural, status=AssignmentStatus.confirmed)
    assert len((await month.get())["people"]) == 3


async def test_the_sending_school_sees_what_the_receiving_school_reported(month: Month) -> None:
    await month.sent(content=await month.with_line(0, **LEAVE))
    rows = (await month.partner.get("/reports")).json()["items"]
    seen = (await month.partner.get(f"/reports/{rows[0]['id']}")).json()
    assert [(row["state"], row["from_on"]) for row in seen["outgoing"]] == [
        ("on_leave", "2026-11-18"), ("at_post", ""), ("at_post", "")
    ]  # fmt: skip
    assert seen["people"] == []
    months = (await month.partner.get(f"/assignments/{month.people[0].id}")).json()["months"]
    assert months == [{"month": "2026-11", "state": "on_leave"}]


async def test_no_typed_sentence_reaches_the_log_of_events(app: FastAPI, month: Month) -> None:
    said = ["没有宿舍", "缺两间教室", "十二月联席会议", "两位老师来校上课", "把请假日期补上"]
    content = {
        **await month.with_line(0, state="problem", note=said[0]), "has_problem": True, "problem": said[1],
        "plan": said[2], "public_line": said[3],
    }  # fmt: skip
    await month.sent(content=content)
    await month.send_back(said[4])
    async with app.state.database.reader() as session:
        events = (await session.execute(select(Event).where(Event.entity == "report"))).scalars().all()  # type: ignore[arg-type]
    assert {"open", "submit", "return"} <= {each.action for each in events}
    assert not [text for text in said for each in events if text in str(each.changes)]


async def test_the_receipt_says_the_sentences_that_were_written_to_people_alone(month: Month) -> None:
    written = {"problem": "缺一名数学教师", "plan": "上两节示范课", "public_line": "两校一起备课"}
    await month.sent(content=await month.content(has_problem=True, **written))
    path = f"/reports/{month.id}/receipt"
    found = (await month.reporter.get(path)).json()
    assert {name: found[name] for name in written} == written
    system = await month.sign_in.client([ClientScope.records_read])
    assert [(await system.get(path)).json()[name] for name in written] == [None, None, None]
