"""The launcher's command: `python -m services.launcher`.

With `--stop-with-stdin` it also stops when its standard input, a pipe, is closed: a program that starts the product and
is killed leaves nothing behind.
"""

import os
import sys

from dotenv import dotenv_values

from services.launcher.plan import (
    Plan,
    RefusalError,
    check_assets,
    check_database,
    check_folder,
    check_port,
    demo_secrets,
    read_plan,
    whole_or_not_at_all,
)
from services.launcher.processes import (
    ROOT,
    StopRequest,
    run_step,
    services_of,
    start,
    stop,
    stop_on_signal,
    stop_with,
    wait_until_ready,
    watch,
)
from services.launcher.welcome import welcome

STOP_WITH_STDIN = "--stop-with-stdin"


def prepare(plan: Plan) -> Plan:
    """Check everything that can be checked, migrate, and fill an empty database; returns the plan with its secrets.

    Raises:
        RefusalError: the product cannot start.
    """
    check_port("API_PORT", plan.api_port)
    check_port("WEB_PORT", plan.web_port)
    check_folder(plan.data_dir)
    check_database(plan.environment.get("DATABASE_URL", ""))
    check_assets(ROOT / "services/web/static/vendor")
    if not plan.demo:
        return plan
    ready = Plan(plan.api_port, plan.web_port, plan.data_dir, demo_secrets(plan.data_dir) | plan.environment)
    print("准备数据库，第一次约一分钟 / preparing the database, a minute the first time …", flush=True)
    with whole_or_not_at_all(ready):
        run_step(ready, "demo")
    return ready


def run(plan: Plan) -> None:
    """Start everything and stay until asked to stop.

    Raises:
        RefusalError: something could not start or ended by itself.
        StopRequest: asked to stop; the services have ended.
    """
    plan = prepare(plan)
    services = services_of(plan)
    print("启动服务 / starting the services …", flush=True)
    try:
        for service in services:
            start(service, plan.environment)
        for service in services:
            wait_until_ready(service)
        print(welcome(plan), flush=True)
        watch(services)
    finally:
        stop(services)


def main() -> int:
    """Run the product in the foreground; returns the exit code: 0 after being asked to stop, 1 after a refusal."""
    os.umask(0o077)  # the data folder is for nobody else
    given = {name: value for name, value in dotenv_values(ROOT / ".env").items() if value} | dict(os.environ)
    try:
        with stop_on_signal():
            if STOP_WITH_STDIN in sys.argv[1:]:
                stop_with(sys.stdin.fileno())
            run(read_plan(given))
    except RefusalError as refusal:
        print(refusal, file=sys.stderr)
        if refusal.details:
            print(refusal.details.strip(), file=sys.stderr)
        return 1
    except StopRequest:
        print("\n已停止 / stopped", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
