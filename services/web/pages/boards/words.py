"""What the board says of a pairing: what is missing, from whom, and the step that helps."""

from dataclasses import dataclass

from services.contracts.boards import BoardCard, BoardColumn, BoardGap, PairingBoard
from services.contracts.codes import PairingStatus, PairSide
from services.web.wording import day

NEXT = {
    PairingStatus.proposed: ("decide", "确定结对"),
    PairingStatus.decided: ("negotiate", "开始协商"),
    PairingStatus.negotiating: ("sign", "签协议"),
    PairingStatus.signed: ("activate", "结对开始"),
    PairingStatus.suspended: ("resume", "恢复结对"),
}
"""The step that moves a pairing on from each state."""
_SAYS = {
    "decide": "等确定",
    "negotiate": "等开始协商",
    "activate": "双方已签，等开始",
    "resume": "已暂停，等恢复或结束",
    "ending": "快到期，要续签还是结束",
    "no_activity": "",
}
BAD = frozenset({"behind", "no_activity", "ending"})


@dataclass(frozen=True, slots=True)
class Card:
    """One pairing as the board shows it; `lines` are what is missing, one of them in red."""

    card: BoardCard
    name: str
    left: str
    lines: list[tuple[str, bool]]
    action: str
    href: str


@dataclass(frozen=True, slots=True)
class Column:
    """One state; `href` lists all of its pairings, `only` shows this column on the phone."""

    status: PairingStatus
    count: int
    cards: list[Card]
    href: str
    only: str
    chosen: bool


def school_of(card: BoardCard, side: PairSide) -> str:
    """Return the name of the school on a side."""
    return (card.pairing.supporting if side is PairSide.supporting else card.pairing.recipient).school.name


def missing(card: BoardCard, gap: BoardGap) -> str:
    """Return what is missing and from whom: 等云坪镇中心小学签字."""
    names = "和".join(school_of(card, side) for side in gap.sides)
    if gap.kind == "signature":
        return f"等{names}签字"
    if gap.kind == "contacts":
        return f"{names}还没填负责领导和联络人"
    if gap.kind == "behind":
        return f"{gap.count}项承诺落后"
    if gap.kind == "no_activity":
        return f"上次活动是{day(card.last_activity_on)}" if card.last_activity_on else "还没有活动"
    return _SAYS[gap.kind]


def left(card: BoardCard) -> str:
    """Return 还有2年8个月 in days: 还有95天, 已过期3天, 长期."""
    if card.days_left is None:
        return "长期"
    if card.pairing.status is PairingStatus.ended:
        return f"到{day(card.pairing.end_on)}"
    return f"还有{card.days_left}天" if card.days_left >= 0 else f"已过最后一天{-card.days_left}天"


def step(card: BoardCard) -> tuple[str, str]:
    """Return the words and the address of the one step that helps, as far as the caller may take it."""
    pairing = card.pairing
    path, actions = f"/pairings/{pairing.id}", pairing.allowed_actions
    kinds = {gap.kind for gap in card.gaps}
    if pairing.status is not PairingStatus.negotiating and "contacts" in kinds and "contacts" in actions:
        return "填联系人", f"{path}/contacts"
    action, words = NEXT.get(pairing.status, ("", ""))
    if action and action in actions:
        return words, f"{path}/{action}"
    if "ending" in kinds and "renew" in actions:
        return "续签", f"{path}/renew"
    return ("看承诺", f"{path}?tab=commitments") if "behind" in kinds else ("查看", path)


def shown(card: BoardCard) -> Card:
    """Return a card with its words."""
    pairing = card.pairing
    action, href = step(card)
    red = next((gap.kind for gap in card.gaps if gap.kind in BAD), None)
    lines = [(missing(card, gap), gap.kind == red) for gap in card.gaps]
    name = f"{pairing.supporting.school.name} → {pairing.recipient.school.name}"
    return Card(card, name, left(card), lines, action, href)


def first_shown(board: PairingBoard, asked: str) -> PairingStatus:
    """Return the column that the phone shows: the one asked for, else the first with somebody waiting, else 进行中."""
    for column in board.columns:
        if column.status.value == asked:
            return column.status
    waiting = (column.status for column in board.columns if column.count and column.status in NEXT)
    return next(waiting, PairingStatus.active)


def column(found: BoardColumn, href: str, only: str, *, chosen: bool) -> Column:
    """Return a column with its cards in words."""
    return Column(found.status, found.count, [shown(each) for each in found.cards], href, only, chosen)
