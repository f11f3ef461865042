"""The forms of a term plan: beginning one, changing a draft."""

from collections.abc import Mapping

from services.contracts.codes import PairSide, PlanSpan, SchoolTerm
from services.contracts.commitments import CommitmentOut
from services.contracts.pairings import PairingRow
from services.contracts.term_plans import TermPlanDetail
from services.web.entry import Entry, Stored, Trail
from services.web.filters import choices
from services.web.inputs import Input
from services.web.pages.activity_plans.terms import terms
from services.web.pages.commitments import words as promises
from services.web.pages.pairings.steps import title as pairing_title
from services.web.pages.term_plans import words
from services.web.pages.term_plans.measures import BOXES, TICKS, as_typed, measures_of
from services.web.wording import school_year

HOME: Trail = [("结对", "/pairings"), ("学期计划", "/term-plans")]
LINE = "一行一条：做什么；谁负责；什么时候。后两样可以不写。不写学生姓名。"
RESPONSIBLE = ("supporting_responsible", "recipient_responsible")
Promised = Mapping[str, CommitmentOut]


def spans() -> list[tuple[str, str]]:
    """Return the present term, the next one, and their school years."""
    both = terms()
    told = {f"{year}-{half.value}": f"{school_year(year)}学年{_term(half).label}" for year, half in both}
    told |= {f"{year}-year": f"{school_year(year)}学年（全学年）" for year, _ in both}
    return list(told.items())


def _term(half: SchoolTerm) -> PlanSpan:
    return PlanSpan.autumn if half is SchoolTerm.autumn else PlanSpan.spring


def _contents(promised: Promised) -> list[Input]:
    """Goals, measures, who answers. Commitments are offered where the pairing has some."""
    offered = [(key, f"{each.item or each.measure.label}（{promises.often(each)}）") for key, each in promised.items()]
    ticks = [Input(TICKS, "列进计划的承诺项", "checks", "系统自动数进度。", optional=True, choices=offered)]
    areas = [
        Input(box, f"{side.label}做的", "area", LINE, optional=True, maxlength=4000)
        for side, box in BOXES.items()
    ]  # fmt: skip
    return [
        Input("goals", "目标", "area", "这学期要做到什么。可以先存，送对方前写好。", optional=True, maxlength=2000),
        *(ticks if offered else []),
        *areas,
        Input(RESPONSIBLE[0], "支援学校责任人", hint="姓名和职务", optional=True),
        Input(RESPONSIBLE[1], "受援学校责任人", hint="姓名和职务", optional=True),
    ]


def new_entry(pairing: PairingRow, promised: Promised) -> Entry:
    """Return the form that begins a plan of a pairing."""
    name = pairing_title(pairing)
    both = pairing.supporting.own and pairing.recipient.own
    side = [Input("drafted_by", "替哪一方起草", "radio", choices=choices(PairSide))] if both else []
    inputs = [
        Input("pairing_id", "", "hidden"),
        Input("span", "学期", "select", choices=spans()),
        *side,
        *_contents(promised),
    ]
    trail = [("结对", "/pairings"), (name, f"/pairings/{pairing.id}"), ("起草学期计划", "")]
    lines = ["一方起草，送对方同意后就商定了。以后要改，写明原因另起一版，对方再同意。"]
    return Entry("起草学期计划", trail, inputs, "保存", f"/pairings/{pairing.id}", lines=lines)


def values_of(pairing: PairingRow) -> dict[str, object]:
    """Return what the form starts with: this term, and the leaders who answer for the pairing."""
    return {
        "pairing_id": pairing.id, "span": spans()[0][0], "drafted_by": PairSide.supporting.value,
        RESPONSIBLE[0]: pairing.supporting.leader or "", RESPONSIBLE[1]: pairing.recipient.leader or "",
    }  # fmt: skip


def create_body(body: Mapping[str, object], promised: Promised) -> dict[str, object]:
    """Return the body of a new plan; 学期 holds the school year as well."""
    year, _, span = str(body.get("span") or "").partition("-")
    return {**_rest(body), "measures": measures_of(body, promised), "school_year": year, "span": span}


def _rest(body: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in body.items() if name not in {*BOXES.values(), TICKS}}


def edit_entry(plan: TermPlanDetail, promised: Promised) -> Entry:
    """Return the form of a draft."""
    path = f"/term-plans/{plan.id}"
    trail = [*HOME, (words.title(plan), path), ("修改", "")]
    return Entry(f"修改{words.title(plan)}", trail, _contents(promised), "保存", path, meta=[words.schools(plan)])


def stored(plan: TermPlanDetail) -> Stored:
    """Return what the form starts from."""
    texts = {name: getattr(plan, name) or "" for name in ("goals", *RESPONSIBLE)}
    return Stored({**texts, **as_typed(plan.measures)}, plan.version)


def patch_body(
    body: Mapping[str, object], plan: TermPlanDetail, promised: Promised, *, keeps_ticks: bool
) -> dict[str, object]:
    """Return the body of a change; a box that is kept as stored is not in it, and no tick is left out too."""
    kept = as_typed(plan.measures)
    ticks = kept[TICKS] if keeps_ticks else body.get(TICKS, [])
    return {**_rest(body), "measures": measures_of({**kept, **body, TICKS: ticks}, promised)}
