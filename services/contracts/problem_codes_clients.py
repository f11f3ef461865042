"""Problems of provincial systems: code → status, title, detail, in the form of `problem_codes`."""

from services.contracts.problem_codes_sandbox import OF_SANDBOX

OF_CLIENTS: dict[str, tuple[int, str, str]] = {
    **OF_SANDBOX,
    "client.address": (
        403, "不是允许的地址",
        "这次调用来自{address}，不在这个接口允许的地址里。请从允许的地址调用，或请管理员在“接口”里加上这个地址。",
    ),
    "client.two_secrets": (
        409, "已有两个密钥在用", "最多两个密钥同时能用。请先结束旧的那个，再更换；也可以选“旧密钥马上不能用”。"
    ),
    "client.secret_ended": (409, "这个密钥已经结束", "这个密钥已经不能用了，不用再结束。"),
    "client.not_a_client": (403, "这个地址是给接口账号的", "用接口账号的令牌来查；个人账号请看/me。"),
    "client.usage_range": (422, "日期不对", "开始要不晚于结束，一次最多看{most}天，请改一下日期。"),
    "rate.daily_quota": (
        429, "今天的次数用完了",
        "这个接口每天最多调用{limit}次，今天的用完了。北京时间0:00后再来；不够用的，请管理员调高每天的次数。",
    ),
}  # fmt: skip
