"""Codes of how statistics count assignments."""

from services.contracts.code import Code, joined
from services.contracts.codes_people import HonourType


class YearBasis(Code):
    """Which assignments belong to a school year."""

    started = "started", "本学年开始的"
    in_post = "in_post", "本学年在岗的"


class Outcome(Code):
    """Whether an assignment is in the number of S-01, or why it is not."""

    counted = "counted", "算进交流人次"
    retiree = "retiree", "退休返聘支教，单独统计"
    not_arrived = "not_arrived", "还没到岗"
    ended_early = "ended_early", "提前结束或未完成"
    never = "never", "没有发生"


class Unit(Code):
    """What a number counts."""

    persons = "persons", "人"
    assignments = "assignments", "人次"
    pairings = "pairings", "对"
    reports = "reports", "份"
    activities = "activities", "次"
    cases = "cases", "件"
    commitments = "commitments", "项"
    mentor_pairs = "mentor_pairs", "对师徒"
    summaries = "summaries", "份总结"
    bulletins = "bulletins", "期简报"
    goals = "goals", "个目标"
    schools = "schools", "所学校"
    cents = "cents", "分"
    items = "items", "件物资"


class WithoutValue(Code):
    """Why a ratio has no denominator."""

    not_frozen = "not_frozen", "这一学年的教职工基数还没有登记"
    partly_frozen = "partly_frozen", "还有县区没有登记这一学年的教职工基数"
    nothing = "nothing", "分母里没有，算不出比例"


class AgeBand(Code):
    """Whole years on the first day of the school year."""

    to_30 = "to_30", "30岁及以下"
    to_35 = "to_35", "31到35岁"
    to_40 = "to_40", "36到40岁"
    to_45 = "to_45", "41到45岁"
    to_50 = "to_50", "46到50岁"
    to_55 = "to_55", "51到55岁"
    over_55 = "over_55", "56岁及以上"


class LengthBand(Code):
    """How long an assignment lasts, first to last day (S-12)."""

    under_1 = "under_1", "不满1年"
    one = "one", "1年"
    to_2 = "to_2", "1年以上不满2年"
    from_2 = "from_2", "2年及以上"


HonourHeld = joined(
    "HonourHeld", "The honours of N-10 as a dimension, and that none is held.", HonourType, none="没有这些荣誉"
)


class SubjectGroup(Code):
    """Subjects as typed, told apart by the word in them; our own list."""

    chinese = "chinese", "语文"
    maths = "maths", "数学"
    english = "english", "英语"
    physics = "physics", "物理"
    chemistry = "chemistry", "化学"
    biology = "biology", "生物"
    history = "history", "历史"
    geography = "geography", "地理"
    morals = "morals", "道德与法治、政治"
    science = "science", "科学"
    computing = "computing", "信息科技"
    music = "music", "音乐"
    art = "art", "美术"
    sport = "sport", "体育"
    writing = "writing", "书法写字"
    psychology = "psychology", "心理健康"
    labour = "labour", "劳动、综合实践"
    other = "other", "其他或没有填"
