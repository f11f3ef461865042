"""The log of changes as a downloaded table."""

import json

from services.api.kernel.exporting import Column, Sheet, columns
from services.contracts.statistics import EventOut


def _changes(row: EventOut) -> str:
    return json.dumps(row.changes, ensure_ascii=False)


EVENTS = Sheet("events", "操作记录", (
    *columns(
        "序号 position", "时间 at", "对象 entity", "对象编号 entity_id", "对象版本 entity_version", "动作 action",
        "办理人 actor_name", "角色 actor_role", "办理人类别 actor_kind", "办理人编号 actor_id",
        "代谁办 on_behalf_of",
    ),
    Column("改动", _changes),
    *columns(
        "县区代码 county_code", "县区 county_name", "另一县区代码 other_county_code", "另一县区 other_county_name",
        "请求编号 request_id", "系统编号 id",
    ),
))  # fmt: skip
