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


class SupportKind(Code):
    """What is given (E-40, E-41)."""

    fund = "fund", "经费"
    goods = "goods", "物资"


class SupportGiver(Code):
    """Who gives: a side of the pairing, or the education office of the school that gets it (W-24.6)."""

    supporting = "supporting", "支援学校"
    office = "office", "教育局"
    recipient = "recipient", "受援学校"


class SupportStatus(Code):
    """Planned, given, then confirmed or contested by the other side (W-24)."""

    planned = "planned", "计划中"
    paid = "paid", "已拨付"
    handed_over = "handed_over", "已交接"
    disputed = "disputed", "有异议"
    confirmed = "confirmed", "已收到"
    void = "void", "已作废"


class SchoolTerm(Code):
    """A half of a school year: the autumn term begins in September, the spring term in February."""

    autumn = "autumn", "秋季学期（下半年）"
    spring = "spring", "春季学期（上半年）"


class FundType(Code):
    """N-23."""

    teaching_research = "teaching_research", "教研教改活动经费"
    enrolment = "enrolment", "招生宣传"
    equipment = "equipment", "器材添置"
    living_subsidy = "living_subsidy", "支教生活补助"
    special_allowance = "special_allowance", "特殊津贴"
    lesson_allowance = "lesson_allowance", "课时津贴"
    retiree_subsidy = "retiree_subsidy", "返聘补助"
    special_fund = "special_fund", "专项经费"
    award = "award", "以奖代补"
    training = "training", "培训经费"
    student_grant = "student_grant", "助学金"
    prize_fund = "prize_fund", "奖励基金"
    project = "project", "项目资金"
    exchange_study = "exchange_study", "交流学习费"


class FundSource(Code):
    """E-40.2: where the money comes from."""

    school_funds = "school_funds", "学校经费"
    special_fund = "special_fund", "专项经费"
    award = "award", "以奖代补"
    group = "group", "集团资助"
    external = "external", "外援资金"


class GoodsType(Code):
    """N-24."""

    lab_apparatus = "lab_apparatus", "实验仪器"
    books = "books", "图书"
    desks = "desks", "课桌凳"
    sports = "sports", "体育器材"
    it_equipment = "it_equipment", "信息技术设备"
    teaching_instruments = "teaching_instruments", "教学仪器"
    reference_books = "reference_books", "图书资料"
    multimedia = "multimedia", "多媒体设备"


class GoodsCondition(Code):
    """E-41.4."""

    new = "new", "新购"
    used = "used", "用过的"
    idle = "idle", "闲置的"


class AidArea(Code):
    """N-16."""

    management = "management", "学校管理"
    teaching = "teaching", "教学"
    research = "research", "教研"
    teacher_development = "teacher_development", "教师发展"
    campus_culture = "campus_culture", "校园文化"
    school_conditions = "school_conditions", "办学条件"
    student_activity = "student_activity", "学生活动"
    left_behind_students = "left_behind_students", "留守学生"
    enrolment = "enrolment", "招生"
    funds = "funds", "经费"
    hardware = "hardware", "硬件"
    informatisation = "informatisation", "信息化"


class PromisedBy(Code):
    """Which side promised (E-33, W-21.1)."""

    supporting = "supporting", "支援学校"
    recipient = "recipient", "受援学校"
    both = "both", "两校一起"


class CommitmentMeasure(Code):
    """What a commitment is counted from (W-21.5); each needs a feature that has dated entries of it."""

    activities = "activities", "活动次数"
    activity_people = "activity_people", "活动人次"
    lessons = "lessons", "上课节数"
    lessons_heard = "lessons_heard", "听课节数"
    persons_sent = "persons_sent", "派去受援学校的人"
    persons_received = "persons_received", "来支援学校的人"
    mentor_pairs = "mentor_pairs", "师徒对数"
    funds = "funds", "资助金额"
    goods = "goods", "捐赠物资件数"
    resources = "resources", "共享材料份数"


class CommitmentPeriod(Code):
    """How often it is due (E-33.6)."""

    week = "week", "每周"
    month = "month", "每月"
    term = "term", "每学期"
    school_year = "school_year", "每学年"
    whole = "whole", "整个期间"


class CommitmentState(Code):
    """W-21.5, derived on the day that is asked for, never stored."""

    on_track = "on_track", "正常"
    behind = "behind", "落后"
    met = "met", "已做到"
    overdue = "overdue", "逾期"


class MentorKind(Code):
    """E-37, G-051 and G-052."""

    mentor = "mentor", "师徒结对"
    one_to_one = "one_to_one", "一帮一"


class MentorPairStatus(Code):
    """W-22.3 to W-22.6 plus ended and void."""

    active = "active", "结对中"
    summarised = "summarised", "已总结"
    reviewed = "reviewed", "已考核"
    ended = "ended", "已结束"
    void = "void", "已作废"


class MentorResult(Code):
    """W-22.6: how the school finds what became of it."""

    passed = "passed", "合格"
    not_passed = "not_passed", "不合格"
