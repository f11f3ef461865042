"""Funds and goods as a downloaded table."""

from services.api.kernel.exporting import Sheet, columns

SUPPORTS = Sheet("supports", "经费与物资", columns(
    "学年 school_year", "学期 term", "经费或物资 kind", "状态 status", "谁给的 giver", "给出方 giver_name",
    "给出学校代码 giver_school.code", "给出学校 giver_school.name",
    "收到学校代码 receiver_school.code", "收到学校 receiver_school.name",
    "经费用途 fund_type", "经费来源 fund_source", "物资种类 goods_type", "数量 quantity", "单位 unit", "新旧 condition",
    "计划金额（元） planned", "实际金额（元） given", "拨付或交接日期 given_on", "凭证号或收据号 voucher_no",
    "具体用途 purpose", "确认日期 confirmed_on", "收到后用于 use", "异议 dispute_reason", "答复 answer",
    "作废原因 void_reason", "结对编号 pairing_id", "系统编号 id",
))  # fmt: skip
