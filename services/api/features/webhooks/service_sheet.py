"""Subscriptions and their messages as downloaded tables, without secrets and contents."""

from services.api.kernel.exporting import Sheet, columns

WEBHOOKS = Sheet("webhooks", "变更推送", columns(
    "接口 client_name", "地址 url", "说明 description", "状态 status", "为什么停了 stopped_by", "为什么没送 held_back",
    "送到哪个位置 confirmed_position", "最后位置 head_position", "最近送达 last_confirmed_at", "下次再试 next_try_at",
    "接口编号 client_id", "系统编号 id",
))  # fmt: skip
DELIVERIES = Sheet("webhook_deliveries", "推送记录", columns(
    "消息编号 webhook_id", "内容 kind", "结果 state", "变更数 items", "从哪个位置 after_position",
    "到哪个位置 to_position", "试了几次 attempts", "对方回答 http_status", "没送到的原因 reason",
    "用时毫秒 milliseconds", "生成时间 created_at",
    "最近一次 last_tried_at", "下次再试 next_try_at", "送达时间 confirmed_at", "系统编号 id",
))  # fmt: skip
