"""The steps of a pairing (SM-5): what each page asks and says."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from services.contracts.agreements import AgreementOut
from services.contracts.codes import PairingStatus, PairSide, Role
from services.contracts.files import FileKind
from services.contracts.pairings import PairingDetail, PairingRow
from services.web import clock
from services.web.inputs import Input, reason
from services.web.pages.files.words import files_input
from services.web.steps import Step, Steps, Subject
from services.web.wording import day, span

SIDES = [(side.value, side.label) for side in PairSide]


def title(pairing: PairingRow) -> str:
    """Return 青岭县实验小学与云坪镇中心小学结对."""
    return f"{pairing.supporting.school.name}与{pairing.recipient.school.name}结对"


def term(start_on: date, end_on: date | None) -> str:
    """Return the period, 长期 without an end."""
    return f"{span(start_on, end_on)}，长期" if end_on is None else span(start_on, end_on)


def subject(pairing: PairingDetail) -> Subject:
    """Return the pairing with its steps; who speaks for one side signs and names contacts for that side only."""
    path = f"/pairings/{pairing.id}"
    facts = [("状态", pairing.status.label), ("期限", term(pairing.start_on, pairing.end_on))]
    trail = [("结对", "/pairings"), (title(pairing), path)]
    return Subject(path, trail, pairing.version, pairing.allowed_actions, _steps(pairing), facts)


def with_words(asked: Subject, action: str, found: AgreementOut) -> Subject:
    """Return the step with what is to be known before an agreement without words is signed, or begins."""
    if found.revision:
        return asked
    step, way = asked.steps[action], None
    if "agree" in found.allowed_actions:
        way = ("填协议内容", f"{asked.path}/agreement")
    elif "correct" in found.allowed_actions:
        way = ("填协议内容", f"{asked.path}/agreement/correct")
    who = "" if way else "请两校所在的教育局填。"
    lines = [f"协议内容还是空的：帮扶内容、目标、职责都没有填。最好先填好。{who}", *step.lines]
    return replace(asked, steps={**asked.steps, action: replace(step, lines=lines, see=way or step.see)})


def _steps(pairing: PairingDetail) -> Steps:
    both = f"{pairing.supporting.school.name}、{pairing.recipient.school.name}"
    return {
        **_beginning(pairing, both),
        **_contacts(pairing),
        **_signing(pairing),
        **_running(pairing, both),
    }


def _beginning(pairing: PairingDetail, both: str) -> dict[str, Step]:
    return {
        "decide": Step(
            "确定结对", "确定后两校开始商量协议", f"确定{title(pairing)}？", "已确定结对。", [f"{both}会看到。"]
        ),
        "negotiate": Step(
            "开始协商", "两边要先填好负责领导和联络人", "开始协商合作协议？", "已开始协商。",
            [*_waits_for(pairing), "两校商量帮扶内容，商量好后双方签字。"],
            see=("填联络人", f"/pairings/{pairing.id}/contacts") if _unnamed(pairing, own=True) else None,
        ),
        "activate": Step(
            "结对开始", "双方都签好了，可以开始", "协议生效，结对开始？", "结对已开始。",
            [f"从{term(pairing.start_on, pairing.end_on)}，两校每月要报送月报。", *_taking_over(pairing)],
            see=_beyond(pairing.renews_id, pairing.start_on - timedelta(days=1)),
        ),
        "void": Step(
            "作废", "登记错了用，记录会保留", "作废这条记录？", "已作废，记录保留。",
            ["记录会保留，标“已作废”。"], [reason()], danger=True,
        ),
    }  # fmt: skip


def _unnamed(pairing: PairingDetail, *, own: bool = False) -> list[tuple[str, str]]:
    """Return the sides, each with its school, that have named nobody; with `own` those the caller speaks for."""
    pairs = [(PairSide.supporting, pairing.supporting), (PairSide.recipient, pairing.recipient)]
    return [
        (side.value, f"{side.label} {each.school.name}")
        for side, each in pairs
        if each.leader == "" and (each.own or not own)
    ]


def _waits_for(pairing: PairingDetail) -> list[str]:
    missing = [words for _, words in _unnamed(pairing)]
    return [f"{'、'.join(missing)}：还没有填负责领导和联络人，先填好才能开始协商。"] if missing else []


def _taking_over(pairing: PairingDetail) -> list[str]:
    """Return what a renewal does to the term before it."""
    if pairing.renews_id is None:
        return []
    day_before = day(pairing.start_on - timedelta(days=1))
    return [f"上一期还在进行的，到{day_before}结束；那天以后还在岗或已安排的人，要先改期、提前结束或作废。"]


def _beyond(pairing_id: UUID | None, last_day: date) -> tuple[str, str] | None:
    """Return the way to those who are under a pairing longer than a day, None without a pairing."""
    if pairing_id is None:
        return None
    return f"看{day(last_day)}以后还在岗或已安排的人", f"/assignments?pairing_id={pairing_id}&open_after={last_day}"


def _own_sides(pairing: PairingDetail, *, unsigned: bool = False) -> list[tuple[str, str]]:
    """Return the sides that the caller speaks for; with `unsigned` those of them that have not signed."""
    pairs = [(PairSide.supporting, pairing.supporting), (PairSide.recipient, pairing.recipient)]
    mine = [(side, each) for side, each in pairs if each.own and not (unsigned and each.signed_on)]
    return [(side.value, f"{side.label} {each.school.name}") for side, each in mine]


def _side(label: str, ask: str, sides: list[tuple[str, str]]) -> tuple[Input, dict[str, object]]:
    """Return the question for the side and its answer when there is only one."""
    if len(sides) == 1:
        return Input("side", label, "hidden"), {"side": sides[0][0]}
    return Input("side", label, "radio", choices=sides, ask=ask), {}


def _contacts(pairing: PairingDetail) -> dict[str, Step]:
    sides = _own_sides(pairing)
    side, known = _side("哪所学校", "请选是哪所学校的联络人", sides)
    names = [
        Input("leader", "负责领导", hint="姓名", maxlength=60),
        Input("liaison", "联络人", hint="姓名", maxlength=60),
        Input("phone", "联络人电话", hint="办公电话", optional=True, maxlength=40),
    ]
    lines = [f"{sides[0][1]}的。"] if known else []
    first = _unnamed(pairing, own=True)
    verb = "填" if first else "变更"
    return {
        "contacts": Step(
            f"{verb}联络人", "两边都能看到", f"{verb}负责领导和联络人", "联络人已更新。", lines, [side, *names], "保存",
            values={"side": first[0][0], **known} if first else known,
        ),
    }  # fmt: skip


def _signing(pairing: PairingDetail) -> dict[str, Step]:
    sides = _own_sides(pairing, unsigned=True)
    side, known = _side("哪一方签字", "请选这次登记的是哪一方的签字", sides)
    who = [f"{sides[0][1]}签字。"] if known else []
    return {
        "sign": Step(
            "签协议", "双方都签了才能开始", "登记合作协议签字", "签字已登记。", [*who, "签字日期按纸质协议上的写。"],
            [
                side,
                Input("signed_on", "签字日期", "date"),
                Input("agreement_no", "协议编号", hint="比如：青教结〔2026〕12号", optional=True),
                files_input(FileKind.pairing_agreement, "协议扫描件"),
            ],
            "登记签字", values={**known, "signed_on": clock.today(), "agreement_no": pairing.agreement_no},
        ),
    }  # fmt: skip


def _running(pairing: PairingDetail, both: str) -> dict[str, Step]:
    people = pairing.sent_count + pairing.received_count
    left = [f"还有{people}人在岗，要先安排好。"] if people else []
    return {
        "suspend": Step(
            "暂停结对", "以后可以恢复", f"暂停{title(pairing)}？", "结对已暂停。",
            [
                f"{both}会看到你写的原因。", "暂停期间不用报月报，不能记活动和登记师徒。",
                f"在岗的{people}人还在岗，承诺项照样算进度。" if people else "承诺项照样算进度。",
            ], [reason()],
        ),
        "resume": Step(
            "恢复结对", "继续按协议办", f"恢复{title(pairing)}？", "结对已恢复。",
            [f"{both}会看到。", "从这个月起又要报月报，可以记活动。"],
        ),
        **_renewing(pairing),
        "end": Step(
            "结束结对", f"要填原因，在岗{people}人须先安排好" if people else "要填原因",
            f"结束这对结对？{left[0] if left else ''}", "结对已结束。",
            [
                "没结束的师徒同一天结束；承诺项停在最后一天的进度。", "结束后不再产生月报，已报送的都保留。",
                f"{both}会看到你写的原因。",
            ],
            [Input("end_on", "最后一天", "date"), reason()], danger=True,
            values={"end_on": min(clock.today(), pairing.end_on or clock.today())},
            see=_beyond(pairing.id, min(clock.today(), pairing.end_on or clock.today())),
        ),
    }  # fmt: skip


def _renewing(pairing: PairingDetail) -> dict[str, Step]:
    last = pairing.end_on if pairing.end_on is not None else clock.today()
    runs = pairing.status in {PairingStatus.active, PairingStatus.suspended}
    ends = (
        "新一期开始那天，这一期在前一天结束，那以后还在岗或已安排的人要先排好。"
        if runs
        else "这一期已经结束，两期互相能找到。"
    )
    return {
        "renew": Step(
            "续签", "拟好新一期，双方重新签字", f"续签{title(pairing)}？", "新一期已拟好，等双方签字。",
            ["联系人和协议内容带到新一期，签字前可以改。", ends],
            [
                Input("start_on", "新一期从哪天起", "date"),
                Input("end_on", "到哪天止", "date", "不填就是长期", optional=True),
                Input("batch", "批次", hint="比如：2027年第二批", optional=True),
                Input("basis", "依据的文件", optional=True),
                Input("with_commitments", "承诺项", "checks", optional=True,
                      choices=[("true", "把没取消的承诺项带到新一期")]),
            ],
            "拟定新一期", values={"start_on": last + timedelta(days=1), "with_commitments": "true"},
        ),
    }  # fmt: skip


def goal_subject(pairing: PairingDetail, goal_id: UUID) -> Subject:
    """Return a goal of the pairing with the one step it has; one that is gone may not be dropped again."""
    goal = next((each for each in pairing.goals if each.id == goal_id), None)
    home = f"/pairings/{pairing.id}"
    step = Step(
        "取消目标", "以后的月报里不再出现", f"取消目标“{goal.title if goal else ''}”？", "目标已取消。",
        ["以后的月报里不再出现，已报的进度都保留。"], danger=True,
    )  # fmt: skip
    allowed = ["void"] if goal is not None and "add_goal" in pairing.allowed_actions else []
    facts = [("状态", pairing.status.label), ("目标", f"{len(pairing.goals)}项")]
    trail = [("结对", "/pairings"), (title(pairing), home)]
    return Subject(f"{home}/goals/{goal_id}", trail, pairing.version, allowed, {"void": step}, facts, home)


def main_step(role: Role | None, pairing: PairingDetail) -> str:
    """Return the one step that gets the solid button: what the pairing waits for."""
    order = {
        PairingStatus.proposed: "decide",
        PairingStatus.decided: "negotiate",
        PairingStatus.negotiating: "sign",
        PairingStatus.signed: "activate",
        PairingStatus.suspended: "resume",
    }
    wanted = order.get(pairing.status, "")
    if wanted == "negotiate" and _unnamed(pairing):
        wanted = "contacts" if _unnamed(pairing, own=True) else ""
    return wanted if role is not None and wanted in pairing.allowed_actions else ""
