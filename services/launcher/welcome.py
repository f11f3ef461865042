"""What the launcher says when everything runs: addresses, demo accounts, how to stop."""

import json
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from services.contracts.codes import Role
from services.launcher.plan import Plan


def welcome(plan: Plan) -> str:
    """Return what is said when everything runs: some demo accounts, addresses, how to stop."""
    lines = [""]
    file = plan.data_dir / "demo-accounts.json"
    if plan.demo and file.exists():
        accounts: list[dict[str, Any]] = json.loads(file.read_text("utf-8"))
        shown = selection(accounts)
        head = ["角色 / role", "账号 / user", "密码 / password", "单位 / where"]
        lines += [as_table([head, *account_rows(shown)]), ""]
        lines += [f"  全部{len(accounts)}个账号 / all {len(accounts)} accounts   {file}", ""]
    lines += [
        f"  网页 / web   {plan.web_url}",
        f"  接口 / API   {plan.api_url}/api/docs",
        f"  数据和日志 / data and logs   {plan.data_dir}",
        "  按 Ctrl-C 停止 / Ctrl-C stops",
        "",
    ]
    return "\n".join(lines)


def selection(accounts: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return the accounts that fit on a screen: of each kind the first of its first two regions, in the same order."""
    shown: list[Mapping[str, Any]] = []
    regions: dict[str, set[str]] = {}
    for account in accounts:
        seen = regions.setdefault(str(account.get("role", "")), set())
        if len(seen) < 2 and account.get("region_code") not in seen:
            seen.add(str(account.get("region_code")))
            shown.append(account)
    return shown


def account_rows(accounts: Sequence[Mapping[str, Any]]) -> list[list[str]]:
    """Return the rows of the table of demo accounts: who, user name or client id, password or secret, where."""
    labels = {role.value: role.label for role in Role}
    return [
        [
            labels.get(account.get("role", ""), account.get("role", "")) or "系统对接",
            str(account.get("username") or account.get("client_id") or ""),
            str(account.get("password") or account.get("client_secret") or ""),
            str(account.get("school") or account.get("region_code") or ""),
        ]
        for account in accounts
    ]


def as_table(rows: Sequence[Sequence[str]]) -> str:
    """Return rows as text in columns; a Chinese character is two columns wide."""
    widths = [max(_width(cell) for cell in column) for column in zip(*rows, strict=True)]
    lines = [
        "  ".join(cell + " " * (wide - _width(cell)) for cell, wide in zip(row, widths, strict=True)) for row in rows
    ]
    return "\n".join(f"  {line.rstrip()}" for line in lines)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
