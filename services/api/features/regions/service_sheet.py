"""Regions as a downloaded table."""

from services.api.kernel.exporting import Sheet, columns

REGIONS = Sheet("regions", "地区", columns(
    "地区代码 code", "名称 name", "全称 full_name", "级别 level", "上级代码 parent_code", "国家代码 official",
    "开始日期 valid_from", "结束日期 valid_to",
))  # fmt: skip
