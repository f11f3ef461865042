"""Teams as a downloaded table."""

from services.api.kernel.exporting import Sheet, columns

TEAMS = Sheet("teams", "团队", columns(
    "团队名称 name", "学年 school_year", "批次 batch", "人数 member_count", "结对编号 pairing_id", "系统编号 id",
))  # fmt: skip
