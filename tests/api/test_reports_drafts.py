"""What is typed is kept as typed, on two devices at once."""

import asyncio
from typing import Any

import pytest

from services.api.worker import Worker
from services.contracts.codes import Role
from tests.api.reporting import Month, a_month
from tests.factories.world import Make
from tests.support.callers import Caller, SignIn


@pytest.fixture
async def month(make: Make, sign_in: SignIn, worker: Worker) -> Month:
    return await a_month(make, sign_in, worker)


async def save(month: Month, content: Any, version: int = 0, caller: Caller | None = None) -> Any:
    body = {"draft_version": version, "content": content}
    return await (caller or month.reporter).put(f"/reports/{month.id}/draft", body)


async def test_a_draft_is_kept_as_typed_even_when_it_is_not_right_yet(month: Month) -> None:
    typed = await month.with_line(1, state="on_leave", from_on="18号", to_on="")
    saved = await save(month, {**typed, "plan": "十二月联席会议"})
    assert saved.status_code == 200, saved.text
    assert (saved.json()["version"], saved.json()["status"], saved.json()["report_version"]) == (1, "draft", 2)
    assert [(change["before"], change["after"]) for change in saved.json()["changes"]] == [("在岗", "请假 18号")]
    seen = await month.get()
    assert seen["content"]["people"][1]["from_on"] == "18号"
    assert seen["content"]["plan"] == "十二月联席会议"
    assert (seen["status"], seen["draft_version"], seen["draft_saved_by"]) == ("draft", 1, "测试员")


async def test_a_save_over_another_device_is_refused_and_names_who(month: Month) -> None:
    await save(month, await month.content(plan="第一台"))
    late = await save(month, await month.content(plan="第二台"), version=0)
    assert (late.status_code, late.json()["code"]) == (412, "report.draft_changed")
    assert late.json()["errors"][0]["params"] == {"who": "测试员", "draft_version": 1}
    assert (await month.get())["content"]["plan"] == "第一台"


async def test_a_save_whose_answer_was_lost_can_be_repeated(month: Month) -> None:
    typed = await month.content(plan="听课")
    first, again = await save(month, typed), await save(month, typed)
    assert (first.json()["version"], again.status_code, again.json()["version"]) == (1, 200, 1)


async def test_of_ten_devices_saving_at_once_one_wins(month: Month) -> None:
    typed = [await month.content(plan=f"第{n}台") for n in range(10)]
    answers = await asyncio.gather(*(save(month, each) for each in typed))
    codes = sorted(answer.status_code for answer in answers)
    assert codes == [200] + [412] * 9
    assert (await month.get())["draft_version"] == 1


async def test_a_report_in_mending_stays_returned_until_it_is_sent(month: Month) -> None:
    await month.sent(no_change=True)
    await month.send_back()
    assert (await save(month, await month.content(plan="补上"))).json()["status"] == "returned"
    assert [change["label"] for change in (await month.get())["changes_since_return"]] == ["下月打算"]


async def test_starting_again_brings_back_what_the_system_filled_in(month: Month) -> None:
    await save(month, await month.with_line(0, state="problem", note="没有宿舍"))
    version = (await month.get())["version"]
    answer = await month.reporter.post(f"/reports/{month.id}/reset-draft", version=version)
    assert answer.status_code == 200, answer.text
    assert (answer.json()["changes"], answer.json()["version"]) == ([], 2)
    stale = await month.reporter.post(f"/reports/{month.id}/reset-draft", version=version - 1)
    assert (stale.status_code, stale.json()["code"]) == (412, "precondition.stale")


async def test_nothing_is_typed_into_a_report_that_was_sent(month: Month) -> None:
    await month.sent(no_change=True)
    answer = await save(month, await month.content(plan="晚了"))
    assert (answer.status_code, answer.json()["code"]) == (409, "state.illegal")
    assert "已报送" in answer.json()["detail"]


async def test_an_office_does_not_see_what_is_being_typed(month: Month) -> None:
    await save(month, await month.content(plan="还没想好"))
    seen = await month.get(month.coordinator)
    assert (seen["content"]["plan"], seen["draft_version"], seen["draft_saved_by"]) == ("", 0, None)


async def test_only_the_school_itself_types(month: Month, sign_in: SignIn) -> None:
    content = await month.content()
    assert (await save(month, content, caller=month.partner)).status_code == 404
    assert (await save(month, content, caller=month.coordinator)).status_code == 403
    leader = await sign_in(Role.school_leader, school=month.world.rural)
    assert (await save(month, content, caller=leader)).status_code == 200


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"plan": "下月\u0000打算"}, "content.plan"),
        ({"plan": "下月\u202e打算"}, "content.plan"),
        ({"problem": "长" * 2001}, "content.problem"),
        ({"people": None}, "content.people"),
        ({"unknown": 1}, "content.unknown"),
        ({"people": [{"assignment_id": "x"}]}, "content.people.0.assignment_id"),
    ],
)
async def test_what_cannot_be_stored_is_said_at_its_field(month: Month, changes: dict[str, Any], field: str) -> None:
    answer = await save(month, await month.content(**changes))
    assert (answer.status_code, [error["field"] for error in answer.json()["errors"]]) == (422, [field])
