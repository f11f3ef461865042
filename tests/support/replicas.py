"""A second PostgreSQL that follows a first one by streaming replication, on the loopback interface."""

import os
import pathlib
import shutil
import tempfile

from tests.support.postgres import Server, _free_port, _tool, execute


def replica_of(primary: Server) -> Server:
    """Copy a running server's data and start the copy as its hot standby; `discard` it afterwards (about 2 s)."""
    if primary._bin is None:
        raise RuntimeError("only the process that made the primary can copy it")
    folder = pathlib.Path(tempfile.mkdtemp(prefix="test-replica-"))
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        shutil.chown(folder, "nobody", "nogroup")
    _tool(folder, primary._bin / "pg_basebackup", "-D", str(folder / "data"), "-R", "-h", "127.0.0.1",
          "-p", str(primary.port), "-U", "app", "--checkpoint=fast", "--no-sync")  # fmt: skip
    replica = Server(_free_port(), folder, primary._bin)
    replica.start()
    return replica


def hold_back(replica: Server) -> None:
    """Let it receive and show nothing new."""
    execute(replica.url(), "SELECT pg_wal_replay_pause()")


def let_go(replica: Server) -> None:
    """Let it catch up."""
    execute(replica.url(), "SELECT pg_wal_replay_resume()")
