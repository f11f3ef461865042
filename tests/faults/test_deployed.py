"""What deploy/ holds is really started: services by their units and the documented variables, nginx before them."""

import asyncio
import os
import re
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from signal import SIGTERM

import httpx
import pytest

from services.api.main import create_app
from services.contracts.codes import Role
from tests.factories.world import HOME
from tests.support.callers import SignIn
from tests.support.databases import SECRETS, postgres_database, settings_for
from tests.support.front import HOST, Front, in_front
from tests.support.product import ROOT
from tests.support.production import UNITS, Running

README = ROOT / "deploy" / "README.md"
KIB = 1024


def documented() -> set[str]:
    """The variables that the table of deploy/README.md names."""
    rows = re.findall(r"^\| `\w+\.env` \| (.+) \|$", README.read_text("utf-8"), re.MULTILINE)
    assert len(rows) == 3
    return set(re.findall(r"`([A-Z][A-Z_]+)", " ".join(rows)))


def environment(url: str, folder: Path) -> dict[str, str]:
    """Those variables with a test's values, and nothing else of ours."""
    values = {
        **{name.upper(): value for name, value in SECRETS.items()}, "APP_ENV": "production", "DATABASE_URL": url,
        "COOKIE_KEY": "test-cookie-key-of-thirty-two-bytes-1", "DATA_DIR": str(folder), "EMBEDDED_WORKER": "false",
        "API_URL": "",
    }  # fmt: skip
    assert set(values) == documented()
    return {"PATH": os.environ["PATH"], "HOME": str(folder), "LANG": "C.UTF-8", **values}


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """API, worker and web."""
    folder = tmp_path_factory.mktemp("deployed")
    with postgres_database() as url:
        product = Running(environment(url, folder), {}, folder / "log")
        try:
            for name in ("api", "worker"):
                product.start(name)
            product.wait_until_ready("api", "/health/ready")
            product.start("web")
            product.wait_until_ready("web", "/health/live")
            yield product
        finally:
            product.stop()


@pytest.fixture(scope="module")
def front(running: Running, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    """nginx before them."""
    with in_front(running.urls["api"], running.urls["web"], tmp_path_factory.mktemp("nginx")) as nginx:
        yield nginx


@pytest.fixture
async def outside(front: Front) -> AsyncIterator[httpx.AsyncClient]:
    """A client that asks for our name and does not know the test's certificate."""
    transport = httpx.AsyncHTTPTransport(verify=False)
    options = {"sni_hostname": HOST}
    async with httpx.AsyncClient(
        transport=transport, base_url=front.secure, headers={"Host": HOST}, timeout=60
    ) as client:
        client.event_hooks["request"] = [_named(options)]
        yield client


def _named(options: dict[str, str]):  # type: ignore[no-untyped-def] # noqa: ANN202 - a hook of httpx
    async def name(request: httpx.Request) -> None:
        request.extensions |= options

    return name


async def token(running: Running) -> str:
    """A coordinator's."""
    app = create_app(settings_for(running.environment["DATABASE_URL"]))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://api.test") as http:
        caller = await SignIn(app, http)(Role.county_coordinator, HOME)
    app.state.passwords.close()
    await app.state.database.close()
    return caller.token


async def test_pages_files_and_api_come_by_one_name_over_https(front: Front, outside: httpx.AsyncClient) -> None:
    async with httpx.AsyncClient(base_url=front.plain, headers={"Host": HOST}) as plain:
        sent = await plain.get("/sign-in")
    assert (sent.status_code, sent.headers["location"]) == (301, f"https://{HOST}/sign-in")
    page = await outside.get("/sign-in")
    assert page.status_code == 200
    assert "default-src" in page.headers["content-security-policy"]
    style = re.search(r'href="(/static/[0-9a-f]+/app\.css)"', page.text)
    assert style is not None
    sheet = await outside.get(style[1])
    assert (sheet.status_code, sheet.headers["content-type"]) == (200, "text/css; charset=utf-8")
    assert "immutable" in sheet.headers["cache-control"]
    refused = await outside.get("/api/v1/me")
    assert (refused.status_code, refused.json()["code"]) == (401, "auth.missing")
    for inner in ("/health/ready", "/health/live", "/metrics"):
        assert (await outside.get(inner)).status_code == 404, inner


async def test_another_name_gets_nothing(front: Front, outside: httpx.AsyncClient) -> None:
    async with httpx.AsyncClient(base_url=front.plain, headers={"Host": "evil.example.invalid"}) as plain:
        assert (await plain.get("/sign-in")).status_code == 421
    assert (await outside.get("/sign-in", headers={"Host": "evil.example.invalid"})).status_code == 421
    async with httpx.AsyncClient(verify=False) as stranger:  # noqa: S501 - its certificate is the test's
        with pytest.raises(httpx.ConnectError):
            await stranger.get(f"{front.secure}/sign-in")


async def test_a_body_that_is_too_large_is_a_problem_wherever_it_is_stopped(
    outside: httpx.AsyncClient, running: Running
) -> None:
    headers = {"Authorization": f"Bearer {await token(running)}", "Content-Type": "application/json"}
    for size in (300 * KIB, 600 * KIB):
        answer = await outside.post("/api/v1/schools", content=b" " * size, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (413, "request.body_too_large")
        assert answer.headers["content-type"] == "application/problem+json"


async def test_a_tag_that_compression_weakened_still_counts(outside: httpx.AsyncClient, running: Running) -> None:
    headers = {"Authorization": f"Bearer {await token(running)}", "Accept-Encoding": "gzip"}
    full = await outside.get("/api/v1/regions", headers=headers)
    assert (full.status_code, full.headers["content-encoding"]) == (200, "gzip"), full.text[:200]
    tag = full.headers["etag"]
    assert tag.startswith("W/")
    again = await outside.get("/api/v1/regions", headers={**headers, "If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")


async def test_a_service_that_restarts_is_said_to_be_back_soon(outside: httpx.AsyncClient, running: Running) -> None:
    api = running.processes.pop("api")
    port = running.urls["api"].rsplit(":", 1)[1]
    api.terminate()
    assert await asyncio.to_thread(api.wait, 60) in {0, -SIGTERM}, "it ends in good order"
    down = await outside.get("/api/v1/me")
    assert (down.status_code, down.headers["retry-after"]) == (503, "5")
    assert down.json()["code"] == "service.unavailable"
    assert down.headers["content-type"] == "application/problem+json"
    await asyncio.to_thread(running.start, "api", int(port))
    await asyncio.to_thread(running.wait_until_ready, "api", "/health/ready")
    assert (await outside.get("/api/v1/me")).status_code == 401


@pytest.mark.parametrize("unit", sorted(UNITS.glob("*.service")), ids=lambda path: path.stem)
def test_a_unit_says_nothing_that_systemd_does_not_know(unit: Path, tmp_path: Path) -> None:
    program = shutil.which("systemd-analyze")
    assert program is not None, "systemd-analyze is missing: apt-get install -y --no-install-recommends systemd"
    text = unit.read_text("utf-8").replace("/opt/jiedui/.venv/bin/python", str(Path(sys.executable).resolve()))
    copy = tmp_path / unit.name
    copy.write_text(text.replace("jiedui-api.service", "").replace("postgresql.service", ""), "utf-8")
    done = subprocess.run([program, "verify", "--man=no", str(copy)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
