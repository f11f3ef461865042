"""The county decides: return, accept, many at once, reminders; who may, who may not, who sees what."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest

from services.api.kernel.ids import new_id
from services.api.worker import Worker
from services.contracts.codes import ClientScope, Role
from tests.api.reporting import Month, a_month, calendar
from tests.factories.world import CITY, HOME, NEIGHBOUR, PROVINCE, Make
from tests.support.callers import Caller, SignIn


@pytest.fixture
async def month(make: Make, sign_in: SignIn, worker: Worker) -> Month:
    return await a_month(make, sign_in, worker)


COMMENTS = {"comments": [{"section": "people", "text": "请补上请假的日期"}]}


async def partners_report(month: Month) -> Any:
    return (await month.partner.get("/reports")).json()["items"][0]


async def test_a_return_needs_words_and_a_day_to_come(month: Month) -> None:
    await month.sent(no_change=True)
    path = f"/reports/{month.id}/return"
    empty = await month.coordinator.post(path, {"comments": []}, version=2)
    assert (empty.status_code, empty.json()["errors"][0]["field"]) == (422, "comments")
    past = await month.coordinator.post(path, {**COMMENTS, "mend_by": "2026-12-02"}, version=2)
    assert (past.status_code, past.json()["errors"][0]["field"]) == (422, "mend_by")
    assert past.json()["errors"][0]["detail"] == "改好期限要在12月3日或之后"


async def test_only_what_was_sent_is_decided_on_and_only_once(month: Month) -> None:
    path = f"/reports/{month.id}/accept"
    early = await month.coordinator.post(path, version=1)
    assert (early.status_code, early.json()["code"]) == (409, "state.illegal")
    await month.sent(no_change=True)
    assert (await month.coordinator.post(path)).status_code == 428
    assert (await month.coordinator.post(path, version=1)).status_code == 412
    assert (await month.coordinator.post(path, version=2)).status_code == 200
    again = await month.coordinator.post(path, version=3)
    assert (again.status_code, again.json()["code"]) == (409, "state.illegal")
    assert "已受理" in again.json()["detail"]
    locked = await month.submit(no_change=True)
    assert locked.status_code == 409


async def test_of_accepting_and_returning_at_once_one_happens(month: Month) -> None:
    await month.sent(no_change=True)
    path = f"/reports/{month.id}"
    calls = [month.coordinator.insist(f"{path}/accept", version=2) for _ in range(5)]
    calls += [month.coordinator.insist(f"{path}/return", COMMENTS, version=2) for _ in range(5)]
    answers = await asyncio.gather(*calls)
    assert sorted(answer.status_code for answer in answers) == [200] + [409] * 9
    assert len((await month.reporter.get(f"{path}/revisions")).json()["items"]) == 1


async def test_an_old_page_cannot_accept_what_is_being_sent_again(month: Month) -> None:
    await month.sent(no_change=True)
    await month.send_back()
    path = f"/reports/{month.id}"
    resent, *stale = await asyncio.gather(
        month.reporter.insist(f"{path}/submit", {"no_change": True}, version=3),
        *(month.coordinator.insist(f"{path}/accept", version=2) for _ in range(5)),
    )
    assert resent.status_code == 201
    assert {answer.json()["code"] for answer in stale} <= {"state.illegal", "precondition.stale"}
    assert ((await month.get())["status"], (await month.get())["revision"]) == ("submitted", 2)


async def test_other_regions_see_nothing_and_offices_above_only_look(month: Month, sign_in: SignIn) -> None:
    await month.sent(no_change=True)
    path = f"/reports/{month.id}"
    outsider = await sign_in(Role.county_coordinator, NEIGHBOUR)
    assert (await outsider.get(path)).status_code == 404
    assert (await outsider.post(f"{path}/accept", version=2)).status_code == 404
    for role, region in ((Role.city_supervisor, CITY), (Role.province_supervisor, PROVINCE)):
        above = await sign_in(role, region)
        seen = await above.get(path)
        assert (seen.status_code, seen.json()["allowed_actions"]) == (200, [])
        assert (await above.post(f"{path}/accept", version=2)).status_code == 403
    assert (await month.reporter.post(f"{path}/accept", version=2)).status_code == 403


async def test_the_city_decides_on_schools_that_it_runs_itself(
    month: Month, make: Make, sign_in: SignIn, worker: Worker
) -> None:
    administrator = await sign_in(Role.administrator, CITY)
    made = await administrator.post("/regions", {"parent_code": CITY, "name": "市直属学校", "valid_from": "2026-01-01"})
    school = await make.school(made.json()["code"])
    await make.pairing(school, month.world.neighbour)
    await worker.run_once()
    await month.go_to(datetime(2026, 12, 3, 2, tzinfo=UTC))
    await worker.run_once()
    reporter, city = await sign_in(Role.school_reporter, school=school), await sign_in(Role.city_supervisor, CITY)
    row = (await reporter.get("/reports")).json()["items"][0]
    await reporter.post(f"/reports/{row['id']}/submit", {"no_change": True}, version=1)
    assert (await city.get(f"/reports/{row['id']}")).json()["allowed_actions"] == ["return", "accept"]
    assert (await city.post(f"/reports/{row['id']}/accept", version=2)).status_code == 200


async def test_accepting_many_says_of_each_what_happened(month: Month) -> None:
    await month.sent(no_change=True)
    other = await partners_report(month)
    unknown = str(new_id())
    items = [
        {"id": str(month.id), "version": 2}, {"id": other["id"], "version": other["version"]},
        {"id": unknown, "version": 1}, {"id": str(month.id), "version": 2},
    ]  # fmt: skip
    answer = await month.coordinator.post("/reports/accept", {"items": items})
    assert answer.status_code == 200, answer.text
    assert [(result["accepted"], result["code"]) for result in answer.json()["results"]] == [
        (True, None), (False, "state.illegal"), (False, "resource.not_found"), (False, "state.illegal")
    ]  # fmt: skip
    assert (await month.get())["status"] == "accepted"
    assert (await partners_report(month))["status"] == "due"


async def test_a_school_is_reminded_once_a_day(month: Month) -> None:
    body = {"report_ids": [str(month.id), (await partners_report(month))["id"]]}
    first = await month.coordinator.post("/reports/remind", body)
    assert first.json() == {"reminded": 2, "already_today": 0, "not_open": 0}
    await month.sent(no_change=True)
    again = await month.coordinator.post("/reports/remind", body)
    assert again.json() == {"reminded": 0, "already_today": 1, "not_open": 1}
    assert (await partners_report(month))["reminded_at"] == "2026-12-03T01:40:00Z"
    await month.go_to(datetime(2026, 12, 4, 1, tzinfo=UTC))
    tomorrow = await month.coordinator.post("/reports/remind", body)
    assert tomorrow.json() == {"reminded": 1, "already_today": 0, "not_open": 1}


async def test_reminding_does_not_disturb_who_is_typing(month: Month) -> None:
    before = (await month.get())["version"]
    await month.coordinator.post("/reports/remind", {"report_ids": [str(month.id)]})
    assert (await month.submit(version=before, no_change=True)).status_code == 201


async def test_reminding_what_is_out_of_scope_is_not_found(month: Month, sign_in: SignIn) -> None:
    outsider = await sign_in(Role.county_coordinator, NEIGHBOUR)
    answer = await outsider.post("/reports/remind", {"report_ids": [str(month.id)]})
    assert answer.status_code == 404


async def test_the_queue_says_where_one_stands(month: Month) -> None:
    await month.sent(no_change=True)
    await month.go_to(datetime(2026, 12, 3, 2, tzinfo=UTC))
    other = await partners_report(month)
    await month.partner.post(f"/reports/{other['id']}/submit", {"no_change": True}, version=other["version"])
    first = (await month.get(month.coordinator, queue=True))["queue"]
    assert first == {"index": 1, "total": 2, "previous_id": None, "next_id": other["id"]}
    second = (await month.coordinator.get(f"/reports/{other['id']}?queue=true")).json()["queue"]
    assert second == {"index": 2, "total": 2, "previous_id": str(month.id), "next_id": None}


async def test_every_revision_keeps_what_was_sent_and_decided(month: Month) -> None:
    await month.sent(no_change=True)
    await month.send_back("人员情况写清楚")
    await month.sent(content=await month.with_line(0, state="left", from_on="2026-11-20"))
    version = (await month.get())["version"]
    await month.coordinator.post(f"/reports/{month.id}/accept", version=version)
    latest, first = (await month.reporter.get(f"/reports/{month.id}/revisions")).json()["items"]
    assert (latest["revision"], latest["no_change"], latest["accepted_at"] is not None) == (2, False, True)
    assert (first["revision"], first["no_change"]) == (1, True)
    assert first["returned"]["comments"][0]["text"] == "人员情况写清楚"
    assert (first["returned"]["by"], latest["returned"]) == ("测试员", None)


async def test_reviewers_are_told_whom_to_call_and_what_is_odd(month: Month, make: Make) -> None:
    await calendar(make, HOME, review_workdays=2)
    away = {"state": "on_leave", "from_on": "2026-11-01", "to_on": "2026-11-30", "category": "statutory"}
    await month.sent(content=await month.with_line(0, **away))
    seen = await month.get(month.coordinator)
    assert (seen["contact"]["name"], seen["review_workdays"]) == ("周敏", 2)
    assert [found["text"].endswith("整月请假") for found in seen["outliers"]] == [True]


async def test_a_provincial_system_gets_states_and_totals_without_words(month: Month, sign_in: SignIn) -> None:
    content = await month.with_line(0, state="problem", note="没有宿舍")
    await month.sent(content={**content, "has_problem": True, "problem": "缺教室", "plan": "听课"})
    await month.send_back("写清楚")
    province = await sign_in.client([ClientScope.records_read])
    for path in ("", "/receipt", "/revisions"):
        answer = await province.get(f"/reports/{month.id}{path}")
        assert answer.status_code == 200, answer.text
        assert not [
            word for word in ("没有宿舍", "缺教室", "听课", "写清楚", "测试员", "吴", "古诗") if word in answer.text
        ]
    seen = (await province.get(f"/reports/{month.id}")).json()
    assert {line["state"] for line in seen["content"]["people"]} == {"at_post", "problem"}
    assert (await _rows(province))[0]["reporter_name"] is None
    stats_only = await sign_in.client([ClientScope.stats_read])
    assert (await stats_only.get("/reports")).status_code == 403


async def _rows(caller: Caller) -> Any:
    return (await caller.get("/reports")).json()["items"]


async def test_what_is_recorded_after_the_report_was_sent_is_not_part_of_it(month: Month) -> None:
    await month.sent(no_change=True)
    sent = await month.get()
    late = {
        "pairing_id": str(month.pairing.id), "host_school_id": str(month.world.rural.id), "type": "demo_lesson",
        "held_on": "2026-11-27", "topic": "事后补记", "recipient_count": 9,
    }  # fmt: skip
    made = await month.reporter.post("/activities", late)
    assert (made.status_code, made.json()["in_report"]) == (201, False)
    assert (await month.get())["activity_count"] == sent["activity_count"]
    assert (await month.get(month.coordinator))["person_times"] == sent["person_times"]
    await month.send_back()
    mending = await month.get()
    assert mending["activity_count"] == sent["activity_count"] + 1
    assert mending["person_times"] == sent["person_times"] + 9


async def test_a_school_is_told_which_activities_its_sent_report_shows_as_they_are(month: Month) -> None:
    body = {
        "pairing_id": str(month.pairing.id), "host_school_id": str(month.world.rural.id), "type": "demo_lesson",
        "held_on": "2026-11-20", "topic": "示范课", "recipient_count": 9,
    }  # fmt: skip
    before = (await month.reporter.post("/activities", body)).json()
    assert before["in_report"] is None
    await month.sent(no_change=True)

    async def told(caller: Caller = month.reporter) -> set[bool | None]:
        rows = (await caller.get("/activities", params={"month": "2026-11"})).json()["items"]
        return {row["in_report"] for row in rows if row["id"] == before["id"]}

    assert await told() == {True}
    assert await told(month.partner) == {None}, "the partner's own report is not sent"
    assert await told(month.coordinator) == {None}, "an office has no report of its own"
    await month.reporter.patch(f"/activities/{before['id']}", {"recipient_count": 10}, version=before["version"])
    assert await told() == {False}
    await month.send_back()
    assert await told() == {None}


async def test_the_timeline_of_a_month_has_every_step_with_its_reasons_in_the_order_they_happened(month: Month) -> None:
    """Everything happens at one instant here, so the order is the log's and not the clock's."""
    await month.sent(no_change=True)
    await month.send_back("请补上请假的日期")
    await month.sent(no_change=True)
    version = (await month.get())["version"]
    await month.coordinator.post(f"/reports/{month.id}/accept", version=version)
    told = (await month.get())["timeline"]
    assert [(each["action"], each["text"], each["bad"]) for each in told] == [
        ("accept", "已受理", False),
        ("submit", "已报送第2次修订", False),
        ("return", "退回。人员：请补上请假的日期", True),
        ("submit", "已报送", False),
        ("open", "开放填报", False),
    ]
    assert {each["who"] for each in told[:4]} == {"测试员"}
    system = await month.sign_in.client([ClientScope.records_read])
    bare = (await month.get(system))["timeline"]
    assert [each["text"] for each in bare] == ["已受理", "已报送第2次修订", "退回", "已报送", "开放填报"]
    assert {each["who"] for each in bare} == {None}


async def test_the_life_of_a_school_tells_returns_with_their_reasons_to_who_may_read_reports(month: Month) -> None:
    await month.sent(no_change=True)
    await month.send_back("请补上请假的日期")
    await month.sent(no_change=True)
    path = f"/schools/{month.world.rural.id}/history"
    told = [each for each in (await month.coordinator.get(path)).json()["items"] if each["kind"] == "report"]
    assert [(each["text"], each["note"]) for each in told] == [
        ("11月月报已报送第2次修订", ""), ("11月月报退回", "人员：请补上请假的日期"), ("11月月报已报送", "")
    ]  # fmt: skip
    finance = await month.sign_in(Role.finance, HOME)
    assert "report" not in {each["kind"] for each in (await finance.get(path)).json()["items"]}


async def test_a_section_that_only_the_partner_can_mend_does_not_keep_the_school_from_sending_again(
    month: Month,
) -> None:
    body = {
        "pairing_id": str(month.pairing.id), "host_school_id": str(month.world.urban.id), "type": "joint_prep",
        "held_on": "2026-11-12", "topic": "集体备课", "supporting_count": 4, "recipient_count": 3,
    }  # fmt: skip
    theirs = await month.partner.post("/activities", body)
    await month.sent(no_change=True)
    version = (await month.get())["version"]
    asked = {"comments": [{"section": "activities", "text": "备课的人数不对"}]}
    await month.coordinator.post(f"/reports/{month.id}/return", asked, version=version)
    path = f"/activities/{theirs.json()['id']}"
    assert (await month.reporter.patch(path, {"recipient_count": 5}, version=1)).status_code == 403
    again = await month.sent(content=await month.content())
    assert again["revision"] == 2
