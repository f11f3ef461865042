"""Improvement plans, and weak schools without one, as downloaded tables."""

from services.api.kernel.exporting import Sheet, columns

IMPROVEMENT_PLANS = Sheet("improvement_plans", "薄弱学校改造规划", columns(
    "学年 school_year", "学校代码 school.code", "学校 school.name", "现在是薄弱学校 weak", "状态 status",
    "责任人 responsible", "支援学校代码 supporting_school.code", "支援学校 supporting_school.name", "结对关系 relation",
    "进度共几步 milestone_count", "完成几步 done_count", "逾期几步 overdue_count", "下一步期限 next_due_on",
    "报送日期 submitted_on", "考核结果 result", "县区代码 county_code", "结对编号 pairing_id", "系统编号 id",
))  # fmt: skip
SCHOOLS_WITHOUT_PLAN = Sheet("schools_without_plan", "还没有规划的薄弱学校", columns(
    "学校代码 school.code", "学校 school.name", "乡镇 township", "县区代码 county_code",
))  # fmt: skip
