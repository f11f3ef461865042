"""The steps of a refusal (W-18): what each page asks and says."""

from services.contracts.codes import DismissalGround, HearingKind, RefusalMeasure
from services.contracts.refusals import RefusalDetail
from services.web import clock
from services.web.entry import Trail
from services.web.filters import choices
from services.web.inputs import Input, reason
from services.web.pages.refusals import words
from services.web.steps import Step, Steps, Subject
from services.web.wording import school_year

NO_HEALTH = f"{words.READERS}不写病情和家庭情况的细节。"
OWN = Input(
    "words", "你的陈述", "area", "写明为什么不参加，有什么要求。交了以后不能改，处理以前可以再补。", maxlength=2000
)
MAIN = ("state", "hear", "decide")
"""What a case waits for: the first of these that the caller may do gets the solid button."""


def subject(row: RefusalDetail, home: Trail) -> Subject:
    """Return the case with its steps."""
    path = f"/refusals/{row.id}"
    facts = [("状态", row.status.label), ("处理", words.measures(row.measures) or "还没有")]
    steps = {**_hearing(row), **_deciding(row), **_closing(row)}
    return Subject(path, [*home, (words.title(row), path)], row.version, row.allowed_actions, steps, facts)


def _hearing(row: RefusalDetail) -> Steps:
    heard = [(each.value, each.label) for each in HearingKind if each is not HearingKind.own]
    return {
        "state": Step(
            "写陈述", "你的话，区县处理前会看", "写你的陈述", "陈述已交给区县和学校领导。",
            [words.READERS, words.DEFERRAL], [OWN], "交陈述",
        ),
        "hear": Step(
            "登记听取陈述", "当面听了，或者本人不愿说", f"登记听取{words.name(row)}陈述的情况",
            "听取陈述的情况已登记。",
            ["本人有账号的，也可以由他自己写。登记后不能改，可以再补。"],
            [
                Input("kind", "怎么听取的", "radio", choices=heard),
                Input("heard_on", "哪天", "date"),
                Input("words", "本人怎么说", "area", f"不愿说的，写谁在场、怎么告知的。{NO_HEALTH}", maxlength=2000),
            ],
            "登记", values={"heard_on": clock.today(), "kind": HearingKind.recorded.value},
        ),
        "edit": Step("修改情况", "处理以前可以改", "", ""),
    }  # fmt: skip


def _possible(row: RefusalDetail) -> list[tuple[str, str]]:
    allowed = {
        RefusalMeasure.appraisal_capped: row.cap_allowed, RefusalMeasure.waiting: row.waiting_allowed,
        RefusalMeasure.employment_ended: True,
    }  # fmt: skip
    return [(each.value, each.label) for each in RefusalMeasure if allowed[each]]


def _deciding(row: RefusalDetail) -> Steps:
    name, years = words.name(row), [row.school_year + each for each in (-1, 0, 1)]
    lines = [words.DEFERRAL]
    if not (row.cap_allowed and row.waiting_allowed):
        lines.append("考核封顶、几年内不得再申请，要本县区在“规则”里设好、写明文件才能选。")
    lines.append("解除聘用只登记已经作出的决定，人事关系要另在人员页面办“结束人事关系”。")
    return {
        "decide": Step(
            "作出处理", "听取陈述以后办", f"对{name}作出处理", "处理已登记，本人和学校领导看得到。", lines,
            [
                Input("decided_on", "处理日期", "date"),
                Input("measures", "处理", "checks", choices=_possible(row)),
                Input("capped_year", "考核封顶的学年", "select", "没有选考核封顶的，不用管。",
                      choices=[(str(year), f"{school_year(year)}学年") for year in years]),
                Input("document_no", "解除聘用的文号", hint="选了解除聘用的要写。", optional=True),
                Input("basis", "解除聘用的依据", hint="选了解除聘用的要写。", optional=True),
                Input("words", "处理理由", "area", NO_HEALTH, maxlength=2000),
            ],
            "登记处理", danger=True, values={"decided_on": clock.today(), "capped_year": row.school_year},
        ),
        "dismiss": Step(
            "不作处理", "已批准暂缓，或者理由成立", f"对{name}不作处理？", "已登记不作处理。", [],
            [
                Input("ground", "为什么", "radio", choices=choices(DismissalGround)),
                reason("说明", NO_HEALTH),
            ],
            "不作处理",
        ),
    }  # fmt: skip


def _closing(row: RefusalDetail) -> Steps:
    name = words.name(row)
    return {
        "withdraw": Step(
            "撤回登记", "本人同意参加了，或者登记错了", f"撤回{name}的登记？", "已撤回，记录保留。", [], [
                reason(hint=words.READERS),
            ],
        ),
        "lift": Step(
            "解除处理", "处理不再有效时办", f"解除对{name}的处理？", "处理已解除，记录保留。",
            [f"现在的处理：{words.measures(row.measures)}。", "解除后考核不再封顶，也能再申请交流。"],
            [reason(hint=words.READERS)],
        ),
        "void": Step(
            "作废", "整件登记错了用，记录会保留", f"作废{name}的登记？", "已作废，记录保留。", [],
            [reason(hint=words.READERS)], danger=True,
        ),
    }  # fmt: skip


def main_step(row: RefusalDetail) -> str:
    """Return the one step that gets the solid button."""
    if row.statements and "hear" in row.allowed_actions and "decide" in row.allowed_actions:
        return "decide"
    waiting = MAIN if not row.statements else ()
    return next((action for action in waiting if action in row.allowed_actions), "")


FACTS = [
    Input("refused_on", "哪天拒绝的", "date"),
    Input("named_in", "确定名单的文件", hint="哪份文件或名单确定由他交流，比如文号。", maxlength=80),
    Input("facts", "情况", "area", NO_HEALTH, maxlength=2000),
]
YEAR = "school_year"


def year_input(present: int) -> Input:
    """Return the school year of the exchange: this one or the next."""
    years = [(str(year), f"{school_year(year)}学年") for year in (present, present + 1)]
    return Input(YEAR, "哪个学年的交流", "select", choices=years)
