"""The pgbouncer of deploy/ before a test's PostgreSQL: its own file with test ports and paths, as a plain process."""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from tests.support.front import wait_for_port
from tests.support.product import ROOT, free_port

INI = ROOT / "deploy" / "pgbouncer" / "pgbouncer.ini"
STOP_SECONDS = 20.0


@contextmanager
def behind_pgbouncer(url: str, connections: int) -> Iterator[str]:
    """The URL of the same database through a pgbouncer that opens so many connections to the server at most."""
    program = shutil.which("pgbouncer") or shutil.which("/usr/sbin/pgbouncer")
    if program is None:
        raise RuntimeError("pgbouncer is missing: apt-get install -y --no-install-recommends pgbouncer")
    parts, port = urlsplit(url), free_port()
    folder = Path(tempfile.mkdtemp(prefix="test-pgbouncer-"))
    text = INI.read_text("utf-8")
    pairs = {
        r"^jiedui = .*$": f"jiedui = host=127.0.0.1 port={parts.port} dbname={parts.path[1:]}",
        r"^listen_port = .*$": f"listen_port = {port}",
        r"^default_pool_size = .*$": f"default_pool_size = {connections}",
        r"^reserve_pool_size = .*$": "reserve_pool_size = 0", r"= /\S*/": f"= {folder}/",
    }  # fmt: skip
    for before, after in pairs.items():
        text, changed = re.subn(before, after, text, flags=re.MULTILINE)
        assert changed, before
    (folder / "pgbouncer.ini").write_text(text, "utf-8")
    (folder / "userlist.txt").write_text('"app" "secret"\n', "utf-8")
    user = ["-u", "nobody"] if os.geteuid() == 0 else []
    if user:
        for path in (folder, *folder.iterdir()):
            shutil.chown(path, "nobody", "nogroup")
    process = subprocess.Popen(
        [program, "-q", *user, str(folder / "pgbouncer.ini")], stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        wait_for_port(port, process)
        yield f"postgresql+asyncpg://app:secret@127.0.0.1:{port}/jiedui"
    finally:
        process.terminate()
        process.wait(STOP_SECONDS)
        shutil.rmtree(folder, ignore_errors=True)
