"""Problems of what is listed and held under pairings: code → status, title, and what to do."""

OF_MENTOR_LISTINGS: dict[str, tuple[int, str, str]] = {
    "mentor_listing.pairing_closed": (
        409, "结对没有在进行", "这对结对现在是“{state}”，不能再列师傅或需求。请选进行中的结对。"
    ),
    "mentor_listing.duplicate": (409, "已经列过了", "{name}的{subject}已经列在这对结对里，请去改那一条。"),
    "mentor_listing.not_of_school": (
        422, "不是这所学校的在职教师", "支援学校列本校的师傅，受援学校列本校的老师。请重新选择。"
    ),
    "mentor_listing.one": (422, "选了老师，人数写1", "选了老师的需求只算1人，其他老师要师傅的请另列一条。"),
    "mentor_listing.outside": (422, "不在结对期间", "结对从{start_on}到{end_on}，请选这期间里的日期。"),
    "mentor_listing.no_purpose": (422, "师傅不填为了什么", "“为了什么”只给需求填，请去掉。"),
}  # fmt: skip
OF_JOINED_MEETINGS: dict[str, tuple[int, str, str]] = {
    "activity.joined_meeting": (422, "只有会议能几个结对一起开", "选联席会议或经验交流会，或去掉一起开会的学校。"),
    "activity.joined_shared": (
        422, "这几个结对没有共同的学校", "一起开会的结对要有同一所支援学校，或同一所受援学校，每所学校只选一次。"
    ),
    "activity.joined_outside": (422, "不在那个结对期间", "那个结对从{start_on}到{end_on}，开会那天要在里面。"),
    "decision.not_joined": (422, "这个结对没有一起开会", "请选一起开会的学校，或先把它加进会议。"),
}  # fmt: skip
