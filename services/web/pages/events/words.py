"""The log of changes in words: what was done to what. Who did it and where are the API's answer."""

from collections.abc import Sequence

from services.contracts.statistics import EventOut
from services.web.pages.events.fields import FIELDS, said

ENTITIES = {
    "school": "学校",
    "school_locality": "城乡认定",
    "school_flag": "属性认定",
    "school_former": "以前的名称和代码",
    "school_headcount": "编制和岗位",
    "school_succession": "更名撤并",
    "planned_succession": "计划的更名撤并",
    "report_delegation": "代报",
    "county_start": "第一周清单",
    "person": "人员身份",
    "staff": "人事关系",
    "pairing": "结对",
    "pairing_goal": "结对目标",
    "pairing_agreement": "合作协议",
    "leading_group": "领导小组",
    "partner": "外部伙伴",
    "activity": "活动",
    "meeting_decision": "会议决定",
    "activity_pairing": "一起开会的学校",
    "base_school": "基地学校",
    "activity_plan": "活动计划",
    "planned_activity": "计划的一次活动",
    "mentor_pair": "师徒结对",
    "mentor_listing": "师徒供需",
    "lesson_record": "听课记录",
    "shared_resource": "共享材料",
    "policy_rule": "规则",
    "support": "经费与物资",
    "support_class": "支援班",
    "staff_move": "调动",
    "surplus_measure": "超编消化",
    "staff_base": "教职工基数",
    "closed_period": "封存的月份或学年",
    "support_class_post": "支援班任教",
    "improvement_plan": "改造规划",
    "improvement_milestone": "改造规划的一步",
    "term_review": "学期考核总结",
    "term_contribution": "学期总结材料",
    "commitment": "承诺项",
    "term_plan": "学期帮扶计划",
    "assignment": "交流任务",
    "assignment_goal": "交流目标",
    "personal_plan": "个人计划",
    "support_summary": "年度总结",
    "handover": "交接与反馈",
    "arrival": "生活安排",
    "disagreement": "不同意见",
    "refusal": "拒不参加处理",
    "post_cover": "顶岗",
    "team": "交流团队",
    "report": "月报",
    "user_account": "账号",
    "api_client": "接口",
    "webhook": "变更推送",
    "region_calendar": "报送日历",
    "region": "区划",
    "notice": "消息",
    "invitation": "邀请",
    "user_view": "以别人身份查看",
    "export_log": "下载表格",
}
ACTIONS = {
    "freeze": "登记", "supersede": "由新的一次代替",
    "begin-closing": "开始封存", "close-period": "封存", "correct-numbers": "更正统计数",
    "created": "新建", "create": "新建", "update": "修改", "updated": "修改", "edit": "修改", "changed": "修改",
    "decided": "认定", "decide-locality": "认定城乡", "set-flag": "认定属性", "close": "撤并", "correct": "改正",
    "change": "变更", "set-headcount": "定编制和岗位", "succession": "随学校转走", "rename": "更名", "merge": "合并",
    "split": "分设", "reopen": "恢复", "delegate": "定代报", "dismiss": "收起", "end": "结束",
    "propose": "拟定", "proposed": "拟定", "decide": "确定", "contacts": "变更联络人", "negotiate": "开始协商",
    "sign": "签协议", "activate": "开始", "suspend": "暂停", "resume": "恢复", "void": "作废", "add_goal": "定目标",
    "add": "定下", "renew": "续签", "renewed": "续签后结束",
    "void_goal": "取消目标", "report_goal": "更新目标进度", "record": "记录", "recorded": "记录", "plan": "安排",
    "progress": "开始实施", "done": "登记完成",
    "give": "拨付或交接", "dispute": "提出异议",
    "confirm": "确认", "arrive": "确认到岗", "refuse": "记为拒不参加", "extend": "延期", "complete": "办期满",
    "incomplete": "记为未完成", "terminate": "提前结束", "open": "开放", "draft": "填写", "submit": "报送",
    "return": "退回", "accept": "受理", "remind": "提醒", "disable": "停用", "enable": "启用", "reset": "重新给登录码",
    "rotate": "更换密钥", "end_secret": "结束密钥", "revoke": "吊销",
    "set_password": "设密码", "signed_in": "登录", "signed_out": "退出登录",
    "export": "下载", "cancel": "取消", "carry-out": "到期办理", "hold": "到期没办成", "verify": "核实",
    "describe": "登记培养情况", "follow": "跟着改日期",
    "restore": "恢复", "people": "登记参加的人", "fulfil": "落实", "set-base-school": "定基地学校", "move": "改日期",
    "use": "用上", "came_in": "用登录码登录", "hand_over": "交接", "bind_identity": "绑定统一身份", "start": "开始",
    "run_out": "到时结束", "summarise": "写总结", "reflect": "写反思",
    "agree": "同意", "ask_again": "重新征求同意", "revise": "提出改动", "replace": "改定", "judge": "评定",
    "appraise": "评议", "forward": "转送", "file": "入档", "review": "考核", "shorten": "提前结束日期",
    "set-policy-rule": "改规则", "import": "批量导入",
    "join_team": "编入团队", "leave_team": "退出团队", "members": "人员变动", "add-members": "编入人员",
    "remove-members": "退出人员", "set-leader": "定带队人", "leader-left": "带队人离开", "lapse": "确认失效",
    "link": "对应另一方向", "unlink": "不再对应",
    "swap": "互换", "substitute": "换人", "relieve": "中途换人", "take_over": "接替", "take_back": "收回确认",
    "correct-facts": "改正情况", "raise": "提出", "answer": "回复", "keep": "维持原安排", "withdraw": "撤回",
    "cover": "登记顶岗", "state": "写陈述", "hear": "登记听取陈述", "attach": "补上任务", "lift": "解除",
    "give_feedback": "交反馈", "edit_feedback": "改反馈", "read_feedback": "看过反馈", "share": "登记传达",
    "collect": "收材料", "check": "查验", "hand_in": "登记交来的总结",
    "pairing_ends": "随结对结束", "staff_ends": "随人事关系结束", "list": "列出",
    "not_there": "说明没到", "there": "改回到会",
    "reject": "不批准", "postpone": "改日期", "transfer": "调入",
    "join": "一起申请", "approve": "批准", "assign": "派任", "remove": "换人", "staff": "派任完毕",
    "set-calendar": "改报送日历", "reset-draft": "恢复成没有变化",
    "subscribe": "订阅", "pause": "暂停", "replay": "重发", "old_secret_ends": "旧密钥到时",
    "gone": "对方不再接收，停下", "gave_up": "多次没送到，停下", "refresh_facts": "更新统计口径",
}  # fmt: skip
OTHER_ENTITY, OTHER_ACTION = "其他", "办理"
SYSTEM, CLIENT, USER = "系统", "接口", "用户"
PAGES = {
    "school": ("/schools", "school.read"), "staff": ("/staff", "staff.read"), "pairing": ("/pairings", "pairing.read"),
    "support": ("/supports", "support.read"), "support_class": ("/support-classes", "pairing.read"),
    "leading_group": ("/leading-groups", "pairing.read"),
    "staff_move": ("/staff-moves", "staff_move.read"),
    "partner": ("/partners", "pairing.read"),
    "improvement_plan": ("/improvement-plans", "improvement_plan.read"),
    "term_plan": ("/term-plans", "pairing.read"),
    "term_review": ("/term-reviews", "term_review.read"),
    "assignment": ("/assignments", "assignment.read"),
    "assignment_goal": ("/assignment-goals", "assignment.read"),
    "personal_plan": ("/personal-plans", "assignment.read"), "support_summary": ("/summaries", "assignment.read"),
    "report": ("/reviews", "report.read"),
    "mentor_pair": ("/mentor-pairs", "mentor_pair.read"),
    "mentor_listing": ("/mentor-listings", "pairing.read"),
    "lesson_record": ("/lesson-records", "lesson_record.read"),
    "shared_resource": ("/shared-resources", "shared_resource.read"),
    "disagreement": ("/disagreements", "assignment.read"),
    "team": ("/teams", "assignment.read"),
    "user_account": ("/users", "user.read"),
    "api_client": ("/clients", "client.read"),
    "webhook": ("/webhooks", "webhook.read"),
}  # fmt: skip
"""Entity → where its pages are, and the permission that opens them."""


