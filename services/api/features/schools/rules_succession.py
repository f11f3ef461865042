"""Which parts of a plan each kind of succession needs, which office decides it, and the life of a planned one. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from uuid import UUID

from services.api.kernel.competence import deciding_roles
from services.api.kernel.problems import Problem, field_problem
from services.api.kernel.states import Transition, TransitionTable
from services.contracts.codes import PlanStatus, Role, SuccessionKind
from services.contracts.problems import FieldProblem
from services.contracts.school_history import SuccessionPlan

_K = SuccessionKind
LONGEST_AHEAD = timedelta(days=730)
"""A decision is planned for at most two years ahead; a later day is a slip of the pen."""
LONGEST_BACK = timedelta(days=366)
"""A decision is carried out at most a year after its day; reports and statistics of earlier days are settled."""


def deciding(counties: Collection[str]) -> frozenset[Role]:
    """The roles that decide on a succession of schools of these counties (architecture §5).

    A county inside itself, with the administrator and, for schools that a city runs, the city; the city what crosses
    its counties, the province what crosses its cities.
    """
    if len(set(counties)) == 1:
        (county,) = set(counties)
        return deciding_roles(county, county) | {Role.administrator}
    roles = frozenset[Role]().union(*(deciding_roles(*pair) for pair in combinations(sorted(set(counties)), 2)))
    return frozenset({Role.province_supervisor}) if Role.province_supervisor in roles else roles


def deciders(counties: Collection[str]) -> str:
    """The offices in words, for a refusal: 管着这几个县区的市级督导."""
    words = "或".join(sorted(role.label for role in deciding(counties)))
    return words if len(set(counties)) == 1 else f"管着这几个县区的{words}"


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """What decides on a plan: the caller's office decides it; its day has come and the worker asks."""

    decides: bool
    is_due: bool


PLAN_ACTIONS: TransitionTable[PlanStatus, PlanFacts] = TransitionTable(
    "planned_succession",
    [
        Transition(
            "preview", "预览", frozenset({PlanStatus.planned}), None, "定这件事的区县、市或省",
            lambda facts: facts.decides,
        ),
        Transition(
            "cancel", "取消", frozenset({PlanStatus.planned}), PlanStatus.cancelled, "定这件事的区县、市或省",
            lambda facts: facts.decides,
        ),
        Transition(
            "carry-out", "办理", frozenset({PlanStatus.planned}), PlanStatus.done, "系统，到那天自动办",
            lambda facts: facts.is_due,
        ),
    ],
)  # fmt: skip


PLAN_WORDS = {"plan": "列入计划", "cancel": "取消计划", "hold": "到期没办成", "carry-out": "按计划办成"}
"""What was done about a plan → how it is told."""


def check_plan(plan: SuccessionPlan, today: date, *, decided: bool = False) -> None:
    """Raises 422 with every field that does not fit the kind. `decided`: it was checked when it was planned."""
    found = _common(plan, today, decided=decided) + _CHECKS[plan.kind](plan)
    if found:
        raise Problem("request.invalid", errors=found)


def _common(plan: SuccessionPlan, today: date, *, decided: bool) -> list[FieldProblem]:
    found = []
    if plan.on > today + LONGEST_AHEAD:
        found.append(field_problem("on", "succession.far", "最多提前两年计划，请核对年份"))
    if plan.on < today - LONGEST_BACK and not decided:
        detail = "最多补办一年以内的，更早的月报和统计已经定了，请核对年份"
        found.append(field_problem("on", "succession.long_past", detail))
    if len({each.id for each in plan.schools}) < len(plan.schools):
        found.append(field_problem("schools", "succession.twice", "同一所学校选了两次，请去掉一个"))
    if plan.kind is not _K.merge and len(plan.schools) > 1:
        found.append(field_problem("schools", "succession.one_school", f"{plan.kind.label}一次办一所学校"))
    return found


def check_seen(plan: SuccessionPlan) -> None:
    """What is to be done was looked at. Raises 422 `missing` on each school without the version of its preview."""
    detail = "请先看预览，把预览里的版本一起发来"
    found = [
        field_problem(f"schools.{number}.version", "missing", detail)
        for number, each in enumerate(plan.schools)
        if each.version is None
    ]
    if found:
        raise Problem("request.invalid", errors=found)


def altered(plan: SuccessionPlan) -> set[UUID]:
    """The schools that become something else: not the one that only takes others in under the name it has."""
    ids = {each.id for each in plan.schools}
    if plan.to_school_id is None:
        return ids
    return ids | {plan.to_school_id} if plan.new_name else ids - {plan.to_school_id}


def _unasked(plan: SuccessionPlan, *fields: str) -> list[FieldProblem]:
    said = {"to_school_id": plan.to_school_id, "new_name": plan.new_name, "new_schools": plan.new_schools}
    detail = f"{plan.kind.label}用不到这一项，请去掉"
    return [field_problem(name, "succession.unasked", detail) for name in fields if said[name]]


def _rename(plan: SuccessionPlan) -> list[FieldProblem]:
    found = _unasked(plan, "to_school_id", "new_schools")
    return found if plan.new_name else [*found, field_problem("new_name", "missing", "请填新校名")]


def _merge(plan: SuccessionPlan) -> list[FieldProblem]:
    found = []
    if (plan.to_school_id is None) == (len(plan.new_schools) == 0):
        detail = "请选一所学校保留代码，或填一所新学校，只选一种"
        found.append(field_problem("to_school_id", "succession.one_target", detail))
    if len(plan.new_schools) > 1:
        found.append(field_problem("new_schools", "succession.one_target", "合并后只有一所学校"))
    if plan.new_schools and plan.new_name:
        found.append(field_problem("new_name", "succession.unasked", "新学校的名称填在新学校里"))
    others = {each.id for each in plan.schools} - {plan.to_school_id}
    if len(others) + 1 - bool(plan.new_schools) < 2:
        found.append(field_problem("schools", "succession.two_schools", "合并至少要两所学校"))
    return found


def _split(plan: SuccessionPlan) -> list[FieldProblem]:
    found = _unasked(plan, "to_school_id", "new_name")
    if not plan.new_schools:
        found.append(field_problem("new_schools", "missing", "请填分出去的学校"))
    gone = [staff_id for part in plan.new_schools for staff_id in part.staff_ids]
    if len(set(gone)) < len(gone):
        found.append(field_problem("new_schools", "succession.staff_twice", "同一个人分到了两所学校，请只选一所"))
    return found


def _close(plan: SuccessionPlan) -> list[FieldProblem]:
    found = _unasked(plan, "new_name", "new_schools")
    if plan.to_school_id in {each.id for each in plan.schools}:
        found.append(field_problem("to_school_id", "succession.itself", "不能并入本校，请改选学校"))
    return found


def _reopen(plan: SuccessionPlan) -> list[FieldProblem]:
    return _unasked(plan, "to_school_id", "new_schools")


_CHECKS = {_K.rename: _rename, _K.merge: _merge, _K.division: _split, _K.close: _close, _K.reopen: _reopen}
