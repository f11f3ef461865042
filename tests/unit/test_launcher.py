"""The launcher: what it refuses, what it makes, how it starts and stops."""

import contextlib
import json
import os
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.launcher.plan import (
    DATABASE_FILE,
    RefusalError,
    check_assets,
    check_database,
    check_folder,
    check_port,
    demo_secrets,
    read_plan,
    whole_or_not_at_all,
)
from services.launcher.processes import ROOT, Service, last_words, start, stop, wait_until_ready, watch
from services.launcher.welcome import account_rows, as_table, selection, welcome

SERVER = """
import http.server, signal, sys
signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self): self.send_response(200); self.end_headers()
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Answer).serve_forever()
"""


@pytest.fixture
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        yield int(holder.getsockname()[1])


def service(tmp_path: Path, port: int, code: str = SERVER) -> Service:
    command = [sys.executable, "-c", code, str(port)]
    return Service("接口 / API", command, f"http://127.0.0.1:{port}/", tmp_path / "api.log")


def test_without_any_variable_the_known_ports_and_the_folder_var_are_used() -> None:
    plan = read_plan({})
    assert (plan.api_url, plan.web_url) == ("http://127.0.0.1:8000", "http://127.0.0.1:8080")
    assert plan.data_dir == Path("var").absolute()
    assert plan.demo


@pytest.mark.parametrize("value", ["0", "65536", "eighty", "-1", "８０００", " 80"])
def test_a_port_that_is_no_port_is_refused_by_name(value: str) -> None:
    with pytest.raises(RefusalError, match="WEB_PORT"):
        read_plan({"WEB_PORT": value})


def test_one_port_for_both_services_is_refused() -> None:
    with pytest.raises(RefusalError, match="不能相同"):
        read_plan({"WEB_PORT": "8000"})


def test_a_taken_port_is_refused_in_both_languages_with_the_way_out(taken_port: int) -> None:
    with pytest.raises(RefusalError, match=f"端口{taken_port}.*make run API_PORT=.*Port {taken_port}"):
        check_port("API_PORT", taken_port)


def test_a_free_port_is_accepted(free_port: int) -> None:
    check_port("API_PORT", free_port)


def test_a_folder_that_cannot_be_written_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a file stands where the folder should be")
    with pytest.raises(RefusalError, match="DATA_DIR"):
        check_folder(tmp_path / "file" / "var")


def test_a_missing_folder_is_made_and_left_empty(tmp_path: Path) -> None:
    check_folder(tmp_path / "new" / "var")
    assert list((tmp_path / "new" / "var").iterdir()) == []


def test_a_database_that_nobody_answers_for_is_refused_by_address_and_without_its_password(free_port: int) -> None:
    with pytest.raises(RefusalError, match=f"127.0.0.1:{free_port}") as caught:
        check_database(f"postgresql+asyncpg://jiedui:open-sesame@127.0.0.1:{free_port}/jiedui")
    assert "open-sesame" not in str(caught.value)


def test_the_embedded_database_needs_no_server() -> None:
    check_database("")
    check_database("sqlite+aiosqlite:////srv/jiedui.db")


def test_a_demo_that_was_cut_off_is_begun_again(tmp_path: Path) -> None:
    plan, database = read_plan({"DATA_DIR": str(tmp_path)}), tmp_path / DATABASE_FILE
    with contextlib.suppress(KeyboardInterrupt), whole_or_not_at_all(plan):
        database.write_text("half")
        raise KeyboardInterrupt
    with whole_or_not_at_all(plan):
        assert not database.exists()
        database.write_text("whole")
    with contextlib.suppress(KeyboardInterrupt), whole_or_not_at_all(plan):
        raise KeyboardInterrupt
    with whole_or_not_at_all(plan):
        assert database.read_text() == "whole"


def test_of_a_failure_the_line_that_names_it_is_shown() -> None:
    output = (
        "Traceback …\n  File x\nOperationalError: disk is full\n[SQL: INSERT …]\n(Background on this error at: …)\n"
    )
    assert last_words(output) == "OperationalError: disk is full"


def test_missing_browser_assets_are_refused_with_the_command_that_makes_them(tmp_path: Path) -> None:
    with pytest.raises(RefusalError, match="make assets"):
        check_assets(tmp_path)


def test_demo_secrets_are_long_private_and_kept(tmp_path: Path) -> None:
    first = demo_secrets(tmp_path)
    assert all(len(value) >= 32 for value in first.values())
    assert len(set(first.values())) == len(first)
    assert stat.S_IMODE((tmp_path / "secrets.json").stat().st_mode) == 0o600
    assert demo_secrets(tmp_path) == first


def test_a_secret_that_a_newer_release_needs_is_added_and_the_old_ones_stay(tmp_path: Path) -> None:
    (tmp_path / "secrets.json").write_text(json.dumps({"COOKIE_KEY": "kept"}))
    assert demo_secrets(tmp_path)["COOKIE_KEY"] == "kept"
    assert demo_secrets(tmp_path)["JWT_KEYS"].startswith("demo:")


