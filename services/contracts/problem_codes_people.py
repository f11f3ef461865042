"""Problems of people who move between schools: code → status, title, detail, in the form of `problem_codes`."""

OF_STAFF_MOVES: dict[str, tuple[int, str, str]] = {
    "staff_move.ended": (409, "人事关系已经结束", "这名教职工的人事关系到{day}为止，不能再调。请核对是不是选错了人。"),
    "staff_move.merged": (409, "人员记录已经合并", "这条人员记录已并入另一条，请从合并后的那条重新办。"),
    "staff_move.open": (409, "已有没办完的调动", "这名教职工已有一项没办完的调动（到{school}），先办完或撤回那一项。"),
    "staff_move.same_school": (422, "两所学校一样", "调入学校要和现在的学校不同，请重新选。"),
    "staff_move.kind": (422, "种类和学校对不上", "{sentence}"),
    "staff_move.day": (422, "日期不对", "调动日期要在{start_on}到{end_on}之间。"),
    "staff_move.no_room": (
        409, "调入学校没有空编", "{school}{words}，学校不能自行办。请点“报区县批准”，由区县统筹。"
    ),
    "staff_move.controlled": (
        409, "按规定不能批", "{words}。确实要批的，写明理由再批；不批的，选“不批准”。"
    ),
    "staff_move.too_late": (409, "调动日期已到", "{day}已到，不能再退回。已经调入的，要另办一次调动。"),
    "staff_move.not_due": (409, "日期还没到", "{day}才到调动日期，到那天系统自动办。"),
    "surplus_measure.not_over": (409, "这所学校没有超编", "{school}现在{words}，没有要消化的超编人员。"),
    "surplus_measure.day": (422, "日期不对", "日期不能晚于今天，也不能早于一年前。"),
}  # fmt: skip
