"""Problems of webhooks: code → status, title, detail, in the form of `problem_codes`."""

OF_WEBHOOKS: dict[str, tuple[int, str, str]] = {
    "webhook.client_missing": (422, "没有选接口", "请选变更要推送给哪个接口。"),
    "webhook.client_other": (403, "不能替别的接口订阅", "接口只能给自己订阅，请去掉client_id，或联系省里的管理员。"),
    "webhook.scope_missing": (
        422, "这个接口不能读变更", "这个接口没有changes:read权限，推送不了变更。请换一个接口，或新建一个有这项权限的。"
    ),
    "webhook.too_many": (409, "订阅太多", "一个接口最多{most}个订阅，请先作废不用的。"),
    "webhook.url": (422, "地址不能用", "{why}"),
    "webhook.position": (422, "没有这个位置", "现在最后一个位置是{head}，请填0到{head}之间的数。"),
    "webhook.delivery_unknown": (422, "没有这条推送", "没有这条推送，或者它不是变更推送。请从推送记录里选。"),
    "webhook.replay_both": (422, "只能填一个", "从哪个位置和从哪条推送开始，只填一个。"),
    "webhook.test_waiting": (409, "测试还没送出", "上一条测试消息还没送出，请过几秒再看推送记录。"),
}  # fmt: skip
