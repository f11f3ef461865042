"""What pages say about webhooks."""

from services.contracts.codes import WebhookStatus
from services.contracts.webhooks import WebhookDeliveryOut, WebhookOut
from services.web.inputs import Input, reason
from services.web.steps import Step

EVERYTHING = "全部"
SECRET_LINES = (
    "交给对方的系统管理员，不要发邮件和群。",
    "对方用它核对每条消息的签名，写法见接口文档“变更推送”。",
)


def now(hook: WebhookOut) -> str:
    """How far a subscription has come, in a line."""
    if hook.held_back is not None:
        return f"没有推送：{hook.held_back.label}"
    if hook.status is not WebhookStatus.active:
        return hook.stopped_by.label if hook.stopped_by else ""
    if hook.failed_tries:
        return f"试了{hook.failed_tries}次没送到，会再试"
    return "正在推送" if hook.next_try_at else "都送到了"


def outcome(message: WebhookDeliveryOut) -> str:
    """Why the last try did not succeed, in a line."""
    said = [message.reason.label] if message.reason else []
    if message.http_status is not None:
        said.append(f"对方回答{message.http_status}")
    return "，".join(said)


def what(hook: WebhookOut) -> str:
    """Which entities are sent."""
    return "、".join(hook.entities) or EVERYTHING


def steps(hook: WebhookOut) -> dict[str, Step]:
    """The pages that ask before a step."""
    return {
        "test": Step(
            "发一条测试", "对方收到一条签了名的空消息", "现在发一条测试消息？",
            "测试消息已经排上，几秒后刷新本页，在推送记录里看结果。",
            ["只发一次，不管收没收到都不影响变更的推送。"],
        ),
        "pause": Step(
            "暂停", "变更先留着不发", "暂停推送？", "已暂停。恢复后从停下的地方接着发。",
            ["暂停期间的变更不会丢，恢复后按顺序补发。"],
        ),
        "resume": Step(
            "恢复", "从停下的地方接着发", "恢复推送？", "已恢复，马上从停下的地方接着发。",
            ["先请对方确认能正常接收。没送到的那条会用原来的编号再发。"],
        ),
        "replay": Step(
            "重发", "从某个位置起再发一遍", "从哪里起重发？", "已经排上，马上开始重发。",
            ["对方要按消息编号和记录版本去重，重复收到不会出错。不填位置，就再发没送到的那一条。"],
            [Input("after_position", "从哪个位置之后", "number", f"0到{hook.head_position}", optional=True)],
        ),
        "rotate": Step(
            "更换签名密钥", "新密钥只显示一次", "更换签名密钥？", "签名密钥已更换。",
            ["24小时内新旧两个密钥都签名，请对方在这段时间里换上新的。"],
        ),
        "void": Step(
            "作废", "以后不再推送", "作废这个订阅？", "订阅已作废。",
            ["以后不再推送，不能恢复，要用请新建。"], [reason(hint="会留在记录里。")], danger=True,
        ),
    }  # fmt: skip
