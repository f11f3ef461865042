"""Problems of refusals to be exchanged: code → status, title, detail, in the form of `problem_codes`."""

OF_REFUSALS: dict[str, tuple[int, str, str]] = {
    "refusal.open": (409, "已经登记过", "这名教师这个学年已有一件没处理完的登记，请在那一件里接着办。"),
    "refusal.not_refused": (
        422, "不是这名教师拒绝的任务", "请选这名教师“拒不参加”的交流任务；还没有任务的，写确定名单的文件。"
    ),
    "refusal.not_named": (422, "没有写确定名单的文件", "还没有交流任务的，要写在哪份文件或名单里确定由他交流。"),
    "refusal.year": (422, "学年对不上", "学年要和拒绝的那一学年相同或相邻，请重新选。"),
    "refusal.day": (422, "日期不对", "日期要{since}不晚于今天。"),
    "refusal.own_words": (422, "要由本人写", "本人的书面陈述由他用自己的账号写；当面听取的，请选“当面听取，有记录”。"),
    "refusal.no_rule": (
        422, "本地没有这条规则", "“{what}”要有规则作依据。请先在“规则”里设好，写明文件，再作处理。"
    ),
    "refusal.document_missing": (422, "没有写文号", "解除聘用是人工作出的决定，请写决定文件的文号。"),
    "refusal.basis_missing": (422, "没有写依据", "请写解除聘用依据的文件。"),
    "handover.grade_capped": (
        422, "等次不能这样填",
        "按{source}，这名教师{year}学年的考核等次不能定为合格及以上。请改等次，或先和派出县区联系。",
    ),
    "handover.grade_cap": (
        422, "先看一下等次",
        "按{source}，这名教师{year}学年的考核等次不得定为合格及以上。请改等次，或选“仍按这个等次”再登记。",
    ),
}  # fmt: skip
