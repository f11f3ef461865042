"""下载表格: the links of a list page, to the same rows as a file."""

from urllib.parse import urlencode

from services.web.api_client.base import Query

LISTS = {
    **{name: f"/{name}" for name in (
        "schools", "staff", "persons", "users", "clients", "pairings", "activities", "assignments", "reports", "events",
    )},
    "rotation": "/statistics/rotation", "balance": "/statistics/rotation/balance", "reporting": "/statistics/reporting",
}  # fmt: skip
"""Name in the address → the API's list."""
SUFFIXES = {"xlsx": "下载表格", "csv": "下载CSV"}
_PAGING = {"limit", "cursor", "count", "view"}


def files(name: str, asked: Query) -> list[tuple[str, str]]:
    """Return what the links say and where they lead; `asked` is what the page asked the API for."""
    kept: list[tuple[str, str]] = []
    for key, value in asked.items():
        if key not in _PAGING and value not in (None, "", []):
            kept += [(key, _text(each)) for each in (value if isinstance(value, list) else [value])]
    query = f"?{urlencode(kept)}" if kept else ""
    return [(text, f"/downloads/{name}.{suffix}{query}") for suffix, text in SUFFIXES.items()]


def _text(value: object) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else str(value)
