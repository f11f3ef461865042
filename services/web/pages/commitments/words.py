"""Commitments in words: what is counted, how much of it, and how a state looks."""

from dataclasses import dataclass

from services.contracts.base import Page
from services.contracts.codes import (
    ActivityType,
    Code,
    CommitmentMeasure,
    CommitmentPeriod,
    CommitmentState,
    ExchangeMode,
    PromisedBy,
    ResourceKind,
)
from services.contracts.commitments import CommitmentOut, CommitmentTemplate, TemplateItem

M, S = CommitmentMeasure, CommitmentState
COUNTED_NOTE = "承诺项由系统按记下的活动和交流自动数，不用再报；目标由受援学校在月报里每月填一次。"
_RANK = {S.overdue: 0, S.behind: 1, S.on_track: 2, S.met: 3}
_LOOKS = {S.overdue: ("bad", "bad"), S.behind: ("bad", "bad"), S.on_track: ("done", ""), S.met: ("done", "done")}
_WHOLE = {
    M.activities: "所有活动的次数",
    M.activity_people: "活动的人次（两边合计）",
    M.persons_sent: "派去受援学校的人",
    M.persons_received: "来支援学校的人",
    M.lessons_heard: "听课的节数（几个人同听一节算一节）",
}
_EACH = {M.activities: "{}的次数", M.activity_people: "{}的人次", M.lessons: "{}的节数", M.persons_sent: "派去的人：{}",
         M.persons_received: "来的人：{}", M.resources: "共享的{}"}  # fmt: skip
_KINDS: dict[CommitmentMeasure, type[Code]] = {
    M.activities: ActivityType,
    M.activity_people: ActivityType,
    M.lessons: ActivityType,
    M.resources: ResourceKind,
    M.persons_sent: ExchangeMode,
    M.persons_received: ExchangeMode,
}
OFFERED = (M.activities, M.persons_sent, M.persons_received)
"""Measures whose single kinds are offered in the form; people of an activity are offered whole."""
WHOLE_ONLY = (M.activity_people, M.lessons, M.lessons_heard, M.mentor_pairs, M.funds, M.goods, M.resources)


@dataclass(frozen=True, slots=True)
class Row:
    """A commitment as one row of a list: `mark` is the share that is due by now."""

    row: CommitmentOut
    rule: str
    target: str
    mark: float | None
    kind: str
    bar: str

    @property
    def done_share(self) -> float:
        """How much of the least is done, 0 to 1 and more."""
        return self.row.progress.done / self.row.minimum


@dataclass(frozen=True, slots=True)
class Shown:
    """What a pairing's page shows; `more`: there are others that did not fit."""

    rows: list[Row]
    more: bool
    may_promise: bool
    note: str = COUNTED_NOTE

    @classmethod
    def of(cls, found: Page[CommitmentOut], *, may_promise: bool) -> "Shown":
        """Take one page of the list."""
        return cls(rows_of(found.items, worst_first=True), found.next_cursor is not None, may_promise)


def rows_of(found: list[CommitmentOut], *, worst_first: bool = False) -> list[Row]:
    """Return the rows; on a pairing's page what lags stands on top."""
    rows = [_row(each) for each in found]
    return sorted(rows, key=lambda each: _RANK[each.row.progress.state]) if worst_first else rows


def _row(row: CommitmentOut) -> Row:
    kind, bar = _LOOKS[row.progress.state]
    owed = row.progress.due if row.progress.state is not S.met else 0
    mark = owed / row.minimum if owed else None
    rule = "，".join([by(row.side), row.aid_area.label, often(row)])
    return Row(row, rule, numbers(row), mark, kind, bar)


def by(side: PromisedBy) -> str:
    """Return who promised."""
    return f"{side.label}承诺" if side is not PromisedBy.both else "两校一起承诺"


def numbers(row: CommitmentOut | TemplateItem) -> str:
    """Return 4次, or 1至2次."""
    most = "" if row.maximum in {None, row.minimum} else f"至{row.maximum}"
    return f"{row.minimum}{most}{row.unit}"


def often(row: CommitmentOut | TemplateItem) -> str:
    """Return 每学期4次, 共1人."""
    period = "共" if row.period is CommitmentPeriod.whole else row.period.label
    return f"{period}{numbers(row)}"


def counted(measure: CommitmentMeasure, kinds: list[str]) -> str:
    """Return what is counted: 示范课的次数, 公开课、观摩课的次数, 派去的人：支教."""
    if not kinds or measure not in _KINDS:
        return _WHOLE.get(measure, measure.label)
    labels = {each.value: each.label for each in _KINDS[measure]}
    return _EACH[measure].format("、".join(labels.get(kind, kind) for kind in kinds))


def count_value(measure: CommitmentMeasure, kinds: list[str]) -> str:
    """Return the value of the select: `activities:demo_lesson`."""
    return f"{measure.value}:{','.join(kinds)}"


def count_of(value: str) -> dict[str, object]:
    """Return the two fields of the API behind a value of the select."""
    measure, _, kinds = value.partition(":")
    return {"measure": measure, "kinds": [kind for kind in kinds.split(",") if kind]}


def count_choices(stored: CommitmentOut | None = None) -> list[tuple[str, str]]:
    """Return what may be counted; what is stored is among it, several kinds at once too."""
    asked = [(measure, [each.value] if each else []) for measure in OFFERED for each in [None, *_KINDS[measure]]]
    asked += [(measure, []) for measure in WHOLE_ONLY]
    found = {count_value(measure, kinds): counted(measure, kinds) for measure, kinds in asked}
    if stored is not None:
        own = count_value(stored.measure, stored.kinds)
        found = {own: counted(stored.measure, stored.kinds), **found}
    return list(found.items())


def item_choice(item: TemplateItem) -> tuple[str, str]:
    """Return a promise of a template as a tick: 经验交流会（每学期2次，JH-10）."""
    each = "，每个学科" if item.per_subject else ""
    return item.rule, f"{item.item}（{often(item)}{each}，数{counted(item.measure, item.kinds)}，{item.rule}）"


def left_out(template: CommitmentTemplate) -> list[str]:
    """Return the promises that cannot be counted yet."""
    return [item.item for item in template.items if not item.countable]
