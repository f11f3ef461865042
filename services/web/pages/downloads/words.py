"""Downloads in words: which table, in which format, narrowed by what."""

from services.contracts.exports import ExportOut
from services.web.pages.events.fields import FIELDS, said

LABELS = {
    "schools": "学校", "staff": "教职工", "staff_identified": "教职工（含身份证号）", "persons": "人员名册",
    "users": "账号", "clients": "接口", "webhooks": "变更推送",
    "webhook_deliveries": "推送记录", "pairings": "结对", "leading_groups": "领导小组", "partners": "外部伙伴",
    "staff_moves": "编制内流动", "headcounts": "编制余缺", "surplus_measures": "超编消化",
    "activities": "活动", "supports": "经费与物资", "support_classes": "对口教学支援班",
    "meeting_decisions": "会议决定", "base_schools": "基地学校", "planned_activities": "活动计划",
    "commitments": "承诺项", "term_plans": "学期帮扶计划",
    "improvement_plans": "薄弱学校改造规划", "schools_without_plan": "还没有规划的薄弱学校",
    "term_reviews": "学期考核总结",
    "refusals": "拒不参加处理", "refusal_counts": "拒不参加处理数",
    "assignments": "交流支教", "disagreements": "不同意见", "covers": "空出的岗位",
    "whereabouts": "谁在哪里", "agenda": "日程", "school_whereabouts": "各校谁在哪里",
    "reports": "月报", "events": "操作记录",
    "reporting": "报送统计", "import_rows": "导入结果", "imports": "导入记录", "exports": "下载记录",
    "regions": "地区", "teams": "交流团队", "team_numbers": "双向人数对等表",
    "invitations": "登录邀请", "delegations": "代报", "duplicates": "重复记录",
    "assignment_goals": "交流目标", "personal_plans": "个人计划", "summaries": "年度总结",
    "summaries_due": "年度总结台账", "handovers": "交接与反馈", "arrivals": "生活安排",
    "person_merges": "合并记录", "mentor_pairs": "师徒结对",
    "mentor_listings": "师徒供需", "lesson_records": "听评课", "shared_resources": "共享材料",
    "planned_successions": "计划的更名撤并",
    "staff_bases": "教职工基数", "statistics_indicator": "统计指标", "statistics_rows": "统计数后面的记录",
    "periods": "封存的月份和学年", "period_statistics": "封存的统计数", "period_corrections": "封存以后的更正",
    "import_errors": "导入的错误文件", "slips": "登录条",
}  # fmt: skip
FORMATS = {"xlsx": "Excel", "csv": "CSV"}
_SHORT = {"xlsx": "Excel", "csv": "CSV", "ndjson": "JSON行", "print": "打印"}
_ENTITIES = {"assignment_goals": "assignment_goal", "personal_plans": "personal_plan",
             "summaries": "support_summary", "summaries_due": "support_summary", "handovers": "handover",
             "arrivals": "arrival",
             "assignments": "assignment", "pairings": "pairing", "leading_groups": "leading_group",
             "partners": "partner", "mentor_pairs": "mentor_pair", "lesson_records": "lesson_record",
             "shared_resources": "shared_resource",
             "reports": "report", "activities": "activity", "refusals": "refusal",
             "commitments": "commitment", "term_plans": "term_plan",
             "improvement_plans": "improvement_plan", "term_reviews": "term_review",
             "supports": "support", "support_classes": "support_class",
             "staff_moves": "staff_move", "surplus_measures": "surplus_measure",
             "schools": "school"}  # fmt: skip
_PHRASES = {
    "q": "按名字或代码找的", "township": "一个乡镇", "school_id": "一所学校", "sending_school_id": "一所派出学校",
    "receiving_school_id": "一所接收学校", "staff_id": "一个人", "pairing_id": "一个结对", "team_id": "一个团队",
    "actor_id": "一个人办的", "entity_id": "一条记录", "county_code": "一个地区", "region_code": "一个地区",
    "include_closed": "含已撤并的", "include_ended": "含已结束的", "never_signed_in": "还没登录过的",
    "or_school_id": "两所学校的", "at_school": "按学校找的",
    "unsigned": "还没签齐的", "to_start": "签齐了等开始的", "to_confirm": "等自己确认的",
    "import_id": "一次导入", "newest_first": "",
    "group_by": "分组", "years": "", "period": "", "basis": "", "open": "没有办完的", "overdue": "逾期的",
    "missing": "还没交的", "to_do": "等自己办的", "assignment_id": "一个人的",
    "activity_id": "一次活动的", "mentor_pair_id": "一对师徒的", "person_id": "一个人的", "to_reflect": "等写反思的",
    "giver_school_id": "一所学校给的", "include_void": "含已作废的",
    "present": "这学期的", "without_plan": "这学期没有商定计划的", "waiting": "等区县办的",
    "held": "到期没办成的", "planned_from": "从一天起的", "planned_to": "到一天为止的",
    "lagging": "落后和逾期的", "on": "一天的",
}  # fmt: skip
"""Ids and codes of places are not repeated: nobody can read them."""


def what(row: ExportOut) -> str:
    """Return 教职工, Excel."""
    return f"{row.list_label}，{_SHORT.get(row.format, row.format)}"


def narrowed(row: ExportOut) -> list[str]:
    """Return the filters, such as 状态：进行中; empty for the whole list."""
    entity = _ENTITIES.get(row.list_name, "")
    told = [_PHRASES.get(name, _told(entity, name, value)) for name, value in row.filters.items()]
    return list(dict.fromkeys(each for each in told if each))


def _told(entity: str, name: str, value: object) -> str:
    return f"{FIELDS[name]}：{said(entity, name, value)}" if name in FIELDS and value is not None else "别的条件"


def who(row: ExportOut) -> str:
    """Return who took it, as far as the caller may know."""
    if row.own:
        return "本人"
    if row.actor_kind == "client":
        return "接口"
    return row.actor_name or (row.actor_role.label if row.actor_role else "一个账号")
