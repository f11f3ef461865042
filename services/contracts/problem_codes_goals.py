"""Problems of goals of assignments: code → status, title, detail, in the form of `problem_codes`."""

OF_GOALS: dict[str, tuple[int, str, str]] = {
    "goal.closed": (409, "交流任务没有在办", "交流任务是“{state}”，不能再定目标、登记进展。"),
    "goal.already_agreed": (409, "已经同意过", "{who}已经同意过，等另一方同意。"),
    "goal.reason_missing": (422, "要写原因", "交流已经开始，再加目标要写原因，两边学校会看到。"),
    "goal.outside": (422, "期限不在任务期内", "目标的期限要在{start_on}到{end_on}之间。"),
    "goal.too_early": (409, "交流还没开始", "到岗以后才能登记进展、评目标。"),
    "goal.being_changed": (409, "已有改动在商定", "这项目标的改动还在商定，先同意或取消那一项。"),
    "goal.achieved_missing": (422, "要填完成数", "目标有数量，请填完成了多少。"),
    "goal.met_missing": (422, "要选达到没有", "目标没有数量，请选达到或没有达到。"),
    "goal.judged_outside": (422, "日期不对", "评定日期要在{start_on}到{end_on}之间。"),
    "goal.progress_outside": (422, "日期不对", "进展日期要在{start_on}到{end_on}之间。"),
    "goal.not_agreed": (
        409,
        "还没有商定目标",
        "按{source}，到岗前要商定交流目标。先在“目标与计划”里商定，再确认到岗。",
    ),
    "goal.not_judged": (
        409,
        "还有目标没评",
        "按{source}，期满前要评完目标，还有{count}项没评。先在“目标与计划”里评，再办期满。",
    ),
}
