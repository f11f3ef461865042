"""Names, numbers of people, phones and typed sentences stay in their rows: never in the log, events or metrics (§4)."""

import json
import logging
from datetime import date

import httpx
import pytest
import structlog
from fastapi import FastAPI
from sqlalchemy import select

from services.api.kernel.events import Event
from services.api.worker import Worker
from services.contracts.codes import ClientScope, Role, Sex
from tests.api.reporting import Month, a_month
from tests.factories.world import HOME, PROVINCE, Make
from tests.support.callers import SignIn
from tests.support.id_numbers import id_number
from tests.support.sign_ins import PASSWORD, Accounts

NUMBER = id_number(date(1988, 3, 14), Sex.female)
OTHER_NUMBER = id_number(date(1979, 10, 2), Sex.male)
PRIVATE = {
    "name": "阿依努尔", "new name": "欧阳若溪", "leader": "司徒望川", "liaison": "上官映雪", "phone": "13900004711",
    "desk phone": "0917-6215888", "number": NUMBER, "other number": OTHER_NUMBER, "note": "她婆婆住院要陪护",
    "problem": "宿舍楼漏雨两间", "plan": "下月换一位语文老师", "public line": "孩子们学会了三首古诗",
    "comment": "请假的起止日期没写", "reason": "调到县城照顾家人", "topic": "杠杆与滑轮公开课",
    "goal": "带三位青年教师", "password": "mima-bu-gei-ren-kan", "user name": "wangji.mima", "search": "慕容复生",
    "health": "膝盖手术后要复查半年",
}  # fmt: skip
P = PRIVATE


async def write_down(api: httpx.AsyncClient, month: Month, sign_in: SignIn) -> None:
    """Put each private word somewhere, well-formed and badly formed, and make somebody look for it."""
    coordinator, reporter, school = month.coordinator, month.reporter, str(month.world.rural.id)
    answers = []
    person = {
        "name": P["name"], "sex": "2", "birth_on": "1988-03-14", "id_number": P["number"], "school_id": school,
        "stage": "primary", "hired_on": "2015-09-01",
    }  # fmt: skip
    staff = await coordinator.post("/staff", person)
    assert staff.status_code == 201, staff.text
    person_path = f"/persons/{staff.json()['person_id']}"
    version = (await coordinator.get(person_path)).json()["version"]
    answers.append(await coordinator.post(f"{person_path}/health", {"ok": False, "note": P["health"]}, version=version))
    ended = {"ended_on": "2026-12-01", "reason": P["reason"]}
    answers += [staff, await coordinator.post(f"/staff/{staff.json()['id']}/end", ended, version=1)]
    account = {"username": P["user name"], "role": "school_reporter", "school_id": school, "phone": P["phone"]}
    user = await coordinator.post("/users", {**account, "name": P["new name"]})
    user_path = f"/users/{user.json()['id']}"
    answers += [user, await coordinator.patch(user_path, {"phone": P["desk phone"]}, version=1)]
    answers.append(await coordinator.post(f"{user_path}/disable", {"reason": P["reason"]}, version=2))
    pairing = f"/pairings/{month.pairing.id}"
    contacts = {"side": "recipient", "leader": P["leader"], "liaison": P["liaison"], "phone": P["phone"]}
    answers.append(await reporter.patch(f"{pairing}/contacts", contacts, version=1))
    answers.append(await coordinator.post(f"{pairing}/goals", {"title": P["goal"], "unit": "人", "target": 3}))
    activity = {"pairing_id": str(month.pairing.id), "host_school_id": school, "type": "demo_lesson"}
    answers.append(await reporter.post("/activities", {**activity, "held_on": "2026-11-20", "topic": P["topic"]}))
    content = await month.with_line(0, note=P["note"])
    content |= {"has_problem": True, "problem": P["problem"], "plan": P["plan"], "public_line": P["public line"]}
    answers.append(await reporter.put(f"/reports/{month.id}/draft", {"draft_version": 0, "content": content}))
    assert [answer.status_code for answer in answers if answer.status_code >= 300] == [], answers
    await month.sent(content=content)
    await month.send_back(P["comment"])
    for path in ("/staff", "/users", "/reports", "/pairings"):
        await coordinator.get(path, params={"q": P["search"]})
        await coordinator.get(path, params={P["search"]: P["name"], "cursor": P["search"]})
    for number in (P["other number"], P["number"][:-1] + "x1"):
        await coordinator.post("/staff", {**person, "id_number": number, "birth_on": P["phone"], P["name"]: 1})
    await coordinator.post(f"/staff/{P['name']}/end", ended, version=1)
    await api.post("/api/v1/auth/token", data={"grant_type": "password", "username": P["user name"],
                                               "password": P["password"]})  # fmt: skip
    client = await sign_in.client([ClientScope.records_read, ClientScope.changes_read], PROVINCE)
    for path in ("/staff", "/assignments", "/reports", "/events"):
        assert (await client.get(path)).status_code == 200


