"""Term plans as a downloaded table."""

from services.api.kernel.exporting import Sheet, columns

TERM_PLANS = Sheet("term_plans", "学期帮扶计划", columns(
    "支援学校代码 supporting_school.code", "支援学校 supporting_school.name", "受援学校代码 recipient_school.code",
    "受援学校 recipient_school.name", "学年 school_year", "学期 span", "第一天 start_on", "最后一天 end_on",
    "第几版 revision", "状态 status", "哪一方起草 drafted_by", "支援学校责任人 supporting_responsible",
    "受援学校责任人 recipient_responsible", "措施条数 measure_count", "送出日期 proposed_on", "商定日期 agreed_on",
    "结对编号 pairing_id", "系统编号 id",
))  # fmt: skip
