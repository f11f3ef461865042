"""Problems of sandboxes: code → status, title, detail, in the form of `problem_codes`."""

OF_SANDBOX: dict[str, tuple[int, str, str]] = {
    "sandbox.off": (422, "这里没有开沙箱", "这套系统没有开沙箱。请去掉“沙箱”，或请运维在演示、测试系统上开SANDBOX。"),
    "sandbox.closed": (403, "沙箱已经关闭", "这套系统关了沙箱，沙箱接口暂时不能用。请联系管理员。"),
    "sandbox.not_a_sandbox": (403, "不是沙箱接口", "这里只给沙箱接口用。请用沙箱接口的令牌，没有的请管理员建一个。"),
    "sandbox.full": (409, "沙箱用的地区编号用完了", "这个数据库里的沙箱太多了，请运维换一个新的演示库。"),
    "sandbox.too_many_resets": (
        429, "今天重置的次数用完了", "一个沙箱每天最多重置{most}次，今天的用完了。请北京时间0:00后再来。"
    ),
    "sandbox.at_its_end": (409, "这个场景已经走完", "“{title}”的每一步都走完了。要再来一遍，请先重置沙箱。"),
    "sandbox.date_not_allowed": (
        422, "不能指定日期", "请求头X-Sandbox-Date只有沙箱接口能用，请去掉它。这里总是按今天来答。"
    ),
    "sandbox.date_reads_only": (
        422, "办事不能指定日期", "请求头X-Sandbox-Date只用来读。办事总是按今天，请去掉它再发。"
    ),
    "sandbox.date_malformed": (
        422, "日期读不出来", "请求头X-Sandbox-Date要写成2026-12-05这样的日期，在{first}到{last}年之间。"
    ),
}  # fmt: skip
