"""Who leaves hands over: what was typed stays with the school, and the one who comes goes on from there."""

from typing import Any

import httpx
import pytest

from services.api.worker import Worker
from services.contracts.codes import Role
from tests.api.reporting import Month, a_month
from tests.factories.world import Make
from tests.support.callers import Caller, SignIn
from tests.support.sign_ins import WEB

NEW = {"username": "next.one", "name": "谢雯", "phone": "6231 0045"}
PASSWORD = "青山绿水长相伴1949"


@pytest.fixture
async def month(make: Make, sign_in: SignIn, worker: Worker) -> Month:
    return await a_month(make, sign_in, worker)


async def hand_over(month: Month, body: dict[str, Any]) -> dict[str, Any]:
    me = (await month.reporter.get(f"/users/{month.reporter.id}")).json()
    answer = await month.reporter.post(f"/users/{me['id']}/hand-over", body, version=me["version"])
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def came_in(api: httpx.AsyncClient, done: dict[str, Any]) -> Caller:
    body = {"link_token": done["invitation"]["link_token"], "new_password": PASSWORD}
    answer = await api.post("/api/v1/invitations/accept", json=body, auth=(WEB["client_id"], WEB["client_secret"]))
    assert answer.status_code == 200, answer.text
    return Caller(api, answer.json()["access_token"], done["successor"]["id"])


async def test_a_draft_is_there_for_the_one_who_takes_over_and_names_who_typed_it(
    month: Month, api: httpx.AsyncClient
) -> None:
    typed = await month.with_line(1, state="on_leave", from_on="18号", to_on="")
    body = {"draft_version": 0, "content": {**typed, "plan": "十二月联席会议"}}
    assert (await month.reporter.put(f"/reports/{month.id}/draft", body)).status_code == 200
    leaving, next_one = month.reporter, await came_in(api, await hand_over(month, NEW))
    seen = await month.get(next_one)
    assert (seen["content"]["plan"], seen["content"]["people"][1]["from_on"]) == ("十二月联席会议", "18号")
    assert (seen["status"], seen["draft_version"], seen["draft_saved_by"]) == ("draft", 1, "测试员")
    late = await leaving.put(f"/reports/{month.id}/draft", {**body, "draft_version": 1})
    assert late.status_code == 401, "the page that is still open on the old phone writes nothing"
    people = [{**line, "state": "at_post", "from_on": "", "to_on": ""} for line in seen["content"]["people"]]
    content = {**seen["content"], "people": people}
    saved = await next_one.put(f"/reports/{month.id}/draft", {"draft_version": 1, "content": content})
    assert (saved.status_code, saved.json()["saved_by"]) == (200, "谢雯")
    month.reporter = next_one
    assert (await month.sent(draft_version=2))["receipt_no"]


async def test_a_returned_report_is_mended_by_the_colleague_who_takes_over(month: Month, sign_in: SignIn) -> None:
    await month.sent(no_change=True)
    await month.send_back()
    version = (await month.get())["draft_version"]
    body = {"draft_version": version, "content": await month.content(plan="补上请假的日期")}
    assert (await month.reporter.put(f"/reports/{month.id}/draft", body)).status_code == 200
    colleague = await sign_in(Role.school_leader, school=month.world.rural)
    await hand_over(month, {"colleague_id": str(colleague.id)})
    seen = await month.get(colleague)
    assert (seen["status"], seen["content"]["plan"]) == ("returned", "补上请假的日期")
    assert seen["returned"]["comments"][0]["text"] == "请补上请假的日期"
