"""What the launcher is asked to start, and what it checks and makes before anything starts."""

import contextlib
import json
import os
import secrets
import socket
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

DATABASE_FILE = "jiedui.db"


class RefusalError(Exception):
    """The product cannot start; says why and what to do in Chinese and in English."""

    def __init__(self, chinese: str, english: str, details: str = "") -> None:
        super().__init__(f"{chinese} / {english}")
        self.details = details


@dataclass(frozen=True)
class Plan:
    """What to start, read from the environment."""

    api_port: int
    web_port: int
    data_dir: Path
    environment: dict[str, str]

    @property
    def demo(self) -> bool:
        """Whether demo secrets and demo data are wanted."""
        return self.environment["APP_ENV"] == "demo"

    @property
    def api_url(self) -> str:
        """The API's address."""
        return f"http://127.0.0.1:{self.api_port}"

    @property
    def web_url(self) -> str:
        """The web's address."""
        return f"http://127.0.0.1:{self.web_port}"


def read_plan(given: Mapping[str, str]) -> Plan:
    """Return the plan that the environment variables `given` ask for.

    Raises:
        RefusalError: a port is not a port.
    """
    api_port = _port("API_PORT", given.get("API_PORT") or "8000")
    web_port = _port("WEB_PORT", given.get("WEB_PORT") or "8080")
    if api_port == web_port:
        raise RefusalError("API_PORT和WEB_PORT不能相同，请改其中一个。", "API_PORT and WEB_PORT must differ.")
    data_dir = Path(given.get("DATA_DIR") or "var").absolute()
    environment = {name: value for name, value in given.items() if value}
    environment.setdefault("APP_ENV", "demo")
    environment.setdefault("API_URL", f"http://127.0.0.1:{api_port}")
    environment["DATA_DIR"] = str(data_dir)
    return Plan(api_port, web_port, data_dir, environment)


def _port(name: str, value: str) -> int:
    if value.isascii() and value.isdigit() and 0 < int(value) < 65536:
        return int(value)
    raise RefusalError(f"{name}应是1到65535之间的数。", f"{name} must be a number between 1 and 65535.")


def check_port(name: str, port: int) -> None:
    """Refuse when somebody listens on the port already.

    Raises:
        RefusalError: the port is in use or not ours to take.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise RefusalError(
                f"端口{port}用不了，多半已被占用：请停掉占用它的程序，或者换一个端口：make run {name}={port + 1}。",
                f"Port {port} is not available, probably in use: stop what uses it or choose another one.",
            ) from error


def check_folder(folder: Path) -> None:
    """Create the data folder if needed and make sure that we can write into it.

    Raises:
        RefusalError: it cannot be made or written.
    """
    trial = folder / f".write-{os.getpid()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        trial.write_bytes(b"ok")
        trial.unlink()
    except OSError as error:
        raise RefusalError(
            f"数据文件夹{folder}写不进去：请检查权限和磁盘空间，或者换一个：make run DATA_DIR=文件夹。",
            f"The data folder {folder} cannot be written: check permissions and disk space, or choose another one.",
        ) from error


def check_database(url: str) -> None:
    """Refuse when nobody listens where the PostgreSQL of `url` should be; other databases pass.

    Raises:
        RefusalError: no connection within 3 s.
    """
    parts = urlsplit(url)
    if not parts.scheme.startswith("postgresql") or not parts.hostname:
        return
    place = (parts.hostname, parts.port or 5432)
    try:
        socket.create_connection(place, timeout=3).close()
    except OSError as error:
        raise RefusalError(
            f"数据库{place[0]}:{place[1]}连不上：请先启动它，或者改DATABASE_URL；不设这一项就用自带的SQLite。",
            f"No database answers at {place[0]}:{place[1]}: start it, or change or unset DATABASE_URL.",
        ) from error


@contextlib.contextmanager
def whole_or_not_at_all(plan: Plan) -> Iterator[None]:
    """Fill a new embedded database in here; one whose filling was cut off is thrown away at the next start.

    A database that was whole once, and one on a server, is never touched.
    """
    marker = plan.data_dir / "demo-unfinished"
    embedded = not plan.environment.get("DATABASE_URL")
    if embedded and marker.exists():
        for file in plan.data_dir.glob(f"{DATABASE_FILE}*"):
            file.unlink()
    if embedded and not (plan.data_dir / DATABASE_FILE).exists():
        marker.touch()
    yield
    marker.unlink(missing_ok=True)


def check_assets(vendor: Path) -> None:
    """Refuse when the browser assets have not been built.

    Raises:
        RefusalError: `make assets` has not run.
    """
    if not (vendor / "htmx.min.js").is_file():
        raise RefusalError("缺少网页资源，请先运行：make assets。", "The browser assets are missing: run make assets.")


def demo_secrets(folder: Path) -> dict[str, str]:
    """Return the secrets of a demo, made at the first start and kept in `secrets.json` (mode 0600)."""
    path = folder / "secrets.json"
    stored: dict[str, str] = json.loads(path.read_text("utf-8")) if path.exists() else {}
    names = ("WEB_CLIENT_SECRET", "PERSONAL_DATA_KEY", "PERSONAL_DATA_HASH_KEY", "COOKIE_KEY")
    made = {"JWT_KEYS": f"demo:{secrets.token_urlsafe(32)}"} | {name: secrets.token_urlsafe(32) for name in names}
    if made.keys() - stored.keys():
        stored = made | stored
        _write_private(path, json.dumps(stored, indent=2))
    return stored


def _write_private(path: Path, text: str) -> None:
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
    fresh.replace(path)