def test_a_service_is_ready_when_it_answers_and_gone_after_stop(tmp_path: Path, free_port: int) -> None:
    web = service(tmp_path, free_port)
    start(web, os.environ)
    wait_until_ready(web)
    stop([web])
    check_port("API_PORT", free_port)
    assert web.process is not None
    assert web.process.returncode == 0


def test_a_service_that_dies_at_its_start_is_reported_with_the_end_of_its_log(tmp_path: Path, free_port: int) -> None:
    web = service(tmp_path, free_port, "import sys; sys.exit('no such table')")
    start(web, os.environ)
    with pytest.raises(RefusalError, match="没能启动") as caught:
        wait_until_ready(web)
    assert "no such table" in caught.value.details


def test_a_service_that_ends_by_itself_ends_the_watch(tmp_path: Path, free_port: int) -> None:
    web = service(tmp_path, free_port)
    start(web, os.environ)
    wait_until_ready(web)
    assert web.process is not None
    web.process.kill()
    with pytest.raises(RefusalError, match="意外停止"):
        watch([web])


def test_the_welcome_shows_addresses_and_every_demo_account(tmp_path: Path) -> None:
    accounts = [
        {
            "role": "school_reporter",
            "username": "zhao",
            "password": "p-1",
            "region_code": "610304",
            "school": "虢镇小学",
        },
        {"client_id": "province", "client_secret": "s-1", "scopes": ["stats:read"], "region_code": "610000"},
    ]
    (tmp_path / "demo-accounts.json").write_text(json.dumps(accounts))
    said = welcome(read_plan({"DATA_DIR": str(tmp_path), "API_PORT": "9001"}))
    for expected in (
        "http://127.0.0.1:9001/api/docs",
        "学校报送员",
        "zhao",
        "p-1",
        "虢镇小学",
        "province",
        "s-1",
        "610000",
    ):
        assert expected in said


def test_the_table_fits_on_a_screen_and_has_two_counties_of_each_role() -> None:
    accounts = [
        {"role": role, "username": f"{role}-{region}-{number}", "region_code": region}
        for role in ("county_coordinator", "school_reporter")
        for region in ("610304", "440883", "330282")
        for number in range(20)
    ]
    assert [account["username"] for account in selection(accounts)] == [
        "county_coordinator-610304-0", "county_coordinator-440883-0",
        "school_reporter-610304-0", "school_reporter-440883-0",
    ]  # fmt: skip


def test_columns_line_up_under_chinese_words() -> None:
    lines = as_table([["身份", "x"], ["ab", "y"]]).splitlines()
    assert lines == ["  身份  x", "  ab    y"]
    assert account_rows([{"client_id": "c"}])[0][0] == "系统对接"


def launcher(environment: dict[str, str]) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "services.launcher"], cwd=ROOT, env={**os.environ, **environment}, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip


def test_the_command_says_one_sentence_and_fails_on_a_taken_port(tmp_path: Path, taken_port: int) -> None:
    process = launcher({"API_PORT": str(taken_port), "DATA_DIR": str(tmp_path / "var")})
    output, errors = process.communicate(timeout=30)
    assert process.returncode == 1
    assert output == ""
    assert errors.count("\n") == 1
    assert "Traceback" not in errors


def test_asked_to_stop_while_preparing_the_command_ends_with_0_and_no_traceback(tmp_path: Path, free_port: int) -> None:
    process = launcher({"API_PORT": str(free_port), "WEB_PORT": str(free_port + 1), "DATA_DIR": str(tmp_path / "var")})
    deadline = time.monotonic() + 20
    while not (tmp_path / "var" / "secrets.json").exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 0
    assert "Traceback" not in errors


STARTER = """
import subprocess, sys
command = [sys.executable, "-m", "services.launcher", "--stop-with-stdin"]
print(subprocess.Popen(command, stdin=subprocess.PIPE).pid, flush=True)
sys.stdin.read()
"""


def test_a_product_started_by_a_program_that_is_killed_stops_too(tmp_path: Path, free_port: int) -> None:
    var = tmp_path / "var"
    environment = {"API_PORT": str(free_port), "WEB_PORT": str(free_port + 1), "DATA_DIR": str(var)}
    starter = subprocess.Popen(
        [sys.executable, "-c", STARTER], cwd=ROOT, env={**os.environ, **environment}, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert starter.stdout is not None
    launched = int(starter.stdout.readline())
    try:
        deadline = time.monotonic() + 20
        while not (var / "secrets.json").exists() and time.monotonic() < deadline:
            time.sleep(0.02)
        starter.kill()
        output, errors = starter.communicate(timeout=60)  # the launcher has both open until it ends
        assert "已停止" in output
        assert "Traceback" not in errors
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.kill(launched, signal.SIGKILL)
