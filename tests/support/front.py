"""The nginx of deploy/ in front of running services: its own file with test ports and paths, as a plain process."""

import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.support.product import ROOT, free_port

CONF = ROOT / "deploy" / "nginx" / "jiedui.conf"
HOST = "jiedui.example.org"
START_SECONDS = 20.0
_MAIN = """
daemon off;
{user}
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{}}
http {{
    include /etc/nginx/mime.types;
    default_type application/octet-stream;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    include {folder}/jiedui.conf;
}}
"""


@dataclass
class Front:
    """Where it answers."""

    plain: str
    secure: str


def rendered(text: str, folder: Path, ports: dict[str, int]) -> str:
    """The file with the documented values replaced: ports by what they are for, certificate and log by a folder's."""
    text = re.sub(r"^ *listen \[::\].*\n", "", text, flags=re.MULTILINE)
    pairs = {
        "listen 80": f"listen 127.0.0.1:{ports['plain']}", "listen 443": f"listen 127.0.0.1:{ports['secure']}",
        "server 127.0.0.1:8000": f"server 127.0.0.1:{ports['api']}",
        "server 127.0.0.1:8080": f"server 127.0.0.1:{ports['web']}",
        "/etc/ssl/jiedui/": f"{folder}/", "/var/log/nginx/": f"{folder}/",
    }  # fmt: skip
    for before, after in pairs.items():
        assert before in text, before
        text = text.replace(before, after)
    return text


@contextmanager
def in_front(api: str, web: str, folder: Path) -> Iterator[Front]:
    """nginx as a process of its own until the block ends. RuntimeError says what is missing or wrong."""
    program = shutil.which("nginx") or shutil.which("/usr/sbin/nginx")
    if program is None:
        raise RuntimeError("nginx is missing: apt-get install -y --no-install-recommends nginx-light")
    ports = {"plain": free_port(), "secure": free_port(), "api": _port(api), "web": _port(web)}
    (folder / "jiedui.conf").write_text(rendered(CONF.read_text("utf-8"), folder, ports), "utf-8")
    user = "user root;" if folder.owner() == "root" else ""
    main = folder / "nginx.conf"
    main.write_text(_MAIN.format(folder=folder, user=user), "utf-8")
    _certificate(folder)
    command = [program, "-c", str(main), "-p", str(folder), "-e", str(folder / "error.log")]
    checked = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    if checked.returncode:
        raise RuntimeError(checked.stderr)
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL)
    try:
        front = Front(f"http://127.0.0.1:{ports['plain']}", f"https://127.0.0.1:{ports['secure']}")
        wait_for_port(ports["plain"], process)
        yield front
    finally:
        process.terminate()
        process.wait(START_SECONDS)


def wait_for_port(port: int, process: "subprocess.Popen[bytes]") -> None:
    """Until the process listens there; RuntimeError when it has ended, or after 20 s."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=2).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"nothing listens on port {port}; the process ended with {process.poll()}")


def _port(url: str) -> int:
    return int(url.rsplit(":", 1)[1])


def _certificate(folder: Path) -> None:
    """A certificate that the test itself signs."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    (folder / "fullchain.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    kept = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "privkey.pem").write_bytes(kept)
