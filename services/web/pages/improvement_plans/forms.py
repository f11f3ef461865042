"""The forms of improvement plans: beginning one, its texts, a step of its schedule."""

from collections.abc import Mapping, Sequence

from services.contracts.codes import GuidanceKind, ImprovementSide, PairingStatus
from services.contracts.improvement_plans import ImprovementPlanDetail, MilestoneDetail
from services.contracts.pairings import PairingRow
from services.web.api_client.pairings import PairingsClient
from services.web.api_client.schools import SchoolsClient
from services.web.entry import Entry, Stored
from services.web.filters import choices
from services.web.inputs import Input
from services.web.months import school_year_of
from services.web.pages.improvement_plans import words
from services.web.pages.improvement_plans.steps import HOME
from services.web.visit import Visit
from services.web.wording import school_year

PICK = "/schools/pick"
NOBODY = "没有结对，自己做"
OVER = frozenset({PairingStatus.ended, PairingStatus.void})
TEXTS = [
    Input("responsible", "责任人", hint="比如：校长韩志强", optional=True),
    Input(
        "goals", "目标和任务", "area", "要达到什么，到什么时候。可以先存，报送前写好。", optional=True, maxlength=2000
    ),
    Input("measures", "主要措施", "area", "怎么做、谁来帮、用什么。不写学生姓名。", optional=True, maxlength=2000),
]
MILESTONE = [
    Input("what", "做什么", hint="比如：支援学校上两节示范课", maxlength=80),
    Input("due_on", "哪天以前", "date"),
    Input("side", "谁负责", "radio", choices=choices(ImprovementSide)),
    Input("responsible", "责任人", hint="比如：教导主任", optional=True),
    Input("guidance", "属于哪项业务指导", "select", "支援学校的六项业务指导；不属于就不选。", optional=True,
          choices=choices(GuidanceKind), blank="不属于"),
]  # fmt: skip


def years() -> list[tuple[str, str]]:
    """Return the present school year and the next one to choose from."""
    first = school_year_of()
    return [(str(each), f"{school_year(each)}学年") for each in (first, first + 1)]


async def helpers(visit: Visit, school_id: str) -> list[tuple[str, str]]:
    """Return the pairings in which a school is helped, as choices."""
    found = await PairingsClient(visit.api).rows({"school_id": school_id, "limit": 50})
    return [(str(each.id), _helper(each)) for each in found.items if _helped(each, school_id)]


def _helped(row: PairingRow, school_id: str) -> bool:
    return str(row.recipient.school.id) == school_id and row.status not in OVER


def _helper(row: PairingRow) -> str:
    return f"{row.supporting.school.name}（{row.relation.label}）"


def _pairing_input(found: Sequence[tuple[str, str]]) -> Input:
    return Input(
        "pairing_id", "谁来帮扶", "select", "从本校受援的结对里选。", optional=True, choices=found, blank=NOBODY
    )


async def new_entry(visit: Visit, school_id: str) -> Entry:
    """Return the form that begins a plan: of the caller's own school, of a named one, or of one to be found."""
    own = visit.me.school
    known = str(own.id) if own else school_id
    year = Input("school_year", "学年", "select", choices=years())
    if known:
        asked = [Input("school_id", "学校", "hidden"), year, _pairing_input(await helpers(visit, known))]
        lines = ["先起草，工作进度在下一页一步一步排，写全了再报送。"]
    else:
        asked = [Input("school_id", "学校", "picker", "名称、拼音或代码", find=PICK), year]
        lines = ["替学校起草。谁来帮扶、工作进度，都在下一页定。"]
    finders = {PICK: SchoolsClient(visit.api).find}
    trail = [*HOME, ("起草", "")]
    return Entry("起草改造规划", trail, [*asked, *TEXTS], "保存", HOME[-1][1], lines=lines, finders=finders)


async def edit_entry(visit: Visit, plan: ImprovementPlanDetail) -> Entry:
    """Return the form of a draft's texts."""
    path = f"/improvement-plans/{plan.id}"
    found = await helpers(visit, str(plan.school.id))
    if plan.pairing_id and plan.supporting_school and str(plan.pairing_id) not in dict(found):
        found.append((str(plan.pairing_id), plan.supporting_school.name))
    inputs = [_pairing_input(found), *TEXTS]
    return Entry(f"修改{words.title(plan)}", [*HOME, (words.title(plan), path), ("修改", "")], inputs, "保存", path)


def stored(plan: ImprovementPlanDetail) -> Stored:
    """Return what the form starts from."""
    texts = {each.name: getattr(plan, each.name) or "" for each in TEXTS}
    return Stored({**texts, "pairing_id": str(plan.pairing_id or "")}, plan.version)


def plan_patch(body: Mapping[str, object]) -> dict[str, object]:
    """Return the body of a change; no pairing chosen takes it away."""
    return {**body, "pairing_id": body.get("pairing_id") or None}


def milestone_entry(plan: ImprovementPlanDetail) -> Entry:
    """Return the form of another step."""
    path = f"/improvement-plans/{plan.id}"
    lines = [f"{words.year(plan)}里的一步：做什么、哪天以前、谁负责。"]
    return Entry("加一步进度", [*HOME, (words.title(plan), path), ("加一步", "")], MILESTONE, "加上", path, lines=lines)


def milestone_edit(step: MilestoneDetail) -> tuple[Entry, Stored]:
    """Return the form of a step, and what it starts from."""
    path = f"/improvement-plans/steps/{step.id}"
    trail = [*HOME, (step.school.name, f"/improvement-plans/{step.plan_id}"), ("改这一步", "")]
    values: dict[str, object] = {
        "what": step.what or "", "due_on": step.due_on, "side": step.side.value, "responsible": step.responsible or "",
        "guidance": step.guidance.value if step.guidance else "",
    }  # fmt: skip
    return Entry("改这一步", trail, MILESTONE, "保存", path), Stored(values, step.version)


def milestone_patch(body: Mapping[str, object]) -> dict[str, object]:
    """Return the body of a change; no kind of guidance chosen takes it away."""
    return {**body, "guidance": body.get("guidance") or None}
