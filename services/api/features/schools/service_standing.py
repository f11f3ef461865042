"""What stands already and a new succession may not contradict: a school's first day, other plans (E-04)."""

from collections.abc import Mapping
from uuid import UUID

from pydantic import ValidationError

from services.api.features.schools import queries_history, queries_planned
from services.api.features.schools.models import PlannedSuccession, School
from services.api.features.schools.rules_succession import altered
from services.api.kernel.context import Ctx
from services.api.kernel.problems import Problem, invalid
from services.api.kernel.words import day_words
from services.contracts.school_history import SuccessionPlan


async def check(ctx: Ctx, plan: SuccessionPlan, schools: Mapping[UUID, School]) -> None:
    """Raises 422 `succession.before_first` on a day no later than a school's first one; for a day to come, 409
    `succession.planned` when another plan stands that alters one of the schools, or this one alters one of its."""
    for school_id, first_on in (await queries_history.first_days(ctx.db, schools)).items():
        if plan.on <= first_on:
            detail = f"{schools[school_id].name}的记录从{day_words(first_on, ctx.today)}开始，日期要在它之后"
            raise invalid("on", "succession.before_first", detail, first_on=first_on.isoformat())
    if plan.on > ctx.today:
        for school in schools.values():
            await _refuse_second(ctx, plan, school)


async def _refuse_second(ctx: Ctx, plan: SuccessionPlan, school: School) -> None:
    for standing in await queries_planned.of_school(ctx.db, school.id):
        if school.id in altered(plan) or _alters(standing, school.id):
            raise Problem(
                "succession.planned",
                school=school.name,
                kind=standing.kind.label,
                day=day_words(standing.on, ctx.today),
            )


def _alters(standing: PlannedSuccession, school_id: UUID) -> bool:
    """Whether a plan that stands makes something else of a school; one that cannot be read any more may."""
    try:
        return school_id in altered(SuccessionPlan.model_validate(standing.plan))
    except ValidationError:
        return True
