"""Problems of indicators and of the bases they stand on: code → status, title, detail, as `problem_codes` has them."""

OF_STATISTICS: dict[str, tuple[int, str, str]] = {
    "statistics.not_counted": (404, "还没有这个数", "{indicator}{name}：{why}。有哪些指标，见GET /api/v1/indicators。"),
    "statistics.filter": (422, "不能这样筛选", "{indicator}不能按{name}筛选，请看这个指标的说明。"),
    "statistics.filter_value": (422, "没有这个值", "没有这个值，请对照代码表改掉。"),
    "statistics.basis": (422, "不能这样算学年", "这个指标的basis可以用：{allowed}。"),
    "statistics.month_basis": (422, "不能按月分组", "按月份看的是开始的月份，请把basis写成started。"),
    "statistics.present_only": (422, "只有今天的数", "{indicator}只有今天的数，请去掉月份、别的学年和与去年的比较。"),
    "statistics.part": (422, "没有这一部分", "part可以用：{allowed}。"),
    "statistics.too_many_groups": (422, "分组太多", "结果超过{most}组，请少选分组，或按县区一个一个查。"),
    "statistics.rows_not_allowed": (
        403, "只能看数", "这个账号只能看数，看不到是哪些记录。要看请向省里申请读记录的权限。"
    ),
    "staff_base.reason_missing": (
        422, "要写原因", "这个学年的基数已登记过{revision}次。再登记一次要写原因，比如：补录了漏报的教师。"
    ),
}  # fmt: skip
