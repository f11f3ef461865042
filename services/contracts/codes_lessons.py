"""Codes of lessons that were heard (E-36)."""

from services.contracts.code import Code


class LessonStatus(Code):
    """Recorded by who heard it, then answered by who taught it (F-30, F-31)."""

    recorded = "recorded", "待写反思"
    reflected = "reflected", "已写反思"
    void = "void", "已作废"


class LessonRating(Code):
    """E-36.7; no source lists the steps."""

    excellent = "excellent", "优"
    good = "good", "良"
    fair = "fair", "中"
    weak = "weak", "待改进"
