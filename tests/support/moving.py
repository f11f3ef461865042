"""A county moves in, over HTTP alone: what the people of a county do on that day, step by step, with the seconds."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import httpx

from services.api.kernel.ids import new_id
from tests.factories.county import County, Table
from tests.support.callers import Caller
from tests.support.sheets import first_sheet, workbook
from tests.support.sign_ins import TOKEN, WEB

API = "/api/v1"
NEW_PASSWORD = "露水从松针落到溪石上面"
AT_ONCE = 8
LONGEST_WAIT = 900.0
BUSY = (429, 503)
KINDS = ("schools", "staff", "users", "pairings", "assignments")


@dataclass
class Person(Caller):
    """Somebody in the browser, through the web: renews the access token, and comes back when asked to wait."""

    refresh_token: str = ""
    place: str = ""

    async def request(self, method: str, path: str, **options: Any) -> httpx.Response:
        """Any call; a 401 is answered with the refresh token once, a 429 or 503 with patience."""
        deadline, renewed = time.monotonic() + LONGEST_WAIT, False
        while True:
            answer = await super().request(method, path, **dict(options))
            if answer.status_code == 401 and not renewed:
                renewed = True
                form = {"grant_type": "refresh_token", "refresh_token": self.refresh_token, **WEB}
                self.token = (await self.http.post(TOKEN, data=form)).json()["access_token"]
            elif answer.status_code in BUSY and time.monotonic() < deadline:
                await asyncio.sleep(int(answer.headers["Retry-After"]))
            else:
                return answer

    async def good(self, path: str, **options: Any) -> Any:
        """GET that must answer 200; its JSON."""
        return _json(await self.get(path, **options), 200)


@dataclass
class Move:
    """One county's day. `settle` lets the worker do what is due; `later` lets a minute pass as well."""

    http: httpx.AsyncClient
    county: County
    settle: Callable[[], Awaitable[Any]]
    later: Callable[[], Awaitable[Any]]
    seconds: dict[str, float] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)

    @asynccontextmanager
    async def step(self, name: str) -> AsyncIterator[None]:
        """Time one step."""
        started = time.perf_counter()
        yield
        self.seconds[name] = time.perf_counter() - started

    async def run(self, username: str, start_code: str) -> None:
        """The whole day of the coordinator and the schools."""
        coordinator = await self.come_in(username, start_code, place="10.200.0.1")
        async with self.step("calendar"):
            await self._set_calendar(coordinator)
        for kind in KINDS:
            await self._bring(coordinator, getattr(self.county, kind)())
        async with self.step("slips"):
            codes = await self._print_slips(coordinator)
        async with self.step("reports opened"):
            await self._wait_for_reports(coordinator)
        async with self.step("everybody comes in"):
            await self._all_come_in(codes)
        async with self.step("counted"):
            await self._count(coordinator)

    async def come_in(self, username: str, code: str, *, place: str) -> Person:
        """By account and code from a printed slip, or the start code; sets the password, then signs in with it."""
        headers, web = {"X-Client-Address": place}, (WEB["client_id"], WEB["client_secret"])
        body = {"username": username, "code": code, "new_password": NEW_PASSWORD}
        path = f"{API}/invitations/accept"
        _json(await self._patiently(lambda: self.http.post(path, json=body, headers=headers, auth=web)), 200)
        form = {"grant_type": "password", "username": username, "password": NEW_PASSWORD, **WEB}
        found = _json(await self._patiently(lambda: self.http.post(TOKEN, data=form, headers=headers)), 200)
        return Person(self.http, found["access_token"], UUID(int=0), found["refresh_token"], place)

    async def _patiently(self, ask: Callable[[], Awaitable[httpx.Response]]) -> httpx.Response:
        deadline = time.monotonic() + LONGEST_WAIT
        while (answer := await ask()).status_code in BUSY and time.monotonic() < deadline:
            self.counts["asked to wait"] = self.counts.get("asked to wait", 0) + 1
            await asyncio.sleep(int(answer.headers["Retry-After"]))
        return answer

    async def _set_calendar(self, coordinator: Person) -> None:
        """The month may be filled from its first day on."""
        path = f"/regions/{self.county.code}/settings"
        body = {"source": "本县规定", "open_day": 1, "contact_office": "人事股", "contact_name": "周敏",
                "contact_phone": "6210 0123"}  # fmt: skip
        _json(await coordinator.put(path, body, version=0), 200)

    async def _bring(self, coordinator: Person, table: Table) -> None:
        """Upload, look at the problems, apply what is right; download the mistakes, mend them, upload again."""
        kind = table.kind
        async with self.step(f"{kind}: upload, check"):
            found = await self._checked(coordinator, kind, workbook(table.typed))
            assert await self._named_cells(coordinator, found) == table.wrong_cells, kind
            assert sum(each["count"] for each in found["problems"]) == len(table.faults), found["problems"]
        async with self.step(f"{kind}: apply"):
            found = await self._confirmed(coordinator, found)
            assert found["counts"]["create"] == len(table.right) - len(table.faults), found["counts"]
        async with self.step(f"{kind}: mend, upload, apply"):
            file = await coordinator.get(f"/imports/{found['id']}/errors.xlsx")
            assert file.status_code == 200, file.text
            mended = table.mended(first_sheet(file.content))
            again = await self._checked(coordinator, kind, workbook(mended))
            assert (again["counts"]["error"], again["counts"]["create"]) == (0, len(table.faults)), again["problems"]
            await self._confirmed(coordinator, again)
        self.counts[f"{kind} typed"], self.counts[f"{kind} mended"] = len(table.right), len(table.faults)

    async def _checked(self, coordinator: Person, kind: str, content: bytes) -> dict[str, Any]:
        headers = {"Content-Type": "application/octet-stream", "Idempotency-Key": new_id().hex}
        path = f"/imports?kind={kind}&filename={kind}.xlsx"
        answer = await coordinator.request("POST", path, content=content, headers=headers)
        return await self._until(coordinator, _json(answer, 201), "checked")

    async def _confirmed(self, coordinator: Person, found: dict[str, Any]) -> dict[str, Any]:
        answer = await coordinator.post(f"/imports/{found['id']}/confirm", version=found["version"])
        return await self._until(coordinator, _json(answer, 200), "done")

    async def _until(self, coordinator: Person, found: dict[str, Any], state: str) -> dict[str, Any]:
        deadline = time.monotonic() + LONGEST_WAIT
        while found["state"] != state:
            assert found["state"] in {"uploaded", "checking", "checked", "applying"}, found
            assert time.monotonic() < deadline, f"still {found['state']}"
            await self.settle()
            found = await coordinator.good(f"/imports/{found['id']}")
        return found

    async def _named_cells(self, coordinator: Person, found: dict[str, Any]) -> set[tuple[int, str]]:
        """Row and heading of everything that is said to be wrong."""
        cells: set[tuple[int, str]] = set()
        cursor: str | None = ""
        while cursor is not None:
            path = f"/imports/{found['id']}/rows?status=error&limit=200{f'&cursor={cursor}' if cursor else ''}"
            page = await coordinator.good(path)
            cells |= {(row["row"], error["heading"]) for row in page["items"] for error in row["errors"]}
            cursor = page["next_cursor"]
        return cells

    async def _print_slips(self, coordinator: Person) -> dict[str, str]:
        """Account name → code, of everybody who never signed in."""
        made = _json(await coordinator.post("/invitations/batch", {"channel": "printed"}), 201)
        assert made["left_out"] == 0
        self.counts["slips"] = len(made["items"])
        return {each["username"]: each["slip_code"] for each in made["items"]}

    async def _wait_for_reports(self, coordinator: Person) -> None:
        """Until the worker has opened a month for every school."""
        deadline = time.monotonic() + LONGEST_WAIT
        while len(await self._schools_that_owe(coordinator)) < len(self.county.places):
            assert time.monotonic() < deadline, "the month does not open"
            await self.later()

    async def _schools_that_owe(self, coordinator: Person) -> set[str]:
        owing: set[str] = set()
        cursor: str | None = ""
        while cursor is not None:
            page = await coordinator.good(f"/reports?limit=200{f'&cursor={cursor}' if cursor else ''}")
            owing |= {row["school"]["id"] for row in page["items"]}
            cursor = page["next_cursor"]
        return owing

    async def _all_come_in(self, codes: dict[str, str]) -> None:
        """Both accounts of every school, a few at once, each school from an address of its own."""
        door = asyncio.Semaphore(AT_ONCE)

        async def school(index: int) -> None:
            async with door:
                await self._school_comes_in(index, codes)

        await asyncio.gather(*(school(index) for index in range(len(self.county.places))))

    async def _school_comes_in(self, index: int, codes: dict[str, str]) -> None:
        for short in ("bs", "ld"):
            name = self.county.account(index, short)
            person = await self.come_in(name, codes[name], place=f"10.{index // 250}.{index % 250}.7")
            roster = await person.good("/staff?limit=200&count=true")
            assert roster["count"] == self.county.people_of(index), (name, roster["count"])
            if short == "bs":
                await self._send_report(person)

    async def _send_report(self, reporter: Person) -> None:
        owed = await reporter.good("/reports?open=true&limit=1")
        report = owed["items"][0]
        path = f"/reports/{report['id']}/submit"
        receipt = _json(await reporter.post(path, {"no_change": True}, version=report["version"]), 201)
        assert receipt["receipt_no"]
        self.counts["reports sent"] = self.counts.get("reports sent", 0) + 1

    async def _count(self, coordinator: Person) -> None:
        for kind in ("schools", "staff", "users", "pairings", "assignments"):
            self.counts[kind] = (await coordinator.good(f"/{kind}?limit=1&count=true"))["count"]


def _json(answer: httpx.Response, status: int) -> Any:
    assert answer.status_code == status, f"{answer.request.method} {answer.request.url}: {answer.text[:500]}"
    return answer.json()


async def new_coordinator(administrator: Caller, county: County) -> tuple[str, str]:
    """Account name and start code of the county's coordinator, as an administrator makes them."""
    body = {"username": "xian.zhoumin", "name": "周敏", "role": "county_coordinator", "region_code": county.code}
    made = _json(await administrator.post("/users", body), 201)
    return made["username"], made["start_code"]
