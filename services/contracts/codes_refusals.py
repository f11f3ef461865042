"""Codes of how a refusal to be exchanged is handled (W-18)."""

from services.contracts.code import Code


class RefusalStatus(Code):
    """W-18: nothing is decided before the person was heard."""

    open = "open", "待听取陈述"
    heard = "heard", "待处理"
    decided = "decided", "已处理"
    dismissed = "dismissed", "不作处理"
    lifted = "lifted", "处理已解除"
    withdrawn = "withdrawn", "已撤回"
    void = "void", "已作废"


class HearingKind(Code):
    """How the person was heard."""

    own = "own", "本人书面陈述"
    recorded = "recorded", "当面听取，有记录"
    declined = "declined", "本人不愿陈述，有记录"


class RefusalMeasure(Code):
    """What a county may decide (HG-44, HG-22, HG-45)."""

    appraisal_capped = "appraisal_capped", "年度考核不得定为合格及以上"
    waiting = "waiting", "几年内不得再次申请交流"
    employment_ended = "employment_ended", "解除聘用"


class DismissalGround(Code):
    """Why nothing is decided."""

    deferral = "deferral", "已批准暂缓交流"
    justified = "justified", "理由成立"
    not_refused = "not_refused", "不属于拒不参加"
