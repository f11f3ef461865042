"""Codes of pairings and activities (§B-N N-14 … N-17, N-30)."""

from services.contracts.code import Code


class PairRelation(Code):
    """N-14."""

    pairing = "pairing", "结对帮扶"
    co_construction = "co_construction", "结对共建"
    entrusted = "entrusted", "委托管理"
    branch = "branch", "办分校"
    group = "group", "集团化办学"
    joint_running = "joint_running", "联合办学"
    small_cluster = "small_cluster", "小片区"
    union_school = "union_school", "联合学校"
    online_pair = "online_pair", "网络结对"
    hand_in_hand = "hand_in_hand", "手拉手"


class PairLevel(Code):
    """N-15; derived from the two counties."""

    intra_county = "intra_county", "县域内"
    cross_county = "cross_county", "跨县域"


class PairCategory(Code):
    """N-15."""

    preschool = "preschool", "学前"
    primary = "primary", "小学"
    secondary = "secondary", "中学"
    special = "special", "特殊教育"


class PairingStatus(Code):
    """SM-5 plus void."""

    proposed = "proposed", "拟结对"
    decided = "decided", "已确定"
    negotiating = "negotiating", "协商中"
    signed = "signed", "已签协议"
    active = "active", "进行中"
    suspended = "suspended", "已暂停"
    ended = "ended", "已结束"
    void = "void", "已作废"


class PairSide(Code):
    """The two sides of a pairing."""

    supporting = "supporting", "支援学校"
    recipient = "recipient", "受援学校"


class ActivityType(Code):
    """N-17; the eight most common first."""

    demo_lesson = "demo_lesson", "示范课"
    observe_lesson = "observe_lesson", "听课"
    research_meeting = "research_meeting", "集中教研"
    joint_prep = "joint_prep", "集体备课"
    mentor_meeting = "mentor_meeting", "师徒活动"
    send_teaching = "send_teaching", "送教"
    joint_meeting = "joint_meeting", "联席会议"
    teacher_training = "teacher_training", "业务培训"
    open_lesson = "open_lesson", "公开课"
    observation_lesson = "observation_lesson", "观摩课"
    exchange_lesson = "exchange_lesson", "交流课"
    report_lesson = "report_lesson", "汇报课"
    critique_lesson = "critique_lesson", "评课"
    same_lesson_diff_design = "same_lesson_diff_design", "同课异构"
    class_sit_in = "class_sit_in", "随班听课"
    lecture = "lecture", "专题讲座"
    teaching_report = "teaching_report", "教学报告会"
    brainstorm = "brainstorm", "头脑风暴"
    seminar = "seminar", "专题研讨"
    teaching_salon = "teaching_salon", "教学沙龙"
    academic_salon = "academic_salon", "学术沙龙"
    project_guidance = "project_guidance", "课题指导"
    research_project = "research_project", "课题研究"
    contest = "contest", "业务竞赛"
    experience_meeting = "experience_meeting", "经验交流会"
    send_training = "send_training", "送培"
    study_visit = "study_visit", "外出考察学习"
    student_activity = "student_activity", "学生活动"
    festival = "festival", "科技艺术节"
    hand_in_hand = "hand_in_hand", "手拉手"
    open_week = "open_week", "教研开放周"
    on_site_conference = "on_site_conference", "现场会"
    condolence_visit = "condolence_visit", "慰问"
