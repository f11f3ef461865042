"""Names of files that are sent (RFC 6266, RFC 8187)."""

from urllib.parse import quote


def attachment(plain: str, said: str) -> str:
    """`Content-Disposition` of a download: an ASCII name for old programs, and the Chinese one."""
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(said, safe='')}"
