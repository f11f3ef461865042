"""Commitments as a downloaded table."""

from services.api.kernel.exporting import Sheet, columns

COMMITMENTS = Sheet("commitments", "承诺项", columns(
    "支援学校代码 supporting_school.code", "支援学校 supporting_school.name", "受援学校代码 recipient_school.code",
    "受援学校 recipient_school.name", "谁承诺 side", "领域 aid_area", "承诺 item", "怎么数 measure", "多久 period",
    "至少 minimum", "最多 maximum", "单位 unit", "从哪天起 start_on", "到哪天止 end_on", "状态 progress.state",
    "本期从 progress.window_start_on", "本期到 progress.window_end_on", "实有 progress.done", "现在应有 progress.due",
    "怎么算的 progress.words", "文件 source", "条款 article", "模板条目 template_item", "已作废 voided",
    "结对编号 pairing_id", "系统编号 id",
))  # fmt: skip
