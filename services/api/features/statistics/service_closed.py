"""What of a live question is closed, so that the frozen numbers can be told beside it (U-45)."""

from dataclasses import replace

from services.api.features.periods import service_kept as periods
from services.api.features.statistics.counting import Indicator
from services.api.features.statistics.queries_indicators import Question
from services.api.features.statistics.service_freezing import Window, question_of
from services.api.features.statistics.service_frozen import figures_kept, sees_all
from services.api.kernel.context import Ctx
from services.api.kernel.scope import Permission
from services.contracts.codes import PeriodKind
from services.contracts.indicators import KeptNumbers


async def closed_period(ctx: Ctx, indicator: Indicator, wanted: Question) -> KeptNumbers | None:
    """The latest frozen numbers of this question, whatever it is grouped and filtered by; one query at most."""
    if Permission.period_read not in ctx.principal.permissions:
        return None
    window = _window(wanted)
    if replace(wanted, group_by=(), filters=()) != question_of(window, indicator):
        return None
    kept = await periods.latest(ctx.db, window.kind, window.key, indicator.id, wanted.region_code)
    if kept is None:
        return None
    comparable = not wanted.filters and sees_all(ctx.principal, indicator.id)
    total = figures_kept([kept.total, kept.missing]) if comparable else None
    return KeptNumbers(
        period_id=kept.period_id, name=kept.name, closed_at=kept.closed_at, version=kept.version,
        computed_at=kept.computed_at, total=total,
    )  # fmt: skip


def _window(wanted: Question) -> Window:
    if wanted.month is not None:
        return Window(PeriodKind.month, wanted.month, wanted.region_code)
    return Window(PeriodKind.school_year, str(wanted.last_year), wanted.region_code)
