"""Pairings as a downloaded table: the columns of the import template first, so that it can be imported again."""

from services.api.kernel.exporting import Sheet, columns

PAIRINGS = Sheet("pairings", "结对", columns(
    "支援学校 supporting.school", "受援学校 recipient.school", "类别 category", "开始日期 start_on",
    "结束日期 end_on", "依据文件 basis", "支援学校签字日期 supporting.signed_on",
    "受援学校签字日期 recipient.signed_on", "协议编号 agreement_no", "结对形式 relation", "批次 batch",
    "支援学校负责人 supporting.leader", "支援学校联络人 supporting.liaison", "支援学校电话 supporting.phone",
    "受援学校负责人 recipient.leader", "受援学校联络人 recipient.liaison", "受援学校电话 recipient.phone",
    "状态 status", "结对范围 level", "支援学校县区 supporting.county_name", "受援学校县区 recipient.county_name",
    "系统编号 id",
))  # fmt: skip
