"""Term reviews as a downloaded table."""

from services.api.kernel.exporting import Sheet, columns

TERM_REVIEWS = Sheet("term_reviews", "学期考核总结", columns(
    "学年 school_year", "学期 term", "学校代码 school.code", "学校 school.name", "状态 status", "收齐期限 due_on",
    "逾期 overdue", "应交总结 contribution_count", "还没交 awaited_count", "迟交 late_count", "合格 qualified_count",
    "查验材料种类 evidence_count", "上报日期 submitted_on", "结对学校代码 partner.code", "结对学校 partner.name",
    "县区代码 county_code", "结对编号 pairing_id", "系统编号 id",
))  # fmt: skip
