"""Indicators of the source documents (§E-S) that have no number, and why: no number is better than 0."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Missing:
    """What it is called, and why it is not counted."""

    name: str
    why: str


_NOT_RECORDED = "系统里还没有{}的记录"
_YEARS = "还没有逐年判定谁应当交流"


def _unrecorded(name: str, what: str) -> Missing:
    return Missing(name, _NOT_RECORDED.format(what))


MISSING: Mapping[str, Missing] = {
    "S-04": Missing("三年累计比例", "要把三个学年的教职工基数连起来看，还没有这样算"),
    "S-09": _unrecorded("符合条件、已申报、未申报人数", "申报"),
    "S-10": _unrecorded("暂缓人数", "暂缓"),
    "S-11": Missing("满8年校长、满6年教师的交流数", _YEARS),
    "S-13": _unrecorded("新招聘教师到农村或薄弱学校首次任教数", "首次任教"),
    "S-14": Missing("退休返聘支教数", "没有单独的指标，S-01答复里的left_out有这个数"),
    "S-24": _unrecorded("简报公布数、公布团队覆盖率", "简报"),
    "S-25": _unrecorded("平时检查次数、查岗在岗率", "平时检查"),
    "S-26": _unrecorded("学年度考核等次分布", "学年度考核"),
    "S-28": _unrecorded("年度汇总按时率、评估结果", "年度评估"),
    "S-29": _unrecorded("补助发放人数与金额", "补助发放"),
    "S-30": _unrecorded("特殊津贴、课时津贴金额", "津贴发放"),
    "S-32": _unrecorded("培训场次、人次、学时", "培训"),
    "S-33": _unrecorded("教师学历达标率、名师梯队人数", "学历"),
    "S-34": Missing("职称均衡度", "还没有算各校中高级职称的比例差"),
    "S-36": _unrecorded("资格证明出具数", "资格证明"),
    "S-38": Missing("五年规划完成进度、制度化里程碑", "还没有把规划的进度合起来算"),
    "S-39": _unrecorded("对口帮扶项目资金到位率、完成率", "对口帮扶项目"),
    "S-40": _unrecorded("县域基本情况", "县域学生数"),
}
"""Id → indicator, in the order of the ids; with the registry it is all of §E-S."""
