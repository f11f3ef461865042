"""Problems of closed periods: code → status, title, detail, as `problem_codes` has them."""

OF_PERIODS: dict[str, tuple[int, str, str]] = {
    "period.key": (422, "写法不对", "月份写成2026-10，学年写成2026。"),
    "period.not_over": (422, "还没有过完", "{name}到{last_on}才过完，过完以后才能封存。"),
    "period.not_province": (422, "请选省", "统计数按省封存，请写省的代码。"),
    "period.exists": (409, "已经封存过", "{name}已经封存过，不用再封。以后的改动会作为更正列出。"),
    "period.dimension": (422, "没有这样分组", "封存的数没有按{name}分组，可以用：{allowed}。"),
}  # fmt: skip
