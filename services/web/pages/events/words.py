"""The log of changes in words: what was done to what. Codes without a word stay as they are."""

import json

from services.contracts.statistics import EventOut

ENTITIES = {
    "school": "学校",
    "school_locality": "城乡认定",
    "school_flag": "属性认定",
    "person": "人员身份",
    "staff": "人事关系",
    "pairing": "结对",
    "pairing_goal": "结对目标",
    "activity": "活动",
    "assignment": "交流任务",
    "team": "团队",
    "report": "月报",
    "user_account": "账号",
    "api_client": "接口",
    "region_calendar": "报送日历",
    "region": "区划",
    "notice": "消息",
}
ACTIONS = {
    "created": "新建", "create": "新建", "update": "修改", "updated": "修改", "edit": "修改", "changed": "修改",
    "decided": "认定", "decide-locality": "认定城乡", "set-flag": "认定属性", "close": "撤并", "end": "结束",
    "propose": "拟定", "proposed": "拟定", "decide": "确定", "contacts": "变更联络人", "negotiate": "开始协商",
    "sign": "签协议", "activate": "开始", "suspend": "暂停", "resume": "恢复", "void": "作废", "add_goal": "定目标",
    "void_goal": "取消目标", "report_goal": "更新目标进度", "record": "记录", "recorded": "记录", "plan": "安排",
    "confirm": "确认", "arrive": "确认到岗", "refuse": "记为拒不参加", "extend": "延期", "complete": "办期满",
    "incomplete": "记为未完成", "terminate": "提前结束", "open": "开放", "draft": "填写", "submit": "报送",
    "return": "退回", "accept": "受理", "remind": "提醒", "disable": "停用", "enable": "启用", "reset": "重置密码",
    "rotate": "更换密钥", "revoke": "吊销", "set_password": "设密码", "signed_in": "登录", "signed_out": "退出登录",
    "set-calendar": "改报送日历",
}  # fmt: skip
ACTORS = {"user": "用户", "client": "接口", "system": "系统"}
PAGES = {
    "school": "/schools", "staff": "/staff", "pairing": "/pairings", "assignment": "/assignments",
    "user_account": "/users", "api_client": "/clients",
}  # fmt: skip


def what(event: EventOut) -> str:
    """Return 结对：签协议."""
    entity = ENTITIES.get(event.entity, event.entity)
    return f"{entity}：{ACTIONS.get(event.action, event.action)}"


def actor(event: EventOut) -> str:
    """Return who did it as a kind; names are never in the log."""
    return ACTORS.get(event.actor_kind, event.actor_kind)


def href(event: EventOut) -> str:
    """Return the page of the record, where there is one."""
    return f"{PAGES[event.entity]}/{event.entity_id}" if event.entity in PAGES else ""


def changes(event: EventOut) -> list[tuple[str, str]]:
    """Return the changed fields with their codes, before → after."""
    return [(name, _pair(value)) for name, value in event.changes.items()]


def _pair(value: object) -> str:
    if not isinstance(value, dict):
        return _text(value)
    after = _text(value.get("to"))
    return f"{_text(value['from'])} → {after}" if "from" in value else after


def _text(value: object) -> str:
    if value in (None, "", []):
        return "没有"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
