"""After all browser tests: nothing that identifies or was typed is in logs, events or metrics."""

import json
import sqlite3

import httpx

from tests.e2e.test_main_job import PLAN, REASON
from tests.support.product import Product


def secrets_of(product: Product) -> set[str]:
    """Names, identity numbers, phones and typed sentences of the running product's database."""
    connection = sqlite3.connect(product.data_dir / "jiedui.db")
    one_column = {
        "select name from person", "select name from user_account", "select phone from user_account where phone <> ''",
        "select id_number_masked from person where id_number_masked is not null", "select topic from activity",
        "select contact_name from region_calendar", "select contact_phone from region_calendar",
    }  # fmt: skip
    found = {str(row[0]) for statement in one_column for row in connection.execute(statement)}
    for (content,) in connection.execute("select content from report_revision"):
        typed = json.loads(content)
        found |= {typed[name] for name in ("plan", "problem", "public_line") if typed.get(name)}
    connection.close()
    return {word for word in found | {PLAN, REASON} if len(word) > 1}


def test_no_name_number_phone_or_typed_sentence_is_in_logs_events_or_metrics(product: Product) -> None:
    secrets = secrets_of(product)
    assert len(secrets) > 300, "the scanner knows what to look for"
    logs = [path.read_text("utf-8", "replace") for path in product.data_dir.rglob("*.log")]
    assert sum(map(len, logs)) > 10_000, "there are logs to look at"
    connection = sqlite3.connect(product.data_dir / "jiedui.db")
    connection.row_factory = sqlite3.Row
    rows = [dict(row) for row in connection.execute("select * from event")]
    connection.close()
    assert len(rows) > 1000, "there are events to look at"
    events = [str(row | {"changes": json.loads(row["changes"])}) for row in rows]
    metrics = [httpx.get(f"{product.api}/metrics").text]
    assert "http_requests_total" in metrics[0]
    for place, texts in {"logs": logs, "events": events, "metrics": metrics}.items():
        text = "\n".join(texts)
        leaked = [secret for secret in secrets if secret in text]
        assert not leaked, f"{place}: {len(leaked)} leaks"
