"""Staff bases as a downloaded table."""

from services.api.kernel.exporting import Sheet, columns

STAFF_BASES = Sheet("staff_bases", "教职工基数", columns(
    "县区代码 region_code", "县区 region_name", "学年 school_year", "第几次 revision", "登记时间 frozen_at",
    "人数 people", "符合交流条件 eligible", "新增 added", "减少 gone", "有变化 changed",
    "原因 reason", "是否现行 current",
))  # fmt: skip
