"""What the launcher says when everything runs: addresses, demo accounts, how to stop."""

import json
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from services.contracts.codes import Role
from services.launcher.plan import Plan


def welcome(plan: Plan) -> str:
    """Return what is said when everything runs: addresses, demo accounts, how to stop."""
    lines = ["", f"  网页 / web   {plan.web_url}", f"  接口 / API   {plan.api_url}/api/docs", ""]
    accounts = plan.data_dir / "demo-accounts.json"
    if plan.demo and accounts.exists():
        head = ["身份 / role", "账号 / user", "密码 / password", "单位 / where"]
        lines += [as_table([head, *account_rows(json.loads(accounts.read_text("utf-8")))]), ""]
        lines += [f"  以上账号也在 / accounts also in {accounts}"]
    lines += [f"  数据和日志在 / data and logs in {plan.data_dir}", "  按 Ctrl-C 停止 / Ctrl-C stops", ""]
    return "\n".join(lines)


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
