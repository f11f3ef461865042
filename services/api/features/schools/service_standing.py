"""What stands already and a new succession may not contradict: a school's first day, other plans (E-04)."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from pydantic import ValidationError

from services.api.features.schools import queries_history, queries_planned
from services.api.features.schools.hooks import sent_month_hooks
from services.api.features.schools.models import PlannedSuccession, School
from services.api.features.schools.rules_succession import altered
from services.api.kernel.context import Ctx
from services.api.kernel.periods import month_period, next_month
from services.api.kernel.problems import Problem, invalid
from services.api.kernel.words import day_words, month_words
from services.contracts.codes import SuccessionKind
from services.contracts.school_history import SuccessionPlan

MOVING = frozenset({SuccessionKind.merge, SuccessionKind.division, SuccessionKind.close})
"""Kinds by which people and what is theirs go to another school, or a school ends."""


async def check(ctx: Ctx, plan: SuccessionPlan, schools: Mapping[UUID, School]) -> None:
    """What a plan of these schools may not contradict.

    Raises 422 `succession.before_first` on a day no later than a school's first one; 422 `succession.month_sent` when
    people or schools would go from a day within the last month that one of them has sent, or before; for a day to
    come, 409 `succession.planned` when another plan stands that alters one of the schools, or this one one of its.
    """
    await _check_first_days(ctx, plan, schools)
    if plan.kind in MOVING:
        await _check_sent_months(ctx, plan, schools)
    if plan.on > ctx.today:
        for school in schools.values():
            await _refuse_second(ctx, plan, school)


async def _check_first_days(ctx: Ctx, plan: SuccessionPlan, schools: Mapping[UUID, School]) -> None:
    for school_id, first_on in (await queries_history.first_days(ctx.db, schools)).items():
        if plan.on <= first_on:
            next_on = day_words(first_on + timedelta(days=1), ctx.today)
            begun = f"{schools[school_id].name}的记录从{day_words(first_on, ctx.today)}开始"
            ways = "校名写错了，请在学校页点“信息写错了，改正”" if plan.kind is SuccessionKind.rename else ""
            detail = f"{begun}，日期要在{next_on}或之后" + (f"。{ways}" if ways else "")
            raise invalid("on", "succession.before_first", detail, first_on=first_on.isoformat())


async def _check_sent_months(ctx: Ctx, plan: SuccessionPlan, schools: Mapping[UUID, School]) -> None:
    """A month that was sent told of the school to its end; one that still runs, until today."""
    sent = {key: month for hook in sent_month_hooks for key, month in (await hook(ctx.db, schools)).items()}
    for school_id, month in sorted(sent.items(), key=lambda pair: pair[1], reverse=True):
        from_on = min(month_period(next_month(month)).start_on, ctx.today)
        if plan.on < from_on:
            told = f"{schools[school_id].name}已报送{month_words(month, ctx.today)}月报"
            detail = f"{told}，从{day_words(from_on, ctx.today)}起才能办，请改日期"
            raise invalid("on", "succession.month_sent", detail, month=month, from_on=from_on.isoformat())


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
