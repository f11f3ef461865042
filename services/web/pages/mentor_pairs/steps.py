"""The steps of a mentor pair (W-22): what each page asks and says."""

from collections.abc import Collection
from datetime import timedelta

from services.contracts.codes import MentorPairStatus, MentorResult
from services.contracts.files import FileKind
from services.contracts.mentor_pairs import MentorPairDetail
from services.web import clock
from services.web.entry import Trail
from services.web.filters import choices
from services.web.inputs import Input, reason
from services.web.pages.files.words import files_input
from services.web.pages.mentor_pairs import words
from services.web.steps import Step, Steps, Subject
from services.web.wording import day

NEAR_END = timedelta(days=60)
"""From when on a summary is what a running pair waits for."""


def subject(pair: MentorPairDetail, trail: Trail, permissions: Collection[str]) -> Subject:
    """Return the pair with its steps."""
    path = f"/mentor-pairs/{pair.id}"
    facts = [("状态", pair.status.label), ("期限", words.days(pair))]
    steps = {**_summing_up(pair, permissions), **_closing(pair)}
    return Subject(path, [*trail, (words.title(pair), path)], pair.version, pair.allowed_actions, steps, facts)


def _summing_up(pair: MentorPairDetail, permissions: Collection[str]) -> Steps:
    again = bool(pair.summary)
    papers = [files_input(FileKind.mentor_summary, "总结材料")] if "file.write" in permissions else []
    name = words.title(pair)
    return {
        "summarise": Step(
            "改总结" if again else "写总结", "师傅写带徒情况和成果", f"{name}：写总结", "总结已保存，等学校考核。",
            ["两边学校都能看到。"],
            [
                Input("summary", "带徒情况和成果", "area", "做了什么、徒弟有什么长进。不写学生姓名。", maxlength=2000),
                *papers,
            ],
            "保存总结", values={"summary": pair.summary},
        ),
        "review": Step(
            "考核", "看过总结后，登记合格不合格", f"考核{name}", "考核结果已登记。",
            ["师傅、徒弟和两边学校都能看到结果。"],
            [
                Input("result", "考核结果", "radio", choices=choices(MentorResult)),
                Input("reward", "奖励", hint="比如：发优秀师傅证书", optional=True),
            ],
            "登记考核结果", values={"reward": pair.reward},
        ),
    }  # fmt: skip


def _closing(pair: MentorPairDetail) -> Steps:
    reviewed = pair.status is MentorPairStatus.reviewed
    last = min(pair.end_on, max(clock.today(), pair.start_on))
    why = Input(
        "reason", "原因", "area", "到期结束的可以不写。" if reviewed else "还没有考核，要写原因，两边学校看得到。",
        optional=reviewed, maxlength=500,
    )  # fmt: skip
    return {
        "end": Step(
            "结束师徒结对", "结束后可以另结新的", f"结束{words.title(pair)}？", "师徒结对已结束。",
            [f"最晚写到{day(last)}。结束后，徒弟这门学科可以另拜师傅。"],
            [Input("end_on", "最后一天", "date"), why], danger=True, values={"end_on": last},
        ),
        "void": Step(
            "作废", "登记错了用，记录会保留", "作废这条记录？", "已作废，记录保留。",
            ["记录会保留，标“已作废”，不再算进师徒对数。"], [reason()], danger=True,
        ),
    }  # fmt: skip


def main_step(pair: MentorPairDetail) -> str:
    """Return the one step that gets the solid button: what the pair waits for."""
    waits = {
        MentorPairStatus.active: "summarise", MentorPairStatus.summarised: "review", MentorPairStatus.reviewed: "end",
    }  # fmt: skip
    wanted = waits.get(pair.status, "")
    if wanted == "summarise" and clock.today() + NEAR_END < pair.end_on:
        return ""
    return wanted if wanted in pair.allowed_actions else ""
