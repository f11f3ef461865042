"""Provincial systems as a downloaded table, without their secrets."""

from services.api.kernel.exporting import Sheet, columns

CLIENTS = Sheet("clients", "接口", columns(
    "接口账号 client_id", "名称 name", "地区代码 region_code", "地区 region_name", "能读什么 scopes",
    "用到哪天 expires_on", "吊销时间 revoked_at", "最近使用 last_used_at", "系统编号 id",
))  # fmt: skip
