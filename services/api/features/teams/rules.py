"""What may happen to a team (W-10), and whether it meets the rules in force (WC-03, WC-07 … WC-09, WC-11). Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.api.kernel.states import Transition, TransitionTable
from services.contracts.codes import HonourType, Post, TeamDirection, TeamStatus, Title

S = TeamStatus
SETTLED = frozenset({S.completed, S.void})
GROWING = frozenset({S.draft, S.leader_set, S.confirmed, S.active})
"""States in which members come and go."""
WAITING = frozenset({S.draft, S.leader_set, S.confirmed})
OFFICE = "主管的区县协调人（跨县由市、跨市由省督导）"
PRINCIPALS = frozenset({Post.principal, Post.vice_principal, Post.same_rank})
CADRES = PRINCIPALS | {Post.middle}
HONOURED = frozenset({HonourType.backbone_teacher, HonourType.master_teacher})
FAMOUS = HONOURED | {HonourType.subject_leader, HonourType.teaching_expert}
SENIOR = frozenset({Title.senior, Title.full_senior})


@dataclass(frozen=True, slots=True)
class Facts:
    """What the caller is to a team: acts for the school that sends or receives it, or decides between its counties."""

    sends: bool
    receives: bool
    decides: bool


def _decides(facts: Facts) -> bool:
    return facts.decides


TABLE: TransitionTable[TeamStatus, Facts] = TransitionTable(
    "team",
    [
        Transition("edit", "修改", frozenset({S.draft, S.leader_set}), None, OFFICE, _decides),
        Transition("add-members", "加人", GROWING, None, OFFICE, _decides),
        Transition("remove-members", "减人", GROWING, None, OFFICE, _decides),
        Transition("set-leader", "定带队人", GROWING, None, "派出学校，或" + OFFICE,
                   lambda f: f.sends or f.decides, dict.fromkeys((S.draft, S.confirmed), (S.leader_set,))),
        Transition("confirm", "确认团队", frozenset({S.leader_set}), S.confirmed, OFFICE, _decides),
        Transition("start", "登记到岗", frozenset({S.confirmed}), S.active, "接收学校，或" + OFFICE,
                   lambda f: f.receives or f.decides),
        Transition("complete", "登记返校", frozenset({S.active}), S.completed, "接收学校，或" + OFFICE,
                   lambda f: f.receives or f.decides),
        Transition("void", "作废", GROWING, S.void, OFFICE, _decides),
    ],
)  # fmt: skip
"""Setting the leader makes 已定带队人 of 组建中 and takes a confirmation back; who leaves may do so too (`fallen`)."""


@dataclass(frozen=True, slots=True)
class Person:
    """What is counted of a member."""

    post: Post
    title: Title
    honours: frozenset[HonourType]

    @property
    def is_honoured(self) -> bool:
        """A backbone or famous teacher by honour (WC-08)."""
        return bool(self.honours & HONOURED)

    @property
    def is_famous(self) -> bool:
        """A senior title or an honour that the share counts (WC-09)."""
        return self.title in SENIOR or bool(self.honours & FAMOUS)


@dataclass(frozen=True, slots=True)
class Tally:
    """One direction, counted."""

    people: int = 0
    principals: int = 0
    honoured: int = 0
    famous: int = 0

    @property
    def teachers(self) -> int:
        """All but principals."""
        return self.people - self.principals

    @property
    def share(self) -> int | None:
        """Famous ones in whole percent, rounded down so that a share just short of its bound is short."""
        return self.famous * 100 // self.people if self.people else None


def tally(people: Iterable[Person]) -> Tally:
    """Count one direction."""
    found = list(people)
    return Tally(
        people=len(found),
        principals=sum(each.post in PRINCIPALS for each in found),
        honoured=sum(each.is_honoured for each in found),
        famous=sum(each.is_famous for each in found),
    )


@dataclass(frozen=True, slots=True)
class Checked:
    """A rule that applies to a team, whether it is met, and in words what there is and what is missing."""

    rule_key: str
    is_met: bool
    text: str


def opposite(direction: TeamDirection) -> TeamDirection:
    """The way back."""
    there, back = TeamDirection.from_supporting, TeamDirection.from_recipient
    return back if direction is there else there


def _gap(noun: str, own: int, other: int, names: tuple[str, str]) -> str:
    if own == other:
        return f"两边{noun}各{own}人"
    short = names[0] if own < other else names[1]
    return f"{names[0]}{noun}{own}人，{names[1]}{noun}{other}人，{short}少{abs(own - other)}人"


def equal_numbers(own: Tally, other: Tally, names: tuple[str, str]) -> Checked:
    """Both directions have as many people; `names` are the schools that send them."""
    return Checked("team.equal_numbers", own.people == other.people, _gap("", own.people, other.people, names))


def equal_posts(own: Tally, other: Tally, names: tuple[str, str]) -> Checked:
    """Both have as many principals and as many teachers (校长 with 副校长 and 校级同职级人员)."""
    counts = (("校长", own.principals, other.principals), ("教师", own.teachers, other.teachers))
    is_met = all(here == there for _, here, there in counts)
    return Checked(
        "team.equal_posts", is_met, "；".join(_gap(noun, here, there, names) for noun, here, there in counts)
    )


def leader_post(post: Post | None) -> Checked:
    """The leader is of the middle cadres or higher."""
    text = "还没有定带队人" if post is None else f"带队人的职务是{post.label}"
    is_met = post in CADRES
    return Checked("team.leader_post", is_met, text if is_met else f"{text}，要由中层干部或更高职务的人带队")


def backbone_people(own: Tally, least: int | None) -> Checked:
    """At least so many hold an honour of a backbone or famous teacher."""
    needed = least or 0
    text = f"骨干教师、名师{own.honoured}人"
    is_met = own.honoured >= needed
    return Checked("team.backbone_people", is_met, text if is_met else f"{text}，至少要{needed}人")


def backbone_share(own: Tally, least: int | None) -> Checked:
    """At least such a share, in percent, is of senior title or holds such an honour; exact, not rounded."""
    needed = least or 0
    text = f"{own.people}人里有{own.famous}人，占{own.share or 0}%"
    is_met = own.famous * 100 >= needed * own.people
    return Checked("team.backbone_share", is_met, text if is_met else f"{text}，至少要{needed}%")


def batch_people(count: int, least: int | None, most: int | None) -> Checked:
    """All that a county sends in one batch are so many; each bound is inside, and none where it is None (WC-11)."""
    text = f"这一期共派出{count}人"
    if least is not None and count < least:
        return Checked("team.batch_people", is_met=False, text=f"{text}，至少要{least}人，少{least - count}人")
    if most is not None and count > most:
        return Checked("team.batch_people", is_met=False, text=f"{text}，最多{most}人，多{count - most}人")
    return Checked("team.batch_people", is_met=True, text=text)


def fallen(status: TeamStatus, *, led: bool, refused: bool) -> TeamStatus:
    """The state after members came or went: without its leader a team is being formed again, and a confirmation that a
    strict rule would refuse now is taken back. Teams at work stay at work."""
    if status not in WAITING:
        return status
    if not led:
        return S.draft
    return S.leader_set if status is S.confirmed and refused else status


_TEXTS = {
    "create": "组建了团队",
    "created": "组建了团队",
    "edit": "改了名称或批次",
    "add-members": "有人编入团队",
    "remove-members": "有人退出团队",
    "set-leader": "定了带队人",
    "leader-left": "带队人离开了，要另定一位",
    "lapse": "人员变动后不合规则，要重新确认",
    "link": "两个方向的团队已对应",
    "unlink": "另一个方向的团队已没有",
    "confirm": "团队已确认",
    "start": "团队已到岗",
    "complete": "团队已返校",
    "void": "团队已作废",
}
BAD = frozenset({"leader-left", "lapse", "void"})


def timeline_text(action: str, _became: Mapping[str, Any]) -> str:
    """What a person reads of one event."""
    return _TEXTS.get(action, "有变动")


def missing(ids: Sequence[Any], found: Collection[Any]) -> bool:
    """Whether some of the asked ones were not found."""
    return len(set(ids)) != len(found)
