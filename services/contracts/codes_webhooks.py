"""Codes of webhooks: subscriptions of provincial systems to the change feed, and the messages sent to them."""

from services.contracts.code import Code


class WebhookStatus(Code):
    """Whether messages are sent to an address."""

    active = "active", "正常"
    paused = "paused", "已暂停"
    failing = "failing", "送不到"
    void = "void", "已作废"


class WebhookStop(Code):
    """Why nothing is sent any more."""

    by_hand = "by_hand", "人工暂停"
    gone = "gone", "对方说不再接收（410）"
    gave_up = "gave_up", "多次没有送到"


class WebhookHold(Code):
    """Why nothing is sent although the subscription is in order: its provincial system may not read changes now."""

    client_revoked = "client_revoked", "接口已吊销"
    client_expired = "client_expired", "接口已到期"
    scope_missing = "scope_missing", "接口没有读取变更的权限"


class DeliveryKind(Code):
    """What a message says."""

    changes = "changes", "变更"
    resync = "resync", "请重新取全量"
    test = "test", "测试"


class DeliveryState(Code):
    """What became of a message. Confirmed means that the receiver answered 2xx."""

    waiting = "waiting", "待送"
    confirmed = "confirmed", "已送达"
    dead = "dead", "没有送到"
    dropped = "dropped", "不再送"


class DeliveryReason(Code):
    """Why the last try did not succeed."""

    name_unknown = "name_unknown", "域名查不到"
    address_refused = "address_refused", "地址不允许"
    unreachable = "unreachable", "连不上"
    tls = "tls", "证书不对"
    timed_out = "timed_out", "对方太慢"
    broken_off = "broken_off", "连接中断"
    redirected = "redirected", "对方要转到别处"
    refused = "refused", "对方没有收下"
