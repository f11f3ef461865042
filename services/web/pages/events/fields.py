"""The fields that a change may touch, in words: what they are called and what their codes mean."""

from datetime import date, datetime
from decimal import Decimal

from services.contracts import codes
from services.contracts.codes import Code
from services.web.wording import at, day, money

FIELDS = {
    "role": "角色", "disabled_at": "停用时间", "must_set_password": "要设新密码", "type": "类型", "held_on": "日期",
    "supporting_count": "支援学校人数", "recipient_count": "受援学校人数", "voided_at": "作废时间",
    "school_year": "学年", "mode": "方式", "direction": "方向", "workload": "全职或兼职", "exclusive": "占全部时间",
    "start_on": "开始", "end_on": "结束", "planned_end_on": "原定结束", "status": "状态", "arrived_on": "到岗日期",
    "post": "职务", "title": "职称", "stage": "学段", "sending_locality": "派出学校城乡",
    "receiving_locality": "接收学校城乡",
    "sending_confirmed_at": "派出学校确认", "receiving_confirmed_at": "接收学校确认",
    "county_confirmed_at": "县区确认", "client_id": "接口账号", "scopes": "能读什么", "expires_on": "用到哪天",
    "revoked_at": "吊销时间", "stopped_by": "为什么停了", "old_secret_until": "旧密钥签到",
    "basis_on": "依据文件的日期", "daily_quota": "每天最多调用几次", "secret_changes": "密钥动过几次",
    "relation": "关系", "level": "范围", "category": "类别",
    "supporting_signed_on": "支援学校签字", "recipient_signed_on": "受援学校签字", "target": "目标",
    "side": "哪一方", "aid_area": "哪方面",
    "measure": "数什么", "minimum": "至少", "maximum": "最多", "period": "多久一次", "state": "状态", "actual": "完成",
    "due_on": "完成期限", "open_day": "开放日", "due_day": "截止日", "grace_day": "补报截止日",
    "review_workdays": "审核工作日", "exempt_months": "不报的月份", "month": "月份", "due_at": "截止时间",
    "added_late": "补建", "revision": "第几次", "first_submitted_at": "首次报送", "submitted_at": "报送时间",
    "receipt_no": "回执号", "accepted_at": "受理时间", "returned_at": "退回时间", "mend_by": "改好期限",
    "no_change": "没有变化", "code": "学校代码", "township": "乡镇", "kind": "种类", "stages": "学段",
    "ownership": "办学性质",
    "type_code": "办学类型", "grades": "年级", "approved": "编制数", "senior_posts": "高级岗位数",
    "middle_posts": "中级岗位数", "junior_posts": "初级岗位数", "on": "从哪天起", "dismissed_at": "收起时间",
    "verified_at": "核实时间",
    "urban_rural_code": "城乡分类", "closed_on": "撤并日期", "locality": "城乡", "flag": "属性",
    "channel": "方式", "expires_at": "有效到", "used_at": "用上的时间", "ends_at": "最晚到", "ended_at": "结束时间",
    "list_name": "哪张表", "format": "格式", "filters": "条件", "row_count": "行数",
    "submitted_on": "报送日期", "done_on": "完成日期", "guidance": "哪项指导",
    "giver": "哪一方给", "receiver": "给哪一方", "term": "学期", "planned_cents": "计划金额", "given_cents": "实际金额",
    "fund_type": "经费用途",
    "fund_source": "经费来源", "goods_type": "物资种类", "quantity": "数量", "condition": "新旧",
    "housing": "住宿", "meals": "用餐", "transport": "交通", "workplace": "办公", "arranged_on": "安排好的日期",
    "standing": "进展", "standing_on": "进展日期", "progressed_at": "登记进展的时间",
    "lessons": "节数", "cost_cents": "费用", "payer": "谁承担", "responsible": "谁负责",
    "host": "哪一方主办", "repeat": "怎么重复", "weekday": "星期几", "day": "每月几号", "nth": "第几个",
    "planned_on": "计划日期", "first_on": "原定日期", "cancelled_on": "取消日期",
    "given_on": "拨付或交接日期", "confirmed_on": "确认日期",
    "in_quota": "在编", "full_time_teacher": "专任教师", "subject_differs": "学科不同", "result": "考核结果",
    "leader_post": "带队人职务",
    "weight": "权重", "is_key_task": "重点任务", "is_late": "开始后加的", "agreed_on": "商定日期",
    "achieved": "完成数", "judged_on": "评定日期", "sending_agreed_at": "派出学校同意",
    "receiving_agreed_at": "接收学校或教师同意", "accepted_on": "同意日期",
    "grade": "等次", "reviewed_on": "评议日期", "forwarded_on": "转送日期", "filed_on": "入档日期",
    "raised_by_party": "哪一方提的", "answer_count": "回复数", "is_void": "作废了",
    "aid_areas": "帮扶内容", "from_on": "从哪天起", "until_on": "到哪天止",
    "most_open": "最多带几名", "handed_over_on": "交接日期", "items": "交接了什么", "statement_count": "陈述次数",
    "feedback_status": "反馈",
    "feedback_filed_on": "反馈日期", "feedback_read_on": "查看日期", "shared_on": "传达或共享日期",
    "checked_on": "查验日期", "decided_on": "评定日期", "handed_on": "交来日期", "qualified": "合格",
    "teacher_side": "授课的一方", "lesson_no": "第几节", "reflected_on": "写反思的日期",
    "needs_approval": "要审批", "approved_on": "批准日期", "moved_on": "调入日期", "overridden": "写明理由仍批准",
    "method": "办法", "people": "人数", "reason": "原因", "purpose": "为了什么", "count": "来了几人",
    "absent_on": "说明没到的日期",
    "span": "学期", "drafted_by": "哪一方起草", "proposed_on": "送出日期", "subject_check": "学科核对",
    "hired_on": "到校日期", "ended_on": "结束日期", "eligible": "符合交流条件", "added": "新增", "gone": "减少",
    "changed": "有变化", "superseded_at": "被代替的时间",
    "last_on": "最后一天", "closed_at": "封存时间", "corrections": "更正次数", "corrected_at": "最近更正",
}  # fmt: skip
"""Ids and codes of places are not among them: nobody can read them."""
_ANYWHERE: dict[str, type[Code]] = {
    "aid_areas": codes.AidArea,
    "role": codes.Role, "mode": codes.ExchangeMode, "direction": codes.Direction, "workload": codes.Workload,
    "post": codes.Post, "title": codes.Title, "stage": codes.Stage, "stages": codes.Stage,
    "sending_locality": codes.Locality, "receiving_locality": codes.Locality, "locality": codes.Locality,
    "scopes": codes.ClientScope, "relation": codes.PairRelation, "flag": codes.SchoolFlag,
    "ownership": codes.Ownership, "type_code": codes.SchoolType, "urban_rural_code": codes.UrbanRural,
}  # fmt: skip
_OF: dict[tuple[str, str], type[Code]] = {
    ("assignment", "status"): codes.AssignmentStatus,
    ("team", "status"): codes.TeamStatus,
    ("team", "direction"): codes.TeamDirection,
    ("assignment_goal", "status"): codes.GoalStatus,
    ("assignment_goal", "standing"): codes.GoalStanding,
    ("personal_plan", "status"): codes.PersonalPlanStatus,
    ("support_summary", "status"): codes.SummaryStatus,
    ("support_summary", "grade"): codes.AppraisalGrade,
    ("arrival", "housing"): codes.LivingArrangement,
    ("arrival", "meals"): codes.LivingArrangement,
    ("arrival", "transport"): codes.LivingArrangement,
    ("arrival", "workplace"): codes.LivingArrangement,
    ("refusal", "status"): codes.RefusalStatus,
    ("handover", "status"): codes.HandoverStatus,
    ("handover", "feedback_status"): codes.FeedbackStatus,
    ("handover", "items"): codes.HandoverItem,
    ("handover", "grade"): codes.AppraisalGrade,
    ("disagreement", "status"): codes.DisagreementStatus,
    ("disagreement", "raised_by_party"): codes.AssignmentParty,
    ("mentor_pair", "status"): codes.MentorPairStatus,
    ("lesson_record", "status"): codes.LessonStatus,
    ("lesson_record", "teacher_side"): codes.PairSide,
    ("shared_resource", "giver"): codes.PairSide,
    ("shared_resource", "kind"): codes.ResourceKind,
    ("mentor_pair", "kind"): codes.MentorKind,
    ("mentor_pair", "result"): codes.MentorResult,
    ("policy_rule", "effect"): codes.RuleEffect,
    ("partner", "kind"): codes.PartnerKind,
    ("pairing", "status"): codes.PairingStatus,
    ("report", "status"): codes.ReportStatus,
    ("pairing", "level"): codes.PairLevel,
    ("pairing", "category"): codes.PairCategory,
    ("activity", "type"): codes.ActivityType,
    ("activity", "payer"): codes.ActivityPayer,
    ("meeting_decision", "responsible"): codes.ResponsibleSide,
    ("meeting_decision", "status"): codes.DecisionStatus,
    ("activity_pairing", "side"): codes.PairSide,
    ("base_school", "side"): codes.PairSide,
    ("base_school", "term"): codes.SchoolTerm,
    ("activity_plan", "host"): codes.PairSide,
    ("activity_plan", "type"): codes.ActivityType,
    ("activity_plan", "repeat"): codes.PlanRepeat,
    ("improvement_plan", "status"): codes.ImprovementStatus,
    ("improvement_plan", "result"): codes.ImprovementResult,
    ("improvement_milestone", "side"): codes.ImprovementSide,
    ("improvement_milestone", "guidance"): codes.GuidanceKind,
    ("term_review", "status"): codes.TermReviewStatus,
    ("term_review", "term"): codes.SchoolTerm,
    ("term_contribution", "kind"): codes.ContributionKind,
    ("term_plan", "status"): codes.TermPlanStatus,
    ("term_plan", "span"): codes.PlanSpan,
    ("term_plan", "drafted_by"): codes.PairSide,
    ("closed_period", "kind"): codes.PeriodKind,
    ("closed_period", "status"): codes.PeriodStatus,
    ("mentor_listing", "kind"): codes.ListingKind,
    ("mentor_listing", "status"): codes.ListingStatus,
    ("mentor_listing", "purpose"): codes.MentorPurpose,
    ("staff_move", "status"): codes.StaffMoveStatus,
    ("staff_move", "kind"): codes.StaffMoveKind,
    ("staff_move", "reason"): codes.StaffMoveReason,
    ("surplus_measure", "method"): codes.SurplusMethod,
    ("webhook", "status"): codes.WebhookStatus,
    ("webhook", "stopped_by"): codes.WebhookStop,
    ("support_class", "status"): codes.SupportClassStatus,
    ("support_class", "place"): codes.PairSide,
    ("support_class", "proposed_by"): codes.PairSide,
    ("support_class_post", "post"): codes.ClassPost,
    ("support", "kind"): codes.SupportKind,
    ("support", "status"): codes.SupportStatus,
    ("support", "giver"): codes.SupportGiver,
    ("support", "receiver"): codes.PairSide,
    ("support", "term"): codes.SchoolTerm,
    ("support", "fund_type"): codes.FundType,
    ("support", "fund_source"): codes.FundSource,
    ("support", "goods_type"): codes.GoodsType,
    ("support", "condition"): codes.GoodsCondition,
    ("commitment", "side"): codes.PromisedBy,
    ("commitment", "aid_area"): codes.AidArea,
    ("commitment", "measure"): codes.CommitmentMeasure,
    ("commitment", "period"): codes.CommitmentPeriod,
    ("commitment", "state"): codes.CommitmentState,
    ("school", "kind"): codes.SchoolKind,
    ("school_former", "kind"): codes.SchoolKind,
    ("school_succession", "kind"): codes.SuccessionKind,
    ("planned_succession", "kind"): codes.SuccessionKind,
    ("planned_succession", "status"): codes.PlanStatus,
    ("invitation", "channel"): codes.InvitationChannel,
}
_SAID = {True: "是", False: "不是"}
NOTHING = "没有"


def said(entity: str, field: str, value: object) -> str:
    """Return a value of a change as people read it: 已报送, 12月3日 09:43, 是."""
    if value is None or value in ("", []):
        return NOTHING
    if isinstance(value, bool):
        return _SAID[value]
    if isinstance(value, list):
        return "、".join(said(entity, field, each) for each in value)
    code = _OF.get((entity, field)) or _ANYWHERE.get(field)
    text = str(value)
    labels = {each.value: each.label for each in code} if code else {}
    return labels.get(text) or _when(field, text)


def _when(field: str, text: str) -> str:
    if field.endswith("_cents") and text.isdecimal():
        return money(Decimal(text).scaleb(-2))
    try:
        if field.endswith("_at"):
            return at(datetime.fromisoformat(text))
        if field.endswith("_on") or field == "mend_by":
            return day(date.fromisoformat(text))
    except ValueError:
        return text
    return text