def what(event: EventOut) -> str:
    """Return 结对：签协议."""
    entity = ENTITIES.get(event.entity, OTHER_ENTITY)
    return f"{entity}：{ACTIONS.get(event.action, OTHER_ACTION)}"


def actor(event: EventOut) -> str:
    """Return who did it: the name for those who may see the account, else the role."""
    if event.actor_kind == "user":
        return event.actor_name or (event.actor_role.label if event.actor_role else USER)
    return CLIENT if event.actor_kind == "client" else SYSTEM


def place(event: EventOut) -> str:
    """Return the regions that it concerns: 陈仓区、金台区."""
    return "、".join(name for name in (event.county_name, event.other_county_name) if name)


def href(event: EventOut, permissions: Sequence[str]) -> str:
    """Return the page of the record, where there is one that the reader may open."""
    path, needed = PAGES.get(event.entity, ("", ""))
    return f"{path}/{event.entity_id}" if path and needed in permissions else ""


def changes(event: EventOut) -> list[tuple[str, str]]:
    """Return the changed fields in words, before → after; ids, which nobody can read, are left out."""
    return [(FIELDS[name], _pair(event.entity, name, value)) for name, value in event.changes.items() if name in FIELDS]


def counted(event: EventOut) -> str:
    """Return 改了2项, or 记了7项 for a new record."""
    is_change = any(isinstance(value, dict) and "from" in value for value in event.changes.values())
    return f"{'改了' if is_change else '记了'}{len(changes(event))}项"


def _pair(entity: str, name: str, value: object) -> str:
    if not isinstance(value, dict):
        return said(entity, name, value)
    after = said(entity, name, value.get("to"))
    return f"{said(entity, name, value['from'])} → {after}" if "from" in value else after
