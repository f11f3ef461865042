"""One write: repeated, overtaken, together with fifty others, while the storage is busy or full."""

import asyncio
from typing import Any
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import func, select, text, update

from services.api.features.clients.models import ApiClient
from services.api.kernel.clock import SetClock
from services.api.kernel.events import Event
from services.api.kernel.idempotency import IdempotencyKey, forget_old
from services.api.main import create_app
from services.api.worker import Worker
from services.contracts.codes import ClientScope, Role
from tests.support.callers import Caller, SignIn
from tests.support.databases import settings_for
from tests.support.probe import PROBE, add_probe

THING: Any = ApiClient
KEY: Any = IdempotencyKey
EVENT: Any = Event


@pytest.fixture(scope="module")
def wired_app() -> FastAPI:
    """With routes of its own that no other test sees."""
    app = create_app(settings_for("sqlite+aiosqlite://"))
    app.state.passwords.close()
    add_probe(app)
    return app


@pytest.fixture
async def user(sign_in: SignIn) -> Caller:
    return await sign_in(Role.administrator, "610000")


async def count(app: FastAPI, model: Any, *where: Any) -> int:
    async with app.state.database.reader() as session:
        return int(await session.scalar(select(func.count()).select_from(model).where(*where)) or 0)


def thing(code: str, name: str = "甲") -> dict[str, str]:
    return {"code": code, "name": name}


async def test_a_repeated_post_gives_the_first_answer_again_and_makes_nothing_twice(app: FastAPI, user: Caller) -> None:
    first = await user.post(PROBE, thing("t1"), key="key-of-t1")
    assert first.status_code == 201, first.text
    again = await user.post(PROBE, thing("t1"), key="key-of-t1")
    assert (again.status_code, again.json()) == (201, first.json())
    assert again.headers["idempotency-replayed"] == "true"
    assert await count(app, ApiClient, THING.client_id == "t1") == 1
    assert await count(app, Event, EVENT.action == "made") == 1


async def test_the_same_key_with_another_body_is_refused(app: FastAPI, user: Caller) -> None:
    assert (await user.post(PROBE, thing("t1"), key="key-of-t1")).status_code == 201
    other = await user.post(PROBE, thing("t2"), key="key-of-t1")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency.mismatch")
    assert await count(app, ApiClient, THING.client_id == "t2") == 0


async def test_a_key_belongs_to_its_caller(app: FastAPI, user: Caller, sign_in: SignIn) -> None:
    other = await sign_in(Role.county_coordinator)
    assert (await user.post(PROBE, thing("t1"), key="key-of-all")).status_code == 201
    assert (await other.post(PROBE, thing("t2"), key="key-of-all")).status_code == 201
    assert await count(app, ApiClient, THING.client_id.in_(["t1", "t2"])) == 2


