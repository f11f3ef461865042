"""What the regions may say of support classes: the posts that a class needs, and money for publicity (JH-26, JH-27)."""

from services.api.features.policy_rules.service import RuleKind
from services.contracts.codes import ClassPost, RuleEffect

GROUP = "对口教学支援班"
NAMED = frozenset(
    {
        ClassPost.class_teacher,
        ClassPost.chinese,
        ClassPost.maths,
        ClassPost.english,
        ClassPost.physics,
        ClassPost.chemistry,
    }
)
"""The posts that the document of the default names."""
SOURCE = "某县第一中学对口支援方案：由支援学校派任班主任及语、数、英、理、化教师"
DEFAULT = "系统默认"


def _post(post: ClassPost) -> RuleKind:
    is_named = post in NAMED
    what = post.label if post is ClassPost.class_teacher else f"{post.label}教师"
    return RuleKind(
        key=f"support_class.{post.value}", group=GROUP, title=f"要派{what}",
        explains=f"支援学校要给支援班派{what}。设成“不允许”的，没有派任就不能办“派任完毕”。",
        source=SOURCE if is_named else DEFAULT, effect=RuleEffect.warn if is_named else RuleEffect.off,
    )  # fmt: skip


POSTS = {post: _post(post) for post in ClassPost}
PUBLICITY = RuleKind(
    key="support_class.publicity",
    group=GROUP,
    title="要有招生宣传经费",
    explains="支援学校要在经费与物资里记一笔招生宣传经费。只提醒，不影响办理。",
    source="某县第一中学对口支援方案：支援学校拨出专项资金进行招生宣传",
    effect=RuleEffect.warn,
    effects=(RuleEffect.off, RuleEffect.warn),
)
KINDS = (*POSTS.values(), PUBLICITY)
