"""Starting, watching and stopping the two services."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

import httpx

from services.launcher.plan import Plan, RefusalError

ROOT = Path(__file__).resolve().parents[2]
READY_SECONDS = 90.0
STOP_SECONDS = 15.0
LARGEST_LOG = 10_000_000
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class StopRequest(BaseException):
    """Somebody pressed Ctrl-C or asked the launcher to end."""


@dataclass
class Service:
    """One of our processes and the address that answers 200 when it is ready."""

    name: str
    command: Sequence[str]
    health_url: str
    log: Path
    process: "subprocess.Popen[bytes] | None" = None


@contextlib.contextmanager
def stop_on_signal() -> Iterator[None]:
    """Turn the first stop signal into `StopRequest`; later ones are ignored, the services are ending already."""

    def asked(_number: int, _frame: FrameType | None) -> None:
        for each in STOP_SIGNALS:
            signal.signal(each, signal.SIG_IGN)
        raise StopRequest

    # Under nohup the end of the terminal stays ignored; a background job's ignored Ctrl-C does not
    nohup = signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    before = {each: signal.signal(each, asked) for each in STOP_SIGNALS if not (nohup and each is signal.SIGHUP)}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def stop_with(descriptor: int) -> None:
    """Ask this process to stop when the other end of a pipe closes: whoever holds it has ended, however it ended."""

    def wait() -> None:
        while os.read(descriptor, 1):
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, name="stop_with", daemon=True).start()


def run_step(plan: Plan, command: str) -> None:
    """Run one command of the API's command line to its end; what it says goes to `prepare.log`.

    Raises:
        RefusalError: it failed; its last words are in `details`.
    """
    done = subprocess.run(
        [sys.executable, "-m", "services.api.cli", command], cwd=ROOT, env=plan.environment, text=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False, start_new_session=True,
    )  # fmt: skip
    log = plan.data_dir / "prepare.log"
    log.write_text(done.stdout, "utf-8")
    if done.returncode:
        raise RefusalError(
            f"准备数据库没有成功，详情在{log}。", f"Preparing the database failed, see {log}.", last_words(done.stdout)
        )


def last_words(output: str) -> str:
    """Return the line that says most about a failure: the last one that is no pointer and no statement."""
    lines = [line for line in output.splitlines() if line.strip() and not line.startswith(("(Background", "[SQL"))]
    return lines[-1] if lines else ""


def services_of(plan: Plan) -> list[Service]:
    """Return the two services of the plan, in starting order."""
    return [
        Service("接口 / API", _uvicorn("services.api.main:app_factory", plan.api_port), f"{plan.api_url}/health/ready",
                plan.data_dir / "api.log"),
        Service("网页 / web", _uvicorn("services.web.main:create_app", plan.web_port), f"{plan.web_url}/health/live",
                plan.data_dir / "web.log"),
    ]  # fmt: skip


def _uvicorn(factory: str, port: int) -> list[str]:
    # No proxy stands before a demo, so nobody's word is taken for the address a request comes from
    options = ["--no-access-log", "--no-proxy-headers", "--no-server-header", "--timeout-graceful-shutdown", "5"]
    return [sys.executable, "-m", "uvicorn", factory, "--factory", "--host", "127.0.0.1", "--port", str(port), *options]


def start(service: Service, environment: Mapping[str, str]) -> None:
    """Start a service apart from the terminal, so that Ctrl-C reaches only the launcher; its output goes to its log."""
    if service.log.exists() and service.log.stat().st_size > LARGEST_LOG:
        service.log.replace(service.log.with_suffix(".log.1"))
    # Should the launcher be killed, the kernel ends its services too (where util-linux is there)
    leash = ["setpriv", "--pdeathsig=TERM"] if shutil.which("setpriv") else []
    with service.log.open("ab") as log:
        service.process = subprocess.Popen(
            [*leash, *service.command], cwd=ROOT, env=dict(environment), stdin=subprocess.DEVNULL, stdout=log,
            stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip


def wait_until_ready(service: Service, seconds: float = READY_SECONDS) -> None:
    """Wait until the service answers 200 at its health address.

    Raises:
        RefusalError: it ended, or was not ready after `seconds`.
    """
    deadline = time.monotonic() + seconds
    with httpx.Client(trust_env=False, timeout=2) as client:
        while time.monotonic() < deadline and service.process and service.process.poll() is None:
            with contextlib.suppress(httpx.HTTPError):
                if client.get(service.health_url).status_code == httpx.codes.OK:
                    return
            time.sleep(0.1)
    raise _failure(service, "没能启动", "did not start")


def watch(services: Sequence[Service]) -> None:
    """Return never, as long as all services live.

    Raises:
        RefusalError: one of them ended by itself.
    """
    while True:
        for service in services:
            if service.process is None or service.process.poll() is not None:
                raise _failure(service, "意外停止", "ended unexpectedly")
        time.sleep(0.5)


def _failure(service: Service, chinese: str, english: str) -> RefusalError:
    return RefusalError(
        f"{service.name}{chinese}，原因多半在日志{service.log}的末尾。",
        f"The service {english}; see the end of {service.log}.",
        service.log.read_text("utf-8", "replace")[-1500:],
    )


def stop(services: Sequence[Service]) -> None:
    """Ask the services to end, the last started first, and wait for each; after 15 s insist."""
    running = [service.process for service in reversed(services) if service.process is not None]
    for process in running:
        process.terminate()
    for process in running:
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