async def test_ten_of_the_same_key_at_once_make_one_row_and_all_get_its_answer(app: FastAPI, user: Caller) -> None:
    answers = await asyncio.gather(*(user.post(PROBE, thing("t1"), key="key-of-t1") for _ in range(10)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert await count(app, ApiClient, THING.client_id == "t1") == 1


async def test_a_refusal_is_not_stored_and_leaves_nothing_so_that_the_same_key_works_later(
    app: FastAPI, user: Caller
) -> None:
    refused = await user.post(PROBE, thing("t1", "refuse"), key="key-of-t1")
    assert refused.status_code == 422
    assert await count(app, ApiClient, THING.client_id == "t1") == 0
    assert await count(app, IdempotencyKey) == 0
    assert (await user.post(PROBE, thing("t1"), key="key-of-t1")).status_code == 201


async def test_a_provincial_system_must_send_a_key_and_a_person_need_not(user: Caller, sign_in: SignIn) -> None:
    client = await sign_in.client([ClientScope.stats_read])
    refused = await client.request("POST", PROBE, json=thing("t1"))
    assert (refused.status_code, refused.json()["code"]) == (428, "idempotency.required")
    assert (await user.request("POST", PROBE, json=thing("t2"))).status_code == 201


@pytest.mark.parametrize("key", ["short", "x" * 81, "has space here", "带汉字的编号编号"])
async def test_a_key_of_another_shape_is_refused(user: Caller, key: str) -> None:
    headers = {b"Authorization": f"Bearer {user.token}".encode(), b"Idempotency-Key": key.encode()}
    answer = await user.http.post(f"/api/v1{PROBE}", json=thing("t1"), headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (422, "request.invalid")


async def test_answers_are_forgotten_after_a_day(app: FastAPI, user: Caller, clock: SetClock) -> None:
    await user.post(PROBE, thing("t1"), key="key-of-t1")
    async with app.state.database.writer(clock=clock) as session:
        assert await forget_old(session, clock.now()) == 0
    clock.put(clock.now().replace(day=clock.now().day + 1, minute=clock.now().minute + 1))
    async with app.state.database.writer(clock=clock) as session:
        assert await forget_old(session, clock.now()) == 1


async def made(user: Caller, code: str = "t1", name: str = "0") -> tuple[str, UUID]:
    answer = await user.post(PROBE, thing(code, name))
    return f"{PROBE}/{answer.json()['id']}", UUID(answer.json()["id"])


async def test_a_change_needs_the_version_that_was_read(user: Caller) -> None:
    path, _ = await made(user)
    tag = (await user.get(path)).headers["etag"]
    assert (await user.patch(path, thing("t1", "乙"))).status_code == 428
    right = await user.patch(path, thing("t1", "乙"), headers={"If-Match": f'W/{tag[:-1]}-gzip"'})
    assert right.status_code == 200, right.text
    assert right.json()["version"] == 2
    stale = await user.patch(path, thing("t1", "丙"), headers={"If-Match": tag})
    assert (stale.status_code, stale.json()["code"]) == (412, "precondition.stale")
    assert stale.headers["etag"] == '"2"'
    assert (await user.get(path)).json()["name"] == "乙"


async def test_twenty_changes_of_one_version_at_once_let_one_through(user: Caller) -> None:
    path, _ = await made(user)
    answers = await asyncio.gather(*(user.patch(path, thing("t1", f"第{n}个"), version=1) for n in range(20)))
    statuses = sorted(answer.status_code for answer in answers)
    assert statuses == [200] + [412] * 19


async def test_an_unchanged_row_is_a_304_and_a_changed_one_is_not(user: Caller) -> None:
    path, _ = await made(user)
    tag = (await user.get(path)).headers["etag"]
    for sent in (tag, f"W/{tag}", f'"other", {tag[:-1]}-gzip"'):
        unchanged = await user.get(path, headers={"If-None-Match": sent})
        assert (unchanged.status_code, unchanged.content) == (304, b"")
        assert unchanged.headers["etag"] == tag
    await user.patch(path, thing("t1", "乙"), version=1)
    assert (await user.get(path, headers={"If-None-Match": tag})).status_code == 200


async def test_the_tag_of_a_list_changes_with_its_rows_and_not_with_the_position_of_the_log(
    user: Caller, worker: Worker
) -> None:
    await made(user)
    tag = (await user.get(PROBE)).headers["etag"]
    await worker.run_once()
    later = await user.get(PROBE, headers={"If-None-Match": tag})
    assert later.status_code == 304
    await made(user, "t2")
    assert (await user.get(PROBE, headers={"If-None-Match": tag})).status_code == 200


async def test_fifty_at_once_that_read_before_they_write_lose_nothing(user: Caller) -> None:
    path, _ = await made(user)
    answers = await asyncio.gather(*(user.post(f"{path}/count") for _ in range(50)))
    assert {answer.status_code for answer in answers} == {200}, [a.text for a in answers if a.status_code != 200][:1]
    assert (await user.get(path)).json() | {"allowed_actions": []} == {
        "id": path.rsplit("/", 1)[1], "client_id": "t1", "name": "50", "version": 51, "allowed_actions": [],
    }  # fmt: skip


async def test_readers_are_answered_while_a_writer_holds_its_transaction(app: FastAPI, user: Caller) -> None:
    path, thing_id = await made(user)
    async with app.state.database.writer(clock=app.state.clock) as session:
        row = (await session.execute(select(THING).where(THING.id == thing_id).with_for_update())).scalar_one()
        row.name = "未提交"
        await session.flush()
        answer = await asyncio.wait_for(user.get(path), 2)
        assert (answer.status_code, answer.json()["name"]) == (200, "0")


async def test_a_second_row_of_one_code_is_a_409_without_the_values(user: Caller) -> None:
    await made(user, "t-secret")
    answer = await user.post(PROBE, thing("t-secret"))
    assert (answer.status_code, answer.json()["code"]) == (409, "conflict.constraint")
    assert "t-secret" not in answer.text


async def test_a_row_that_another_transaction_changed_meanwhile_is_a_412(user: Caller) -> None:
    path, _ = await made(user)
    answer = await user.post(f"{path}/overtake")
    assert (answer.status_code, answer.json()["code"]) == (412, "precondition.stale")


async def test_when_all_connections_are_taken_a_write_is_a_503_that_says_when_to_come_back(
    database_url: str, clock: SetClock, app: FastAPI, user: Caller
) -> None:
    small = create_app(settings_for(database_url, pool_size=1, pool_timeout_seconds=0.2), clock)
    add_probe(small)
    transport = httpx.ASGITransport(small, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://api.test") as http:
        caller = Caller(http, user.token, user.id)
        async with small.state.database.writer() as one, small.state.database.reader() as other:
            await one.execute(text("SELECT 1"))
            await other.execute(text("SELECT 1"))
            answer = await caller.post(PROBE, thing("t1"))
            assert (answer.status_code, answer.json()["code"]) == (503, "storage.busy")
            assert int(answer.headers["retry-after"]) >= 1
        assert (await caller.post(PROBE, thing("t1"))).status_code == 201
    small.state.passwords.close()
    await small.state.database.close()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_full_disk_is_a_507_and_the_same_key_succeeds_once_there_is_room(app: FastAPI, user: Caller) -> None:
    async with app.state.database.writer() as session:
        pages = (await session.execute(text("PRAGMA page_count"))).scalar_one()
        await session.execute(text(f"PRAGMA max_page_count = {pages}"))
    statuses = []
    for number in range(200):
        answer = await user.post(PROBE, thing(f"t{number}", "长" * 70), key=f"key-of-{number:04}")
        statuses.append(answer.status_code)
        if answer.status_code != 201:
            break
    assert (answer.status_code, answer.json()["code"]) == (507, "storage.full")
    async with app.state.database.writer() as session:
        await session.execute(text("PRAGMA max_page_count = 1000000"))
        assert (await session.execute(text("PRAGMA integrity_check"))).scalar_one() == "ok"
    last = len(statuses) - 1
    again = await user.post(PROBE, thing(f"t{last}", "长" * 70), key=f"key-of-{last:04}")
    assert again.status_code == 201
    assert await count(app, ApiClient, THING.client_id == f"t{last}") == 1


async def test_a_failed_commit_says_so_and_never_201(app: FastAPI, user: Caller) -> None:
    path, thing_id = await made(user)
    async with app.state.database.reader() as session:
        before = (await session.execute(select(THING.version).where(THING.id == thing_id))).scalar_one()
    with pytest.raises(RuntimeError, match="no event"):
        async with app.state.database.writer() as session:
            await session.execute(update(THING).values(name="全部"))
    assert (await user.get(path)).json()["version"] == before