@pytest.fixture
def printed_logs(capsys: pytest.CaptureFixture[str]) -> pytest.CaptureFixture[str]:
    """What is logged is printed here, however a test before set up the logs of this process."""
    structlog.reset_defaults()
    return capsys


async def test_after_a_tour_no_private_word_is_in_the_log_the_events_or_the_metrics(
    app: FastAPI, api: httpx.AsyncClient, make: Make, sign_in: SignIn, worker: Worker,
    printed_logs: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    caplog.set_level(logging.INFO)
    month = await a_month(make, sign_in, worker)
    await Accounts(app, api).user("bai.xiaolan")
    await Accounts(app, api).password("bai.xiaolan")
    await write_down(api, month, sign_in)
    await worker.run_once()
    printed = "".join(printed_logs.readouterr())
    async with app.state.database.reader() as session:
        rows = (await session.execute(select(Event.__table__))).mappings().all()  # type: ignore[attr-defined]
    events = json.dumps([dict(row) for row in rows], ensure_ascii=False, default=str)
    metrics = (await api.get("/metrics")).text
    assert (len(rows) > 30, "http_requests_total" in metrics, "request" in printed) == (True, True, True)
    words = {**PRIVATE, "own password": PASSWORD, "own name": "白晓岚", "test name": "测试员"}
    for place, text in (("log", printed + caplog.text), ("events", events), ("metrics", metrics)):
        seen = [what for what, word in words.items() if word in text or json.dumps(word)[1:-1] in text]
        assert seen == [], place


async def test_what_is_shown_to_a_provincial_system_holds_no_private_word(
    api: httpx.AsyncClient, make: Make, sign_in: SignIn, worker: Worker
) -> None:
    month = await a_month(make, sign_in, worker)
    await write_down(api, month, sign_in)
    await worker.run_once()
    client = await sign_in.client([*ClientScope][:3], PROVINCE)
    own = ("/staff?include_ended=true", "/assignments", "/reports", "/pairings", "/activities", "/events?limit=200",
           f"/reports/{month.id}", f"/pairings/{month.pairing.id}", f"/assignments/{month.people[0].id}",
           f"/schools/{month.world.rural.id}", f"/reports/{month.id}/revisions")  # fmt: skip
    for path in own:
        answer = await client.get(path)
        assert answer.status_code == 200, (path, answer.text)
        assert [what for what, word in PRIVATE.items() if word in answer.text] == [], path


async def test_an_identity_number_is_masked_in_every_answer(
    api: httpx.AsyncClient, make: Make, sign_in: SignIn, worker: Worker
) -> None:
    month = await a_month(make, sign_in, worker)
    await write_down(api, month, sign_in)
    hr = await sign_in(Role.hr, HOME)
    answer = await hr.get("/staff?include_ended=true")
    assert P["name"] in answer.text
    assert P["number"] not in answer.text
    assert P["number"][6:14] not in answer.text
